"""Every address that shows a page: axe finds nothing, and nothing needs scrolling sideways."""

import re

import pytest

from assessment.domain.cycle import CycleStatus
from assessment.domain.permissions import OPERATOR, Grant, Role
from assessment.services.cycles import move_cycle
from assessment.services.invitations import invite
from assessment.services.jobs import ask_for_report
from assessment.services.passwords import Passwords
from assessment.services.people import enrol
from tests.browser.conftest import violations
from tests.conftest import NOON, PASSWORD, STATE, sign_in
from tests.house.test_pages import DAY, addresses_to_read, let_in

pytestmark = pytest.mark.browser

# Whose pages are looked at: all of a coordinator's, and of the others those made for them.
PLACES = {
    "coordinator": "",
    "signatory": "^/$|sign-off|/releases",
    "facilitator": "^/$|/workshops",
    "donor": "^/$|/portfolio",
    "administrator": "^/$|/administration",
}
FEWEST = {"coordinator": 30, "signatory": 3, "facilitator": 4, "donor": 3, "administrator": 3}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def addresses(app, cycle, people):
    """Every address that answers GET, of a cycle in review; and people of each kind are let in."""
    octant = app.extensions["octant"]
    for visitor in ("administrator", "donor"):
        let_in(octant, visitor)
    grant = Grant(Role.FACILITATOR, STATE, cycle.id, until=NOON + DAY)
    with octant.writing() as session:
        job = ask_for_report(session, people["coordinator"], cycle.id, NOON)
        guest = (grant, "facilitator@example.org", "Fay", PASSWORD, Passwords("test"), NOON)
        enrol(session, OPERATOR, *guest)
        where = (cycle.id, CycleStatus.IN_REVIEW, cycle.version)
        move_cycle(session, people["coordinator"], *where, NOON)
        session.commit()
    return [
        *addresses_to_read(app, cycle),
        f"/cycles/{cycle.id}/reports/{job.id}",
        f"/releases/new?cycle={cycle.id}",
    ]


def shown_to(app, email, addresses):
    """Those addresses that show a page to somebody."""
    client = app.test_client()
    assert sign_in(client, email, PASSWORD).status_code == 303
    replies = {address: client.get(address) for address in addresses}
    return [
        address
        for address, reply in replies.items()
        if reply.mimetype == "text/html" and reply.status_code == 200
    ]


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("visitor", PLACES)
def test_axe_finds_nothing_wrong_on_any_page(app, addresses, browse, visitor, width):
    email = f"{visitor}@example.org"
    own = [each for each in addresses if re.search(PLACES[visitor], each)]
    pages = shown_to(app, email, own)
    page = browse("/sign-in", width=width)
    page.fill("[name=email]", email)
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
    assert len(pages) >= FEWEST[visitor], pages


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_wrong_with_an_invitation(app, people, browse, width):
    with app.extensions["octant"].writing() as session:
        guest = (Grant(Role.CONTRIBUTOR, STATE), "new@example.org")
        _invitation, token = invite(session, people["coordinator"], *guest, NOON)
        session.commit()
    page = browse(f"/invitations/{token}", width=width)
    assert (violations(page), page.evaluate(OVERFLOW)) == ([], 0)
