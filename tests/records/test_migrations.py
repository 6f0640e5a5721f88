"""The migrations lead to the very tables that the code names."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import assessment.records
from assessment.records.base import metadata
from tests.databases import empty_database, opened

for module in pkgutil.iter_modules(assessment.records.__path__):
    importlib.import_module(f"assessment.records.{module.name}")

TRIGGERS = {
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname, relname, pg_get_triggerdef(pg_trigger.oid, true) FROM pg_trigger "
        "JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal "
        "AND relnamespace = current_schema()::regnamespace"
    ),
}


def configuration(url=""):
    settings = Config()
    folder = Path(__file__).parents[2] / "migrations"
    settings.set_main_option("script_location", str(folder))
    settings.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return settings


@pytest.fixture
def migrated(backend, tmp_path):
    with empty_database(backend, tmp_path) as url, opened(url) as engine:
        command.upgrade(configuration(url), "head")
        yield engine


@pytest.fixture
def created(backend, tmp_path):
    with empty_database(backend, tmp_path) as url, opened(url) as engine:
        metadata.create_all(engine)
        yield engine


def shape(engine):
    """What autogenerate does not compare: constraints, foreign keys, triggers."""
    with engine.connect() as connection:
        found = inspect(connection)
        tables = {
            table: (
                sorted(
                    (each["name"], each["sqltext"]) for each in found.get_check_constraints(table)
                ),
                sorted(str(each) for each in found.get_foreign_keys(table)),
                str(found.get_pk_constraint(table)),
            )
            for table in found.get_table_names()
            if table != "alembic_version"
        }
        triggers = sorted(
            tuple(row) for row in connection.execute(text(TRIGGERS[engine.dialect.name]))
        )
    return tables, triggers


def test_there_is_one_head():
    assert len(ScriptDirectory.from_config(configuration()).get_heads()) == 1


def test_the_migrated_schema_is_the_one_the_code_names(migrated):
    with migrated.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_migrated_schema_has_the_same_constraints_and_triggers(migrated, created):
    assert shape(migrated) == shape(created)
    assert shape(created)[1]


def test_migrating_twice_does_no_harm(migrated):
    url = migrated.url.render_as_string(hide_password=False)
    command.upgrade(configuration(url), "head")
    assert "responses" in inspect(migrated).get_table_names()


def test_the_first_migration_can_be_taken_back(migrated):
    url = migrated.url.render_as_string(hide_password=False)
    command.downgrade(configuration(url), "base")
    assert set(inspect(migrated).get_table_names()) <= {"alembic_version"}
