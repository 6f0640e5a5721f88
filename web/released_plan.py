"""The roadmap of a release document in words: packages, quarters, totals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessment.domain.catalogue import Catalogue
from assessment.domain.identifiers import QuestionId
from web.i18n import DASH
from web.words import family_words, kind_name, quarter_name, role_name


@dataclass(frozen=True, slots=True)
class PackageLine:
    """A released work package; effort in person-months, cost in US dollars.

    `start` and `end` are quarters counted from 1, both 0 where it does not fit the plan; `when`
    says them. `kind` and `lead` are empty where the catalogue does not know the question.
    """

    question: str
    title: str
    text: str
    area: str
    element: str
    families: tuple[str, ...]
    level: int
    kind: str
    lead: str
    effort: float
    cost: float
    value: float
    start: int
    end: int
    when: str


@dataclass(frozen=True, slots=True)
class Quarter:
    """The packages that begin in one quarter, and the person-months of all that runs in it."""

    name: str
    packages: tuple[PackageLine, ...]
    load: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A released roadmap; `span` is its first and last quarter in words."""

    quarters: int
    capacity: float
    start: tuple[int, int]
    span: str
    packages: tuple[PackageLine, ...]
    unfunded: tuple[PackageLine, ...]
    effort: float
    effort_separate: float
    cost: float
    cost_separate: float
    load: tuple[float, ...]

    @property
    def steps(self) -> int:
        """How many steps there are, in the plan or not."""
        return len(self.packages) + len(self.unfunded)

    @property
    def planned_effort(self) -> float:
        """Person-months of the packages that fit."""
        return sum(package.effort for package in self.packages)

    @property
    def planned_cost(self) -> float:
        """US dollars of the packages that fit."""
        return sum(package.cost for package in self.packages)

    @property
    def unfunded_effort(self) -> float:
        """Person-months of the packages that do not fit."""
        return sum(package.effort for package in self.unfunded)

    @property
    def unfunded_cost(self) -> float:
        """US dollars of the packages that do not fit."""
        return sum(package.cost for package in self.unfunded)

    @property
    def saving(self) -> float | None:
        """The change of effort by working across regimes, such as -0.6; None with no effort."""
        return self.effort / self.effort_separate - 1 if self.effort_separate else None

    @property
    def by_quarter(self) -> tuple[Quarter, ...]:
        """The packages by the quarter in which they begin; quarters in which none does left out."""
        starts = sorted({package.start for package in self.packages})
        return tuple(
            Quarter(
                name=quarter_name(*self.start, start - 1),
                packages=tuple(one for one in self.packages if one.start == start),
                load=self.load[start - 1] if start <= len(self.load) else None,
            )
            for start in starts
        )

    def quarter(self, place: int) -> str:
        """The name of a quarter counted from 1."""
        return quarter_name(*self.start, place - 1)


def plan_of(roadmap: Mapping[str, Any], catalogue: Catalogue) -> Plan:
    """The roadmap of a release document with its words."""
    start = (roadmap["start_year"], roadmap["start_quarter"])
    first, last = quarter_name(*start), quarter_name(*start, roadmap["quarters"] - 1)
    planned = (_package(package, catalogue, start) for package in roadmap["packages"])
    return Plan(
        quarters=roadmap["quarters"],
        capacity=roadmap["capacity"],
        start=start,
        span=_between(first, last),
        packages=tuple(sorted(planned, key=lambda one: (one.start, -one.value, one.question))),
        unfunded=tuple(
            sorted(
                (_package(package, catalogue, start) for package in roadmap["unfunded"]),
                key=lambda one: -one.value,
            )
        ),
        effort=roadmap["effort_integrated"],
        effort_separate=roadmap["effort_stovepiped"],
        cost=roadmap["cost_integrated"],
        cost_separate=roadmap["cost_stovepiped"],
        load=tuple(roadmap["load"]),
    )


def _between(first: str, last: str) -> str:
    return first if first == last else f"{first} {DASH} {last}"


def _package(
    package: Mapping[str, Any], catalogue: Catalogue, plan_start: tuple[int, int]
) -> PackageLine:
    start, end = package.get("start", 0), package.get("end", 0)
    first, last = (quarter_name(*plan_start, place - 1) for place in (start, end))
    question = catalogue.question_by_id.get(QuestionId(package["question"]))
    step = question.steps[package["level"] - 1] if question else None
    return PackageLine(
        question=package["question"],
        title=step.title if step else package["question"],
        text=question.text if question else "",
        area=catalogue.area_by_id[question.area].short if question else "",
        element=catalogue.element_by_id[question.element].title if question else "",
        families=tuple(family_words(family) for family in package["families"]),
        level=package["level"],
        kind=kind_name(step.kind) if step else "",
        lead=role_name(catalogue, step.lead) if step else "",
        effort=package["effort"],
        cost=package["cost"],
        value=package["value"],
        start=start,
        end=end,
        when=_between(first, last) if start else "",
    )
