"""Saving answers: the only writer of them; reading them is in `assessments`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assessment.domain.catalogue import Catalogue, Family, Question
from assessment.domain.cycle import Cycle
from assessment.domain.errors import (
    CatalogueMissing,
    Fault,
    Invalid,
    VersionMissing,
)
from assessment.domain.findings import Assessment
from assessment.domain.identifiers import CycleId
from assessment.domain.permissions import Act, Actor, require
from assessment.domain.response import (
    Layer,
    NoLevel,
    Response,
)
from assessment.domain.revision import (
    NOTHING,
    Clash,
    Conflict,
    Contents,
    Merge,
    Revision,
    Submission,
    answer_faults,
    evened,
    merge,
    who_set,
)
from assessment.records import responses as records
from assessment.records.cycles import cycle_by_id
from assessment.records.session import Session
from assessment.services.assessments import (
    Known,
    assessment_of,
    history_of,
    known_of,
    response_of,
)

__all__ = [
    "Assessment",
    "Clash",
    "Conflict",
    "Known",
    "Recorded",
    "Revision",
    "Submission",
    "assessment_of",
    "history_of",
    "known_of",
    "record_many",
    "record_response",
]

# On PostgreSQL others may save between the look and the save; each round merges anew.
_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Recorded:
    """What stands after a save; `changed` is False where it stood so before."""

    version: int
    at: datetime
    by: str
    response: Response
    changed: bool


def record_response(
    session: Session,
    actor: Actor,
    cycle_id: CycleId,
    catalogue: Catalogue,
    submission: Submission,
    now: datetime,
    known: Known | None = None,
) -> Recorded:
    """Save one answer as a new revision, merged with what others saved since.

    Sending the same again changes nothing and succeeds. With `known` the database is only
    written, so that nobody waits while one reads; where it has changed since, all is read
    again. Raises NotFound, NotPermitted, CycleClosed, VersionMissing, Invalid, Conflict.
    """
    cycle = cycle_by_id(session, cycle_id, hold=True) if known is None else known.cycle
    require(actor, Act.ANSWER, cycle.subject)
    cycle.ensure_open()
    submission, cells = _checked(cycle, catalogue, submission)
    if known is None:
        return _record(session, actor, cycle, submission, cells, now)
    if submission.version == (known.stored.version if known.stored else 0):
        recorded = _save(session, actor, cycle, submission, cells, known.stored, now)
        if recorded is not None:
            return recorded
    return record_response(session, actor, cycle_id, catalogue, submission, now)


def record_many(
    session: Session,
    actor: Actor,
    cycle_id: CycleId,
    catalogue: Catalogue,
    submissions: Sequence[Submission],
    now: datetime,
) -> tuple[Recorded, ...]:
    """Save many answers, all or none (a workbook).

    Raises what `record_response` does; Invalid carries the faults of all submissions, each
    place beginning with the question.
    """
    cycle = cycle_by_id(session, cycle_id, hold=True)
    require(actor, Act.IMPORT_WORKBOOK, cycle.subject)
    cycle.ensure_open()
    faults: list[Fault] = []
    saved: list[Recorded] = []
    with session.begin_nested():
        # One order for everybody, so that two imports cannot wait for each other.
        for submission in sorted(submissions, key=lambda each: each.question):
            try:
                checked, cells = _checked(cycle, catalogue, submission)
                saved.append(_record(session, actor, cycle, checked, cells, now))
            except Invalid as error:
                faults += [
                    Fault(fault.code, f"{submission.question}.{fault.place}", fault.values)
                    for fault in error.faults
                ]
        if faults:
            raise Invalid(faults)
    return tuple(saved)


def _checked(
    cycle: Cycle, catalogue: Catalogue, submission: Submission
) -> tuple[Submission, tuple[Family, ...]]:
    question = _asked(cycle, catalogue, submission)
    submission = evened(submission)
    cells = cycle.profile.cells(question)
    faults = answer_faults(submission, cells)
    if faults:
        raise Invalid(faults)
    return submission, cells


def _record(
    session: Session,
    actor: Actor,
    cycle: Cycle,
    submission: Submission,
    cells: Sequence[Family],
    now: datetime,
) -> Recorded:
    for _ in range(_ROUNDS):
        stored = records.answer_of(session, cycle.id, Layer.SELF, submission.question)
        recorded = _save(session, actor, cycle, submission, cells, stored, now)
        if recorded is not None:
            return recorded
    raise _conflict(session, cycle, submission, ())


def _save(
    session: Session,
    actor: Actor,
    cycle: Cycle,
    submission: Submission,
    cells: Sequence[Family],
    stored: records.Stored | None,
    now: datetime,
) -> Recorded | None:
    """Save over what is stored; None where that, or the cycle, is no longer so."""
    question = submission.question
    current = records.former_contents(stored)
    base = 0 if stored is None else stored.version
    merged = _merged(session, cycle, submission, stored)
    _ensure_reason(merged.contents, cells)
    if merged.contents == current:
        at, by = (now, actor.name) if stored is None else (stored.at, stored.by)
        return Recorded(base, at, by, response_of(cycle, question, current), changed=False)
    save = records.Save(cycle, Layer.SELF, question, base, current, merged.contents)
    if not records.save_answer(session, save, actor, now):
        return None
    response = response_of(cycle, question, merged.contents)
    return Recorded(base + 1, now, actor.name, response, changed=True)


def _asked(cycle: Cycle, catalogue: Catalogue, submission: Submission) -> Question:
    if catalogue.digest != cycle.catalogue_digest:
        raise CatalogueMissing(cycle.catalogue_digest)
    question = catalogue.question_by_id.get(submission.question)
    if question is None or not cycle.profile.cells(question):
        raise Invalid([Fault("unknown_question", "question")])
    if submission.version is None:
        raise VersionMissing
    return question


def _merged(
    session: Session, cycle: Cycle, submission: Submission, stored: records.Stored | None
) -> Merge:
    current = records.former_contents(stored)
    version = 0 if stored is None else stored.version
    if submission.version == version:
        return merge(current, current, submission)
    assert submission.version is not None
    if not 0 <= submission.version < version:
        raise Invalid([Fault("unknown_version", "version")])
    base = _base_of(session, cycle, submission)
    merged = merge(NOTHING if base is None else base.contents, current, submission)
    if merged.clashes:
        raise _conflict(session, cycle, submission, merged.clashes)
    return merged


def _base_of(session: Session, cycle: Cycle, submission: Submission) -> Revision | None:
    if not submission.version:
        return None
    since = submission.version
    trail = records.revisions_of(session, cycle.id, Layer.SELF, submission.question, since)
    return trail[0]


def _conflict(
    session: Session, cycle: Cycle, submission: Submission, clashes: tuple[str, ...]
) -> Conflict:
    since = submission.version or 0
    trail = records.revisions_of(session, cycle.id, Layer.SELF, submission.question, since)
    base = trail[0] if since else None
    later = trail[1:] if since else trail
    return Conflict(
        submission.question,
        trail[-1],
        submission,
        base,
        tuple(who_set(field, base, later, submission) for field in clashes),
    )


def _ensure_reason(contents: Contents, cells: Sequence[Family]) -> None:
    levels = contents.levels
    if not contents.reason and any(
        levels.get(family) is NoLevel.NOT_APPLICABLE for family in cells
    ):
        raise Invalid([Fault("reason_missing", "reason")])
