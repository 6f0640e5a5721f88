"""`flask demo`: the made-up states and donors, their people and their answers, by the services."""

import click
from flask.cli import with_appcontext

from assessment.domain.identifiers import StateCode
from assessment.domain.permissions import OPERATOR, Role
from assessment.services.instance import has_people_beyond
from assessment.services.passwords import passwords_at
from questionnaires.demo_people import (
    ADMINISTRATOR_ADDRESS,
    PASSWORD,
    Loading,
    OnePassword,
    address,
    donor_address,
    is_loaded,
    load_donors,
)
from questionnaires.demo_states import World, load_state
from questionnaires.demo_workshop import load_workshop
from questionnaires.demonstration import ARCADIA, BRINDLE, COBALT, Character
from questionnaires.demonstration_regions import CHARACTERS, DRAWN
from questionnaires.demonstration_releases import DONORS
from web import context

__all__ = ["COMMANDS", "PASSWORD", "address"]

# No real address ends so (RFC 2606).
MADE_UP_ADDRESSES = ".example"
REAL_PEOPLE_HERE = 3


@click.command("demo")
@click.argument("states", nargs=-1)
@with_appcontext
@click.option("--beside-real-people", is_flag=True, help="Load them although somebody is here.")
def demo(states: tuple[str, ...], *, beside_real_people: bool) -> None:
    """Load the made-up states, or only STATES such as XAA; harmless when repeated.

    Loads the made-up donors too, and prints how to sign in. Where people are here, or invited,
    who are not made up, it never begins: it loads nothing and ends with 3.
    """
    chosen = _chosen(states)
    octant = context.octant()
    if not beside_real_people:
        _ensure_nobody_real(octant)
    now, passwords = octant.clock(), OnePassword(passwords_at(octant.settings.password_cost))
    with octant.writing() as session:
        donors = load_donors(Loading(session, passwords, now))
        session.commit()
    new = []
    for character in chosen:
        # One transaction a state: whoever is stopped half-way finds whole states.
        with octant.writing() as session:
            loading = Loading(session, passwords, now)
            world = World(loading, octant.catalogue, octant.settings.folder, donors)
            if load_state(world, character):
                new.append(character.code)
            if character is ARCADIA:
                load_workshop(world)
            session.commit()
    click.echo(f"Made-up states loaded: {' '.join(new) or 'none'}.", nl=False)
    click.echo(f" There already: {len(chosen) - len(new)}.\n")
    _print_people()


def _ensure_nobody_real(octant: context.Octant) -> None:
    """Everybody knows the password of the made-up people: they have no place in real work."""
    with octant.reading() as session:
        if is_loaded(session) or not has_people_beyond(session, OPERATOR, MADE_UP_ADDRESSES):
            return
    click.echo(
        "No made-up states were loaded: real people are here, and everybody knows the made-up "
        "people's password. Keep them apart, in a folder of their own (OCTANT_DATA).",
        err=True,
    )
    raise click.exceptions.Exit(REAL_PEOPLE_HERE)


def _chosen(states: tuple[str, ...]) -> tuple[Character, ...]:
    known = {character.code: character for character in CHARACTERS}
    wanted = [StateCode(state.upper()) for state in states]
    if strange := [state for state in wanted if state not in known]:
        raise click.UsageError(f"No made-up state: {' '.join(strange)}.")
    return tuple(known[state] for state in wanted) or CHARACTERS


def _print_people() -> None:
    click.echo("Sign in with one of these addresses. The password of all of them is")
    click.echo(f"  {PASSWORD}\n")
    rows = [
        (address(ARCADIA, Role.COORDINATOR), "coordinator of Arcadia: a draft to answer"),
        (address(ARCADIA, Role.SIGNATORY), "signs for Arcadia"),
        (address(ARCADIA, Role.FACILITATOR), "runs the workshop on Arcadia's draft"),
        (address(BRINDLE, Role.COORDINATOR), "coordinator of Brindle: half-way"),
        (address(COBALT, Role.COORDINATOR), "coordinator of Cobalt: in review"),
        *((donor_address(donor, donor.people[0]), f"{donor.name}: a donor") for donor in DONORS),
        (ADMINISTRATOR_ADDRESS, "administrator: makes states and donors"),
    ]
    for email, role in rows:
        click.echo(f"  {email:30}{role}")
    first, last = DRAWN_CODES[0], DRAWN_CODES[-1]
    click.echo(f"\nThe other made-up states, {first} to {last}, follow one pattern, such as")
    for role in (Role.COORDINATOR, Role.CONTRIBUTOR, Role.SIGNATORY):
        click.echo(f"  {role.value}@{first.lower()}.example")


DRAWN_CODES = sorted(character.code for character in DRAWN)
COMMANDS = (demo,)
