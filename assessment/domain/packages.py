"""Work packages: the steps that close the gaps, with effort, value and order (METHOD.md 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from assessment.domain.catalogue import Catalogue, Family
from assessment.domain.identifiers import ObligationId, QuestionId
from assessment.domain.response import Profile, Responses


@dataclass(frozen=True, slots=True)
class Assumption:
    """A state's own figures for one step; None keeps the catalogue's.

    `months` from start to end, `effort` person-months, `cost` US dollars.
    """

    months: int | None = None
    effort: float | None = None
    cost: float | None = None


Assumptions: TypeAlias = Mapping[tuple[QuestionId, int], Assumption]
NO_CHANGES: Assumptions = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Package:
    """One question raised to `level` for the families that stand below it.

    Effort in person-months and cost in US dollars, integrated and (`_separate`) stovepiped;
    `quarters` is its duration. `reuse`: another family already stands at the level.
    `obligations`: those it brings nearer, the voluntary left out.
    """

    question: QuestionId
    level: int
    families: tuple[Family, ...]
    effort: float
    effort_separate: float
    cost: float
    cost_separate: float
    quarters: int
    value: float
    reuse: bool
    waits_for: tuple[tuple[QuestionId, int], ...]
    obligations: tuple[ObligationId, ...]

    @property
    def key(self) -> tuple[QuestionId, int]:
        """What names it among the packages of an assessment."""
        return (self.question, self.level)


def work_packages(
    catalogue: Catalogue,
    profile: Profile,
    responses: Responses,
    assumptions: Assumptions = NO_CHANGES,
) -> tuple[Package, ...]:
    """Every work package, in question order and then by level."""
    raise NotImplementedError
