"""The roadmap as the frozen values that its page and the PDF arrange."""

from dataclasses import dataclass

from assessment.domain.catalogue import Step
from assessment.domain.packages import Package
from assessment.domain.planning import Planned
from reports.scenes import Scene
from web.words import family_name, kind_name, quarter_name, role_name


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A work package in words; effort in person-months, cost in US dollars.

    `closes` counts the obligations it brings nearer, `waits_for` holds the titles of the
    steps before it, `when` its quarters, empty where it does not fit the plan.
    """

    title: str
    text: str
    question: str
    address: str
    area: str
    element: str
    level: int
    families: tuple[str, ...]
    kind: str
    lead: str
    effort: float
    cost: float
    quarters: int
    closes: int
    reuse: bool
    own_figures: bool
    waits_for: tuple[str, ...]
    when: str = ""
    start: int = 0
    end: int = 0


def step_of(scene: Scene, package: Package) -> Step:
    """The step that a package takes."""
    return scene.catalogue.question_by_id[package.question].steps[package.level - 1]


def package_row(scene: Scene, package: Package, planned: Planned | None = None) -> PackageRow:
    """One package with its words; `planned` where it has its quarters."""
    question = scene.catalogue.question_by_id[package.question]
    step = step_of(scene, package)
    when = ""
    if planned is not None:
        first = quarter_name(*start_of(scene), planned.start - 1)
        last = quarter_name(*start_of(scene), planned.end - 1)
        when = first if first == last else f"{first} \N{EN DASH} {last}"
    return PackageRow(
        title=step.title,
        text=step.text,
        question=question.text,
        address=scene.question_address(question.id),
        area=scene.catalogue.area_by_id[question.area].short,
        element=scene.catalogue.element_by_id[question.element].title,
        level=package.level,
        families=tuple(family_name(family) for family in package.families),
        kind=kind_name(step.kind),
        lead=role_name(scene.catalogue, step.lead),
        effort=package.effort,
        cost=package.cost,
        quarters=package.quarters,
        closes=len(package.obligations),
        reuse=package.reuse,
        own_figures=package.key in scene.findings.assumptions,
        waits_for=tuple(
            scene.catalogue.question_by_id[before].steps[level - 1].title
            for before, level in package.waits_for
        ),
        when=when,
        start=planned.start if planned else 0,
        end=planned.end if planned else 0,
    )


def start_of(scene: Scene) -> tuple[int, int]:
    """The first (year, quarter) of the plan."""
    return scene.cycle.start_year, scene.cycle.start_quarter


def planned_rows(scene: Scene) -> tuple[PackageRow, ...]:
    """The packages of the plan, by first quarter, then the most valuable first."""
    planned = sorted(
        scene.findings.roadmap.planned,
        key=lambda one: (one.start, -one.package.value, one.package.question, one.package.level),
    )
    return tuple(package_row(scene, one.package, one) for one in planned)


def unfunded_rows(scene: Scene) -> tuple[PackageRow, ...]:
    """The packages that do not fit, the most valuable first."""
    rest = sorted(scene.findings.roadmap.unfunded, key=lambda one: -one.value)
    return tuple(package_row(scene, one) for one in rest)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of a plan: effort in person-months, cost in US dollars."""

    packages: int
    planned: int
    effort: float
    effort_separate: float
    cost: float
    cost_separate: float
    planned_effort: float
    planned_cost: float
    span: str


def totals(scene: Scene) -> Totals:
    """What the plan comes to, integrated and regime by regime."""
    roadmap = scene.findings.roadmap
    chosen = [one.package for one in roadmap.planned]
    first = quarter_name(*start_of(scene))
    last = quarter_name(*start_of(scene), roadmap.quarters - 1)
    return Totals(
        packages=len(scene.findings.packages),
        planned=len(chosen),
        effort=roadmap.effort_integrated,
        effort_separate=roadmap.effort_stovepiped,
        cost=roadmap.cost_integrated,
        cost_separate=roadmap.cost_stovepiped,
        planned_effort=sum(package.effort for package in chosen),
        planned_cost=sum(package.cost for package in chosen),
        span=f"{first} \N{EN DASH} {last}",
    )


@dataclass(frozen=True, slots=True)
class LeadRow:
    """What one lead has to carry in the plan."""

    lead: str
    packages: int
    effort: float
    cost: float


def lead_rows(scene: Scene) -> tuple[LeadRow, ...]:
    """Effort and cost of the planned packages by lead, the largest effort first."""
    rows: dict[str, list[Package]] = {}
    for one in scene.findings.roadmap.planned:
        rows.setdefault(step_of(scene, one.package).lead, []).append(one.package)
    found = [
        LeadRow(
            role_name(scene.catalogue, lead),
            len(packages),
            sum(package.effort for package in packages),
            sum(package.cost for package in packages),
        )
        for lead, packages in rows.items()
    ]
    return tuple(sorted(found, key=lambda row: (-row.effort, row.lead)))
