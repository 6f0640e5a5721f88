"""The line of writers on SQLite: one after another, and a turn always ends."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import OperationalError

from assessment.records.engine import make_engine
from assessment.records.writing import WritersLine

WRITERS = 8
TURNS = 25
# Milliseconds that a test lets somebody wait in vain.
SHORT = 50


def an_engine(path, timeout):
    """An engine on SQLite whose writers stand in a line of their own."""
    engine = create_engine(f"sqlite:///{path}", pool_size=WRITERS)
    line = WritersLine(timeout)

    @event.listens_for(engine, "connect")
    def prepare(connection, _record):
        connection.isolation_level = None
        connection.execute("PRAGMA busy_timeout=0")

    event.listen(engine, "begin", line.begin)
    event.listen(engine, "commit", line.leave)
    event.listen(engine, "rollback", line.leave)
    return engine


@pytest.fixture
def path(tmp_path):
    return tmp_path / "octant.sqlite"


@pytest.fixture
def engine(path):
    """One counter at nought, and writers who wait only briefly."""
    engine = an_engine(path, SHORT)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE counter (number INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    yield engine
    engine.dispose()


def count(engine):
    """One more, read and written in two steps, as a save does."""
    with engine.begin() as connection:
        number = connection.execute(text("SELECT number FROM counter")).scalar_one()
        connection.execute(text("UPDATE counter SET number = :number"), {"number": number + 1})


def counted(engine):
    with engine.connect() as connection:
        return connection.execute(text("SELECT number FROM counter")).scalar_one()


def test_many_threads_of_two_processes_lose_no_write(engine, path):
    engines = [make_engine(f"sqlite:///{path}") for _process in range(2)]
    start = Barrier(WRITERS)

    def work(number):
        start.wait()
        for _turn in range(TURNS):
            count(engines[number % 2])

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))
    for each in engines:
        each.dispose()
    assert counted(engine) == WRITERS * TURNS


def test_whoever_waits_too_long_is_told_and_the_next_one_gets_in(engine):
    with engine.begin(), pytest.raises(OperationalError, match="locked"):
        count(engine)
    count(engine)
    assert counted(engine) == 1


def test_whoever_waits_too_long_for_another_process_is_told_and_the_next_one_gets_in(engine, path):
    other = an_engine(path, SHORT)
    with other.begin(), pytest.raises(OperationalError, match="locked"):
        count(engine)
    other.dispose()
    count(engine)
    assert counted(engine) == 1


def test_a_transaction_that_cannot_begin_gives_its_turn_up(engine):
    with engine.connect() as connection:
        # A transaction that SQLAlchemy does not know of: the next one cannot begin in it.
        connection.connection.driver_connection.execute("BEGIN")
        with pytest.raises(Exception, match="within a transaction"):
            connection.begin()
        connection.connection.driver_connection.execute("ROLLBACK")
        connection.invalidate()
    count(engine)
    assert counted(engine) == 1


def test_a_transaction_that_is_rolled_back_gives_its_turn_up(engine):
    with engine.connect() as connection:
        connection.begin().rollback()
        count(engine)
    assert counted(engine) == 1


def test_a_connection_that_is_closed_gives_its_turn_up(engine):
    connection = engine.connect()
    connection.begin()
    connection.close()
    count(engine)
    assert counted(engine) == 1
