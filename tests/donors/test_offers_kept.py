"""What a state released stays as it was: the database itself refuses, but for its end."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from assessment.records.releases import releases
from assessment.services.comparisons import note_looks
from assessment.services.releases import looks_of, release_of, revoke
from tests.databases import ANA, NOW

LASTING = sorted({column.name for column in releases.columns} - {"revoked", "revoked_by_name"})


@pytest.fixture
def tried(offered):
    """A function that runs a statement of SQL and keeps what it did."""

    def run(statement):
        with offered.database.writing() as session:
            session.execute(text(statement))
            session.commit()

    return run


@pytest.fixture
def released(offered):
    made = offered.release("gaps")
    return lambda: offered.read(release_of, ANA, made.id)


@pytest.mark.parametrize("column", LASTING)
def test_no_column_of_a_release_changes_but_those_of_its_end(released, tried, column):
    before = released()
    with pytest.raises(DBAPIError, match="append-only"):
        tried(f"UPDATE releases SET {column} = {column}")
    assert released() == before


def test_a_release_is_not_deleted(released, tried):
    with pytest.raises(DBAPIError, match="append-only"):
        tried("DELETE FROM releases")
    assert released()


@pytest.mark.parametrize("value", ["NULL", "'2030-01-01 00:00:00'"])
def test_what_was_revoked_stays_revoked(offered, released, tried, value):
    offered.write(revoke, ANA, released()[0].id, NOW)
    before = released()
    with pytest.raises(DBAPIError, match="append-only"):
        tried(f"UPDATE releases SET revoked = {value}")
    assert released() == before


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("table", ["releases", "frozen_cycles", "audit"])
def test_no_row_that_stays_is_replaced_by_another(released, tried, table):
    with pytest.raises(DBAPIError, match="append-only"):
        tried(f"REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_look_is_not_replaced_by_another(offered, released, tried):
    (release, _document) = released()
    offered.write(note_looks, offered.dina, [release.id], "state", NOW)
    (before,) = offered.read(looks_of, ANA, release.id)
    columns = "release_id, user_id, place, hour, at"
    tried(f"REPLACE INTO looks ({columns}, user_name) SELECT {columns}, 'Nobody' FROM looks")
    assert offered.read(looks_of, ANA, release.id) == (before,)
