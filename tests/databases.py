"""Real databases for tests: each test that asks for one gets its own, fresh and empty."""

import importlib
import os
import pkgutil
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event, text

import assessment.records
from assessment.domain.cycle import Cycle, CycleStatus
from assessment.domain.identifiers import StateCode
from assessment.domain.permissions import Actor, Grant, Role, UserId
from assessment.records.base import metadata
from assessment.records.engine import Sessions, make_engine, session_factory
from assessment.services.cycles import cycle_of, move_cycle, open_cycle
from assessment.services.responses import Submission, assessment_of, record_response
from assessment.services.sign_off import sign_off
from tests.builders import a_catalogue

# Each module adds its tables.
for module in pkgutil.iter_modules(assessment.records.__path__):
    importlib.import_module(f"assessment.records.{module.name}")

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
QUESTION = "lists.list.law"
LATER = NOW + timedelta(minutes=5)
XAA, XAB = StateCode("XAA"), StateCode("XAB")

BACKENDS = ("sqlite", "postgresql")


def an_actor(name: str = "Ana", role: Role = Role.COORDINATOR, state: StateCode = XAA) -> Actor:
    """Somebody with one role in one state."""
    return Actor(UserId(name.lower()), name, f"{name.lower()}@example.org", (Grant(role, state),))


ANA = an_actor("Ana")
BEN = an_actor("Ben", Role.CONTRIBUTOR)
SIA = an_actor("Sia", Role.SIGNATORY)
STRANGER = an_actor("Zoe", state=XAB)


def postgres_url() -> str:
    """The address of the test server; a missing one is a mistake, not a reason to skip."""
    url = os.environ.get("OCTANT_TEST_POSTGRES")
    if not url:
        pytest.fail(
            "OCTANT_TEST_POSTGRES is not set. Run scripts/test, which starts a PostgreSQL.",
            pytrace=False,
        )
    return url


@contextmanager
def empty_database(backend: str, folder: Path) -> Iterator[str]:
    """The address of an empty database, gone afterwards."""
    if backend == "sqlite":
        yield f"sqlite:///{folder / f'{secrets.token_hex(4)}.sqlite'}"
        return
    server = postgres_url()
    schema = f"test_{secrets.token_hex(8)}"
    owner = create_engine(server)
    with owner.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        yield f"{server}?options=-csearch_path%3D{schema}"
    finally:
        with owner.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        owner.dispose()


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """An engine, closed afterwards."""
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


@pytest.fixture(params=BACKENDS)
def backend(request):
    return request.param


@pytest.fixture
def database(backend, tmp_path) -> Iterator[Sessions]:
    """Sessions of a database that holds every table and no row."""
    with empty_database(backend, tmp_path) as url, opened(url) as engine:
        metadata.create_all(engine)
        yield session_factory(engine)


@pytest.fixture
def catalogue():
    return a_catalogue()


@pytest.fixture
def cycle(database, catalogue) -> Cycle:
    """A draft cycle of Alphaland, opened by Ana."""
    with database.writing() as session:
        opened_cycle = open_cycle(session, ANA, XAA, "Round 1", catalogue, NOW)
        session.commit()
    return opened_cycle


def sign(session, cycle_id, catalogue, now=NOW, *, lead=ANA, signatory=SIA):
    """Bring a draft to review, and sign it off; gives how it was frozen."""
    version = cycle_of(session, lead, cycle_id).version
    moved = move_cycle(session, lead, cycle_id, CycleStatus.IN_REVIEW, version, now)
    return sign_off(session, signatory, cycle_id, catalogue, moved.version, "I sign.", now)


@pytest.fixture
def frozen(database, cycle, catalogue):
    """Sign the cycle off, and commit: `frozen()` gives how it was frozen."""

    def signed(now=NOW):
        with database.writing() as session:
            found = sign(session, cycle.id, catalogue, now)
            session.commit()
        return found

    return signed


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """The statements sent while the block runs, by any engine, those about transactions apart."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def save(database, cycle, catalogue):
    """Save levels by one person from one version, and commit."""

    def saved(levels=None, version=0, actor=ANA, now=NOW, question=QUESTION, **texts):
        with database.writing() as session:
            submission = Submission(question, version, levels or {}, **texts)
            recorded = record_response(session, actor, cycle.id, catalogue, submission, now)
            session.commit()
            return recorded

    return saved


@pytest.fixture
def read(database, cycle):
    def assessed(area=None):
        with database.reading() as session:
            return assessment_of(session, ANA, cycle.id, area)

    return assessed
