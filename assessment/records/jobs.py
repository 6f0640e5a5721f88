"""Background work: the table is the truth, whoever works asks it what waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
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
    select,
    update,
)

from assessment.domain.errors import NotFound
from assessment.domain.identifiers import CycleId
from assessment.domain.permissions import Actor
from assessment.records.base import Moment, is_id, metadata
from assessment.records.session import Session


class JobStatus(StrEnum):
    """How far a job has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


# A worker that has not beaten for so long is taken for dead, and its job offered again.
STALE_AFTER = timedelta(minutes=2)
MOST_ATTEMPTS = 3
GAVE_UP = "gave_up"


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of background work; `progress` from 0 to 100, `step` a code, `error` a code.

    `attempt` counts the workers that took it; one that was taken for dead can no longer
    write to it. `digest` and `size` belong to the result. `about` names what it is about within
    its cycle, a workshop or a release; empty for the cycle itself.
    """

    id: str
    kind: str
    cycle: CycleId
    asked_by: str
    asked_at: datetime
    status: JobStatus
    progress: int
    step: str
    attempt: int
    finished_at: datetime | None = None
    digest: str = ""
    size: int = 0
    error: str = ""
    about: str = ""


jobs = Table(
    "jobs",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("cycle_id", ForeignKey("cycles.id"), nullable=False, index=True),
    # What it is about within the cycle: a workshop or a release; empty for the cycle itself.
    Column("about", String(16), nullable=False, server_default=""),
    Column("asked_by", String(64), nullable=False),
    Column("asked_by_name", String(200), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("status", String(10), nullable=False),
    Column("progress", Integer, nullable=False),
    Column("step", String(50), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("beaten_at", Moment),
    Column("finished_at", Moment),
    Column("digest", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("error", String(50), nullable=False),
    CheckConstraint("status IN ('waiting', 'running', 'done', 'failed')", name="status"),
    CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
    Index("ix_jobs_status_asked_at", "status", "asked_at"),
)


def add_job(session: Session, job: Job, asker: Actor) -> None:
    """A new job that waits."""
    session.connection().execute(
        jobs.insert(),
        {
            "id": job.id,
            "kind": job.kind,
            "cycle_id": job.cycle,
            "about": job.about,
            "asked_by": asker.user,
            "asked_by_name": asker.name,
            "asked_at": job.asked_at,
            "status": job.status.value,
            "progress": job.progress,
            "step": job.step,
            "attempt": job.attempt,
            "digest": job.digest,
            "size": job.size,
            "error": job.error,
        },
    )


def waiting_job(
    session: Session, kind: str, cycle_id: CycleId, about: str, asker: Actor
) -> Job | None:
    """The same work, asked for by the same person, that nobody has begun yet."""
    query = select(jobs).where(
        jobs.c.cycle_id == cycle_id,
        jobs.c.kind == kind,
        jobs.c.about == about,
        jobs.c.asked_by == asker.user,
        jobs.c.status == JobStatus.WAITING.value,
    )
    row = session.connection().execute(query.limit(1)).one_or_none()
    return None if row is None else _as_job(row)


def job_by_id(session: Session, job_id: str) -> Job:
    """One job. Raises NotFound."""
    if not is_id(job_id):
        raise NotFound
    row = session.connection().execute(select(jobs).where(jobs.c.id == job_id)).one_or_none()
    if row is None:
        raise NotFound
    return _as_job(row)


def jobs_in(
    session: Session, kind: str, cycle_id: CycleId, about: str, most: int
) -> tuple[Job, ...]:
    """The jobs of one kind about one thing of a cycle, the newest first."""
    query = (
        select(jobs)
        .where(jobs.c.cycle_id == cycle_id, jobs.c.kind == kind, jobs.c.about == about)
        .order_by(jobs.c.asked_at.desc(), jobs.c.id)
        .limit(most)
    )
    return tuple(_as_job(row) for row in session.connection().execute(query))


def claim_job(session: Session, now: datetime) -> Job | None:
    """Take the oldest job that waits, or whose worker is dead; None where there is none.

    Two workers never take the same: the claim names the attempt it was seen at. A job that
    outlived three workers fails instead.
    """
    connection = session.connection()
    is_stale = (jobs.c.status == JobStatus.RUNNING.value) & (jobs.c.beaten_at < now - STALE_AFTER)
    offered = (jobs.c.status == JobStatus.WAITING.value) | is_stale
    query = select(jobs.c.id, jobs.c.attempt).where(offered).order_by(jobs.c.asked_at).limit(1)
    while (row := connection.execute(query).one_or_none()) is not None:
        gives_up = row.attempt >= MOST_ATTEMPTS
        status = JobStatus.FAILED if gives_up else JobStatus.RUNNING
        changes: dict[str, Any] = {"status": status.value}
        if gives_up:
            changes |= {"error": GAVE_UP, "finished_at": now}
        else:
            changes |= {"attempt": row.attempt + 1, "beaten_at": now, "progress": 0, "step": ""}
        claimed = connection.execute(
            update(jobs)
            .where(jobs.c.id == row.id, jobs.c.attempt == row.attempt, offered)
            .values(changes)
        )
        if claimed.rowcount == 1 and not gives_up:
            return job_by_id(session, row.id)
    return None


def change_running(session: Session, job: Job, changes: dict[str, Any]) -> bool:
    """Change a job that this attempt still runs; False where it was taken away."""
    changed = session.connection().execute(
        update(jobs)
        .where(
            jobs.c.id == job.id,
            jobs.c.attempt == job.attempt,
            jobs.c.status == JobStatus.RUNNING.value,
        )
        .values(changes)
    )
    return changed.rowcount == 1


def _as_job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        cycle=CycleId(row.cycle_id),
        asked_by=row.asked_by_name,
        asked_at=row.asked_at,
        status=JobStatus(row.status),
        progress=row.progress,
        step=row.step,
        attempt=row.attempt,
        finished_at=row.finished_at,
        digest=row.digest,
        size=row.size,
        error=row.error,
        about=row.about,
    )
