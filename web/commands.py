"""Commands about the installation itself: `flask migrate`."""

from pathlib import Path

import alembic.command
import alembic.config
import click
from flask.cli import with_appcontext

from web import context

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest schema; harmless when it is there already."""
    configuration = alembic.config.Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    url = context.settings().database_url
    configuration.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    alembic.command.upgrade(configuration, "head")
    click.echo("The database is up to date.")


COMMANDS = (migrate,)
