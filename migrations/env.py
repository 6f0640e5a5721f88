"""Alembic's way in. `flask migrate` gives the address; a test may give a connection."""

import importlib
import pkgutil

from alembic import context
from sqlalchemy import Connection, text

import assessment.records
from assessment.records.base import Moment, metadata
from assessment.records.engine import make_engine

for module in pkgutil.iter_modules(assessment.records.__path__):
    importlib.import_module(f"assessment.records.{module.name}")

# Any number will do, as long as every process of Octant takes the same.
LOCK = 7_264_120_926


def render(kind: str, found: object, _context: object) -> str | bool:
    """Write a moment as the plain type beneath it: a migration must outlive the code."""
    if kind == "type" and isinstance(found, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def migrate(connection: Connection) -> None:
    """Bring the schema to where Alembic was told; one process at a time."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=render,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    engine = make_engine(context.config.get_main_option("sqlalchemy.url"))
    with engine.connect() as connection:
        migrate(connection)
    engine.dispose()
