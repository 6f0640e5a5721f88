"""`flask demo`: the made-up states, their people and their answers, through the services."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from assessment.domain.catalogue import Catalogue
from assessment.domain.cycle import ProfileChange
from assessment.domain.identifiers import CycleId
from assessment.domain.permissions import OPERATOR, Actor, Grant, Role
from assessment.domain.revision import Submission
from assessment.services.cycles import change_profile, cycles_of, open_cycle
from assessment.services.evidence import NewEvidence, add_evidence
from assessment.services.passwords import passwords_at
from assessment.services.people import enrol
from assessment.services.responses import record_many
from questionnaires.demonstration import WRITTEN, Character, profile_of, responses_of
from web import context

PASSWORD = "fair winds and a steady compass"  # noqa: S105 no secret: printed, for made-up states
MARKING = "RESTRICTED"


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Load the made-up demonstration states and print how to log in; harmless when repeated."""
    octant = context.octant()
    for character in WRITTEN:
        with octant.writing() as session:
            new = load(session, character, octant.catalogue, octant.settings.folder, octant.clock())
            session.commit()
        state = octant.catalogue.state_by_code[character.code].name
        click.echo(f"{character.code}  {state}: {'loaded' if new else 'already there'}")
    click.echo("\nSign in with one of these addresses; the password of all of them is")
    click.echo(f"  {PASSWORD}\n")
    for character in WRITTEN:
        click.echo(f"  {address(character, Role.COORDINATOR):34} coordinator of {character.code}")
        click.echo(f"  {address(character, Role.CONTRIBUTOR):34} contributor of {character.code}")


def address(character: Character, role: Role) -> str:
    """The e-mail address of one of a made-up state's two people; `.example` is nobody's."""
    name = character.person if role is Role.COORDINATOR else character.helper
    return f"{name.lower()}@{character.code.lower()}.example"


def load(
    session: Any, character: Character, catalogue: Catalogue, folder: Path, now: datetime
) -> bool:
    """Load one made-up state unless it has a cycle; says whether it did."""
    coordinator = _enrolled(session, character, Role.COORDINATOR, now)
    _enrolled(session, character, Role.CONTRIBUTOR, now)
    if cycles_of(session, coordinator):
        return False
    cycle = open_cycle(session, coordinator, character.code, character.title, catalogue, now)
    profile = profile_of(character)
    change = ProfileChange(
        families=profile.families,
        confirmed=dict(profile.participation),
        targets=profile.targets,
        marking=MARKING,
    )
    change_profile(session, coordinator, cycle.id, change, cycle.version, now)
    _answer(session, coordinator, cycle.id, (character, catalogue), folder, now)
    return True


def _enrolled(session: Any, character: Character, role: Role, now: datetime) -> Actor:
    name = character.person if role is Role.COORDINATOR else character.helper
    email = address(character, role)
    grant = Grant(role, character.code)
    hasher = passwords_at(context.settings().password_cost)
    user = enrol(session, OPERATOR, grant, email, name, PASSWORD, hasher, now)
    return Actor(user, name, email, (Grant(role, character.code),))


def _answer(
    session: Any,
    actor: Actor,
    cycle: CycleId,
    asked: tuple[Character, Catalogue],
    folder: Path,
    now: datetime,
) -> None:
    character, catalogue = asked
    responses = responses_of(character, catalogue)
    submissions = [
        Submission(one.question, 0, one.levels, one.comment, one.reason)
        for one in responses.values()
    ]
    record_many(session, actor, cycle, catalogue, submissions, now)
    for response in responses.values():
        for piece in response.evidence:
            new = NewEvidence(response.question, piece.kind, piece.title, piece.url)
            add_evidence(session, actor, cycle, catalogue, new, folder, now)


COMMANDS = (demo,)
