"""Running a workshop: open it, put questions to the vote, reveal, agree, close."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from assessment.domain.catalogue import Catalogue, Question
from assessment.domain.cycle import Cycle
from assessment.domain.errors import CatalogueMissing, Fault, Invalid, NotFound
from assessment.domain.identifiers import CycleId, QuestionId, WorkshopId
from assessment.domain.permissions import Act, Actor, require
from assessment.domain.texts import LONGEST_TITLE, one_line, text_faults
from assessment.domain.workshop import (
    AgendaPoint,
    EventKind,
    Participant,
    Room,
    RoundClosed,
    Workshop,
    WorkshopClosed,
)
from assessment.domain.workshop_events import (
    agenda_body,
    agreed_body,
    fold,
    revealed_body,
    round_body,
    taken_back,
)
from assessment.records import audit, rooms
from assessment.records import workshops as records
from assessment.records.agreements import taken_back_in
from assessment.records.base import new_id
from assessment.records.cycles import cycle_by_id
from assessment.records.session import Session
from assessment.services.agendas import propose_agenda
from assessment.services.agreements import Decision, checked_agreement, record_agreement

__all__ = [
    "Decision",
    "agree",
    "close_workshop",
    "open_workshop",
    "participants_of",
    "propose_agenda",
    "put_to_vote",
    "reveal",
    "set_agenda",
    "workshop_of",
    "workshops_of",
]

# Without 0, 1, I, L, O and U: a code is read from a wall and typed on a phone.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 6
# Nobody holds a workshop so far from now: the year was mistyped.
FAR_AWAY = timedelta(days=2 * 365)


def open_workshop(
    session: Session,
    actor: Actor,
    cycle_id: CycleId,
    title: str,
    begins: datetime,
    ends: datetime,
    now: datetime,
) -> Workshop:
    """A new workshop on a cycle, with a code of its own; its agenda is empty.

    Raises NotFound, NotPermitted, CycleClosed, Invalid with faults at "title" and "ends".
    """
    cycle = cycle_by_id(session, cycle_id, hold=True)
    require(actor, Act.RUN_WORKSHOP, cycle.subject)
    cycle.ensure_open()
    title = one_line(title)
    faults = text_faults("title", title, LONGEST_TITLE)
    if not title:
        faults.append(Fault("workshop_title_missing", "title"))
    if ends <= begins:
        faults.append(Fault("ends_before_it_begins", "ends"))
    faults += [
        Fault("workshop_far_away", place)
        for place, moment in (("begins", begins), ("ends", ends))
        if abs(moment - now) > FAR_AWAY
    ]
    if faults:
        raise Invalid(faults)
    workshop = Workshop(
        id=WorkshopId(new_id()),
        cycle=cycle.id,
        state=cycle.state,
        title=title,
        code=_fresh_code(session),
        begins=begins,
        ends=ends,
        created=now,
        version=cycle.version + 1,
    )
    records.add_workshop(session, workshop)
    records.add_event(session, workshop, actor, EventKind.OPENED, {"title": title}, now)
    _note(session, actor, workshop, "open_workshop", now, title=title)
    return workshop


def workshops_of(session: Session, actor: Actor, cycle_id: CycleId) -> tuple[Workshop, ...]:
    """The workshops on a cycle, the newest first. Raises NotFound, NotPermitted."""
    cycle = cycle_by_id(session, cycle_id)
    require(actor, Act.SEE_WORKSHOP, cycle.subject)
    return records.workshops_in(session, cycle.id)


def workshop_of(session: Session, actor: Actor, cycle_id: CycleId, workshop_id: WorkshopId) -> Room:
    """A workshop of a cycle, as it stands. Raises NotFound, NotPermitted."""
    cycle = cycle_by_id(session, cycle_id)
    require(actor, Act.SEE_WORKSHOP, cycle.subject)
    workshop = records.workshop_by_id(session, workshop_id)
    if workshop.cycle != cycle.id:
        raise NotFound(workshop_id)
    present, voted = rooms.counts_in(session, workshop.id, workshop.open_round)
    state = fold(records.events_of(session, workshop.id))
    # Before setting aside was an event, only the empty answer told of it.
    for question, aside in taken_back_in(session, cycle.id).items():
        state = taken_back(state, question, aside)
    return Room(workshop, state, present, voted)


def participants_of(
    session: Session, actor: Actor, workshop_id: WorkshopId
) -> tuple[Participant, ...]:
    """Who joined a workshop, by agency. Raises NotFound, NotPermitted."""
    workshop = records.workshop_by_id(session, workshop_id)
    cycle = cycle_by_id(session, workshop.cycle)
    require(actor, Act.SEE_WORKSHOP, cycle.subject)
    return rooms.participants_in(session, workshop.id)


def set_agenda(
    session: Session,
    actor: Actor,
    workshop_id: WorkshopId,
    catalogue: Catalogue,
    points: Sequence[AgendaPoint],
    now: datetime,
) -> None:
    """Put these questions on the agenda, in this order, instead of the former ones.

    Raises NotFound, NotPermitted, CycleClosed, WorkshopClosed, and Invalid for a question that
    this state is not asked or that stands there twice.
    """
    workshop, cycle = _run(session, actor, workshop_id)
    cycle.ensure_open()
    asked = [_asked(cycle, catalogue, point.question, "questions") for point in points]
    if len({question.id for question in asked}) < len(asked):
        raise Invalid([Fault("question_twice", "questions")])
    records.add_event(session, workshop, actor, EventKind.AGENDA, agenda_body(points), now)


def put_to_vote(
    session: Session,
    actor: Actor,
    workshop_id: WorkshopId,
    question: QuestionId,
    catalogue: Catalogue,
    now: datetime,
) -> int:
    """Begin a round of votes on a question; gives its number.

    Raises NotFound, NotPermitted, CycleClosed, WorkshopClosed, and Invalid where another round
    is open or this state is not asked the question.
    """
    workshop, cycle = _run(session, actor, workshop_id)
    cycle.ensure_open()
    asked = _asked(cycle, catalogue, question)
    _ensure_no_open_round(workshop)
    newest = records.last_round(session, workshop.id)
    number = 1 if newest is None else newest.body["round"] + 1
    families = cycle.profile.cells(asked)
    rooms.begin_count(session, workshop.id, number, families)
    body = round_body(number, asked.id, families)
    records.add_event(session, workshop, actor, EventKind.ROUND, body, now)
    records.change_round(session, workshop.id, number)
    return number


def reveal(session: Session, actor: Actor, workshop_id: WorkshopId, now: datetime) -> None:
    """Close the open round and show its votes to everybody.

    A ballot is either counted in them or refused. Raises NotFound, NotPermitted,
    WorkshopClosed, and RoundClosed where no round is open.
    """
    workshop, _cycle = _run(session, actor, workshop_id)
    number = workshop.open_round
    if not number:
        raise RoundClosed(workshop_id)
    records.change_round(session, workshop.id, 0)
    votes = rooms.votes_in(session, workshop.id, number)
    present, voted = rooms.counts_in(session, workshop.id, number)
    rooms.end_count(session, workshop.id, number)
    body = revealed_body(number, votes, voted, present)
    records.add_event(session, workshop, actor, EventKind.REVEALED, body, now)


def agree(
    session: Session,
    actor: Actor,
    workshop_id: WorkshopId,
    catalogue: Catalogue,
    decision: Decision,
    now: datetime,
) -> None:
    """Record what the group agreed on every cell of a question: the consensus answer at once.

    It comes after the newest vote on the question, if any. Raises NotFound, NotPermitted,
    CycleClosed, WorkshopClosed, and Invalid: a cell without an answer, "not applicable" without
    a reason, a text that cannot be kept, a round that is still open.
    """
    workshop, cycle = _run(session, actor, workshop_id)
    cycle.ensure_open()
    asked = _asked(cycle, catalogue, decision.question)
    _ensure_no_open_round(workshop)
    agreed = checked_agreement(decision, cycle.profile.cells(asked))
    votes = fold(records.events_of(session, workshop.id)).rounds_on(asked.id)
    body = agreed_body(
        votes[-1] if votes else None, asked.id, agreed.levels, agreed.reason, agreed.dissent
    )
    record_agreement(session, actor, cycle, agreed, now)
    records.add_event(session, workshop, actor, EventKind.AGREED, body, now)
    _note(session, actor, workshop, "agree", now, question=asked.id)


def close_workshop(session: Session, actor: Actor, workshop_id: WorkshopId, now: datetime) -> None:
    """End a workshop; what was agreed stays.

    Raises NotFound, NotPermitted, WorkshopClosed, and Invalid where a round is open.
    """
    workshop, _cycle = _run(session, actor, workshop_id)
    _ensure_no_open_round(workshop)
    records.close_workshop(session, workshop.id, now)
    records.add_event(session, workshop, actor, EventKind.CLOSED, {}, now)
    _note(session, actor, workshop, "close_workshop", now)


def _run(session: Session, actor: Actor, workshop_id: WorkshopId) -> tuple[Workshop, Cycle]:
    """The workshop, held for whoever runs it, and its cycle, which nobody signs off meanwhile."""
    workshop = records.workshop_by_id(session, workshop_id)
    cycle = cycle_by_id(session, workshop.cycle, hold=True)
    require(actor, Act.RUN_WORKSHOP, cycle.subject)
    workshop = records.held_workshop(session, workshop)
    if workshop.closed:
        raise WorkshopClosed(workshop_id)
    return workshop, cycle


def _asked(
    cycle: Cycle, catalogue: Catalogue, question_id: QuestionId, place: str = "question"
) -> Question:
    if catalogue.digest != cycle.catalogue_digest:
        raise CatalogueMissing(cycle.catalogue_digest)
    question = catalogue.question_by_id.get(question_id)
    if question is None or not cycle.profile.cells(question):
        raise Invalid([Fault("unknown_question", place)])
    return question


def _ensure_no_open_round(workshop: Workshop) -> None:
    if workshop.open_round:
        raise Invalid([Fault("round_open", "round")])


def _fresh_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if records.workshop_by_code(session, code) is None:
            return code


def _note(
    session: Session, actor: Actor, workshop: Workshop, act: str, now: datetime, **detail: str
) -> None:
    subject = f"workshop {workshop.id}"
    audit.record(session, now, actor, act, subject, detail, state=workshop.state)
