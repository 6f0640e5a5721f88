"""What happens in a workshop: the bodies of its events, and how it stands after them.

`fold` is all there is: whoever has the same events sees the same room. How a vote goes is in no
event before it is revealed, so no screen can show it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from assessment.domain.catalogue import Family
from assessment.domain.identifiers import QuestionId
from assessment.domain.response import Answer, NoLevel
from assessment.domain.workshop import (
    AgendaPoint,
    AgendaReason,
    Agreed,
    EventKind,
    Phase,
    Round,
    SetAside,
    Votes,
    WorkshopEvent,
    WorkshopState,
)

Body: TypeAlias = dict[str, Any]


def fold(events: Iterable[WorkshopEvent]) -> WorkshopState:
    """How a workshop stands after its events, in the order of their numbers."""
    state = WorkshopState()
    for event in events:
        state = _after(state, event)
    return state


def _after(  # noqa: PLR0911 one for each kind
    state: WorkshopState, event: WorkshopEvent
) -> WorkshopState:
    body = event.body
    match event.kind:
        case EventKind.OPENED:
            return replace(state, title=body["title"])
        case EventKind.AGENDA:
            return replace(state, agenda=_agenda(body))
        case EventKind.ROUND:
            return _voting(state, event)
        case EventKind.REVEALED:
            return _revealed(state, body)
        case EventKind.AGREED:
            return _settled(state, _agreed(event))
        case EventKind.SET_ASIDE:
            aside = SetAside(event.at, event.by, body["reason"])
            return taken_back(state, QuestionId(body["question"]), aside)
        case _:  # closed
            return replace(state, closed=True, phase=Phase.CLOSED, current=None)


def taken_back(state: WorkshopState, question: QuestionId, aside: SetAside) -> WorkshopState:
    """A workshop after its agreement on a question was set aside; the same where none stands.

    What the room is doing goes on: a closed workshop stays closed.
    """
    found = state.agreed.get(question)
    if found is None:
        return state
    return replace(
        state,
        agreed=_without(state.agreed, question),
        set_aside={**state.set_aside, question: replace(found, aside=aside)},
    )


def _agenda(body: Mapping[str, Any]) -> tuple[AgendaPoint, ...]:
    return tuple(
        AgendaPoint(QuestionId(each["question"]), AgendaReason(each["reason"]))
        for each in body["questions"]
    )


def _voting(state: WorkshopState, event: WorkshopEvent) -> WorkshopState:
    opened = Round(
        number=event.body["round"],
        question=QuestionId(event.body["question"]),
        families=tuple(Family(family) for family in event.body["families"]),
        opened=event.at,
    )
    rounds = (*state.rounds, opened)
    return replace(state, rounds=rounds, phase=Phase.VOTING, current=opened, lately=None)


def _settled(state: WorkshopState, agreed: Agreed) -> WorkshopState:
    return replace(
        state,
        agreed={**state.agreed, agreed.question: agreed},
        set_aside=_without(state.set_aside, agreed.question),
        phase=Phase.WAITING,
        current=None,
        lately=agreed.question,
    )


def _without(
    agreements: Mapping[QuestionId, Agreed], question: QuestionId
) -> Mapping[QuestionId, Agreed]:
    return {name: each for name, each in agreements.items() if name != question}


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


def set_aside_body(question: QuestionId, reason: str) -> Body:
    """The body of an agreement that is taken back."""
    return {"question": question, "reason": reason}


def _plain(votes: Votes) -> dict[str, dict[str, int]]:
    return {family.value: dict(choices) for family, choices in votes.items()}
