"""`flask people`: how the first people enter, and a lost password is replaced."""

import click
from flask import current_app, url_for
from flask.cli import with_appcontext

from accounts.forms import faults_of
from assessment.domain.errors import Invalid, NotFound
from assessment.domain.identifiers import STATE_CODE, DonorId, StateCode, is_made_up
from assessment.domain.permissions import OPERATOR, STATE_ROLES, Grant, Role
from assessment.records.session import Session
from assessment.services.instance import donor_called
from assessment.services.invitations import invite as invite_person
from assessment.services.resets import issue_reset
from web import context

_address = click.option(
    "--address",
    default="http://127.0.0.1:8000",
    show_default=True,
    help="Where people reach this Octant; the link begins with it.",
)


@click.group()
def people() -> None:
    """Invite people, and help them back in."""


@people.command()
@click.option("--state", help="Code of the state that the person belongs to, such as XAA.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in STATE_ROLES]),
    default=Role.COORDINATOR.value,
    show_default=True,
    help="What the person becomes in the state.",
)
@click.option("--donor", help="Name of the donor organisation that the person belongs to.")
@click.option("--administrator", is_flag=True, help="The person administers this Octant.")
@_address
@click.argument("email")
@with_appcontext
def invite(
    state: str | None, role: str, donor: str | None, administrator: bool, address: str, email: str
) -> None:
    """Invite EMAIL and print the link, which works once, for 7 days.

    Say where: --state, --donor or --administrator.
    """
    if [state is not None, donor is not None, administrator].count(True) != 1:
        raise click.UsageError("Give one of --state, --donor and --administrator.")
    try:
        with context.octant().writing() as session:
            if state is not None:
                grant = Grant(Role(role), _listed(state))
            elif donor is not None:
                grant = Grant(Role.DONOR, donor=_donor(session, donor))
            else:
                grant = Grant(Role.ADMINISTRATOR)
            _invitation, token = invite_person(session, OPERATOR, grant, email, context.now())
            session.commit()
    except Invalid as invalid:
        raise click.ClickException(" ".join(words for _, words in faults_of(invalid))) from invalid
    click.echo(_link(address, "accounts.invitation", token))


def _listed(state: str) -> StateCode:
    listed = {each.code for each in context.catalogue().states}
    if not STATE_CODE.fullmatch(state) or not (is_made_up(state) or state in listed):
        raise click.ClickException(f"No state has the code {state}.")
    return StateCode(state)


def _donor(session: Session, name: str) -> DonorId:
    try:
        return donor_called(session, OPERATOR, name).id
    except NotFound as unknown:
        raise click.ClickException(
            f"No donor has the name {name}. An administrator adds it on the page Administration; "
            "make the first administrator with flask people invite --administrator."
        ) from unknown


@people.command()
@_address
@click.argument("email")
@with_appcontext
def reset(address: str, email: str) -> None:
    """Print a link by which EMAIL chooses a new password; it works once, for 24 hours.

    Be sure who asks: whoever opens the link becomes that person.
    """
    try:
        with context.octant().writing() as session:
            token = issue_reset(session, OPERATOR, email, context.now())
            session.commit()
    except NotFound as unknown:
        raise click.ClickException(f"Nobody here has the address {email}.") from unknown
    click.echo(_link(address, "accounts.reset", token))


def _link(address: str, endpoint: str, token: str) -> str:
    with current_app.test_request_context():
        return address.rstrip("/") + url_for(endpoint, token=token)


COMMANDS = (people,)
