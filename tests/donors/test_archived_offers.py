"""A signed-off assessment that was archived: its releases go on, and no new one is made."""

import pytest

from assessment.domain.cycle import CycleStatus
from assessment.domain.release import AssessmentArchived
from assessment.services.comparisons import released_to
from assessment.services.cycles import cycle_of, move_cycle
from assessment.services.releases import preview
from tests.conftest import NOON
from tests.databases import ANA, NOW
from tests.donors.test_offers_pages import Sharing, main_of


def archive(session, actor, cycle_id, now):
    found = cycle_of(session, actor, cycle_id)
    move_cycle(session, actor, cycle_id, CycleStatus.ARCHIVED, found.version, now)


@pytest.fixture
def sharing(app, signed_in, people, cycle):
    return Sharing(app, signed_in, people, cycle)


@pytest.fixture
def archived(sharing):
    """What was shared before the assessment was archived, and how its people go on."""
    sharing.address = sharing.released()
    with sharing.octant.writing() as session:
        archive(session, sharing.people["coordinator"], sharing.cycle.id, NOON)
        session.commit()
    return sharing


def test_nothing_more_is_shown_or_released_of_it(offered):
    with offered.database.writing() as session:
        archive(session, ANA, offered.cycle.id, NOW)
        session.commit()
    with pytest.raises(AssessmentArchived):
        offered.read(preview, ANA, offered.cycle.id, offered.catalogue, "areas")
    with pytest.raises(AssessmentArchived):
        offered.release()


def test_what_was_released_before_goes_on(offered):
    made = offered.release()
    with offered.database.writing() as session:
        archive(session, ANA, offered.cycle.id, NOW)
        session.commit()
    assert offered.read(released_to, offered.dina, offered.donor.id, NOW) == (made,)


@pytest.mark.parametrize("address", ["/releases", "/releases/preview"])
def test_the_page_says_that_it_is_archived(archived, address):
    page = archived.post("coordinator", address)
    assert page.status_code == 409
    assert "This assessment is archived" in page.text
    assert "Ask a signatory" not in page.text


def test_the_form_of_it_says_so_too(archived):
    page = archived.signed_in("coordinator").get(f"/releases/new?cycle={archived.cycle.id}")
    assert (page.status_code, "This assessment is archived" in page.text) == (409, True)


@pytest.mark.parametrize("address", ["/releases", "/releases/new"])
def test_it_is_not_offered_and_nobody_is_sent_to_sign_it(archived, address):
    main = main_of(archived.signed_in("coordinator").get(address))
    assert "No assessment can be released now" in main
    assert f'value="{archived.cycle.id}"' not in main
    assert "/sign-off" not in main


def test_its_releases_stay_in_the_list(archived):
    main = main_of(archived.signed_in("coordinator").get("/releases"))
    assert archived.address in main
    assert ">open<" in main
