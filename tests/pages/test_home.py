"""Home says what to do next, to each kind of person."""

from datetime import timedelta

import pytest

from assessment.domain.cycle import CycleStatus
from assessment.domain.permissions import Actor, Grant, Role
from assessment.services.cycles import cycle_of, move_cycle
from assessment.services.instance import add_state, change_marking
from assessment.services.releases import release
from assessment.services.workshops import close_workshop, open_workshop
from tests.conftest import NOON
from tests.databases import an_actor, counted_queries
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
    assert "Waiting for your signature" in after
    assert f'href="/cycles/{world.cycle}/sign-off"' in after


def test_nobody_else_is_asked_to_sign(world):
    move(world, CycleStatus.IN_REVIEW)
    for name in ("Lea", "Omar", "Finn"):
        assert "Waiting for your signature" not in world.browser(name).get("/").text


def test_a_facilitator_finds_the_cycle_its_end_and_the_open_workshops(world):
    open_one, closed = a_workshop(world, "Capital, day one"), a_workshop(world, "Rehearsal")
    with world.octant.writing() as session:
        close_workshop(session, world.lead, closed.id, NOON)
        session.commit()
    page = world.browser("Finn").get("/").text
    assert "You are invited until" in page
    assert f'href="/cycles/{world.cycle}/workshops/{open_one.id}"' in page
    assert "Rehearsal" not in page
    assert "Start with the first question" not in page


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
    assert "donor has no people" not in page


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


@pytest.mark.parametrize("name", ["Lea", "Sia", "Finn", "Dora", "Ada"])
def test_home_takes_at_most_ten_queries(world, name):
    browser = world.browser(name)
    with counted_queries() as statements:
        assert browser.get("/").status_code == 200
    assert len(statements) <= 10
