"""Frozen values for the screens of a workshop: what stands on each, already decided.

A vote is on a screen only when its round is revealed: before, a `Screen` has nowhere to hold it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assessment.domain.catalogue import Catalogue, Family
from assessment.domain.identifiers import QuestionId
from assessment.domain.response import Answer
from assessment.domain.voting import CHOICES, NOT_KNOWN, outcome_of
from assessment.domain.workshop import Agreed, Phase, Room, Round, WorkshopState
from web.words import family_name, set_aside_words
from workshops.words import (
    agreement_words,
    answer_words,
    ended_words,
    few_words,
    present_words,
    tally_words,
    voted_words,
)

# Below this each vote shows as a dot, and one person changes the agreement much.
MANY = 5


class Stage(StrEnum):
    """What a screen shows."""

    WAITING = "waiting"
    VOTING = "voting"
    REVEALED = "revealed"
    AGREED = "agreed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Asked:
    """The question on the screens: its text, the five descriptors, and the rows that are voted."""

    id: QuestionId
    text: str
    why: str
    levels: tuple[str, ...]
    families: tuple[tuple[str, str], ...]
    area: str
    element: str

    @property
    def single(self) -> bool:
        """Whether it has one row that knows no item family."""
        return [code for code, _name in self.families] == [Family.ALL.value]


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one choice was made; `level` is None for "not known", `share` of the most."""

    level: int | None
    votes: int
    share: float
    words: str

    @property
    def dots(self) -> str:
        """A dot for each vote."""
        return "●" * self.votes


@dataclass(frozen=True, slots=True)
class FamilyResult:
    """A revealed vote on one item family; no agreement where nobody chose a level."""

    family: str
    name: str
    tallies: tuple[Tally, ...]
    agreement: float | None
    agreement_words: str
    split: bool
    median: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """A revealed vote; `few` where dots stand for people, `cast` where anybody voted at all."""

    number: int
    rows: tuple[FamilyResult, ...]
    voted: str
    few: bool
    cast: bool

    @property
    def split(self) -> tuple[str, ...]:
        """The item families on which the room is split, by name."""
        return tuple(row.name for row in self.rows if row.split)


@dataclass(frozen=True, slots=True)
class AgreedRow:
    """What was agreed for one item family; `level` is None where it is no level."""

    name: str
    level: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What was agreed on a question, and who recorded it; `aside` is empty while it stands."""

    rows: tuple[AgreedRow, ...]
    reason: str
    dissent: str
    at: datetime
    by: str
    aside: str


@dataclass(frozen=True, slots=True)
class Screen:
    """What a room shows. `key` changes with everything but the counts.

    `frozen` where the room is open, but its assessment takes no more answers; `over` where
    nobody closed it, but its time is over. `ended` says what a closed one leaves.
    """

    stage: Stage
    key: str
    version: int
    code: str
    title: str
    round: int
    asked: Asked | None
    voted: str
    present: str
    few: str
    result: Result | None
    settled: Settled | None
    frozen: bool
    over: bool
    ended: str

    @property
    def counts(self) -> Mapping[str, str]:
        """What changes while people join and vote, by the name of its place on the screen."""
        return {"present": self.present, "voted": self.voted, "few": self.few}


def present_screen(room: Room, catalogue: Catalogue, now: datetime) -> Screen:
    """What the screens of a room show, for everybody alike."""
    state, workshop = room.state, room.workshop
    stage, over = stage_of(state), workshop.is_overdue(now)
    current = state.current
    agreed = _lately(state)
    asked_round = current or (_round_of(state, agreed) if stage is Stage.AGREED else None)
    question = asked_round.question if asked_round else (agreed.question if agreed else None)
    shown = question if stage in {Stage.VOTING, Stage.REVEALED, Stage.AGREED} else None
    families = asked_round.families if asked_round else tuple(agreed.levels) if agreed else ()
    return Screen(
        stage=stage,
        key=_key(state, stage, frozen=workshop.frozen) + (".over" if over else ""),
        version=workshop.version,
        code=workshop.code,
        title=workshop.title,
        round=current.number if current else 0,
        asked=present_asked(catalogue, shown, families) if shown else None,
        voted=voted_words(room.voted, room.present) if stage is Stage.VOTING else "",
        present=present_words(room.present),
        few=few_words(room.voted) if stage is Stage.VOTING else "",
        result=present_result(current) if current and current.revealed else None,
        settled=present_settled(agreed) if agreed and stage is Stage.AGREED else None,
        frozen=workshop.frozen and not state.closed,
        over=over,
        ended=ended_words(len(state.agreed)) if state.closed else "",
    )


def stage_of(state: WorkshopState) -> Stage:
    """What is on the screens: an agreement stays on them until the next question."""
    if state.phase is Phase.WAITING and state.lately:
        return Stage.AGREED
    return Stage(state.phase.value)


def present_asked(
    catalogue: Catalogue, question_id: QuestionId, families: tuple[Family, ...]
) -> Asked:
    """A question with its descriptors; its id where the catalogue does not know it."""
    question = catalogue.question_by_id.get(question_id)
    named = tuple((family.value, family_name(family)) for family in families)
    if question is None:
        return Asked(question_id, question_id, "", (), named, "", "")
    return Asked(
        id=question.id,
        text=question.text,
        why=question.why,
        levels=question.levels,
        families=named,
        area=catalogue.area_by_id[question.area].title,
        element=catalogue.element_by_id[question.element].title,
    )


def present_result(vote: Round) -> Result:
    """A revealed vote."""
    few = vote.voted < MANY
    return Result(
        number=vote.number,
        rows=tuple(_row(family, vote.votes.get(family, {})) for family in vote.families),
        voted=voted_words(vote.voted, vote.present),
        few=few,
        cast=vote.voted > 0,
    )


def present_settled(agreed: Agreed) -> Settled:
    """An agreement."""
    return Settled(
        rows=tuple(_agreed_row(family, answer) for family, answer in agreed.levels.items()),
        reason=agreed.reason,
        dissent=agreed.dissent,
        at=agreed.at,
        by=agreed.by,
        aside=set_aside_words(agreed.aside) if agreed.aside else "",
    )


def _row(family: Family, choices: Mapping[str, int]) -> FamilyResult:
    found = outcome_of(choices)
    most = max(found.counts) or 1
    return FamilyResult(
        family=family.value,
        name=family_name(family),
        tallies=tuple(
            _tally(choice, votes, most) for choice, votes in zip(CHOICES, found.counts, strict=True)
        ),
        agreement=found.agreement,
        agreement_words="" if found.agreement is None else agreement_words(found.agreement),
        split=found.split,
        median=found.median,
    )


def _tally(choice: str, votes: int, most: int) -> Tally:
    level = None if choice == NOT_KNOWN else int(choice)
    return Tally(level, votes, votes / most, tally_words(level, votes))


def _agreed_row(family: Family, answer: Answer) -> AgreedRow:
    level = answer if isinstance(answer, int) else None
    return AgreedRow(family_name(family), level, answer_words(answer))


def _lately(state: WorkshopState) -> Agreed | None:
    return state.agreement_on(state.lately) if state.lately else None


def _round_of(state: WorkshopState, agreed: Agreed | None) -> Round | None:
    if agreed is None:
        return None
    return next((each for each in state.rounds if each.number == agreed.round), None)


def _key(state: WorkshopState, stage: Stage, *, frozen: bool) -> str:
    agreed = _lately(state)
    when = f".{agreed.at.timestamp():.3f}" if agreed else ""
    aside = ".aside" if agreed and agreed.aside else ""
    ended = ".frozen" if frozen else ""
    return f"{stage.value}.{len(state.rounds)}{when}{aside}{ended}"
