"""Work packages: the steps that close the gaps, with effort, value and order (METHOD.md 5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from types import MappingProxyType
from typing import TypeAlias

from assessment.domain.catalogue import Catalogue, Family, Step
from assessment.domain.gaps import step_leverages
from assessment.domain.identifiers import ObligationId, QuestionId
from assessment.domain.lattice import Lattice, lattice_of
from assessment.domain.obligations import ENOUGH, Force, forces
from assessment.domain.response import Profile, Responses


@dataclass(frozen=True, slots=True)
class Assumption:
    """A state's own figures for one step; None keeps the catalogue's.

    `months` from start to end, `effort` person-months, `cost` US dollars.
    """

    months: int | None = None
    effort: float | None = None
    cost: float | None = None


Key: TypeAlias = tuple[QuestionId, int]  # a question and the level it is raised to
Assumptions: TypeAlias = Mapping[Key, Assumption]
NO_CHANGES: Assumptions = MappingProxyType({})

REUSED = 0.5  # share of a step where another family has already taken it
ADDED = 0.25  # share of a step for each further family
TOKEN = 0.001  # value of a cell, so that a package with no obligation behind it still ranks


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
    waits_for: tuple[Key, ...]
    obligations: tuple[ObligationId, ...]

    @property
    def key(self) -> Key:
        """What names it among the packages of an assessment."""
        return (self.question, self.level)


def effort_of(packages: Iterable[Package]) -> tuple[float, float]:
    """Person-months of packages, integrated and stovepiped (METHOD.md 5)."""
    found = tuple(packages)
    return sum(one.effort for one in found), sum(one.effort_separate for one in found)


def work_packages(
    catalogue: Catalogue,
    profile: Profile,
    responses: Responses,
    assumptions: Assumptions = NO_CHANGES,
) -> tuple[Package, ...]:
    """Every work package, in question order and then by level."""
    lattice = lattice_of(catalogue, profile)
    levels = lattice.levels(responses)
    brings = step_leverages(catalogue, profile, levels)
    force = forces(catalogue, profile)
    needs = _needs(profile, lattice, levels)
    packages = []
    for (question, level), need in needs.items():
        asked = lattice.asked_by_id[question]
        step = asked.question.steps[level - 1]
        months, effort, cost = _figures(step, assumptions.get((question, level)))
        n = len(need)
        reuse = max(asked.of(levels)) >= level
        share = (REUSED if reuse else 1.0) + ADDED * (n - 1)
        counts = level <= ENOUGH
        priority = profile.priorities.get(asked.question.area, 1.0)
        leverage = sum(brings[asked.first + place] for place in need) if counts else 0.0
        served = {
            obligation: None
            for place in need
            for obligation, _ in lattice.served[asked.first + place]
            if counts and force[obligation] is not Force.VOLUNTARY
        }
        packages.append(
            Package(
                question=question,
                level=level,
                families=tuple(asked.cells[place] for place in need),
                effort=effort * share,
                effort_separate=effort * n,
                cost=cost * share,
                cost_separate=cost * n,
                quarters=max(1, ceil(months / 3)),
                value=leverage * priority + TOKEN * n,
                reuse=reuse,
                waits_for=_waits_for(profile, lattice, needs, (question, level)),
                obligations=tuple(served),
            )
        )
    return tuple(packages)


# By package, which of the question's cells it raises: places in `Asked.cells`.
_Needs: TypeAlias = Mapping[Key, tuple[int, ...]]


def _needs(profile: Profile, lattice: Lattice, levels: list[int]) -> _Needs:
    """Every package there is, and the cells that stand below its level."""
    needs: dict[Key, tuple[int, ...]] = {}
    for asked in lattice.asked:
        own = asked.of(levels)
        for level in range(1, profile.targets.of(asked.question.area) + 1):
            below = tuple(place for place, stands in enumerate(own) if 0 <= stands < level)
            if below:
                needs[asked.question.id, level] = below
    return needs


def _figures(step: Step, own: Assumption | None) -> tuple[float, float, float]:
    """Months, effort and cost of a step: the state's own where it gave them."""
    given = own or Assumption()
    return (
        step.months if given.months is None else given.months,
        step.effort if given.effort is None else given.effort,
        step.cost if given.cost is None else given.cost,
    )


def _waits_for(profile: Profile, lattice: Lattice, needs: _Needs, package: Key) -> tuple[Key, ...]:
    """The packages that must end before this one starts; each exists."""
    question, level = package
    asked = lattice.asked_by_id[question]
    own = {asked.cells[place] for place in needs[package]}
    waits: dict[Key, None] = {}
    if (question, level - 1) in needs:
        waits[question, level - 1] = None
    for requirement in asked.question.steps[level - 1].requires:
        first = lattice.asked_by_id.get(requirement.question)
        if first is None:  # no cell of it is in scope
            continue
        aim = min(requirement.level, profile.targets.of(first.question.area))
        need = needs.get((requirement.question, aim), ())
        theirs = {first.cells[place] for place in need}
        if theirs and (own & theirs or Family.ALL in own | theirs):
            waits[requirement.question, aim] = None
    return tuple(waits)
