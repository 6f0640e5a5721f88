"""Administrators make states and donors, and see no answer of any state."""

import re
from dataclasses import replace

import pytest

from assessment.domain.catalogue import State
from assessment.domain.identifiers import StateCode
from tests.conftest import send
from tests.pages.accounts_kit import HERE, LINK, World

HOME = "/administration"


@pytest.fixture
def world(app):
    return World(app)


@pytest.fixture
def admin(world):
    return world.browser("Ada")


def test_the_page_lists_states_with_their_coordinators_and_donors(admin):
    page = admin.get(HOME).text
    assert "Lea" in page
    assert "Northern Fund (made up)" in page
    assert "1 person" in page


def test_a_donor_whose_first_person_is_invited_waits(admin):
    made = send(admin, f"{HOME}/donors", HOME, name="Quiet Fund (made up)")
    assert "nobody yet" in admin.get(HOME).text
    send(admin, f"{made.location}/invitations", made.location, email="quiet@example.org")
    page = admin.get(HOME).text
    assert '<span class="tag">invited, waiting</span>' in page
    assert "nobody yet" not in page


def test_states_to_choose_stand_by_name_whatever_their_accents(world, admin):
    names = {"XAX": "Côte d'Or", "XAY": "Czech Bay", "XAZ": "Chad Bay"}
    states = tuple(State(StateCode(code), name) for code, name in names.items())
    world.octant.catalogue = replace(world.octant.catalogue, states=states)
    chosen = re.findall(r'<option value="(XA[XYZ])"', admin.get(HOME).text)
    assert chosen == ["XAZ", "XAX", "XAY"]


@pytest.mark.parametrize("name", ["Lea", "Omar", "Sia", "Finn", "Dora"])
def test_nobody_else_administers(world, name):
    assert world.browser(name).get(HOME).status_code in {403, 404}


def test_a_state_is_added_from_the_list_and_its_first_coordinator_invited(world, admin):
    added = send(admin, f"{HOME}/states", HOME, state="XAB", marking="RESTRICTED")
    assert added.status_code == 303
    page = send(admin, f"{HOME}/states/XAB/invitations", HOME, email="first@example.org")
    newcomer = world.accepted(page)
    assert "RESTRICTED" in newcomer.get("/people?state=XAB").text
    again = send(admin, f"{HOME}/states/XAB/invitations", HOME, email="second@example.org")
    assert again.status_code == 403


def test_a_coordinator_who_was_invited_is_waited_for(admin):
    send(admin, f"{HOME}/states", HOME, state="XAB")
    before = admin.get(HOME).text
    send(admin, f"{HOME}/states/XAB/invitations", HOME, email="first@example.org")
    after = " ".join(admin.get(HOME).text.split())
    assert "Invite the first coordinator" in before
    assert "Invite the first coordinator" not in after
    assert "first@example.org was invited on 22 November 2026." in after
    assert "The link works until 29 November 2026, 12:00." in after
    assert "Make a new link, or invite somebody else" in after


def test_states_without_coordinator_come_first_and_all_by_name(admin):
    def order():
        return re.findall(r'class="small">([A-Z]{3})<', admin.get(HOME).text)

    for code in ("FRA", "XAB"):
        send(admin, f"{HOME}/states", HOME, state=code)
    # Betaland, France, then Alphaland, which has its coordinator.
    assert order() == ["XAB", "FRA", HERE]
    send(admin, f"{HOME}/states/XAB/invitations", HOME, email="first@example.org")
    assert order() == ["FRA", "XAB", HERE]


@pytest.mark.parametrize("state", [HERE, "QQQ", ""])
def test_a_state_that_is_here_or_not_listed_is_not_added(admin, state):
    reply = send(admin, f"{HOME}/states", HOME, state=state)
    assert reply.status_code == 422
    assert '<a href="#state">' in reply.text


def test_a_state_with_a_coordinator_offers_no_invitation(admin):
    assert f"{HOME}/states/{HERE}/invitations" not in admin.get(HOME).text


@pytest.mark.parametrize(("state", "status"), [(HERE, 403), ("XAC", 404), ("no", 404)])
def test_no_coordinator_is_invited_elsewhere(admin, state, status):
    reply = send(admin, f"{HOME}/states/{state}/invitations", HOME, email="c@example.org")
    assert reply.status_code == status


def test_a_wrong_address_of_a_coordinator_is_named_at_its_field(admin):
    send(admin, f"{HOME}/states", HOME, state="XAB")
    reply = send(admin, f"{HOME}/states/XAB/invitations", HOME, email="nobody")
    assert reply.status_code == 422
    assert '<a href="#email-XAB">' in reply.text


def test_a_donor_is_made_and_its_people_invited_and_removed(world, admin):
    made = send(admin, f"{HOME}/donors", HOME, name="Southern Trust (made up)")
    page = send(admin, f"{made.location}/invitations", made.location, email="d@example.org")
    offer = world.app.test_client().get(LINK.search(page.text)[1]).text
    assert "Your invitation to Southern Trust (made up)" in offer
    newcomer = world.accepted(page, "Dan")
    assert newcomer.get("/portfolio").status_code == 200
    address = re.search(
        rf'action="({made.location}/people/\w+/remove)"', admin.get(made.location).text
    )
    gone = send(admin, address[1], made.location, sure="1")
    assert (gone.status_code, newcomer.get("/portfolio").status_code) == (303, 404)


def test_nobody_is_removed_from_a_donor_without_a_tick(world, admin):
    place = f"{HOME}/donors/{world.donor}"
    reply = send(admin, f"{place}/people/{world.users['Dora']}/remove", place)
    assert reply.status_code == 422
    assert "Dora" in admin.get(place).text


@pytest.mark.parametrize("name", ["", "northern fund (MADE UP)"])
def test_a_donor_without_a_name_of_its_own_is_not_made(admin, name):
    reply = send(admin, f"{HOME}/donors", HOME, name=name)
    assert reply.status_code == 422
    assert '<a href="#name">' in reply.text


def test_a_donor_that_is_not_there_has_no_page(admin):
    for donor in ("0" * 16, "x"):
        assert admin.get(f"{HOME}/donors/{donor}").status_code == 404


def test_a_donors_person_does_not_manage_the_organisation(world):
    assert world.browser("Dora").get(f"{HOME}/donors/{world.donor}").status_code == 403


def test_an_administrator_is_invited_and_the_last_one_stays(world, admin):
    own = f"{HOME}/administrators/{world.users['Ada']}/remove"
    alone = send(admin, own, HOME, sure="1")
    assert (alone.status_code, "This is the only administrator" in alone.text) == (422, True)
    page = send(admin, f"{HOME}/administrators", HOME, email="b@example.org")
    newcomer = world.accepted(page, "Bo")
    unsure = send(admin, own, HOME)
    gone = send(admin, own, HOME, sure="1")
    assert (unsure.status_code, gone.status_code) == (422, 303)
    assert (newcomer.get(HOME).status_code, admin.get(HOME).status_code) == (200, 404)


def test_an_invitation_that_is_revoked_no_longer_works(world, admin):
    page = send(admin, f"{HOME}/administrators", HOME, email="b@example.org")
    link = LINK.search(page.text)[1]
    revoke = re.search(rf'action="({HOME}/invitations/\w+/revoke)"', page.text)[1]
    assert send(admin, revoke, HOME).status_code == 303
    assert world.app.test_client().get(link).status_code == 410


def test_an_invitation_to_a_donor_is_revoked_on_its_page(world, admin):
    place = f"{HOME}/donors/{world.donor}"
    page = send(admin, f"{place}/invitations", place, email="d@example.org")
    revoke = re.search(rf'action="({HOME}/invitations/\w+/revoke)"', page.text)[1]
    reply = send(admin, revoke, place, donor=world.donor)
    assert reply.location == place


def test_an_administrator_finds_no_page_of_any_cycle(world, admin):
    """Every address under /cycles/, with a cycle that is there: nothing tells that it is."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    catalogue = world.octant.catalogue
    question = catalogue.questions[0]
    known = {
        "cycle_id": world.cycle,
        "question_id": question.id,
        "element_id": question.element,
        "area_id": question.area,
        "instrument_id": catalogue.instruments[0].id,
    }
    met = {}
    for rule in world.app.url_map.iter_rules():
        if rule.rule.startswith("/cycles/<"):
            filled = {name: known.get(name, "0" * 16) for name in rule.arguments}
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                path = world.app.url_map.bind("localhost").build(
                    rule.endpoint, filled, method=method
                )
                met[method, rule.rule] = admin.open(path, method=method).status_code
    assert len(met) > 30
    assert {each: status for each, status in met.items() if status != 404} == {}


def test_an_administrator_reads_no_people_record_or_release_of_a_state(admin):
    for place in ("people", "audit", "audit.csv", "releases"):
        assert admin.get(f"/{place}?state={HERE}").status_code == 403


def test_an_administrator_sees_nothing_of_a_cycle_on_any_page_of_theirs(world, admin):
    for place in ("/", HOME, f"{HOME}/donors/{world.donor}"):
        assert "Round 1" not in admin.get(place).text
