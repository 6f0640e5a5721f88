"""The audit trail of one state as it is read: lines, the newest first, and the names in them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from assessment.domain.identifiers import StateCode
from assessment.records.audit import audit
from assessment.records.cycles import cycles
from assessment.records.people import users
from assessment.records.releases import releases
from assessment.records.session import Session
from assessment.records.states import donors
from assessment.records.workshops import workshops


@dataclass(frozen=True, slots=True)
class Entry:
    """One line as it was written; `actor_name` is None where nobody was signed in yet."""

    at: datetime
    actor_name: str | None
    act: str
    subject: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """What the identifiers in a state's lines stand for, by identifier.

    A cycle is its title and the digest of its catalogue, a workshop its title and its cycle. A
    release is the title of its cycle, the name of the donor, its scope and its end.
    """

    people: Mapping[str, str]
    cycles: Mapping[str, tuple[str, str]]
    workshops: Mapping[str, tuple[str, str]]
    releases: Mapping[str, tuple[str, str, str, datetime]]


def entries_of(
    session: Session,
    state: StateCode,
    acts: Collection[str] | None,
    since: datetime | None,
    until: datetime | None,
    *,
    skip: int,
    most: int,
) -> tuple[Entry, ...]:
    """Lines of a state, the newest first: of these acts (None: of all), from `since` to `until`."""
    rows = session.execute(
        select(audit.c.at, audit.c.actor_name, audit.c.act, audit.c.subject, audit.c.detail)
        .where(_chosen(state, acts, since, until))
        .order_by(audit.c.id.desc())
        .offset(skip)
        .limit(most)
    )
    return tuple(Entry(*row) for row in rows)


def count_entries(
    session: Session,
    state: StateCode,
    acts: Collection[str] | None,
    since: datetime | None,
    until: datetime | None,
) -> int:
    """How many lines `entries_of` would give."""
    chosen = _chosen(state, acts, since, until)
    found = session.execute(select(func.count()).select_from(audit).where(chosen))
    return int(found.scalar_one())


def names_for(session: Session, state: StateCode, user_ids: Collection[str]) -> Names:
    """The names of these people, and of all cycles, workshops and releases of a state."""
    named = select(users.c.id, users.c.name).where(users.c.id.in_(user_ids))
    titled = select(cycles.c.id, cycles.c.title, cycles.c.catalogue_digest).where(
        cycles.c.state == state
    )
    held = (
        select(workshops.c.id, workshops.c.title, workshops.c.cycle_id)
        .join(cycles, cycles.c.id == workshops.c.cycle_id)
        .where(cycles.c.state == state)
    )
    made = (
        select(releases.c.id, cycles.c.title, donors.c.name, releases.c.scope, releases.c.until)
        .join(cycles, cycles.c.id == releases.c.cycle_id)
        .join(donors, donors.c.id == releases.c.donor_id)
        .where(releases.c.state == state)
    )
    return Names(
        {row.id: row.name for row in session.execute(named)},
        {cycle: (title, digest) for cycle, title, digest in session.execute(titled)},
        {workshop: (title, cycle) for workshop, title, cycle in session.execute(held)},
        {release: (title, *rest) for release, title, *rest in session.execute(made)},
    )


def _chosen(
    state: StateCode,
    acts: Collection[str] | None,
    since: datetime | None,
    until: datetime | None,
) -> ColumnElement[bool]:
    chosen = [audit.c.state == state]
    if acts is not None:
        chosen.append(audit.c.act.in_(sorted(acts)))
    if since is not None:
        chosen.append(audit.c.at >= since)
    if until is not None:
        chosen.append(audit.c.at < until)
    return and_(*chosen)
