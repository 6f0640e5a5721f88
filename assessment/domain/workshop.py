"""A workshop: what happened in it, event by event, and how the room stands after them.

`fold` is all there is: whoever has the same events sees the same room. How a vote goes is in no
event before it is revealed, so no screen can show it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from assessment.domain.catalogue import Family
from assessment.domain.errors import DomainError
from assessment.domain.identifiers import CycleId, QuestionId, StateCode, WorkshopId
from assessment.domain.response import Answer, NoLevel

Body: TypeAlias = dict[str, Any]
# How often each choice was made, by family: "0" to "4", or "unknown".
Votes: TypeAlias = Mapping[Family, Mapping[str, int]]


class RoundClosed(DomainError):
    """The round takes no ballots: it was revealed, or another one is open."""

    code = "round_closed"


class WorkshopClosed(DomainError):
    """The workshop is over."""

    code = "workshop_closed"


class CodeWrong(DomainError):
    """No workshop has this code."""

    code = "code_wrong"


class EventKind(StrEnum):
    """What can happen in a workshop."""

    OPENED = "opened"
    AGENDA = "agenda"
    ROUND = "round"  # a question is put to the vote
    REVEALED = "revealed"
    AGREED = "agreed"
    CLOSED = "closed"


class AgendaReason(StrEnum):
    """Why a question is on the agenda, the strongest first."""

    UNANSWERED = "unanswered"  # a cell has no national answer, or is not known
    DISPUTED = "disputed"  # two people set it differently, or a vote was split
    LEVERAGE = "leverage"  # one step up serves much
    CHOSEN = "chosen"  # the facilitator's own wish


class Phase(StrEnum):
    """What the room is doing."""

    WAITING = "waiting"
    VOTING = "voting"
    REVEALED = "revealed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Workshop:
    """A meeting on one cycle; `open_round` is the round that takes ballots, 0 for none.

    `version` counts every change that a screen shows.
    """

    id: WorkshopId
    cycle: CycleId
    state: StateCode
    title: str
    code: str
    begins: datetime
    ends: datetime
    created: datetime
    closed: datetime | None = None
    version: int = 1
    open_round: int = 0
    marking: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody in the room, with no account; `name` may be empty."""

    id: str
    workshop: WorkshopId
    agency: str
    role: str
    name: str
    joined: datetime


@dataclass(frozen=True, slots=True)
class WorkshopEvent:
    """One thing that happened; numbers run from 1, `by` is a person's name."""

    number: int
    at: datetime
    by: str
    kind: EventKind
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AgendaPoint:
    """A question to talk about, and why."""

    question: QuestionId
    reason: AgendaReason


@dataclass(frozen=True, slots=True)
class Round:
    """One vote on one question; `votes`, `voted` and `present` are empty until it is revealed."""

    number: int
    question: QuestionId
    families: tuple[Family, ...]
    opened: datetime
    revealed: bool = False
    votes: Votes = field(default_factory=dict)
    voted: int = 0
    present: int = 0


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the group agreed on one question; `round` is the vote it followed, 0 for none."""

    question: QuestionId
    levels: Mapping[Family, Answer]
    reason: str
    dissent: str
    at: datetime
    by: str
    round: int
    votes: Votes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkshopState:
    """How a workshop stands: `rounds` in order, the newest agreement of each question.

    `current` is the round on the screens, None while the room waits; `lately` the question
    agreed last, until the next round begins.
    """

    title: str = ""
    agenda: tuple[AgendaPoint, ...] = ()
    rounds: tuple[Round, ...] = ()
    agreed: Mapping[QuestionId, Agreed] = field(default_factory=dict)
    closed: bool = False
    phase: Phase = Phase.WAITING
    current: Round | None = None
    lately: QuestionId | None = None

    def rounds_on(self, question: QuestionId) -> tuple[Round, ...]:
        """The votes on one question, the oldest first."""
        return tuple(each for each in self.rounds if each.question == question)


@dataclass(frozen=True, slots=True)
class Room:
    """What the screens of a workshop show: no vote that is not revealed is in it.

    `present` is how many joined, `voted` how many of them voted in the open round.
    """

    workshop: Workshop
    state: WorkshopState
    present: int
    voted: int


def fold(events: Iterable[WorkshopEvent]) -> WorkshopState:
    """How a workshop stands after its events, in the order of their numbers."""
    state = WorkshopState()
    for event in events:
        state = _after(state, event)
    return state


def _after(state: WorkshopState, event: WorkshopEvent) -> WorkshopState:
    body = event.body
    match event.kind:
        case EventKind.OPENED:
            return replace(state, title=body["title"])
        case EventKind.AGENDA:
            points = (
                AgendaPoint(QuestionId(each["question"]), AgendaReason(each["reason"]))
                for each in body["questions"]
            )
            return replace(state, agenda=tuple(points))
        case EventKind.ROUND:
            opened = Round(
                number=body["round"],
                question=QuestionId(body["question"]),
                families=tuple(Family(family) for family in body["families"]),
                opened=event.at,
            )
            rounds = (*state.rounds, opened)
            return replace(state, rounds=rounds, phase=Phase.VOTING, current=opened, lately=None)
        case EventKind.REVEALED:
            return _revealed(state, body)
        case EventKind.AGREED:
            agreed = _agreed(event)
            known = {**state.agreed, agreed.question: agreed}
            return replace(
                state, agreed=known, phase=Phase.WAITING, current=None, lately=agreed.question
            )
        case _:  # closed
            return replace(state, closed=True, phase=Phase.CLOSED, current=None)


def _revealed(state: WorkshopState, body: Mapping[str, Any]) -> WorkshopState:
    shown = replace(
        state.rounds[-1],
        revealed=True,
        votes=_votes(body["votes"]),
        voted=body["voted"],
        present=body["present"],
    )
    rounds = (*state.rounds[:-1], shown)
    return replace(state, rounds=rounds, phase=Phase.REVEALED, current=shown)


def _agreed(event: WorkshopEvent) -> Agreed:
    body = event.body
    return Agreed(
        question=QuestionId(body["question"]),
        levels={Family(name): _answer(value) for name, value in body["levels"].items()},
        reason=body["reason"],
        dissent=body["dissent"],
        at=event.at,
        by=event.by,
        round=body["round"],
        votes=_votes(body["votes"]),
    )


def _answer(value: str) -> Answer:
    return int(value) if value.isdigit() else NoLevel(value)


def _votes(kept: Mapping[str, Mapping[str, int]]) -> Votes:
    return {Family(family): dict(choices) for family, choices in kept.items()}


def agenda_body(points: Iterable[AgendaPoint]) -> Body:
    """The body of an agenda."""
    return {
        "questions": [{"question": each.question, "reason": each.reason.value} for each in points]
    }


def round_body(number: int, question: QuestionId, families: Sequence[Family]) -> Body:
    """The body of a round that begins."""
    return {
        "round": number,
        "question": question,
        "families": [family.value for family in families],
    }


def revealed_body(number: int, votes: Votes, voted: int, present: int) -> Body:
    """The body of a reveal: the votes of `voted` people out of those `present`."""
    return {"round": number, "votes": _plain(votes), "voted": voted, "present": present}


def agreed_body(
    vote: Round | None,
    question: QuestionId,
    levels: Mapping[Family, Answer],
    reason: str,
    dissent: str,
) -> Body:
    """The body of an agreement that followed a vote, or none."""
    return {
        "round": 0 if vote is None else vote.number,
        "question": question,
        "levels": {family.value: str(answer) for family, answer in levels.items()},
        "reason": reason,
        "dissent": dissent,
        "votes": {} if vote is None else _plain(vote.votes),
    }


def _plain(votes: Votes) -> dict[str, dict[str, int]]:
    return {family.value: dict(choices) for family, choices in votes.items()}
