"""`flask people`: how the first person of a state enters, and a lost password is replaced."""

import click
from flask import current_app, url_for
from flask.cli import with_appcontext

from accounts.forms import faults_of
from assessment.domain.errors import Invalid, NotFound
from assessment.domain.identifiers import STATE_CODE, StateCode, is_made_up
from assessment.domain.permissions import OPERATOR, STORED_ROLES, Grant, Role
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
    """Invite people to a state, and help them back in."""


@people.command()
@click.option("--state", required=True, help="Code of the state, such as XAA.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in STORED_ROLES]),
    default=Role.COORDINATOR.value,
    show_default=True,
    help="What the person becomes.",
)
@_address
@click.argument("email")
@with_appcontext
def invite(state: str, role: str, address: str, email: str) -> None:
    """Invite EMAIL to a state and print the link, which works once, for 7 days."""
    listed = {each.code for each in context.catalogue().states}
    if not STATE_CODE.fullmatch(state) or not (is_made_up(state) or state in listed):
        raise click.ClickException(f"No state has the code {state}.")
    try:
        with context.octant().open_session(True) as session:  # noqa: FBT003 - "writing"
            _invitation, token = invite_person(
                session, OPERATOR, Grant(Role(role), StateCode(state)), email, context.now()
            )
            session.commit()
    except Invalid as invalid:
        raise click.ClickException(" ".join(words for _, words in faults_of(invalid))) from invalid
    click.echo(_link(address, "accounts.invitation", token))


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
