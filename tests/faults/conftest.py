"""The fixtures of workshops, for what happens to them when a process is killed."""

from tests.databases import backend, catalogue, cycle, database  # noqa: F401 - fixtures
from tests.workshop_rooms import meeting  # noqa: F401 - fixture
