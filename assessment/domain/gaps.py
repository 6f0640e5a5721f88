"""Gaps: where a level is below its target, and what raising it would serve (METHOD.md 4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.domain.catalogue import Catalogue, Family
from assessment.domain.identifiers import QuestionId
from assessment.domain.response import Profile, Responses


@dataclass(frozen=True, slots=True)
class Gap:
    """An answered cell below its target. `leverage` is that of the next step.

    `reuse`: another family of the question stands at `level` + 1 or above.
    """

    question: QuestionId
    family: Family
    level: int
    target: int
    shortfall: int
    reuse: bool
    leverage: float


def find_gaps(catalogue: Catalogue, profile: Profile, responses: Responses) -> tuple[Gap, ...]:
    """Every answered cell below its target, by leverage downwards, then question order."""
    raise NotImplementedError


def find_out(
    catalogue: Catalogue, profile: Profile, responses: Responses
) -> tuple[tuple[QuestionId, Family], ...]:
    """The cells that are unknown, withheld or unanswered, in question order."""
    raise NotImplementedError


def leverages(
    catalogue: Catalogue, profile: Profile, responses: Responses
) -> Mapping[tuple[QuestionId, Family], float]:
    """What one step up to level 3 brings, for every applicable cell; a step to 4 brings 0."""
    raise NotImplementedError
