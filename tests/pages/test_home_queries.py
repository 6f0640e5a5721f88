"""Home takes as many queries for much as for little."""

from datetime import timedelta

import pytest

from assessment.domain.permissions import OPERATOR, Grant, Role
from assessment.services.cycles import open_cycle
from assessment.services.instance import add_donor
from assessment.services.workshops import open_workshop
from tests.conftest import NOON
from tests.databases import counted_queries
from tests.pages.accounts_kit import HERE, WEEK, World

MANY = 5


@pytest.fixture
def world(app):
    return World(app)


def queries(world, name):
    browser = world.browser(name)
    with counted_queries() as statements:
        assert browser.get("/").status_code == 200
    return len(statements)


@pytest.mark.parametrize("name", ["Lea", "Sia", "Finn", "Dora", "Ada"])
def test_home_takes_at_most_ten_queries(world, name):
    assert queries(world, name) <= 10


def more_cycles(world):
    """Cycles of the state, each with an open workshop, and Finn invited to each of them."""
    for number in range(MANY):
        with world.octant.writing() as session:
            later = NOON + timedelta(days=number)
            given = (HERE, f"Round {number + 2}", world.octant.catalogue, later)
            cycle = open_cycle(session, world.lead, *given)
            asked = (f"Meeting {number}", NOON, NOON + timedelta(hours=4), NOON)
            open_workshop(session, world.lead, cycle.id, *asked)
            session.commit()
        world.enrol("Finn", Grant(Role.FACILITATOR, HERE, cycle.id, until=NOON + WEEK))


@pytest.mark.parametrize("name", ["Lea", "Finn"])
def test_more_assessments_and_workshops_need_no_more_queries(world, name):
    with world.octant.writing() as session:
        given = (world.cycle, "Meeting", NOON, NOON + timedelta(hours=4), NOON)
        open_workshop(session, world.lead, *given)
        session.commit()
    for_one = queries(world, name)
    more_cycles(world)
    assert "Meeting 4" in world.browser(name).get("/").text
    assert queries(world, name) == for_one


def test_somebody_of_many_donors_needs_no_more_queries_than_of_one(world):
    for_one = queries(world, "Dora")
    for number in range(MANY):
        with world.octant.writing() as session:
            donor = add_donor(session, OPERATOR, f"Fund {number}", NOON)
            session.commit()
        world.enrol("Dora", Grant(Role.DONOR, donor=donor.id))
    assert "Released to Fund 4" in world.browser("Dora").get("/").text
    assert queries(world, "Dora") == for_one
