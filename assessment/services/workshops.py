"""Running a workshop: its agenda, votes and their reveal, what is agreed."""

from collections.abc import Sequence
from datetime import datetime

from assessment.domain.catalogue import Catalogue, Question
from assessment.domain.cycle import Cycle
from assessment.domain.errors import CatalogueMissing, Fault, Invalid, NotFound
from assessment.domain.identifiers import CycleId, QuestionId, WorkshopId
from assessment.domain.permissions import Act, Actor, require
from assessment.domain.workshop import (
    AgendaPoint,
    AgreementMoved,
    EventKind,
    Participant,
    Room,
    RoundClosed,
    Workshop,
    WorkshopOverdue,
    WorkshopState,
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
from assessment.records.cycles import cycle_by_id
from assessment.records.session import Session
from assessment.services.agendas import propose_agenda
from assessment.services.agreements import (
    Decision,
    checked_agreement,
    record_agreement,
    versions_of,
)
from assessment.services.workshop_days import (
    close_workshop,
    ensure_no_open_round,
    extend_workshop,
    held_to_run,
    open_workshop,
)

__all__ = [
    "Decision",
    "agree",
    "close_workshop",
    "extend_workshop",
    "open_workshop",
    "participants_of",
    "propose_agenda",
    "put_to_vote",
    "reveal",
    "set_agenda",
    "workshop_of",
    "workshops_of",
]


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
    workshop, cycle = held_to_run(session, actor, workshop_id)
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

    Raises NotFound, NotPermitted, CycleClosed, WorkshopClosed, WorkshopOverdue, and Invalid where
    another round is open or this state is not asked the question.
    """
    workshop, cycle = held_to_run(session, actor, workshop_id)
    cycle.ensure_open()
    if workshop.is_overdue(now):
        raise WorkshopOverdue
    asked = _asked(cycle, catalogue, question)
    ensure_no_open_round(workshop)
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
    workshop, _cycle = held_to_run(session, actor, workshop_id)
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

    It follows the newest vote on the question, if any. Sent twice it is recorded once. Raises
    NotFound, NotPermitted, CycleClosed, WorkshopClosed, AgreementMoved where that vote or the
    agreed answer is not the one that the decision names, and Invalid: a cell without an answer,
    "not applicable" without a reason, a text that cannot be kept, a round that is still open.
    """
    workshop, cycle = held_to_run(session, actor, workshop_id)
    cycle.ensure_open()
    asked = _asked(cycle, catalogue, decision.question)
    ensure_no_open_round(workshop)
    agreed = checked_agreement(decision, cycle.profile.cells(asked))
    state = fold(records.events_of(session, workshop.id))
    version = versions_of(session, actor, cycle).get(asked.id, 0)
    if version == decision.version + 1 and _is_recorded(state, agreed):
        return
    votes = state.rounds_on(asked.id)
    vote = votes[-1] if votes else None
    if decision.round != (vote.number if vote else 0):
        raise AgreementMoved
    body = agreed_body(vote, asked.id, agreed.levels, agreed.reason, agreed.dissent)
    record_agreement(session, actor, cycle, agreed, now)
    records.add_event(session, workshop, actor, EventKind.AGREED, body, now)
    subject, detail = f"workshop {workshop.id}", {"question": asked.id}
    audit.record(session, now, actor, "agree", subject, detail, state=workshop.state)


def _is_recorded(state: WorkshopState, decision: Decision) -> bool:
    """Whether just this stands as agreed already: the reply to it may have been lost."""
    stands = state.agreed.get(decision.question)
    return stands is not None and (stands.levels, stands.reason, stands.dissent, stands.round) == (
        decision.levels,
        decision.reason,
        decision.dissent,
        decision.round,
    )


def _asked(
    cycle: Cycle, catalogue: Catalogue, question_id: QuestionId, place: str = "question"
) -> Question:
    if catalogue.digest != cycle.catalogue_digest:
        raise CatalogueMissing(cycle.catalogue_digest)
    question = catalogue.question_by_id.get(question_id)
    if question is None or not cycle.profile.cells(question):
        raise Invalid([Fault("unknown_question", place)])
    return question
