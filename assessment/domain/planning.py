"""The roadmap: packages laid over quarters within capacity and budget (METHOD.md 5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from math import inf
from typing import TypeAlias

from assessment.domain.packages import Key, Package, effort_of


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
    """A feasible roadmap over `quarters`, by a list schedule; the same each time.

    The best of a few lists, each ordered by another rule: again and again the package that,
    with all that it still waits for, promises most by the rule is laid as early as it fits. It
    is feasible, and not proved to be the best there is. Raises `graphlib.CycleError` where
    packages wait for each other in a circle.
    """
    site = _Site(packages, quarters, capacity, budget)
    plans = [_schedule(site, rule) for rule in _RULES]
    starts = max(plans, key=site.objective)  # the first of equals
    planned = [
        Planned(package, starts[package.key], starts[package.key] + package.quarters - 1)
        for package in packages
        if package.key in starts
    ]
    effort, effort_separate = effort_of(packages)
    return Roadmap(
        quarters=quarters,
        capacity=capacity,
        budget=budget,
        planned=tuple(sorted(planned, key=lambda entry: entry.start)),
        unfunded=tuple(package for package in packages if package.key not in starts),
        effort_integrated=effort,
        effort_stovepiped=effort_separate,
        cost_integrated=sum(package.cost for package in packages),
        cost_stovepiped=sum(package.cost_separate for package in packages),
        load=tuple(
            sum(
                entry.package.effort / entry.package.quarters
                for entry in planned
                if entry.start <= quarter <= entry.end
            )
            for quarter in range(1, quarters + 1)
        ),
    )


_Starts: TypeAlias = dict[Key, int]
_SLACK = 1e-9  # sums of efforts and costs may miss a limit by a rounding error


class _Site:
    """The packages with their order, and the limits they must keep."""

    def __init__(
        self, packages: Sequence[Package], quarters: int, capacity: float, budget: float | None
    ) -> None:
        self.packages = {package.key: package for package in packages}
        self.quarters = quarters
        self.capacity = capacity
        self.budget = budget
        self.waits = {
            key: tuple(first for first in package.waits_for if first in self.packages)
            for key, package in self.packages.items()
        }
        # With each package, itself last, all that it waits for, first things first.
        self.chain: dict[Key, tuple[Key, ...]] = {}
        self.earliest_end: dict[Key, int] = {}
        for key in TopologicalSorter(self.waits).static_order():
            waits = self.waits[key]
            before = {step: None for first in waits for step in self.chain[first]}
            self.chain[key] = (*before, key)
            starts_after = max((self.earliest_end[first] for first in waits), default=0)
            self.earliest_end[key] = starts_after + self.packages[key].quarters

    def possible(self, key: Key) -> bool:
        """Whether a package could be done if there were no other but those it waits for."""
        return self.earliest_end[key] <= self.quarters and all(
            self.packages[step].effort / self.packages[step].quarters <= self.capacity + _SLACK
            for step in self.chain[key]
        )

    def promise(self, key: Key) -> float:
        """What a package adds to the objective at the earliest."""
        return self.packages[key].value * (self.quarters + 1 - self.earliest_end[key])

    def use(self, key: Key) -> float:
        """The share of all capacity and budget that a package takes."""
        package = self.packages[key]
        share = package.effort / (self.capacity * self.quarters) if self.capacity else 0.0
        return share + (package.cost / self.budget if self.budget else 0.0)

    def objective(self, starts: _Starts) -> float:
        """Σ value * (T + 1 - end) of a plan."""
        return sum(
            package.value * (self.quarters + 2 - starts[key] - package.quarters)
            for key, package in self.packages.items()
            if key in starts
        )


def _by_use(site: _Site, steps: Sequence[Key]) -> float:
    """Promise for what it takes."""
    return _promise(site, steps) / (sum(site.use(step) for step in steps) + _SLACK)


def _by_time(site: _Site, steps: Sequence[Key]) -> float:
    """Promise for the quarters it takes."""
    return _promise(site, steps) / sum(site.packages[step].quarters for step in steps)


def _promise(site: _Site, steps: Sequence[Key]) -> float:
    """Promise alone."""
    return sum(site.promise(step) for step in steps)


_RULES: tuple[Callable[[_Site, Sequence[Key]], float], ...] = (_by_use, _by_time, _promise)


def _schedule(site: _Site, rule: Callable[[_Site, Sequence[Key]], float]) -> _Starts:
    """Start quarters by one rule: a chain is laid whole, or not at all."""
    starts: _Starts = {}
    load = [0.0] * (site.quarters + 1)  # by quarter, counted from 1
    money = inf if site.budget is None else site.budget
    open_steps = {key: site.chain[key] for key in site.packages if site.possible(key)}
    ranks = {key: rule(site, steps) for key, steps in open_steps.items()}
    while ranks:
        key = max(ranks, key=ranks.__getitem__)  # the first of equals
        del ranks[key]
        steps = open_steps[key]
        cost = sum(site.packages[step].cost for step in steps)
        laid = _lay(site, steps, starts, load) if cost <= money + _SLACK else None
        if laid is None:
            continue
        starts, load = laid
        money -= cost
        # What shares steps with it has become easier: rank it anew, refused before or not.
        for other, remaining in list(open_steps.items()):
            still = tuple(step for step in remaining if step not in starts)
            if not still:
                del open_steps[other]
                ranks.pop(other, None)
            elif len(still) < len(remaining):
                open_steps[other] = still
                ranks[other] = rule(site, still)
    return starts


def _lay(
    site: _Site, steps: Sequence[Key], starts: _Starts, load: list[float]
) -> tuple[_Starts, list[float]] | None:
    """The plan with these steps, each as early as it fits; None where one does not."""
    starts, load = dict(starts), list(load)
    for step in steps:
        package = site.packages[step]
        rate = package.effort / package.quarters
        ready = 1 + max(
            (starts[first] + site.packages[first].quarters - 1 for first in site.waits[step]),
            default=0,
        )
        for start in range(ready, site.quarters + 2 - package.quarters):
            span = range(start, start + package.quarters)
            if all(load[quarter] + rate <= site.capacity + _SLACK for quarter in span):
                break
        else:
            return None
        for quarter in span:
            load[quarter] += rate
        starts[step] = start
    return starts, load
