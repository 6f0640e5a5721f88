"""Saving and reading answers: the only writer of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.domain.catalogue import Catalogue, Family, Question
from assessment.domain.cycle import Cycle
from assessment.domain.errors import CatalogueMissing, Fault, Invalid, VersionMissing
from assessment.domain.findings import Assessment
from assessment.domain.identifiers import QUESTION_ID, AreaId, CycleId, QuestionId
from assessment.domain.permissions import Act, Actor, require
from assessment.domain.response import (
    Evidence,
    Layer,
    NoLevel,
    Response,
    Responses,
    national,
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
from assessment.records import evidence as evidence_records
from assessment.records import responses as records
from assessment.records.cycles import cycle_by_id

__all__ = [
    "Assessment",
    "Clash",
    "Conflict",
    "Recorded",
    "Revision",
    "Submission",
    "assessment_of",
    "history_of",
    "levels_of",
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
) -> Recorded:
    """Save one answer as a new revision, merged with what others saved since.

    Sending the same again changes nothing and succeeds. Raises NotFound, NotPermitted,
    CycleClosed, VersionMissing, Invalid, Conflict.
    """
    cycle = cycle_by_id(session, cycle_id, hold=True)
    require(actor, Act.ANSWER, cycle.subject)
    cycle.ensure_open()
    return _record(session, actor, cycle, catalogue, submission, now)


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
                saved.append(_record(session, actor, cycle, catalogue, submission, now))
            except Invalid as error:
                faults += [
                    Fault(fault.code, f"{submission.question}.{fault.place}", fault.values)
                    for fault in error.faults
                ]
        if faults:
            raise Invalid(faults)
    return tuple(saved)


def assessment_of(
    session: Session, actor: Actor, cycle_id: CycleId, area: AreaId | None = None
) -> Assessment:
    """The national answers of a cycle, or of one area of it, in four queries. Raises NotFound."""
    cycle = cycle_by_id(session, cycle_id)
    require(actor, Act.SEE_CYCLE, cycle.subject)
    return _assessment(session, cycle, area)


def levels_of(session: Session, actor: Actor, cycle_id: CycleId) -> tuple[Cycle, Responses]:
    """A cycle and the national levels alone, without texts and evidence: enough for its scores.

    For a save, at a fifth of what `assessment_of` costs. Raises NotFound.
    """
    cycle = cycle_by_id(session, cycle_id)
    require(actor, Act.SEE_CYCLE, cycle.subject)
    layers = records.levels_of(session, cycle_id)
    return cycle, national(layers[Layer.SELF], layers[Layer.CONSENSUS])


def _assessment(session: Session, cycle: Cycle, area: AreaId | None = None) -> Assessment:
    layers = records.answers_of(session, cycle.id, area)
    evidence = evidence_records.evidence_by_question(session, cycle.id, area)
    own = layers[Layer.SELF]
    responses = national(
        {
            question: _response(cycle, question, stored.contents, evidence.get(question, ()))
            for question, stored in own.items()
        },
        {
            question: _response(cycle, question, stored.contents)
            for question, stored in layers[Layer.CONSENSUS].items()
        },
    )
    # Evidence may come before the first answer.
    alone = {
        question: _response(cycle, question, NOTHING, pieces)
        for question, pieces in evidence.items()
        if question not in own
    }
    return Assessment(
        cycle=cycle,
        responses={**alone, **responses},
        versions={question: stored.version for question, stored in own.items()},
        saved={question: (stored.at, stored.by) for question, stored in own.items()},
    )


def history_of(
    session: Session, actor: Actor, cycle_id: CycleId, question: QuestionId
) -> tuple[Revision, ...]:
    """Every saved state of the agencies' answer, the oldest first. Raises NotFound."""
    cycle = cycle_by_id(session, cycle_id)
    require(actor, Act.SEE_CYCLE, cycle.subject)
    if not QUESTION_ID.fullmatch(question):
        return ()
    return records.revisions_of(session, cycle_id, Layer.SELF, question)


def _record(
    session: Session,
    actor: Actor,
    cycle: Cycle,
    catalogue: Catalogue,
    submission: Submission,
    now: datetime,
) -> Recorded:
    question = _asked(cycle, catalogue, submission)
    submission = evened(submission)
    cells = cycle.profile.cells(question)
    faults = answer_faults(submission, cells)
    if faults:
        raise Invalid(faults)
    for _ in range(_ROUNDS):
        stored = records.answer_of(session, cycle.id, Layer.SELF, question.id)
        current = records.former_contents(stored)
        base = 0 if stored is None else stored.version
        merged = _merged(session, cycle, submission, stored)
        _ensure_reason(merged.contents, cells)
        if stored is not None and merged.contents == current:
            response = _response(cycle, question.id, current)
            return Recorded(base, stored.at, stored.by, response, changed=False)
        if merged.contents == NOTHING == current:
            response = _response(cycle, question.id, current)
            return Recorded(base, now, actor.name, response, changed=False)
        save = records.Save(cycle.id, Layer.SELF, question.id, base, current, merged.contents)
        if records.save_answer(session, save, actor, now):
            response = _response(cycle, question.id, merged.contents)
            return Recorded(base + 1, now, actor.name, response, changed=True)
    raise _conflict(session, cycle, submission, ())


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


def _response(
    cycle: Cycle, question: QuestionId, contents: Contents, evidence: tuple[Evidence, ...] = ()
) -> Response:
    scope = cycle.profile.families
    levels = {
        family: answer
        for family, answer in contents.levels.items()
        if family is Family.ALL or family in scope
    }
    return Response(question, levels, contents.comment, contents.reason, evidence)
