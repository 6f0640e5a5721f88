"""The states and donors that an administrator made in this Octant: the tables."""

from sqlalchemy import Column, String, Table

from assessment.records.base import Moment, metadata

states = Table(
    "states",
    metadata,
    Column("code", String(3), primary_key=True),
    # How its papers are marked, such as RESTRICTED; each cycle is opened with it.
    Column("marking", String(100), nullable=False),
    Column("created", Moment, nullable=False),
)

donors = Table(
    "donors",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("created", Moment, nullable=False),
)
