"""The roadmap: packages laid over quarters within capacity and budget (METHOD.md 5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.domain.packages import Package


@dataclass(frozen=True, slots=True)
class Planned:
    """A package with its first and last quarter, counted from 1."""

    package: Package
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Roadmap:
    """What is done when, and what does not fit.

    `capacity` in person-months a quarter, `budget` in US dollars or None, `load` the
    person-months of each quarter. The totals are over every package there is.
    """

    quarters: int
    capacity: float
    budget: float | None
    planned: tuple[Planned, ...]
    unfunded: tuple[Package, ...]
    effort_integrated: float
    effort_stovepiped: float
    cost_integrated: float
    cost_stovepiped: float
    load: tuple[float, ...]

    @property
    def objective(self) -> float:
        """Σ value * (T + 1 - end): the area under the curve of what is fulfilled."""
        return sum(
            planned.package.value * (self.quarters + 1 - planned.end) for planned in self.planned
        )


def plan_roadmap(
    packages: Sequence[Package], quarters: int, capacity: float, budget: float | None = None
) -> Roadmap:
    """A feasible roadmap over `quarters`, by a list schedule; the same each time."""
    raise NotImplementedError
