"""Revisions and the audit trail are added to, never changed: the database itself refuses."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from assessment.services.responses import Submission, record_response
from tests.builders import ARMS
from tests.databases import ANA, NOW

STATEMENTS = (
    "UPDATE revisions SET author_name = 'Somebody else'",
    "DELETE FROM revisions",
    "UPDATE audit SET act = 'nothing'",
    "DELETE FROM audit",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_history_cannot_be_changed(database, cycle, catalogue, statement):
    with database.writing() as session:
        submission = Submission("lists.list.law", 0, {ARMS: 2})
        record_response(session, ANA, cycle.id, catalogue, submission, NOW)
        session.commit()
    with database.writing() as session, pytest.raises(DBAPIError, match="append-only"):
        session.connection().execute(text(statement))


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("table", ["revisions", "audit"])
def test_no_line_of_history_is_replaced_by_another(database, save, table):
    save({ARMS: 2})
    with database.writing() as session, pytest.raises(DBAPIError, match="append-only"):
        session.connection().execute(text(f"REPLACE INTO {table} SELECT * FROM {table}"))


@pytest.mark.parametrize("backend", ["postgresql"])
@pytest.mark.parametrize("table", ["revisions", "audit"])
def test_history_cannot_be_emptied(database, table):
    with database.writing() as session, pytest.raises(DBAPIError, match="append-only"):
        session.connection().execute(text(f"TRUNCATE {table}"))
