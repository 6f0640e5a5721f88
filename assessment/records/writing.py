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

_HOLDS = "octant_holds_the_line"
ASK_AGAIN = 0.0005
# SQLite tells why it is busy in the higher bits of a code.
_PRIMARY = 0xFF


class WritersLine:
    """Begins transactions on one SQLite database; `timeout` in milliseconds.

    Its connections must not wait by themselves (`PRAGMA busy_timeout=0`).
    """

    def __init__(self, timeout: int) -> None:
        """An empty line."""
        self._timeout = timeout
        self._turn = threading.Lock()

    def begin(self, connection: Connection) -> None:
        """Begin when it is this thread's turn and nobody else writes.

        Raises SQLAlchemy's OperationalError after the timeout, as SQLite itself would.
        """
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

    @staticmethod
    def _begin_before(connection: Connection, deadline: float) -> None:
        driver: Any = connection.connection.driver_connection
        while time.monotonic() < deadline:
            try:
                driver.execute("BEGIN IMMEDIATE").close()
            except sqlite3.OperationalError as busy:
                if busy.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY:
                    raise
                time.sleep(ASK_AGAIN)
            else:
                return
        # Too late: through SQLAlchemy, so that the error is its own.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
