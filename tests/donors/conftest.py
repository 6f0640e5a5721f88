"""The database fixtures of this folder."""

import pytest

from tests.databases import backend, catalogue, database  # noqa: F401 - fixtures
from tests.donors.offering import Offered


@pytest.fixture
def offered(database, catalogue):  # noqa: F811 - the fixtures above
    return Offered(database, catalogue)
