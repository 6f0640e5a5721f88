"""An Octant in a folder, as `scripts/run` leaves it: migrated, with people and one full cycle."""

from pathlib import Path
from typing import NamedTuple

from alembic import command, config

from app import create_app
from assessment.domain.catalogue import Catalogue
from assessment.domain.cycle import Cycle
from assessment.domain.permissions import OPERATOR, Actor, Grant, Role
from assessment.domain.revision import Submission
from assessment.services.cycles import open_cycle
from assessment.services.passwords import passwords_at
from assessment.services.people import enrol
from assessment.services.responses import record_many
from tests.wire import HOME
from web.context import Octant
from web.settings import from_environment

PASSWORD = "three calm harbours"


class Seeded(NamedTuple):
    """What was put into the folder; every answer stands at level 0, version 1."""

    cycle: Cycle
    catalogue: Catalogue
    octant: Octant


def email(number: int) -> str:
    """The address of the person with this number."""
    return f"p{number}@example.org"


def environment(folder: Path) -> dict[str, str]:
    """What a server needs to know of the folder."""
    return {"OCTANT_DATA": str(folder), "OCTANT_PASSWORD_COST": "test", "DATABASE_URL": ""}


def seeded(folder: Path, people: int) -> Seeded:
    """Fill an empty folder; the caller disposes of the engine."""
    settings = from_environment(environment(folder))
    configuration = config.Config()
    configuration.set_main_option("script_location", str(HOME / "migrations"))
    configuration.set_main_option("sqlalchemy.url", settings.database_url)
    command.upgrade(configuration, "head")
    octant = create_app(settings).extensions["octant"]
    catalogue, now = octant.catalogue, octant.clock()
    state, hasher = catalogue.states[0].code, passwords_at("test")
    grant = Grant(Role.COORDINATOR, state)
    with octant.writing() as session:
        users = [
            enrol(session, OPERATOR, grant, email(one), f"Person {one}", PASSWORD, hasher, now)
            for one in range(people)
        ]
        actor = Actor(users[0], "Person 0", email(0), (Grant(Role.COORDINATOR, state),))
        cycle = open_cycle(session, actor, state, "First", catalogue, now)
        filled = [
            Submission(question.id, 0, dict.fromkeys(cycle.profile.cells(question), 0), "A comment")
            for question in catalogue.questions
        ]
        record_many(session, actor, cycle.id, catalogue, filled, now)
        session.commit()
    return Seeded(cycle, catalogue, octant)
