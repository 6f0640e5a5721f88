"""The people of a state: roles, visits of facilitators, the state's marking."""

from datetime import timedelta

import pytest

from assessment.domain.permissions import Grant, Role
from tests.conftest import NOON, send
from tests.databases import an_actor, sign
from tests.pages.accounts_kit import HERE, LINK, THERE, WEEK, World


@pytest.fixture
def world(app):
    return World(app)


@pytest.fixture
def lead(world):
    return world.browser("Lea")


def invite_guest(world, client, **fields):
    form = {
        "state": HERE,
        "cycle": world.cycle,
        "guest": "f@example.org",
        "until": "2026-12-01",
        **fields,
    }
    return send(client, "/people/guests", "/people", **form)


def test_each_role_is_offered_with_what_it_may_do(lead):
    page = lead.get("/people").text
    for sentence in ("A coordinator opens", "A contributor answers", "A signatory reads"):
        assert sentence in page


def test_a_signatory_is_invited_and_told_what_the_role_may_do(world, lead):
    page = send(
        lead, "/people/invitations", "/people", state=HERE, email="s@example.org", role="signatory"
    )
    offer = world.app.test_client().get(LINK.search(page.text)[1]).text
    assert "Role: Signatory." in offer
    assert "signs an assessment off" in offer


@pytest.mark.parametrize("role", ["administrator", "donor", "facilitator", "operator", ""])
def test_no_other_role_is_given_in_a_state(lead, role):
    reply = send(
        lead, "/people/invitations", "/people", state=HERE, email="s@example.org", role=role
    )
    assert reply.status_code == 422
    assert '<a href="#role">Choose a role.</a>' in reply.text


def test_a_facilitator_enters_by_the_link_and_sees_the_cycle(world, lead):
    guest = world.accepted(invite_guest(world, lead))
    assert guest.get(f"/cycles/{world.cycle}/").status_code == 200


def test_the_invitation_of_a_facilitator_names_the_cycle_and_the_end(world, lead):
    page = invite_guest(world, lead)
    offer = world.app.test_client().get(LINK.search(page.text)[1]).text
    assert "Your invitation to Round 1 of " in offer
    assert "The last day of your visit is 1 December 2026." in offer
    assert "runs its workshops" in offer


def test_facilitators_are_listed_with_their_cycle(lead):
    page = lead.get("/people").text
    assert "Finn" in page
    assert "End the visit" in page


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"until": ""}, "until"),
        ({"until": "2026-11-21"}, "until"),
        ({"until": "2028-01-01"}, "until"),
        ({"until": "9999-12-31"}, "until"),
        ({"until": "soon"}, "until"),
        ({"guest": "nobody"}, "guest"),
        ({"guest": "finn@example.org"}, "guest"),
    ],
)
def test_a_wrong_invitation_of_a_facilitator_is_named_at_its_field(world, lead, fields, place):
    reply = invite_guest(world, lead, **fields)
    assert reply.status_code == 422
    assert f'<a href="#{place}">' in reply.text


def test_a_facilitator_is_invited_to_a_cycle_that_is_there(world, lead):
    assert invite_guest(world, lead, cycle="0" * 16).status_code == 404


def test_nobody_invites_to_the_cycle_of_another_state(world):
    world.enrol("Zoe", Grant(Role.COORDINATOR, THERE))
    reply = invite_guest(world, world.browser("Zoe"), state=THERE)
    assert reply.status_code == 404


def test_a_visit_that_is_ended_closes_the_cycle_at_once(world, lead):
    finn = world.browser("Finn")
    before = finn.get(f"/cycles/{world.cycle}/").status_code
    address = f"/people/guests/{world.users['Finn']}/remove"
    reply = send(lead, address, "/people", state=HERE, cycle=world.cycle, sure="1")
    after = finn.get(f"/cycles/{world.cycle}/").status_code
    assert (before, reply.status_code, after) == (200, 303, 404)


def test_a_visit_is_not_ended_without_a_tick(world, lead):
    address = f"/people/guests/{world.users['Finn']}/remove"
    reply = send(lead, address, "/people", state=HERE, cycle=world.cycle)
    assert reply.status_code == 422
    assert world.browser("Finn").get(f"/cycles/{world.cycle}/").status_code == 200


def test_the_pages_of_a_cycle_close_when_the_visit_is_over(world):
    late = NOON + WEEK
    for minutes, status in ((-1, 200), (0, 404)):
        finn = world.browser("Finn", late + timedelta(minutes=minutes))
        addresses = ("", "results", "roadmap/assumptions", "workbook", "workshops")
        found = {finn.get(f"/cycles/{world.cycle}/{each}").status_code for each in addresses}
        assert found == {status}, minutes


def test_a_visit_that_is_over_still_shows_to_the_coordinator_as_ended(world):
    page = world.browser("Lea", NOON + 2 * WEEK).get("/people").text
    assert '<span class="tag">ended</span>' in page


def test_a_facilitator_sees_no_people_and_no_record(world):
    finn = world.browser("Finn")
    assert [finn.get(f"/{place}?state=XAA").status_code for place in ("people", "audit")] == [
        404,
        404,
    ]


def test_after_the_signature_the_page_says_that_no_assessment_is_open(world, lead):
    assert "Invite a facilitator" in lead.get("/people").text
    with world.octant.writing() as session:
        given = (world.cycle, world.octant.catalogue, NOON)
        sign(session, *given, lead=world.lead, signatory=an_actor("Sia", Role.SIGNATORY, HERE))
        session.commit()
    page = lead.get("/people").text
    assert "Invite a facilitator" not in page
    assert "No assessment is open: Round 1 is signed off, and takes no more answers." in page
    assert 'href="/cycles/new">Open the next assessment</a>' in page


def test_the_marking_stands_on_the_pages_of_the_state_and_on_new_cycles(lead):
    reply = send(lead, "/people/marking", "/people", state=HERE, marking="OFFICIAL USE ONLY")
    assert reply.status_code == 303
    bar = '<div class="marking">OFFICIAL USE ONLY · Demonstration state</div>'
    assert bar in lead.get("/people").text
    assert bar in lead.get("/audit").text
    assert bar in lead.get("/cycles/new").text
    opened = send(lead, "/cycles/new", state=HERE, title="Round 2")
    assert bar in lead.get(opened.location).text


def test_a_request_that_names_no_marking_takes_none_away(lead):
    send(lead, "/people/marking", "/people", state=HERE, marking="OFFICIAL USE ONLY")
    assert send(lead, "/people/marking", "/people", state=HERE).status_code == 422
    assert "OFFICIAL USE ONLY" in lead.get("/people").text


def test_a_marking_too_long_comes_back_with_its_fault(lead):
    reply = send(lead, "/people/marking", "/people", state=HERE, marking="x" * 101)
    assert reply.status_code == 422
    assert '<a href="#marking">' in reply.text
    assert "x" * 101 in reply.text


@pytest.mark.parametrize("name", ["Omar", "Sia"])
def test_nobody_else_of_the_state_changes_its_marking(world, name):
    client = world.browser(name)
    reply = send(client, "/people/marking", "/account", state=HERE, marking="OPEN")
    assert reply.status_code == 403
