"""What states released to donors, and who looked: the tables, what is read and written."""

import json
import zlib
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Row,
    String,
    Table,
    Text,
    case,
    cast,
    func,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from assessment.domain.document import canonical_json
from assessment.domain.errors import NotFound
from assessment.domain.identifiers import CycleId, DonorId, ReleaseId, StateCode
from assessment.domain.permissions import Actor, UserId
from assessment.domain.release import Document, Look, Release, Scope
from assessment.records.base import Moment, forbid_changes, is_id, metadata
from assessment.records.freezes import frozen_cycles
from assessment.records.session import Session
from assessment.records.states import donors
from assessment.records.summaries import summary_in

HOUR = "%Y-%m-%dT%H"

releases = Table(
    "releases",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("state", String(3), nullable=False),
    Column("cycle_id", ForeignKey("frozen_cycles.cycle_id"), nullable=False, index=True),
    Column("donor_id", ForeignKey("donors.id"), nullable=False),
    Column("scope", String(10), nullable=False),
    Column("until", Moment, nullable=False),
    Column("created", Moment, nullable=False),
    Column("author", String(64), nullable=False),
    Column("author_name", String(200), nullable=False),
    Column("revoked", Moment),
    Column("revoked_by_name", String(200)),
    # What the portfolio reads of every state: scores by area, frozen with the release.
    Column("summary", JSON, nullable=False),
    # All that the donor may see, and nothing else: canonical JSON, compressed.
    Column("document", LargeBinary, nullable=False),
    CheckConstraint("scope IN ('areas', 'gaps', 'roadmap')", name="scope"),
    Index("ix_releases_donor", "donor_id", "revoked", "until"),
    Index("ix_releases_state", "state", "created"),
)
forbid_changes(releases, once=("revoked", "revoked_by_name"))

looks = Table(
    "looks",
    metadata,
    Column("release_id", ForeignKey("releases.id"), primary_key=True),
    Column("user_id", String(16), primary_key=True),
    # Where they looked: portfolio, compare, state, export or pdf.
    Column("place", String(20), primary_key=True),
    # HOUR: one line an hour tells enough.
    Column("hour", String(13), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("user_name", String(200), nullable=False),
)
forbid_changes(looks, again="IGNORE")


_WIDTH = case({scope.value: width for width, scope in enumerate(Scope)}, value=releases.c.scope)
_DESCRIBED = (
    select(
        releases.c.id,
        releases.c.state,
        releases.c.cycle_id,
        releases.c.donor_id,
        releases.c.scope,
        releases.c.until,
        releases.c.created,
        releases.c.author_name,
        releases.c.revoked,
        releases.c.revoked_by_name,
        # As text: a portfolio reads two hundred that never change, and most were read before.
        cast(releases.c.summary, Text).label("summary"),
        donors.c.name.label("donor_name"),
    )
    .join_from(releases, donors, releases.c.donor_id == donors.c.id)
    .order_by(releases.c.created.desc(), releases.c.id)
)


def add_release(
    session: Session, release: Release, document: Mapping[str, Any], author: Actor
) -> None:
    """Keep a new release with all that its donor may see."""
    session.execute(
        releases.insert(),
        {
            "id": release.id,
            "state": release.state,
            "cycle_id": release.cycle,
            "donor_id": release.donor,
            "scope": release.scope.value,
            "until": release.until,
            "created": release.created,
            "author": author.user,
            "author_name": author.name,
            "summary": dict(release.summary),
            "document": zlib.compress(canonical_json(document), 9),
        },
    )


def revoke_release(session: Session, release_id: ReleaseId, by: str, now: datetime) -> bool:
    """End a release for ever; False where it was revoked before."""
    done = session.execute(
        update(releases)
        .where(releases.c.id == release_id, releases.c.revoked.is_(None))
        .values(revoked=now, revoked_by_name=by)
    )
    return done.rowcount == 1


def releases_in(session: Session, state: StateCode) -> tuple[Release, ...]:
    """Every release of a state, the newest first."""
    rows = session.execute(_DESCRIBED.where(releases.c.state == state))
    return tuple(_as_release(row) for row in rows)


def release_by_id(session: Session, release_id: ReleaseId) -> tuple[Release, Document]:
    """One release, and all that its donor may see. Raises NotFound."""
    found = releases_by_ids(session, [release_id])
    if not found:
        raise NotFound
    return found[0]


def releases_by_ids(
    session: Session, release_ids: Collection[ReleaseId]
) -> tuple[tuple[Release, Document], ...]:
    """These releases with their documents; what is not there is left out."""
    known = [release_id for release_id in release_ids if is_id(release_id)]
    if not known:
        return ()
    query = _DESCRIBED.add_columns(releases.c.document).where(releases.c.id.in_(known))
    return tuple(
        (_as_release(row), json.loads(zlib.decompress(row.document)))
        for row in session.execute(query)
    )


def described(session: Session, release_ids: Collection[ReleaseId]) -> tuple[Release, ...]:
    """These releases without their documents; what is not there is left out."""
    known = [release_id for release_id in release_ids if is_id(release_id)]
    rows = session.execute(_DESCRIBED.where(releases.c.id.in_(known))) if known else ()
    return tuple(_as_release(row) for row in rows)


def open_releases_to(
    session: Session,
    donor_ids: Collection[DonorId],
    now: datetime,
    states: Collection[StateCode] | None = None,
) -> tuple[Release, ...]:
    """What these donors may see now, one of each state or of some: newest cycle, the widest."""
    first = func.row_number().over(
        partition_by=[releases.c.donor_id, releases.c.state],
        order_by=[
            frozen_cycles.c.signed_at.desc(),
            _WIDTH.desc(),
            releases.c.created.desc(),
            releases.c.id,
        ],
    )
    ranked = (
        select(releases.c.id, first.label("place"))
        .join_from(releases, frozen_cycles, releases.c.cycle_id == frozen_cycles.c.cycle_id)
        .where(
            releases.c.donor_id.in_(donor_ids),
            releases.c.revoked.is_(None),
            releases.c.until > now,
            true() if states is None else releases.c.state.in_(states),
        )
        .subquery()
    )
    query = (
        _DESCRIBED.join(ranked, ranked.c.id == releases.c.id)
        .where(ranked.c.place == 1)
        .order_by(None)
        .order_by(releases.c.state)
    )
    return tuple(_as_release(row) for row in session.execute(query))


def unnoted_looks(
    session: Session, release_ids: Collection[ReleaseId], user: UserId, place: str, now: datetime
) -> tuple[ReleaseId, ...]:
    """Those of these releases for which this hour has no line of this person and place yet."""
    query = select(looks.c.release_id).where(
        looks.c.release_id.in_(release_ids),
        looks.c.user_id == user,
        looks.c.place == place,
        looks.c.hour == now.astimezone(UTC).strftime(HOUR),
    )
    noted = {row.release_id for row in session.execute(query)}
    return tuple(release_id for release_id in release_ids if release_id not in noted)


def add_looks(
    session: Session, release_ids: Collection[ReleaseId], looker: Actor, place: str, now: datetime
) -> frozenset[ReleaseId]:
    """Note that somebody looked, once an hour; for which of them the line is new."""
    if not release_ids:
        return frozenset()
    insert = sqlite_insert if session.connection().dialect.name == "sqlite" else postgresql_insert
    lines = [
        {
            "release_id": release_id,
            "user_id": looker.user,
            "place": place,
            "hour": now.astimezone(UTC).strftime(HOUR),
            "at": now,
            "user_name": looker.name,
        }
        for release_id in dict.fromkeys(release_ids)
    ]
    added = session.execute(
        insert(looks).values(lines).on_conflict_do_nothing().returning(looks.c.release_id)
    )
    return frozenset(ReleaseId(row.release_id) for row in added)


def same_release(session: Session, release: Release) -> ReleaseId | None:
    """An open release of the same part of the same cycle to the same donor until the same end."""
    query = select(releases.c.id).where(
        releases.c.cycle_id == release.cycle,
        releases.c.donor_id == release.donor,
        releases.c.scope == release.scope.value,
        releases.c.until == release.until,
        releases.c.revoked.is_(None),
    )
    found = session.execute(query).scalars().first()
    return None if found is None else ReleaseId(found)


def looks_at(session: Session, release_id: ReleaseId) -> tuple[Look, ...]:
    """Who looked at a release, the newest first."""
    query = (
        select(looks.c.user_name, looks.c.place, looks.c.at)
        .where(looks.c.release_id == release_id)
        .order_by(looks.c.at.desc(), looks.c.user_name, looks.c.place)
    )
    return tuple(Look(row.user_name, row.place, row.at) for row in session.execute(query))


def last_looks(session: Session, state: StateCode) -> Mapping[ReleaseId, Look]:
    """The newest look at each release of a state; one that nobody looked at is absent."""
    newest = func.row_number().over(
        partition_by=looks.c.release_id,
        order_by=[looks.c.at.desc(), looks.c.user_name, looks.c.place],
    )
    ranked = (
        select(looks.c.release_id, looks.c.user_name, looks.c.place, looks.c.at)
        .add_columns(newest.label("newest"))
        .join_from(looks, releases, looks.c.release_id == releases.c.id)
        .where(releases.c.state == state)
        .subquery()
    )
    rows = session.execute(select(ranked).where(ranked.c.newest == 1))
    return {ReleaseId(row.release_id): Look(row.user_name, row.place, row.at) for row in rows}


def _as_release(row: Row[Any]) -> Release:
    return Release(
        id=ReleaseId(row.id),
        state=StateCode(row.state),
        cycle=CycleId(row.cycle_id),
        donor=DonorId(row.donor_id),
        donor_name=row.donor_name,
        scope=Scope(row.scope),
        until=row.until,
        created=row.created,
        by=row.author_name,
        revoked=row.revoked,
        revoked_by=row.revoked_by_name,
        summary=summary_in(row.id, row.summary),
    )
