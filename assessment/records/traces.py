"""What a database keeps beside its rows: earlier versions of them, in the order of writing.

While a vote runs, each ballot is a commit of its own, and whoever holds the raw files of the
database could compare one with the next. So these versions go as soon as a ballot is in.
"""

import logging
import threading
from contextlib import closing

from sqlalchemy import Engine, text

LOG = logging.getLogger("octant")
# SQLite lets nobody write while it waits for those who read: so it waits for milliseconds only,
# and is asked again after some more (seconds).
BUSY_TIMEOUT, ASK_AGAIN = 5, 0.03
VOTES = "ballots, tallies"


class Traces:
    """The earlier versions of the rows of votes in one database.

    A thread of this process drops them: one that ends when none is left, and begins again.
    """

    def __init__(self, engine: Engine) -> None:
        """Nothing is to be dropped yet."""
        self._engine = engine
        self._changed = threading.Condition()
        self._asked = self._gone = 0
        self._at_work = False

    def drop(self, patience: float = 0) -> bool:
        """Begin to drop them, after a commit; whether they were gone after `patience` seconds.

        Whoever reads may be in the way: then they go as soon as nobody is.
        """
        with self._changed:
            self._asked += 1
            if not self._at_work:
                self._at_work = True
                threading.Thread(target=self._work, name="traces", daemon=True).start()
        return self.wait(patience)

    def wait(self, patience: float) -> bool:
        """Whether all that were to be dropped before now are gone after `patience` seconds."""
        with self._changed:
            asked = self._asked
            return self._changed.wait_for(lambda: self._gone >= asked, patience)

    def _work(self) -> None:
        while True:
            with self._changed:
                asked = self._asked
                if self._gone >= asked:
                    self._at_work = False
                    return
            try:
                done = _drop(self._engine)
            except Exception:  # whatever it was, the next ballot tries again
                LOG.exception("The traces of a vote could not be dropped")
                with self._changed:
                    self._at_work = False
                return
            with self._changed:
                if done:
                    self._gone = asked
                    self._changed.notify_all()
                else:
                    self._changed.wait(ASK_AGAIN)


def _drop(engine: Engine) -> bool:
    """Whether they could be dropped now."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            driver = connection.driver_connection
            assert driver is not None, "just taken from the pool"
            driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}").close()
            (busy, *_rest) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            driver.execute("PRAGMA busy_timeout=0").close()
            return not busy
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM {VOTES}"))
    return True
