"""The database fixtures of this folder."""

from tests.databases import backend, catalogue, database  # noqa: F401 - fixtures
