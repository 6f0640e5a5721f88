"""What supports an answer. A removed piece stays, marked as removed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    bindparam,
    select,
    update,
)

from assessment.domain.errors import NotFound
from assessment.domain.identifiers import AreaId, CycleId, QuestionId
from assessment.domain.permissions import Actor
from assessment.domain.response import Evidence
from assessment.records.base import Moment, is_id, metadata
from assessment.records.session import Session

evidence = Table(
    "evidence",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("cycle_id", ForeignKey("cycles.id"), nullable=False),
    Column("question_id", String(120), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("title", String(200), nullable=False),
    Column("url", Text, nullable=False),
    Column("filename", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("author", String(64), nullable=False),
    Column("author_name", String(200), nullable=False),
    Column("removed_at", Moment),
    Column("removed_by", String(64)),
    Column("removed_by_name", String(200)),
    CheckConstraint("kind IN ('law', 'document', 'link', 'file')", name="kind"),
    Index("ix_evidence_cycle_id_question_id", "cycle_id", "question_id"),
)


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """One piece of evidence; the parts of a file are empty where there is none."""

    id: str
    question: QuestionId
    kind: str
    title: str
    url: str
    filename: str
    media_type: str
    size: int
    digest: str
    by: str
    at: datetime


_STANDING = (
    select(evidence)
    .where(evidence.c.cycle_id == bindparam("cycle"), evidence.c.removed_at.is_(None))
    .order_by(evidence.c.at, evidence.c.id)
)
_OF_QUESTION = _STANDING.where(evidence.c.question_id == bindparam("question"))
_OF_AREA = _STANDING.where(evidence.c.question_id.like(bindparam("prefix")))


def evidence_by_question(
    session: Session, cycle_id: CycleId, area: AreaId | None = None
) -> Mapping[QuestionId, tuple[Evidence, ...]]:
    """The standing evidence of a cycle, or of one area, the oldest first."""
    connection = session.connection()
    if area is None:
        rows = connection.execute(_STANDING, {"cycle": cycle_id})
    else:
        rows = connection.execute(_OF_AREA, {"cycle": cycle_id, "prefix": f"{area}.%"})
    found: dict[QuestionId, tuple[Evidence, ...]] = {}
    for row in rows:
        question = QuestionId(row.question_id)
        piece = Evidence(row.kind, row.title, row.url)
        found[question] = (*found.get(question, ()), piece)
    return found


def evidence_for(
    session: Session, cycle_id: CycleId, question: QuestionId
) -> tuple[StoredEvidence, ...]:
    """The standing evidence for one question, the oldest first."""
    place = {"cycle": cycle_id, "question": question}
    rows = session.connection().execute(_OF_QUESTION, place)
    return tuple(_as_evidence(row) for row in rows)


def evidence_by_id(session: Session, cycle_id: CycleId, evidence_id: str) -> StoredEvidence:
    """One standing piece of this cycle. Raises NotFound."""
    if not is_id(evidence_id):
        raise NotFound
    query = _STANDING.where(evidence.c.id == evidence_id)
    row = session.connection().execute(query, {"cycle": cycle_id}).one_or_none()
    if row is None:
        raise NotFound
    return _as_evidence(row)


def add_piece(session: Session, cycle_id: CycleId, piece: StoredEvidence, author: Actor) -> None:
    """Keep a new piece."""
    session.connection().execute(
        evidence.insert(),
        {
            "id": piece.id,
            "cycle_id": cycle_id,
            "question_id": piece.question,
            "kind": piece.kind,
            "title": piece.title,
            "url": piece.url,
            "filename": piece.filename,
            "media_type": piece.media_type,
            "size": piece.size,
            "digest": piece.digest,
            "at": piece.at,
            "author": author.user,
            "author_name": author.name,
        },
    )


def mark_removed(session: Session, evidence_id: str, remover: Actor, now: datetime) -> None:
    """Take a piece away from the answer; the row stays."""
    session.connection().execute(
        update(evidence)
        .where(evidence.c.id == evidence_id)
        .values(removed_at=now, removed_by=remover.user, removed_by_name=remover.name)
    )


def _as_evidence(row: Row[Any]) -> StoredEvidence:
    return StoredEvidence(
        id=row.id,
        question=QuestionId(row.question_id),
        kind=row.kind,
        title=row.title,
        url=row.url,
        filename=row.filename,
        media_type=row.media_type,
        size=row.size,
        digest=row.digest,
        by=row.author_name,
        at=row.at,
    )
