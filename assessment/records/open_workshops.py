"""The workshops of many cycles that are not closed yet: for pages that list them."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from assessment.domain.identifiers import CycleId, WorkshopId
from assessment.records.session import Session
from assessment.records.workshops import workshops


class Sitting(NamedTuple):
    """A workshop that goes on: where, under which code, and its days."""

    id: WorkshopId
    cycle: CycleId
    title: str
    code: str
    begins: datetime
    ends: datetime


_OPEN = (
    select(
        workshops.c.id,
        workshops.c.cycle_id,
        workshops.c.title,
        workshops.c.code,
        workshops.c.begins,
        workshops.c.ends,
    )
    .where(workshops.c.closed.is_(None))
    .order_by(workshops.c.begins, workshops.c.id)
)


def sittings_in(session: Session, cycles: Collection[CycleId]) -> tuple[Sitting, ...]:
    """The open workshops of these cycles, the soonest first, by one query; none without cycles."""
    if not cycles:
        return ()
    rows = session.execute(_OPEN.where(workshops.c.cycle_id.in_(cycles)))
    return tuple(
        Sitting(WorkshopId(id_), CycleId(cycle), title, code, begins, ends)
        for id_, cycle, title, code, begins, ends in rows
    )
