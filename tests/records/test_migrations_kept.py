"""A database of an earlier version comes through every migration with what it held."""

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from assessment.domain.permissions import Subject
from assessment.records import invitations, people
from assessment.records.engine import session_factory
from tests.databases import NOW, QUESTION, XAA, empty_database, opened
from tests.records.test_migrations import configuration

BEFORE = (
    "INSERT INTO users VALUES ('u1', 'ana@example.org', 'Ana', 'hash', :now)",
    "INSERT INTO grants (user_id, state, role, created) VALUES ('u1', 'XAA', 'coordinator', :now)",
    (
        "INSERT INTO invitations (id, token_hash, state, role, email, invited_by, "
        "invited_by_name, created, expires) VALUES ('i1', 'hash', 'XAA', 'contributor', "
        "'ben@example.org', 'u1', 'Ana', :now, '2100-01-01 00:00:00')"
    ),
    "INSERT INTO catalogues (digest, version, document, kept_at) VALUES ('d', '1', 'x', :now)",
    (
        "INSERT INTO cycles (id, state, title, status, catalogue_version, catalogue_digest, "
        "version, created_at, profile, quarters, capacity, start_year, start_quarter, marking) "
        "VALUES ('c1', 'XAA', 'Round 1', 'draft', '1', 'd', 1, :now, '{}', 12, 12.0, 2027, 1, '')"
    ),
    (
        "INSERT INTO responses (cycle_id, layer, question_id, version, comment, reason, brief, at, "
        f"author, author_name) VALUES ('c1', 'self', '{QUESTION}', 1, '', '', 'arms=3', :now, "
        "'u1', 'Ana')"
    ),
    (
        "INSERT INTO answers (cycle_id, layer, question_id, family, value) VALUES "
        f"('c1', 'self', '{QUESTION}', 'arms', '3')"
    ),
)

# Lines of the record as they were before a line named its state: act and subject, and the state
# that it concerns.
LINES = {
    ("open_cycle", "c1"): "XAA",
    ("enrol", "state XAB"): "XAB",
    ("sign_in", "user u1"): "XAA",
    ("sign_in", "user u2"): None,
    ("sign_in", "user gone"): None,
    ("change_password", "user u1"): None,
    ("open_cycle", "no-cycle"): None,
}
TWO_STATES = (
    "INSERT INTO users VALUES ('u2', 'bea@example.org', 'Bea', 'hash', :now)",
    "INSERT INTO grants (user_id, state, role, created) VALUES ('u2', 'XAB', 'contributor', :now)",
    "INSERT INTO grants (user_id, state, role, created) VALUES ('u2', 'XAC', 'contributor', :now)",
)
LINE = "INSERT INTO audit (at, act, subject, detail) VALUES (:now, :act, :subject, '{}')"


@pytest.fixture
def earlier(backend, tmp_path):
    """A database as version 0002 left it, with one row of each kind that changes later."""
    with empty_database(backend, tmp_path) as url:
        command.upgrade(configuration(url), "0002")
        with opened(url) as engine, engine.begin() as connection:
            for statement in BEFORE:
                moment = {"now": "2026-11-22 09:00:00"} if ":now" in statement else {}
                connection.execute(text(statement), moment)
        yield url


@pytest.fixture
def brought_up(earlier):
    """The same database at the newest version, read."""
    command.upgrade(configuration(earlier), "head")
    with opened(earlier) as engine, session_factory(engine).reading() as session:
        yield session


def test_an_answer_stands_in_its_question(brought_up):
    rows = brought_up.execute(text("SELECT question_id, version, levels FROM responses")).all()
    assert rows == [(QUESTION, 1, "arms=3")]


def test_a_role_holds_in_its_state(brought_up):
    (ana,) = people.people_at(brought_up, Subject(XAA))
    assert (ana.name, ana.role, ana.grant.state) == ("Ana", "coordinator", XAA)


def test_an_open_invitation_stays_open(brought_up):
    (invited,) = invitations.open_invitations(brought_up, Subject(XAA), NOW)
    assert (invited.email, invited.role) == ("ben@example.org", "contributor")


def test_a_state_with_people_is_known(brought_up):
    assert brought_up.execute(text("SELECT code FROM states")).scalars().all() == ["XAA"]


@pytest.fixture
def recorded(earlier):
    """The same database with lines in its record."""
    moment = {"now": "2026-11-22 09:00:00"}
    with opened(earlier) as engine, engine.begin() as connection:
        for statement in TWO_STATES:
            connection.execute(text(statement), moment)
        for act, subject in LINES:
            connection.execute(text(LINE), {**moment, "act": act, "subject": subject})
    return earlier


def test_an_earlier_line_of_the_record_names_its_state_where_that_is_certain(recorded):
    command.upgrade(configuration(recorded), "head")
    with opened(recorded) as engine, engine.connect() as connection:
        lines = connection.execute(text("SELECT act, subject, state FROM audit ORDER BY id")).all()
    assert {(act, subject): state for act, subject, state in lines} == LINES


@pytest.mark.parametrize("statement", ["UPDATE audit SET act = 'nothing'", "DELETE FROM audit"])
def test_the_record_is_append_only_after_every_migration(recorded, statement):
    for move, version in (
        (command.upgrade, "head"),
        (command.downgrade, "0003"),
        (command.upgrade, "head"),
    ):
        move(configuration(recorded), version)
        with (
            opened(recorded) as engine,
            engine.connect() as connection,
            pytest.raises(DBAPIError, match="append-only"),
        ):
            connection.execute(text(statement))


def test_cells_come_back_with_the_former_version(earlier):
    command.upgrade(configuration(earlier), "head")
    command.downgrade(configuration(earlier), "0002")
    with opened(earlier) as engine, engine.begin() as connection:
        cells = connection.execute(text("SELECT question_id, family, value FROM answers")).all()
        roles = connection.execute(text("SELECT user_id, state, role FROM grants")).all()
    assert (cells, roles) == ([(QUESTION, "arms", "3")], [("u1", "XAA", "coordinator")])
