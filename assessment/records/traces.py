"""What a database keeps beside its rows: earlier versions of them, in the order of writing.

While a vote runs, each ballot is a commit of its own, and whoever holds the raw files of the
database could compare one with the next. After the reveal these versions are of no use to
anybody, and go.
"""

from contextlib import closing

from sqlalchemy import Engine, text

# Milliseconds that SQLite waits for those who read.
PATIENCE = 2000
VOTES = "ballots, tallies"


def clear_traces(engine: Engine) -> bool:
    """Drop earlier versions of the rows of votes; False where somebody was in the way.

    To be called after a commit, outside of any session.
    """
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            driver = connection.driver_connection
            assert driver is not None, "just taken from the pool"
            driver.execute(f"PRAGMA busy_timeout={PATIENCE}").close()
            (busy, *_rest) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            driver.execute("PRAGMA busy_timeout=0").close()
            return not busy
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM {VOTES}"))
    return True
