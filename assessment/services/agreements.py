"""What workshops agreed: written as the consensus answer, read with its source, set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assessment.domain.catalogue import Family
from assessment.domain.cycle import Cycle
from assessment.domain.errors import Fault, Invalid, VersionMissing
from assessment.domain.identifiers import QUESTION_ID, CycleId, QuestionId
from assessment.domain.permissions import Act, Actor, require
from assessment.domain.response import Answer, Layer, NoLevel
from assessment.domain.revision import NOTHING, Conflict, Contents, Submission, answer_faults
from assessment.domain.texts import clean, text_faults
from assessment.domain.workshop import AgreementMoved, EventKind, Workshop
from assessment.domain.workshop_events import fold, set_aside_body
from assessment.records import audit
from assessment.records import responses as records
from assessment.records.agreements import versions_in
from assessment.records.cycles import cycle_by_id
from assessment.records.session import Session
from assessment.records.workshops import (
    add_event,
    agreement_on,
    events_of_many,
    held_workshop,
    workshops_in,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a group agreed on every cell of a question; `dissent` says who did not, and why.

    `round` and `version` are what the group had before it: the newest vote on the question, and
    the version of its agreed answer; 0 for none.
    """

    question: QuestionId
    levels: Mapping[Family, Answer]
    reason: str = ""
    dissent: str = ""
    round: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where an agreed answer comes from: the workshop, its vote (0 for none), the dissent."""

    workshop: Workshop
    round: int
    dissent: str


def source_of(session: Session, actor: Actor, cycle: Cycle, question: QuestionId) -> Source | None:
    """Where the newest agreement on a question comes from, by one query.

    Raises NotFound, NotPermitted.
    """
    require(actor, Act.SEE_CYCLE, cycle.subject)
    found = agreement_on(session, cycle.id, question)
    if found is None:
        return None
    workshop, event = found
    return Source(workshop, event.body["round"], event.body["dissent"])


def checked_agreement(decision: Decision, cells: Sequence[Family]) -> Decision:
    """A decision with even texts and its levels in the order of the cells. Raises Invalid.

    Every one of the `cells` of its question needs an answer.
    """
    levels, reason, dissent = decision.levels, clean(decision.reason), clean(decision.dissent)
    faults = answer_faults(Submission(decision.question, 0, levels, None, reason), cells)
    faults += text_faults("dissent", dissent)
    faults += [
        Fault("level_missing", f"levels.{family}", (("family", family),))
        for family in cells
        if levels.get(family) is None
    ]
    if not reason and NoLevel.NOT_APPLICABLE in levels.values():
        faults.append(Fault("reason_missing", "reason"))
    if faults:
        raise Invalid(faults)
    ordered = {family: levels[family] for family in cells}
    return replace(decision, levels=ordered, reason=reason, dissent=dissent)


def versions_of(session: Session, actor: Actor, cycle: Cycle) -> Mapping[QuestionId, int]:
    """The version of each agreed answer of a cycle, those that were set aside among them.

    A question that no workshop ever agreed on is missing. Raises NotFound, NotPermitted.
    """
    require(actor, Act.SEE_CYCLE, cycle.subject)
    return versions_in(session, cycle.id)


def record_agreement(
    session: Session,
    actor: Actor,
    cycle: Cycle,
    decision: Decision,
    now: datetime,
) -> int:
    """Write the consensus answer to a question of a cycle that is held; gives its version.

    Raises NotFound, NotPermitted, CycleClosed, and AgreementMoved where the answer is no longer
    the one that the group had before it.
    """
    require(actor, Act.RUN_WORKSHOP, cycle.subject)
    cycle.ensure_open()
    question, contents = decision.question, Contents(decision.levels, "", decision.reason)
    stored = records.answer_of(session, cycle.id, Layer.CONSENSUS, question)
    version = 0 if stored is None else stored.version
    if version != decision.version:
        raise AgreementMoved
    # Another workshop on this cycle may agree on the question at the same moment.
    if not _save(session, actor, cycle, question, stored, contents, now):
        raise AgreementMoved
    return version + 1


def set_aside(
    session: Session,
    actor: Actor,
    cycle_id: CycleId,
    question: QuestionId,
    version: int | None,
    reason: str,
    now: datetime,
) -> None:
    """Take an agreed answer back, so that the agencies' own counts again.

    The workshops that agreed on it say so from now on, also those that are closed. `version` is
    that of the agreement on the page. Raises NotFound, NotPermitted, CycleClosed,
    VersionMissing, Invalid without a reason, Conflict where it is no longer the one agreed.
    """
    cycle = cycle_by_id(session, cycle_id, hold=True)
    require(actor, Act.RUN_WORKSHOP, cycle.subject)
    cycle.ensure_open()
    if version is None:
        raise VersionMissing
    reason = clean(reason)
    faults = text_faults("set-aside-reason", reason)
    if not reason:
        faults.append(Fault("set_aside_reason_missing", "set-aside-reason"))
    if faults:
        raise Invalid(faults)
    # The workshops before the answer, as `agree` holds them: else two could wait for each other.
    rooms = _rooms_agreed_on(session, cycle.id, question)
    stored = None
    if QUESTION_ID.fullmatch(question):
        stored = records.answer_of(session, cycle.id, Layer.CONSENSUS, question)
    if stored is None or stored.version != version or not stored.contents.levels:
        raise Conflict(question, None, None, None)
    if not _save(session, actor, cycle, question, stored, NOTHING, now):
        raise Conflict(question, None, None, None)
    body = set_aside_body(question, reason)
    for workshop in rooms:
        add_event(session, workshop, actor, EventKind.SET_ASIDE, body, now)
    detail = {"question": question, "reason": reason}
    audit.record(session, now, actor, "set_aside", cycle.id, detail, state=cycle.state)


def _rooms_agreed_on(
    session: Session, cycle_id: CycleId, question: QuestionId
) -> tuple[Workshop, ...]:
    """The workshops in which an agreement on a question stands, each held."""
    found = {each.id: each for each in workshops_in(session, cycle_id)}
    events = events_of_many(session, found)
    agreed = [each for each in events if question in fold(events[each]).agreed]
    return tuple(held_workshop(session, found[each]) for each in sorted(agreed))


def _save(
    session: Session,
    actor: Actor,
    cycle: Cycle,
    question: QuestionId,
    stored: records.Stored | None,
    contents: Contents,
    now: datetime,
) -> bool:
    base = 0 if stored is None else stored.version
    former = records.former_contents(stored)
    save = records.Save(cycle, Layer.CONSENSUS, question, base, former, contents)
    return records.save_answer(session, save, actor, now)
