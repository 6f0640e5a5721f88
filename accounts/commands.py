"""`flask people invite`: how the first person of a state enters."""

import click
from flask import current_app, url_for
from flask.cli import with_appcontext

from accounts.forms import faults_of
from assessment.domain.errors import Invalid
from assessment.domain.identifiers import STATE_CODE, StateCode, is_made_up
from assessment.domain.permissions import OPERATOR, STORED_ROLES, Role
from assessment.services.people import invite as invite_person
from web import context


@click.group()
def people() -> None:
    """Invite people to a state."""


@people.command()
@click.option("--state", required=True, help="Code of the state, such as XAA.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in STORED_ROLES]),
    default=Role.COORDINATOR.value,
    show_default=True,
    help="What the person becomes.",
)
@click.option(
    "--address",
    default="http://127.0.0.1:8000",
    show_default=True,
    help="Where people reach this Octant; the link begins with it.",
)
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
                session, OPERATOR, StateCode(state), email, Role(role), context.now()
            )
            session.commit()
    except Invalid as invalid:
        raise click.ClickException(" ".join(words for _, words in faults_of(invalid))) from invalid
    with current_app.test_request_context():
        path = url_for("accounts.invitation", token=token)
    click.echo(address.rstrip("/") + path)


COMMANDS = (people,)
