"""The states and donors that an administrator made in this Octant."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, String, Table, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from assessment.domain.identifiers import DonorId, StateCode
from assessment.records.base import Moment, is_id, metadata
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


def keep_state(session: Session, code: StateCode, marking: str, now: datetime) -> bool:
    """Make a state known; False, and nothing changed, where it is known."""
    connection = session.connection()
    insert = sqlite_insert if connection.dialect.name == "sqlite" else postgresql_insert
    new = insert(states).on_conflict_do_nothing().returning(states.c.code)
    values = {"code": code, "marking": marking, "created": now}
    return connection.execute(new, values).one_or_none() is not None


def is_state_known(session: Session, code: StateCode) -> bool:
    """Whether a state was made here."""
    return session.execute(select(states.c.code).where(states.c.code == code)).first() is not None


def marking_at(session: Session, code: StateCode) -> str:
    """How a state marks its papers; empty where it does not, or is not known."""
    found = session.execute(select(states.c.marking).where(states.c.code == code)).scalar()
    return str(found or "")


def change_marking(session: Session, code: StateCode, marking: str) -> None:
    """Mark a state's papers otherwise from now on."""
    session.execute(update(states).where(states.c.code == code).values(marking=marking))


def add_donor(session: Session, donor: Donor) -> None:
    """Keep a new donor; the database refuses a second one of the same name."""
    session.execute(donors.insert().values(id=donor.id, name=donor.name, created=donor.created))


def donors_known(session: Session) -> tuple[Donor, ...]:
    """Every donor, by name."""
    rows = session.execute(select(donors).order_by(donors.c.name))
    return tuple(Donor(DonorId(row.id), row.name, row.created) for row in rows)


def donor_by_id(session: Session, donor: str) -> Donor | None:
    """A donor, or None."""
    if not is_id(donor):
        return None
    row = session.execute(select(donors).where(donors.c.id == donor)).one_or_none()
    return None if row is None else Donor(DonorId(row.id), row.name, row.created)
