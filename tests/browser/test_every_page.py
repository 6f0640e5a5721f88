"""Every address that shows a page: axe finds nothing, and nothing needs scrolling sideways."""

import pytest

from assessment.domain.permissions import Grant, Role
from assessment.services.invitations import invite
from assessment.services.jobs import ask_for_report
from tests.browser.conftest import violations
from tests.conftest import NOON, PASSWORD, STATE
from tests.house.test_pages import addresses_to_read

pytestmark = pytest.mark.browser

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def pages(app, cycle, people, signed_in):
    """The addresses of pages for somebody who is signed in, with a report that is asked for."""
    octant = app.extensions["octant"]
    with octant.writing() as session:
        actor = people["coordinator"]
        job = ask_for_report(session, actor, cycle.id, NOON)
        session.commit()
    client = signed_in("coordinator")
    found = [
        address
        for address in addresses_to_read(app, cycle)
        if (reply := client.get(address)).mimetype == "text/html" and reply.status_code == 200
    ]
    return [*found, f"/cycles/{cycle.id}/reports/{job.id}"]


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_wrong_on_any_page(app, pages, browse, width):
    page = browse("/sign-in", width=width)
    page.fill("[name=email]", "coordinator@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/")
    wrong = {}
    for address in pages:
        page.goto(address)
        faults = violations(page)
        if page.evaluate(OVERFLOW):
            faults.append("needs scrolling sideways")
        if faults:
            wrong[address] = faults
    assert wrong == {}
    assert len(pages) >= 20


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_wrong_with_an_invitation(app, people, browse, width):
    with app.extensions["octant"].writing() as session:
        guest = (Grant(Role.CONTRIBUTOR, STATE), "new@example.org")
        _invitation, token = invite(session, people["coordinator"], *guest, NOON)
        session.commit()
    page = browse(f"/invitations/{token}", width=width)
    assert (violations(page), page.evaluate(OVERFLOW)) == ([], 0)
