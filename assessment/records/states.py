"""The states and donors that an administrator made in this Octant."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, String, Table, select

from assessment.domain.identifiers import DonorId
from assessment.records.base import Moment, metadata
from assessment.records.session import Session

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


@dataclass(frozen=True, slots=True)
class Donor:
    """An organisation to which states release."""

    id: DonorId
    name: str
    created: datetime


def add_donor(session: Session, donor: Donor) -> None:
    """Keep a new donor; the database refuses a second one of the same name."""
    session.execute(donors.insert().values(id=donor.id, name=donor.name, created=donor.created))


def donors_known(session: Session) -> tuple[Donor, ...]:
    """Every donor, by name."""
    rows = session.execute(select(donors).order_by(donors.c.name))
    return tuple(Donor(DonorId(row.id), row.name, row.created) for row in rows)
