"""The database fixtures of this folder."""

from tests.databases import (  # noqa: F401 - fixtures
    backend,
    catalogue,
    cycle,
    database,
    frozen,
    read,
    save,
)
from tests.workshop_rooms import fay, meeting  # noqa: F401 - fixtures
