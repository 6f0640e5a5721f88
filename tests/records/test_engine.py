"""Two ways into the database: reading and writing."""

from datetime import datetime

import pytest
from sqlalchemy import literal, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError

from assessment.records import audit, cycles
from assessment.records.base import Moment
from assessment.records.engine import make_engine, session_factory
from assessment.records.session import is_duplicate
from tests.databases import ANA, NOW, opened


def test_a_moment_comes_back_aware_and_equal(database):
    with database.writing() as session:
        audit.record(session, NOW, ANA, "tried", "something")
        session.commit()
    with database.reading() as session:
        assert session.connection().execute(audit.audit.select()).one().at == NOW


def test_a_moment_without_a_zone_is_refused(database):
    with database.writing() as session, pytest.raises(StatementError, match="time zone"):
        audit.record(session, datetime(2026, 1, 1), ANA, "tried", "something")  # noqa: DTZ001 - what is refused


def test_a_reading_session_cannot_write(database):
    with database.reading() as session, pytest.raises(DBAPIError):
        audit.record(session, NOW, ANA, "tried", "something")


def test_a_connection_that_read_can_write_afterwards(database):
    with database.reading() as session:
        session.connection().execute(text("SELECT 1"))
    with database.writing() as session:
        audit.record(session, NOW, ANA, "tried", "something")
        session.commit()
    with database.reading() as session:
        assert len(session.connection().execute(audit.audit.select()).all()) == 1


def test_a_reader_sees_one_moment_while_another_writes(database, cycle):
    counted = cycles.cycles.update().values(title="Other")
    with database.reading() as reader, database.writing() as writer:
        before = cycles.cycle_by_id(reader, cycle.id)
        writer.connection().execute(counted)
        writer.commit()
        assert cycles.cycle_by_id(reader, cycle.id) == before


def test_a_row_that_points_at_nothing_is_refused(database):
    with database.writing() as session, pytest.raises(IntegrityError) as refused:
        session.connection().execute(
            text(
                "INSERT INTO responses (cycle_id, layer, question_id, version, levels, comment, "
                "reason, at, author, author_name) VALUES ('none', 'self', 'a.b.c', 1, 'all=1', "
                "'', '', '2026-11-22 09:00:00', 'ana', 'Ana')"
            )
        )
    assert not is_duplicate(refused.value)


def test_a_second_row_of_one_key_is_told_from_every_other_broken_rule(database, cycle):
    same = cycles.cycles.select().where(cycles.cycles.c.id == cycle.id)
    with database.writing() as session:
        row = dict(session.execute(same).one()._mapping)
        with pytest.raises(IntegrityError) as second:
            session.execute(cycles.cycles.insert().values(row))
    with database.writing() as session, pytest.raises(IntegrityError) as missing:
        session.execute(cycles.cycles.insert().values(row | {"id": "f" * 16, "title": None}))
    assert (is_duplicate(second.value), is_duplicate(missing.value)) == (True, False)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_sqlite_keeps_what_it_acknowledged_through_a_power_cut(database):
    with database.writing() as session:
        connection = session.connection()
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_writer_on_sqlite_takes_the_lock_before_it_reads(database, monkeypatch):
    monkeypatch.setattr("assessment.records.engine.BUSY_TIMEOUT", 20)
    with opened(str(database.engine.url)) as impatient, database.writing() as first:
        first.execute(text("SELECT 1"))
        second = session_factory(impatient).writing()
        with pytest.raises(OperationalError, match="locked"):
            second.execute(text("SELECT 1"))


def test_no_moment_is_kept_as_none(database):
    with database.writing() as session:
        no_moment = select(literal(None, Moment()))
        assert session.connection().execute(no_moment).scalar() is None


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_a_postgresql_address_opens_it_with_our_driver(scheme):
    engine = make_engine(f"{scheme}://somebody@localhost/octant")
    assert engine.url.drivername == "postgresql+psycopg"
