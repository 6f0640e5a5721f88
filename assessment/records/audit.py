"""The audit trail: who did what to what, and when. Rows are added, never changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, String, Table

from assessment.domain.identifiers import StateCode
from assessment.domain.permissions import Actor
from assessment.records.base import Moment, forbid_changes, metadata
from assessment.records.session import Session

audit = Table(
    "audit",
    metadata,
    # SQLite numbers rows by itself only where the type is exactly INTEGER.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    # No foreign key: the trail outlives the person's account.
    Column("actor", String(64)),
    Column("actor_name", String(200)),
    Column("act", String(50), nullable=False),
    Column("subject", String(200), nullable=False),
    # Whose coordinators may read the line; none for what concerns no state.
    Column("state", String(3)),
    Column("detail", JSON, nullable=False),
    Index("ix_audit_state", "state", "id"),
)
forbid_changes(audit)


def record(
    session: Session,
    at: datetime,
    actor: Actor | None,
    act: str,
    subject: str,
    detail: Mapping[str, Any] | None = None,
    *,
    state: StateCode | None = None,
) -> None:
    """Add one line to the trail; `actor` is None for somebody not signed in.

    Coordinators of `state` can read it.
    """
    record_each(session, at, actor, act, [(subject, detail or {}, state)])


def record_each(
    session: Session,
    at: datetime,
    actor: Actor | None,
    act: str,
    lines: Iterable[tuple[str, Mapping[str, Any], StateCode | None]],
) -> None:
    """Add a line for each (subject, detail, state), all in one statement."""
    who: dict[str, Any] = {
        "at": at,
        "actor": None if actor is None else actor.user,
        "actor_name": None if actor is None else actor.name,
        "act": act,
    }
    rows = [
        who | {"subject": subject, "state": state, "detail": dict(detail)}
        for subject, detail, state in lines
    ]
    if rows:
        session.connection().execute(audit.insert(), rows)
