"""Commands about the installation itself: `flask migrate`."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import alembic.command
import alembic.config
import click
from flask.cli import with_appcontext
from sqlalchemy import make_url
from sqlalchemy.exc import DatabaseError

from assessment.records.session import Session
from web import context

_Found = TypeVar("_Found")

# Seconds.
TRACES_GONE = 2.0
MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def if_there_is_a_database(read: Callable[[Session], _Found]) -> _Found | None:
    """What is read from the database; None where there is none, or no table in it yet."""
    url = make_url(context.settings().database_url)
    # To open a file of SQLite that is not there would make it.
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return None
    try:
        with context.octant().reading() as session:
            return read(session)
    except DatabaseError:
        return None


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest schema; harmless when it is there already."""
    configuration = alembic.config.Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    url = context.settings().database_url
    configuration.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    alembic.command.upgrade(configuration, "head")
    # A server that was killed in the middle of a vote leaves them.
    context.octant().traces.drop(TRACES_GONE)
    click.echo("The database is up to date.")


COMMANDS = (migrate,)
