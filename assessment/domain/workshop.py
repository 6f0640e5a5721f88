"""A workshop: who meets, what can happen, and how the room stands.

How it comes to stand so is `fold` in workshop_events.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias

from assessment.domain.catalogue import Family
from assessment.domain.errors import DomainError
from assessment.domain.identifiers import CycleId, QuestionId, StateCode, WorkshopId
from assessment.domain.response import Answer

# A meeting may run late: so long after its end a workshop that nobody closed takes votes.
LATE = timedelta(days=1)

# How often each choice was made, by family: "0" to "4", or "unknown".
Votes: TypeAlias = Mapping[Family, Mapping[str, int]]


def is_past(ends: datetime, now: datetime) -> bool:
    """Whether the time of a workshop that ends so is over."""
    return now - LATE > ends


class RoundClosed(DomainError):
    """The round takes no ballots: it was revealed, or another one is open."""

    code = "round_closed"


class WorkshopClosed(DomainError):
    """The workshop is over."""

    code = "workshop_closed"


class WorkshopOverdue(DomainError):
    """The time of the workshop is over, although nobody closed it: no vote can begin."""

    code = "workshop_overdue"


class AgreementMoved(DomainError):
    """Since the group spoke, another vote on the question or another agreement came in between."""

    code = "agreement_moved"


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
    SET_ASIDE = "set_aside"  # an agreement is taken back, also after the end
    CLOSED = "closed"


class AgendaReason(StrEnum):
    """Why a question is on the agenda, the strongest first."""

    SET_ASIDE = "set_aside"  # a workshop agreed on it, and that was taken back
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

    `version` counts every change that a screen shows, those of its cycle among them; `frozen`
    where that cycle takes no more answers.
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
    frozen: bool = False

    def is_over(self, now: datetime) -> bool:
        """Whether nobody joins or votes any more: it was closed, or its time is over."""
        return self.closed is not None or is_past(self.ends, now)

    def is_overdue(self, now: datetime) -> bool:
        """Whether its time is over, and nobody closed it."""
        return self.closed is None and self.is_over(now)


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
class SetAside:
    """That an agreement was taken back: when, by whom and why.

    The reason is empty where it happened before workshops kept it.
    """

    at: datetime
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the group agreed on one question; `round` is the vote it followed, 0 for none.

    `aside` is None while the agreement stands.
    """

    question: QuestionId
    levels: Mapping[Family, Answer]
    reason: str
    dissent: str
    at: datetime
    by: str
    round: int
    votes: Votes = field(default_factory=dict)
    aside: SetAside | None = None


@dataclass(frozen=True, slots=True)
class WorkshopState:
    """How a workshop stands: `rounds` in order, the newest agreement of each question.

    Those in `agreed` stand; those in `set_aside` were taken back and not agreed anew, so their
    questions are open. No question is in both. `current` is the round on the screens, None
    while the room waits; `lately` the question agreed last, until the next round begins.
    """

    title: str = ""
    agenda: tuple[AgendaPoint, ...] = ()
    rounds: tuple[Round, ...] = ()
    agreed: Mapping[QuestionId, Agreed] = field(default_factory=dict)
    set_aside: Mapping[QuestionId, Agreed] = field(default_factory=dict)
    closed: bool = False
    phase: Phase = Phase.WAITING
    current: Round | None = None
    lately: QuestionId | None = None

    def rounds_on(self, question: QuestionId) -> tuple[Round, ...]:
        """The votes on one question, the oldest first."""
        return tuple(each for each in self.rounds if each.question == question)

    def agreement_on(self, question: QuestionId) -> Agreed | None:
        """The newest agreement on one question, standing or taken back."""
        return self.agreed.get(question) or self.set_aside.get(question)


@dataclass(frozen=True, slots=True)
class Room:
    """What the screens of a workshop show: no vote that is not revealed is in it.

    `present` is how many joined, `voted` how many of them voted in the open round.
    """

    workshop: Workshop
    state: WorkshopState
    present: int
    voted: int
