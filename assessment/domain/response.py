"""What a state answered: levels by item family, evidence, and the state's own profile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from assessment.domain.catalogue import ITEM_FAMILIES, Family, Participation, Question
from assessment.domain.identifiers import AreaId, QuestionId, StateCode


class NoLevel(StrEnum):
    """An answer that is no level. A cell with no answer yet has no entry at all."""

    UNKNOWN = "unknown"
    WITHHELD = "withheld"
    NOT_APPLICABLE = "not_applicable"


Answer: TypeAlias = int | NoLevel


class Layer(StrEnum):
    """Who says so (METHOD.md 1)."""

    SELF = "self"
    CONSENSUS = "consensus"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What supports a response. `kind` is `law`, `document`, `link` or `file`."""

    kind: str
    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """The answers to one question in one layer; `reason` says why a cell does not apply."""

    question: QuestionId
    levels: Mapping[Family, Answer]
    comment: str = ""
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()


Responses: TypeAlias = Mapping[QuestionId, Response]


@dataclass(frozen=True, slots=True)
class Targets:
    """The level aimed at, 0 to 4, by area; `default` for an area not named."""

    default: int = 3
    areas: Mapping[AreaId, int] = field(default_factory=dict)

    def of(self, area: AreaId) -> int:
        """The target level of an area.

        >>> Targets(3, {AreaId("lists"): 4}).of(AreaId("lists"))
        4
        """
        return self.areas.get(area, self.default)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a state says of itself: scope, participation by status list, targets, priorities.

    `priorities` holds a positive factor by area; 1 where an area is not named.
    """

    state: StateCode
    families: tuple[Family, ...] = ITEM_FAMILIES
    participation: Mapping[str, Participation] = field(default_factory=dict)
    targets: Targets = field(default_factory=Targets)
    priorities: Mapping[AreaId, float] = field(default_factory=dict)

    def cells(self, question: Question) -> tuple[Family, ...]:
        """The families of a question that are in scope: its cells, in order (METHOD.md 1).

        Empty where none is; such a question is left out everywhere.
        """
        if question.families == (Family.ALL,):
            return question.families
        return tuple(family for family in question.families if family in self.families)


def is_answered(answer: Answer | None) -> bool:
    """Whether a cell holds a level; unknown, withheld and not applicable do not (METHOD.md 2).

    >>> is_answered(0), is_answered(NoLevel.UNKNOWN), is_answered(None)
    (True, False, False)
    """
    return isinstance(answer, int)


def silent_cells(question: Question, profile: Profile, response: Response | None) -> int:
    """Cells that hold nothing yet; "not known" and "withheld" are something that somebody said.

    A question without any is gone through.
    """
    levels: Mapping[Family, Answer] = response.levels if response else {}
    return sum(family not in levels for family in profile.cells(question))


def by_question(responses: Iterable[Response]) -> Responses:
    """Responses of one layer, keyed by their question."""
    return {response.question: response for response in responses}


def national(self_layer: Responses, consensus: Responses) -> Responses:
    """The national answer: the consensus where there is one, else self, cell by cell."""
    merged = dict(self_layer)
    for question, agreed in consensus.items():
        own = merged.get(question)
        if own is None:
            merged[question] = agreed
            continue
        merged[question] = Response(
            question=question,
            levels={**own.levels, **agreed.levels},
            comment=agreed.comment or own.comment,
            reason=agreed.reason or own.reason,
            evidence=own.evidence + agreed.evidence,
        )
    return merged
