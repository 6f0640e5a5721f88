"""One way into the database, for as long as one request, command or job needs it."""

import sqlite3
from types import TracebackType
from typing import Any, Self, TypeVar, overload

from sqlalchemy import Connection, CursorResult, Engine, Executable, NestedTransaction
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.selectable import TypedReturnsRows

_Row = TypeVar("_Row", bound=tuple[Any, ...])

_SQLITE_DUPLICATES = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
_POSTGRES_DUPLICATE = "23505"  # unique_violation


class Session:
    """A connection taken at the first statement and given back after each commit or rollback.

    Octant maps no classes: a session of the ORM would do the same at several times the price,
    which every save pays twice. Nothing is written before `commit`; closing rolls back.
    """

    def __init__(self, engine: Engine) -> None:
        """Take nothing yet."""
        self._engine = engine
        self._connection: Connection | None = None

    def connection(self) -> Connection:
        """The connection, inside a transaction from its first statement."""
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    @overload
    def execute(
        self, statement: TypedReturnsRows[_Row], parameters: Any = None
    ) -> CursorResult[_Row]: ...

    @overload
    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]: ...

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Run one statement, or the same one for each of several sets of parameters."""
        return self.connection().execute(statement, parameters)

    def begin_nested(self) -> NestedTransaction:
        """A part that can be undone by itself; for a `with`."""
        return self.connection().begin_nested()

    def commit(self) -> None:
        """Make all that was written stand. Raises OperationalError where it cannot."""
        if self._connection is not None:
            self._connection.commit()
            self.close()

    def rollback(self) -> None:
        """Undo all that was written since the last commit."""
        self.close()

    def close(self) -> None:
        """Give the connection back; what was not committed is undone."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def __enter__(self) -> Self:
        """Itself, for a `with` that closes it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()


def is_duplicate(error: IntegrityError) -> bool:
    """Whether a row was refused because one with its key is there: somebody else was first.

    Any other broken rule of the tables is a mistake of ours.
    """
    if isinstance(error.orig, sqlite3.IntegrityError):
        return error.orig.sqlite_errorcode in _SQLITE_DUPLICATES
    return getattr(error.orig, "sqlstate", None) == _POSTGRES_DUPLICATE
