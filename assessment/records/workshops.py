"""Workshops: the tables, and what is read and written of workshops and their events.

Nothing in the tables ties a person to what they chose.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    func,
    select,
    update,
)

from assessment.domain.cycle import TAKES_ANSWERS
from assessment.domain.errors import NotFound
from assessment.domain.identifiers import CycleId, QuestionId, StateCode, WorkshopId
from assessment.domain.permissions import Actor
from assessment.domain.workshop import EventKind, Workshop, WorkshopEvent
from assessment.domain.workshop_events import Body
from assessment.records.base import Moment, forbid_changes, is_id, metadata
from assessment.records.cycles import cycles
from assessment.records.session import Session

workshops = Table(
    "workshops",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("cycle_id", ForeignKey("cycles.id"), nullable=False, index=True),
    Column("title", String(200), nullable=False),
    Column("code", String(6), nullable=False, unique=True),
    Column("begins", Moment, nullable=False),
    Column("ends", Moment, nullable=False),
    Column("created", Moment, nullable=False),
    Column("closed", Moment),
    # Counts every change that a screen shows: an event, somebody who joined, a ballot.
    Column("version", Integer, nullable=False),
    # The round that takes ballots now; 0 for none.
    Column("open_round", Integer, nullable=False),
    CheckConstraint("version >= 1", name="version"),
)

workshop_events = Table(
    "workshop_events",
    metadata,
    Column("workshop_id", ForeignKey("workshops.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("author", String(64), nullable=False),
    Column("author_name", String(200), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("body", JSON, nullable=False),
)
forbid_changes(workshop_events)

participants = Table(
    "participants",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("workshop_id", ForeignKey("workshops.id"), nullable=False, index=True),
    # The phone holds the token; a stolen database opens no room.
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("agency", String(100), nullable=False),
    Column("role", String(100), nullable=False),
    Column("name", String(100), nullable=False),
    Column("joined", Moment, nullable=False),
)

# That somebody voted in a round, never what: so a vote counts once. Kept until the next round.
ballots = Table(
    "ballots",
    metadata,
    Column("workshop_id", ForeignKey("workshops.id"), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("participant_id", ForeignKey("participants.id"), primary_key=True),
    CheckConstraint("round >= 1", name="round"),
    sqlite_with_rowid=False,
)

# How often each choice was made, never by whom: level 0 to 4, or unknown. A round begins with
# every choice at nought, and a ballot writes all of its rows: the database itself notes which
# rows were written together, and so must not learn which of them a ballot chose. The reveal
# keeps the sums in its event and deletes the rows.
tallies = Table(
    "tallies",
    metadata,
    Column("workshop_id", ForeignKey("workshops.id"), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("family", String(20), primary_key=True),
    Column("choice", String(10), primary_key=True),
    Column("votes", Integer, nullable=False),
    CheckConstraint("choice IN ('0', '1', '2', '3', '4', 'unknown')", name="choice"),
    CheckConstraint("round >= 1", name="round"),
    CheckConstraint("votes >= 0", name="votes"),
    sqlite_with_rowid=False,
)

# What a screen shows of the cycle, its end among it, changes with the cycle's own version.
_SHOWN = (workshops.c.version + cycles.c.version).label("shown")
_OF_CYCLE = (cycles.c.state, cycles.c.marking, cycles.c.status, _SHOWN)
_WITH_CYCLE = select(workshops, *_OF_CYCLE).join(cycles, workshops.c.cycle_id == cycles.c.id)


def add_workshop(session: Session, workshop: Workshop) -> None:
    """A new workshop."""
    session.execute(
        workshops.insert().values(
            id=workshop.id,
            cycle_id=workshop.cycle,
            title=workshop.title,
            code=workshop.code,
            begins=workshop.begins,
            ends=workshop.ends,
            created=workshop.created,
            version=1,
            open_round=workshop.open_round,
        )
    )


def workshop_by_id(session: Session, workshop_id: WorkshopId) -> Workshop:
    """One workshop. Raises NotFound."""
    row = None
    if is_id(workshop_id):
        row = session.execute(_WITH_CYCLE.where(workshops.c.id == workshop_id)).one_or_none()
    if row is None:
        raise NotFound
    return _as_workshop(row)


def workshop_by_code(session: Session, code: str) -> Workshop | None:
    """The workshop with this code, closed or not."""
    row = session.execute(_WITH_CYCLE.where(workshops.c.code == code)).one_or_none()
    return None if row is None else _as_workshop(row)


def workshops_in(session: Session, cycle_id: CycleId) -> tuple[Workshop, ...]:
    """The workshops on a cycle, the newest first."""
    of_cycle = _WITH_CYCLE.where(workshops.c.cycle_id == cycle_id)
    rows = session.execute(of_cycle.order_by(workshops.c.created.desc(), workshops.c.id))
    return tuple(_as_workshop(row) for row in rows)


def versions_of(session: Session, workshop_ids: Collection[WorkshopId]) -> Mapping[WorkshopId, int]:
    """The versions of several workshops, by one query."""
    found = select(workshops.c.id, _SHOWN).join(cycles, workshops.c.cycle_id == cycles.c.id)
    rows = session.execute(found.where(workshops.c.id.in_(workshop_ids)))
    return {WorkshopId(row.id): row.shown for row in rows}


def held_workshop(session: Session, workshop: Workshop) -> Workshop:
    """The workshop, open or closed as it is now, put one version on.

    Nobody else changes it before the commit.
    """
    row = session.execute(
        update(workshops)
        .where(workshops.c.id == workshop.id)
        .values(version=workshops.c.version + 1)
        .returning(workshops.c.open_round, workshops.c.closed)
    ).one()
    return replace(workshop, open_round=row.open_round, closed=row.closed)


def change_round(session: Session, workshop_id: WorkshopId, number: int) -> None:
    """Let a round take ballots; 0 for none."""
    of_workshop = update(workshops).where(workshops.c.id == workshop_id)
    session.execute(of_workshop.values(open_round=number))


def close_workshop(session: Session, workshop_id: WorkshopId, now: datetime) -> None:
    """Note that a workshop is over."""
    session.execute(update(workshops).where(workshops.c.id == workshop_id).values(closed=now))


def change_end(session: Session, workshop_id: WorkshopId, ends: datetime) -> None:
    """Give a workshop that is held a new end."""
    session.execute(update(workshops).where(workshops.c.id == workshop_id).values(ends=ends))


def add_event(
    session: Session, workshop: Workshop, actor: Actor, kind: EventKind, body: Body, now: datetime
) -> None:
    """The next event of a workshop that is held: so that no two get one number."""
    numbered = select(func.coalesce(func.max(workshop_events.c.number), 0) + 1)
    number = session.execute(
        numbered.where(workshop_events.c.workshop_id == workshop.id)
    ).scalar_one()
    session.execute(
        workshop_events.insert().values(
            workshop_id=workshop.id,
            number=number,
            at=now,
            author=actor.user,
            author_name=actor.name,
            kind=kind.value,
            body=body,
        )
    )


def events_of(session: Session, workshop_id: WorkshopId) -> tuple[WorkshopEvent, ...]:
    """All that happened in a workshop, in order."""
    return events_of_many(session, [workshop_id]).get(workshop_id, ())


def events_of_many(
    session: Session, workshop_ids: Collection[WorkshopId]
) -> Mapping[WorkshopId, tuple[WorkshopEvent, ...]]:
    """All that happened in several workshops, by one query; one with no event is missing."""
    rows = session.execute(
        select(workshop_events)
        .where(workshop_events.c.workshop_id.in_(workshop_ids))
        .order_by(workshop_events.c.workshop_id, workshop_events.c.number)
    )
    found: dict[WorkshopId, tuple[WorkshopEvent, ...]] = {}
    for workshop_id, events in groupby(rows, key=lambda row: WorkshopId(row.workshop_id)):
        found[workshop_id] = tuple(_as_event(row) for row in events)
    return found


def agreement_on(
    session: Session, cycle_id: CycleId, question: QuestionId
) -> tuple[Workshop, WorkshopEvent] | None:
    """What the workshops on a cycle agreed last on a question, and in which of them."""
    row = session.execute(
        select(workshops, *_OF_CYCLE, *_EVENT)
        .join(cycles, workshops.c.cycle_id == cycles.c.id)
        .join(workshop_events, workshop_events.c.workshop_id == workshops.c.id)
        .where(
            workshops.c.cycle_id == cycle_id,
            workshop_events.c.kind == EventKind.AGREED.value,
            workshop_events.c.body["question"].as_string() == question,
        )
        .order_by(workshop_events.c.at.desc(), workshops.c.id, workshop_events.c.number.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (_as_workshop(row), _as_event(row))


def last_round(session: Session, workshop_id: WorkshopId) -> WorkshopEvent | None:
    """The event that opened the newest round of a workshop."""
    row = session.execute(
        select(*_EVENT)
        .where(
            workshop_events.c.workshop_id == workshop_id,
            workshop_events.c.kind == EventKind.ROUND.value,
        )
        .order_by(workshop_events.c.number.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _as_event(row)


_EVENT = (
    workshop_events.c.number,
    workshop_events.c.at,
    workshop_events.c.author_name,
    workshop_events.c.kind,
    workshop_events.c.body,
)


def _as_event(row: Row[Any]) -> WorkshopEvent:
    return WorkshopEvent(row.number, row.at, row.author_name, EventKind(row.kind), row.body)


def _as_workshop(row: Row[Any]) -> Workshop:
    return Workshop(
        id=WorkshopId(row.id),
        cycle=CycleId(row.cycle_id),
        state=StateCode(row.state),
        title=row.title,
        code=row.code,
        begins=row.begins,
        ends=row.ends,
        created=row.created,
        closed=row.closed,
        version=row.shown,
        open_round=row.open_round,
        marking=row.marking,
        frozen=row.status not in TAKES_ANSWERS,
    )
