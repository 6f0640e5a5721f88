"""What a database keeps beside its rows: earlier versions of them, in the order of writing.

While a vote runs, each ballot is a commit of its own, and whoever holds the raw files of the
database could compare one with the next. So these versions go after each ballot, and after the
reveal at the latest.
"""

import threading
from contextlib import closing

from sqlalchemy import Engine, text

# Milliseconds that SQLite waits for those who read: after a ballot, as the next one comes soon;
# and where nothing may be left.
A_MOMENT, PATIENCE = 100, 2000
VOTES = "ballots, tallies"


class Traces:
    """The earlier versions of the rows of votes in one database."""

    def __init__(self, engine: Engine) -> None:
        """Nothing is cleared yet."""
        self._engine = engine
        self._turn = threading.Lock()
        self._asking = threading.Lock()
        self._asked = self._tried = 0
        self._gone = True

    def clear(self, patient: bool) -> bool:
        """Drop them; False where somebody who reads was in the way, for long if `patient`.

        To be called after a commit, outside of any session. Of many who ask at once, one works
        for all.
        """
        with self._asking:
            self._asked += 1
            mine = self._asked
        with self._turn:
            # Whoever began after this commit dropped its traces too.
            if self._tried < mine or (patient and not self._gone):
                self._tried = self._asked
                self._gone = _clear(self._engine, PATIENCE if patient else A_MOMENT)
            return self._gone


def _clear(engine: Engine, patience: int) -> bool:
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            driver = connection.driver_connection
            assert driver is not None, "just taken from the pool"
            driver.execute(f"PRAGMA busy_timeout={patience}").close()
            (busy, *_rest) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            driver.execute("PRAGMA busy_timeout=0").close()
            return not busy
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM {VOTES}"))
    return True
