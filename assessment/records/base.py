"""What every table shares: the metadata, names of constraints, and moments in time."""

import re
import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DDL, DateTime, Dialect, MetaData, Table, event
from sqlalchemy.types import TypeDecorator

# Alembic can only change a constraint that has a name, the same on every database.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite, which keeps no zone, stores the UTC clock."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse a naive datetime: nobody could say which clock it came from."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Hand back an aware UTC datetime on every database."""
        del dialect
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def new_id() -> str:
    """A fresh identifier that nobody can guess: 16 characters, 0-9 and a-f."""
    return secrets.token_hex(8)


def is_id(text: str) -> bool:
    """Whether a text from an address has the form of `new_id`, and may go to the database."""
    return bool(re.fullmatch(r"[0-9a-f]{16}", text))


def forbid_changes(table: Table, *, once: tuple[str, ...] = (), again: str = "ABORT") -> None:
    """Make the database itself refuse to change or delete a row of an append-only table.

    The columns of `once` may be filled one time. SQLite's `REPLACE` deletes without a word, so
    there a row whose key is taken is refused before; with `again="IGNORE"` it is passed over.
    """
    name, refused = table.name, f"SELECT RAISE(ABORT, '{table.name} is append-only')"
    others = ", ".join(column.name for column in table.columns if column.name not in once)
    update = f"UPDATE OF {others}" if once else "UPDATE"
    taken = " AND ".join(f"{key.name} = NEW.{key.name}" for key in table.primary_key)
    known = f"SELECT 1 FROM {name} WHERE {taken}"  # noqa: S608 - names of our own columns
    full = f"OLD.{once[0]} IS NOT NULL" if once else ""
    passed = "SELECT RAISE(IGNORE)" if again == "IGNORE" else refused
    guards = [
        f"{name}_no_update BEFORE {update} ON {name} BEGIN {refused}; END",
        f"{name}_no_delete BEFORE DELETE ON {name} BEGIN {refused}; END",
        f"{name}_no_replace BEFORE INSERT ON {name} WHEN EXISTS ({known}) BEGIN {passed}; END",
    ]
    if once:
        guards.append(f"{name}_only_once BEFORE UPDATE ON {name} WHEN {full} BEGIN {refused}; END")
    for guard in guards:
        _after_create(table, "sqlite", f"CREATE TRIGGER {guard}")
    function = f"{name}_append_only()"
    _after_create(
        table,
        "postgresql",
        f"CREATE OR REPLACE FUNCTION {function} RETURNS trigger AS "
        f"$$ BEGIN RAISE EXCEPTION '{name} is append-only'; END $$ LANGUAGE plpgsql",
    )
    guards = [f"{name}_no_change BEFORE {update} OR DELETE OR TRUNCATE ON {name}"]
    if once:
        guards.append(f"{name}_only_once BEFORE UPDATE ON {name} FOR EACH ROW WHEN ({full})")
    for guard in guards:
        _after_create(table, "postgresql", f"CREATE TRIGGER {guard} EXECUTE FUNCTION {function}")


def _after_create(table: Table, dialect: str, statement: str) -> None:
    ddl = DDL(statement)  # type: ignore[no-untyped-call] # SQLAlchemy left it untyped
    event.listen(table, "after_create", ddl.execute_if(dialect=dialect))
