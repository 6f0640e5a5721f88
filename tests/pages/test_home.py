"""Home says what to do next, to each kind of person."""

from datetime import timedelta

import pytest

from assessment.domain.cycle import CycleStatus
from assessment.domain.permissions import Actor, Grant, Role
from assessment.domain.workshop import AgendaPoint, AgendaReason
from assessment.records.workshops import workshops
from assessment.services.agreements import set_aside
from assessment.services.cycles import cycle_of, move_cycle, open_cycle
from assessment.services.instance import add_state, change_marking
from assessment.services.invitations import invite
from assessment.services.people import remove
from assessment.services.releases import release
from assessment.services.workshops import (
    Decision,
    agree,
    close_workshop,
    open_workshop,
    set_agenda,
)
from tests.conftest import NOON
from tests.databases import an_actor, sign
from tests.donors.signing import a_signed_cycle
from tests.pages.accounts_kit import HERE, THERE, WEEK, World


@pytest.fixture
def world(app):
    return World(app)


def move(world, to):
    with world.octant.writing() as session:
        version = cycle_of(session, world.lead, world.cycle).version
        move_cycle(session, world.lead, world.cycle, to, version, NOON)
        session.commit()


def signed(world):
    with world.octant.writing() as session:
        sia = an_actor("Sia", Role.SIGNATORY, HERE)
        given = (world.cycle, world.octant.catalogue, NOON)
        sign(session, *given, lead=world.lead, signatory=sia)
        session.commit()


def a_workshop(world, title):
    with world.octant.writing() as session:
        made = open_workshop(
            session, world.lead, world.cycle, title, NOON, NOON + timedelta(hours=4), NOON
        )
        session.commit()
    return made


@pytest.mark.parametrize("name", ["Lea", "Omar"])
def test_who_answers_is_led_to_the_next_question(world, name):
    page = world.browser(name).get("/").text
    assert "Start with the first question" in page
    assert "Waiting for your signature" not in page


def test_a_signatory_finds_what_waits_for_a_signature(world):
    sia = world.browser("Sia")
    before = sia.get("/").text
    move(world, CycleStatus.IN_REVIEW)
    after = sia.get("/").text
    assert "Waiting for your signature" not in before
    assert "Waiting for your signature." in after
    assert f'href="/cycles/{world.cycle}/sign-off"' in after


def test_nobody_else_is_asked_to_sign(world):
    move(world, CycleStatus.IN_REVIEW)
    for name in ("Lea", "Omar", "Finn"):
        assert "Waiting for your signature" not in world.browser(name).get("/").text


def test_the_others_read_whose_signature_is_waited_for(world):
    world.enrol("Sam", Grant(Role.SIGNATORY, HERE))
    assert "Waiting for a signature" not in world.browser("Lea").get("/").text
    move(world, CycleStatus.IN_REVIEW)
    for name in ("Lea", "Omar"):
        assert "Waiting for a signature by Sam, Sia." in world.browser(name).get("/").text


def test_where_nobody_may_sign_the_coordinator_is_led_to_invite_somebody(world):
    with world.octant.writing() as session:
        remove(session, world.lead, HERE, world.users["Sia"], NOON)
        session.commit()
    move(world, CycleStatus.IN_REVIEW)
    assert f'href="/people?state={HERE}">Invite a signatory' in world.browser("Lea").get("/").text
    omar = world.browser("Omar").get("/").text
    assert "your state has no signatory" in omar
    assert "Invite a signatory" not in omar


def test_a_facilitator_finds_the_cycle_its_end_and_the_open_workshops(world):
    open_one, closed = a_workshop(world, "Capital, day one"), a_workshop(world, "Rehearsal")
    with world.octant.writing() as session:
        close_workshop(session, world.lead, closed.id, NOON)
        session.commit()
    page = world.browser("Finn").get("/").text
    assert "You are invited until" in page
    assert f'href="/cycles/{world.cycle}/workshops/{open_one.id}"' in page
    assert "Open the console" in page
    assert open_one.code in page
    assert "22 November 2026 ·" in page
    assert "Rehearsal" not in page
    assert "Start with the first question" not in page


def test_home_shows_no_code_of_a_workshop_that_nobody_closed_in_time(world):
    made = a_workshop(world, "Capital, day one")
    with world.octant.writing() as session:
        session.execute(workshops.update().values(ends=NOON - timedelta(days=2)))
        session.commit()
    for name in ("Finn", "Lea"):
        page = world.browser(name).get("/").text
        assert "its time is over, not closed" in page
        assert made.code not in page


def test_home_says_how_far_the_agenda_of_an_open_workshop_is(world):
    made = a_workshop(world, "Capital, day one")
    for name in ("Finn", "Lea"):
        assert "no question is on its agenda" in world.browser(name).get("/").text
    catalogue = world.octant.catalogue
    first, second = catalogue.questions[:2]
    with world.octant.writing() as session:
        points = [AgendaPoint(each.id, AgendaReason.CHOSEN) for each in (first, second)]
        set_agenda(session, world.lead, made.id, catalogue, points, NOON)
        decision = Decision(first.id, dict.fromkeys(first.families, 2))
        agree(session, world.lead, made.id, catalogue, decision, NOON)
        session.commit()
    for name in ("Finn", "Lea"):
        assert "1 of 2 questions agreed" in world.browser(name).get("/").text
    assert "agreed in a workshop, recorded by Lea" in world.browser("Omar").get("/").text
    with world.octant.writing() as session:
        set_aside(session, world.lead, world.cycle, first.id, 1, "a wrong figure", NOON)
        session.commit()
    page = world.browser("Omar").get("/").text
    assert "agreement set aside by Lea" in page
    assert "agreed in a workshop" not in page


@pytest.mark.parametrize(("name", "closes"), [("Lea", True), ("Finn", True), ("Omar", False)])
def test_after_the_signature_who_runs_an_open_workshop_is_told_to_close_it(world, name, closes):
    made = a_workshop(world, "Capital, day one")
    signed(world)
    assert ("Close the workshop Capital, day one" in world.browser(name).get("/").text) is closes
    with world.octant.writing() as session:
        close_workshop(session, world.lead, made.id, NOON)
        session.commit()
    assert "Capital, day one" not in world.browser(name).get("/").text


@pytest.mark.parametrize(("name", "releases"), [("Lea", True), ("Sia", True), ("Omar", False)])
def test_after_the_signature_home_leads_on(world, name, releases):
    signed(world)
    page = world.browser(name).get("/").text
    at = f"/cycles/{world.cycle}"
    for place in ("results", "roadmap", "frozen.json", ""):
        assert f'href="{at}/{place}"' in page
    assert (f'href="/releases/new?cycle={world.cycle}"' in page) is releases
    assert "Start with the first question" not in page


def test_what_was_signed_is_folded_below_the_present_assessment(world):
    signed(world)
    assert "earlier assessment" not in world.browser("Lea").get("/").text
    with world.octant.writing() as session:
        later = NOON + timedelta(days=1)
        open_cycle(session, world.lead, HERE, "Round 2", world.octant.catalogue, later)
        session.commit()
    page = " ".join(world.browser("Lea").get("/").text.split())
    present, folded = page.split("<summary>1 earlier assessment of")
    assert "· Round 2</h2>" in present
    assert "Round 1" not in present
    assert "Round 1</a>" in folded
    assert f'href="/releases/new?cycle={world.cycle}"' in folded


def test_a_facilitator_without_a_workshop_is_led_to_open_one(world):
    assert "Open a workshop" in world.browser("Finn").get("/").text


def test_a_facilitator_whose_time_is_over_is_told_so(world):
    page = world.browser("Finn", NOON + WEEK).get("/").text
    assert "Nothing is open to you" in page
    assert "Round 1" not in page


def test_a_donor_to_whom_nothing_was_released_is_told_so(world):
    page = world.browser("Dora").get("/").text
    assert "Released to Northern Fund (made up)" in page
    assert "No state has released anything to you yet" in page


def test_a_donor_finds_how_many_states_released_and_what_ends_soon(world):
    octant = world.octant
    with octant.writing() as session:
        for state, days in ((THERE, 10), (HERE, 100)):
            cycle = a_signed_cycle(session, octant.catalogue, state=state, now=NOON)
            until = NOON + timedelta(days=days)
            asked = (cycle.id, octant.catalogue, world.donor, "areas", until, NOON)
            release(session, an_actor("Sia", Role.SIGNATORY, state), *asked)
        session.commit()
    page = world.browser("Dora").get("/").text
    assert "2 states have released results to you." in page
    assert "you see it until 2 December 2026" in page
    assert page.count("you see it until") == 1


def test_an_administrator_finds_states_without_coordinator_and_donors_without_people(world):
    catalogue = world.octant.catalogue
    admin = Actor(world.users["Ada"], "Ada", "", (Grant(Role.ADMINISTRATOR),))
    with world.octant.writing() as session:
        add_state(session, admin, catalogue, THERE, "", NOON)
        session.commit()
    page = world.browser("Ada").get("/").text
    assert "1 state has no coordinator" in page
    assert "nobody is invited" in page
    assert "donor has no people" not in page
    with world.octant.writing() as session:
        invite(session, admin, Grant(Role.COORDINATOR, THERE), "nina@example.org", NOON)
        session.commit()
    page = world.browser("Ada").get("/").text
    assert "invited, the link works until 29 November 2026" in page
    assert "nobody is invited" not in page


def test_somebody_of_several_kinds_sees_each_part(world):
    world.enrol("Lea", Grant(Role.DONOR, donor=world.donor))
    world.enrol("Lea", Grant(Role.ADMINISTRATOR))
    world.enrol("Lea", Grant(Role.FACILITATOR, HERE, world.cycle, until=NOON + WEEK))
    page = world.browser("Lea").get("/").text
    for part in (
        "Start with the first question",
        "Workshops you run",
        "Released to Northern Fund",
        "Every state has a coordinator.",
    ):
        assert part in page


def test_the_marking_of_what_shows_stands_on_home(world):
    with world.octant.writing() as session:
        change_marking(session, world.lead, HERE, "RESTRICTED", NOON)
        session.commit()
    lead = world.browser("Lea")
    assert "RESTRICTED" not in lead.get("/").text
    page = lead.get("/cycles/new")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    lead.post("/cycles/new", data={"csrf_token": token, "state": HERE, "title": "Round 2"})
    assert 'class="marking">RESTRICTED · Demonstration state<' in lead.get("/").text
