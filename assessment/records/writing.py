"""Who may write next to SQLite: one line of waiting threads, instead of SQLite's own polling.

SQLite lets one connection write at a time. The others ask again after 1, 2, 5, 10, 15 … up to
100 ms, so that with eight people saving the disk waits for sleepers: a fifth of the speed of a
bare view where a third and more is possible (bench/saving.py). Here the threads of a process
stand in line, and the first of them asks every half millisecond.
"""

import sqlite3
import threading
import time
from typing import Any

from sqlalchemy import Connection

# Marks an engine whose transactions only read.
READS = "octant_reads"
_HOLDS = "octant_holds_the_line"
ASK_AGAIN = 0.0005


class WritersLine:
    """Begins transactions on one SQLite database; `timeout` in milliseconds."""

    def __init__(self, timeout: int) -> None:
        """An empty line."""
        self._timeout = timeout
        self._turn = threading.Lock()

    def begin(self, connection: Connection) -> None:
        """Begin: a reader at once, a writer when it is its turn and nobody else writes.

        Raises SQLAlchemy's OperationalError after the timeout, as SQLite itself would.
        """
        if connection.get_execution_options().get(READS, False):
            # A read that writes fails here as it does on PostgreSQL.
            self._run(connection, "PRAGMA query_only=ON")
            connection.exec_driver_sql("BEGIN")
            return
        self._run(connection, "PRAGMA query_only=OFF")
        deadline = time.monotonic() + self._timeout / 1000
        if self._turn.acquire(timeout=self._timeout / 1000):
            connection.info[_HOLDS] = True
        try:
            self._begin_before(connection, deadline)
        except BaseException:
            self.leave(connection)
            raise

    def leave(self, connection: Connection) -> None:
        """Let the next one have its turn; harmless for whoever did not hold it."""
        if connection.info.pop(_HOLDS, False):
            self._turn.release()

    def _begin_before(self, connection: Connection, deadline: float) -> None:
        self._run(connection, "PRAGMA busy_timeout=0")
        try:
            while time.monotonic() < deadline:
                try:
                    self._run(connection, "BEGIN IMMEDIATE")
                except sqlite3.OperationalError as busy:
                    if busy.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                        raise
                    time.sleep(ASK_AGAIN)
                else:
                    return
            # Too late: through SQLAlchemy, so that the error is its own.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            self._run(connection, f"PRAGMA busy_timeout={self._timeout}")

    @staticmethod
    def _run(connection: Connection, statement: str) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute(statement).close()
