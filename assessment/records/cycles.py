"""Cycles, and the catalogues they were begun with."""

import json
import zlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    Row,
    Select,
    String,
    Table,
    bindparam,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from assessment.domain.catalogue import Catalogue, Family, Participation
from assessment.domain.cycle import Cycle, CycleStatus, effective_participation
from assessment.domain.document import catalogue_from_document
from assessment.domain.errors import CatalogueMissing, NotFound, VersionMissing
from assessment.domain.identifiers import AreaId, CycleId, StateCode
from assessment.domain.response import Profile, Targets
from assessment.records.base import Moment, is_id, metadata
from assessment.records.session import Session

catalogues = Table(
    "catalogues",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("version", String(50), nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("kept_at", Moment, nullable=False),
)

cycles = Table(
    "cycles",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("state", String(3), nullable=False, index=True),
    Column("title", String(200), nullable=False),
    Column("status", String(20), nullable=False),
    Column("catalogue_version", String(50), nullable=False),
    Column("catalogue_digest", ForeignKey("catalogues.digest"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    # The catalogue's table for the state, what the state confirmed, scope, targets, priorities.
    Column("profile", JSON, nullable=False),
    Column("quarters", Integer, nullable=False),
    Column("capacity", Float, nullable=False),
    Column("start_year", Integer, nullable=False),
    Column("start_quarter", Integer, nullable=False),
    Column("marking", String(100), nullable=False),
    CheckConstraint("version >= 1", name="version"),
    CheckConstraint("start_quarter BETWEEN 1 AND 4", name="start_quarter"),
    CheckConstraint(
        "status IN ('draft', 'in_review', 'signed_off', 'archived')",
        name="status",
    ),
)

_BY_ID = select(cycles).where(cycles.c.id == bindparam("cycle"))
# PostgreSQL: nobody signs a cycle off between the look at its status and the save.
_HELD = _BY_ID.with_for_update(read=True)
# Two who share the hold and both want to change would wait for each other for ever.
_HELD_ALONE = _BY_ID.with_for_update()


def cycle_by_id(session: Session, cycle_id: CycleId, *, hold: bool = False) -> Cycle:
    """One cycle; `hold` keeps others from changing it until the commit. Raises NotFound."""
    return _found(session, cycle_id, _HELD if hold else _BY_ID)


def cycle_to_change(session: Session, cycle_id: CycleId) -> Cycle:
    """One cycle, held for whoever is about to change it. Raises NotFound."""
    return _found(session, cycle_id, _HELD_ALONE)


def _found(session: Session, cycle_id: CycleId, statement: Select[Any]) -> Cycle:
    if not is_id(cycle_id):
        raise NotFound
    row = session.connection().execute(statement, {"cycle": cycle_id}).one_or_none()
    if row is None:
        raise NotFound
    return as_cycle(row)


def cycles_in(
    session: Session, states: Collection[StateCode] | None, others: Collection[CycleId] = ()
) -> tuple[Cycle, ...]:
    """The cycles of these states (None: of all), and these others, the newest first."""
    statement = select(cycles).order_by(cycles.c.created_at.desc(), cycles.c.id)
    if states is not None:
        statement = statement.where(cycles.c.state.in_(states) | cycles.c.id.in_(others))
    return tuple(as_cycle(row) for row in session.connection().execute(statement))


def add_cycle(session: Session, cycle: Cycle, table: Mapping[str, Participation]) -> None:
    """A new cycle; `table` is what the catalogue says of its state's participation."""
    session.connection().execute(
        cycles.insert(),
        {
            "id": cycle.id,
            "catalogue_version": cycle.catalogue_version,
            "catalogue_digest": cycle.catalogue_digest,
            "state": cycle.state,
            "created_at": cycle.created,
            "version": cycle.version,
            **_changeable(cycle, table),
        },
    )


def change_cycle(session: Session, changed: Cycle, base: int | None) -> bool:
    """Store what may change of a cycle as version `base` + 1; False where that is passed.

    Raises VersionMissing where no base is named.
    """
    if base is None:
        raise VersionMissing
    if base != changed.version:
        return False  # also a number too large for the column
    table = catalogue_table(session, changed.id)
    stored = session.connection().execute(
        update(cycles)
        .where(cycles.c.id == changed.id, cycles.c.version == base)
        .values(version=base + 1, **_changeable(changed, table))
    )
    return stored.rowcount == 1


def catalogue_table(session: Session, cycle_id: CycleId) -> dict[str, Participation]:
    """What the catalogue's own table said of the state when the cycle was opened."""
    query = select(cycles.c.profile).where(cycles.c.id == cycle_id)
    stored = session.connection().execute(query).scalar_one()
    return {name: Participation(status) for name, status in stored["table"].items()}


def keep_catalogue(
    session: Session, digest: str, version: str, document: Mapping[str, Any], now: datetime
) -> None:
    """Keep a catalogue once, compressed; keeping it again does nothing."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    values = {
        "digest": digest,
        "version": version,
        "document": zlib.compress(text.encode(), 9),
        "kept_at": now,
    }
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.execute(sqlite_insert(catalogues).on_conflict_do_nothing(), values)
    else:
        connection.execute(postgresql_insert(catalogues).on_conflict_do_nothing(), values)


def is_kept(session: Session, digest: str) -> bool:
    """Whether a catalogue is kept already."""
    query = select(catalogues.c.digest).where(catalogues.c.digest == digest)
    return session.connection().execute(query).one_or_none() is not None


# A kept catalogue never changes: its digest is its name.
_READ: dict[str, Catalogue] = {}
_MOST_READ = 8


def kept_catalogue(session: Session, digest: str) -> Catalogue:
    """A kept catalogue, read once a process. Raises CatalogueMissing."""
    found = _READ.get(digest)
    if found is None:
        query = select(catalogues.c.document).where(catalogues.c.digest == digest)
        packed = session.connection().execute(query).scalar_one_or_none()
        if packed is None:
            raise CatalogueMissing(digest)
        found = catalogue_from_document(json.loads(zlib.decompress(packed)))
        if len(_READ) >= _MOST_READ:
            _READ.clear()
        _READ[digest] = found
    return found


def as_stored(cycle: Cycle) -> dict[str, Any]:
    """What a state says of itself, as plain JSON values."""
    profile = cycle.profile
    return {
        "families": [family.value for family in profile.families],
        "confirmed": {
            name: None if status is None else status.value
            for name, status in cycle.confirmed.items()
        },
        "target": profile.targets.default,
        "targets": dict(profile.targets.areas),
        "priorities": dict(profile.priorities),
    }


def _changeable(cycle: Cycle, table: Mapping[str, Participation]) -> dict[str, Any]:
    named = {name: status.value for name, status in table.items()}
    return {
        "title": cycle.title,
        "status": cycle.status.value,
        "quarters": cycle.quarters,
        "capacity": cycle.capacity,
        "start_year": cycle.start_year,
        "start_quarter": cycle.start_quarter,
        "marking": cycle.marking,
        "profile": {**as_stored(cycle), "table": named},
    }


def as_cycle(row: Row[Any]) -> Cycle:
    """The cycle in a row that holds every column of `cycles`."""
    stored = row.profile
    table = {name: Participation(status) for name, status in stored["table"].items()}
    confirmed = {
        name: None if status is None else Participation(status)
        for name, status in stored["confirmed"].items()
    }
    state = StateCode(row.state)
    return Cycle(
        id=CycleId(row.id),
        state=state,
        title=row.title,
        status=CycleStatus(row.status),
        catalogue_version=row.catalogue_version,
        catalogue_digest=row.catalogue_digest,
        version=row.version,
        created=row.created_at,
        start_year=row.start_year,
        start_quarter=row.start_quarter,
        confirmed=confirmed,
        quarters=row.quarters,
        capacity=row.capacity,
        marking=row.marking,
        profile=Profile(
            state=state,
            families=tuple(Family(family) for family in stored["families"]),
            participation=effective_participation(table, confirmed),
            targets=Targets(
                stored["target"],
                {AreaId(area): level for area, level in stored["targets"].items()},
            ),
            priorities={AreaId(area): factor for area, factor in stored["priorities"].items()},
        ),
    )
