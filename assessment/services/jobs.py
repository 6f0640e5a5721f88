"""Asking for background work, doing it, and fetching what came of it."""

from datetime import datetime
from pathlib import Path
from typing import Any

from assessment.domain.errors import NotFound
from assessment.domain.identifiers import CycleId, ReleaseId, WorkshopId
from assessment.domain.permissions import Act, Actor, Subject, require
from assessment.records import jobs as records
from assessment.records.base import new_id
from assessment.records.cycles import cycle_by_id
from assessment.records.files import REPORTS, file_of, store_file
from assessment.records.jobs import STALE_AFTER, Job, JobStatus
from assessment.records.session import Session
from assessment.services.comparisons import released_part
from assessment.services.workshops import workshop_of

__all__ = [
    "STALE_AFTER",
    "Job",
    "JobStatus",
    "ask_for_released_report",
    "ask_for_report",
    "ask_for_workshop_report",
    "beat",
    "fail",
    "finish",
    "job_of",
    "next_job",
    "open_released_result",
    "open_result",
    "open_workshop_result",
    "released_job_of",
    "released_reports_of",
    "reports_of",
    "workshop_job_of",
    "workshop_reports_of",
]

# What a job makes; the worker has a paper for each (reports.papers).
REPORT = "report"
RELEASE = "release"  # about a release: what a donor may see of a cycle
WORKSHOP = "workshop"  # about a workshop: what was voted and agreed
MOST_LISTED = 20
# Jobs of every state wait in one line; only the operator, who serves every state, takes one.
_EVERY_STATE = Subject()


def ask_for_report(session: Session, actor: Actor, cycle_id: CycleId, now: datetime) -> Job:
    """Ask for the PDF of a cycle. Asking again before it is begun gives the same job.

    Raises NotFound and NotPermitted.
    """
    cycle = cycle_by_id(session, cycle_id, hold=True)
    require(actor, Act.MAKE_REPORT, cycle.subject)
    return _asked(session, actor, REPORT, cycle_id, "", now)


def job_of(session: Session, actor: Actor, cycle_id: CycleId, job_id: str) -> Job:
    """One report of a cycle. Raises NotFound."""
    cycle = cycle_by_id(session, cycle_id)
    require(actor, Act.MAKE_REPORT, cycle.subject)
    return _job(session, REPORT, cycle_id, "", job_id)


def reports_of(session: Session, actor: Actor, cycle_id: CycleId) -> tuple[Job, ...]:
    """The reports asked for in a cycle, the newest first, twenty at most. Raises NotFound."""
    cycle = cycle_by_id(session, cycle_id)
    require(actor, Act.MAKE_REPORT, cycle.subject)
    return records.jobs_in(session, REPORT, cycle_id, "", MOST_LISTED)


def open_result(
    session: Session, actor: Actor, cycle_id: CycleId, job_id: str, store: Path
) -> tuple[Job, Path]:
    """A finished report and its file, to be sent as an attachment. Raises NotFound."""
    cycle = cycle_by_id(session, cycle_id)
    require(actor, Act.MAKE_REPORT, cycle.subject)
    return _result(_job(session, REPORT, cycle_id, "", job_id), store)


def ask_for_workshop_report(
    session: Session, actor: Actor, cycle_id: CycleId, workshop_id: WorkshopId, now: datetime
) -> Job:
    """Ask for the PDF of a workshop's report. Raises NotFound and NotPermitted."""
    room = workshop_of(session, actor, cycle_id, workshop_id)
    return _asked(session, actor, WORKSHOP, cycle_id, room.workshop.id, now)


def workshop_job_of(
    session: Session, actor: Actor, cycle_id: CycleId, workshop_id: WorkshopId, job_id: str
) -> Job:
    """One PDF of a workshop's report. Raises NotFound and NotPermitted."""
    room = workshop_of(session, actor, cycle_id, workshop_id)
    return _job(session, WORKSHOP, cycle_id, room.workshop.id, job_id)


def workshop_reports_of(
    session: Session, actor: Actor, cycle_id: CycleId, workshop_id: WorkshopId
) -> tuple[Job, ...]:
    """The PDFs asked for of a workshop, the newest first. Raises NotFound and NotPermitted."""
    room = workshop_of(session, actor, cycle_id, workshop_id)
    return records.jobs_in(session, WORKSHOP, cycle_id, room.workshop.id, MOST_LISTED)


def open_workshop_result(
    session: Session,
    actor: Actor,
    cycle_id: CycleId,
    workshop_id: WorkshopId,
    job_id: str,
    store: Path,
) -> tuple[Job, Path]:
    """A finished PDF of a workshop's report and its file. Raises NotFound and NotPermitted."""
    return _result(workshop_job_of(session, actor, cycle_id, workshop_id, job_id), store)


def ask_for_released_report(
    session: Session, actor: Actor, release_id: ReleaseId, now: datetime
) -> Job:
    """Ask for the PDF of a release. Raises NotFound, and ReleaseEnded where it has ended."""
    release, _document = released_part(session, actor, release_id, now)
    return _asked(session, actor, RELEASE, release.cycle, release.id, now)


def released_job_of(
    session: Session, actor: Actor, release_id: ReleaseId, job_id: str, now: datetime
) -> Job:
    """One PDF of a release. Raises NotFound, and ReleaseEnded where it has ended."""
    release, _document = released_part(session, actor, release_id, now)
    return _job(session, RELEASE, release.cycle, release.id, job_id)


def released_reports_of(
    session: Session, actor: Actor, release_id: ReleaseId, now: datetime
) -> tuple[Job, ...]:
    """The PDFs asked for of a release, the newest first. Raises NotFound, ReleaseEnded."""
    release, _document = released_part(session, actor, release_id, now)
    return records.jobs_in(session, RELEASE, release.cycle, release.id, MOST_LISTED)


def open_released_result(
    session: Session,
    actor: Actor,
    release_id: ReleaseId,
    job_id: str,
    store: Path,
    now: datetime,
) -> tuple[Job, Path]:
    """A finished PDF of a release and its file; gone with the release. Raises as above."""
    return _result(released_job_of(session, actor, release_id, job_id, now), store)


# Every kind of job has its own doors, which ask the policy first; behind them all are alike.


def _asked(
    session: Session, actor: Actor, kind: str, cycle_id: CycleId, about: str, now: datetime
) -> Job:
    """A new job, or the one that this person asked for before and nobody has begun yet."""
    waiting = records.waiting_job(session, kind, cycle_id, about, actor)
    if waiting is not None:
        return waiting
    job = Job(
        id=new_id(),
        kind=kind,
        cycle=cycle_id,
        asked_by=actor.name,
        asked_at=now,
        status=JobStatus.WAITING,
        progress=0,
        step="",
        attempt=0,
        about=about,
    )
    records.add_job(session, job, actor)
    return job


def _job(session: Session, kind: str, cycle_id: CycleId, about: str, job_id: str) -> Job:
    job = records.job_by_id(session, job_id)
    if (job.kind, job.cycle, job.about) != (kind, cycle_id, about):
        raise NotFound
    return job


def _result(job: Job, store: Path) -> tuple[Job, Path]:
    if job.status is not JobStatus.DONE:
        raise NotFound
    path = file_of(store, REPORTS, job.digest)
    if not path.is_file():
        raise NotFound
    return job, path


def next_job(session: Session, actor: Actor, now: datetime) -> Job | None:
    """Take the oldest job that waits, or whose worker is dead; None where there is none.

    The worker commits at once, then calls `beat` more often than every `STALE_AFTER`.
    """
    require(actor, Act.RUN_JOBS, _EVERY_STATE)
    return records.claim_job(session, now)


def beat(session: Session, actor: Actor, job: Job, progress: int, step: str, now: datetime) -> bool:
    """Say that the work goes on, how far (0 to 100) and at which step (a code).

    False where the job was given to another worker: stop.
    """
    require(actor, Act.RUN_JOBS, _EVERY_STATE)
    shown = max(0, min(100, progress))
    return records.change_running(session, job, {"progress": shown, "step": step, "beaten_at": now})


def finish(
    session: Session, actor: Actor, job: Job, result: bytes, store: Path, now: datetime
) -> bool:
    """Keep the result under `store` (OCTANT_DATA); False where another worker has the job."""
    require(actor, Act.RUN_JOBS, _EVERY_STATE)
    digest = store_file(store, REPORTS, result)
    done: dict[str, Any] = {
        "status": JobStatus.DONE.value,
        "progress": 100,
        "finished_at": now,
        "digest": digest,
        "size": len(result),
    }
    return records.change_running(session, job, done)


def fail(session: Session, actor: Actor, job: Job, error: str, now: datetime) -> bool:
    """Mark a job as failed, with a code; False where another worker has it."""
    require(actor, Act.RUN_JOBS, _EVERY_STATE)
    failed = {"status": JobStatus.FAILED.value, "error": error, "finished_at": now}
    return records.change_running(session, job, failed)
