"""The plan on paper: lines of the Gantt chart, what does not fit, and annex B."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assessment.domain.packages import Package
from reports.document_scene import PaperScene
from reports.plans import PackageRow, package_row, planned_rows, start_of, step_of
from web.released_plan import PackageLine
from web.words import quarter_after, quarter_name


@dataclass(frozen=True, slots=True)
class GanttRow:
    """A step on the chart: quarters left free before and after it, cut at the years' ends."""

    step: PackageRow | PackageLine
    before: tuple[int, ...]
    length: int
    after: tuple[int, ...]


# Two pages of the chart; the steps that come later are in annex B.
MOST_ROWS = 52


@dataclass(frozen=True, slots=True)
class Gantt:
    """The chart: years with their quarters, a row a planned step, and how many are not shown."""

    years: tuple[tuple[int, int], ...]  # year, how many of its quarters
    quarters: tuple[int, ...]
    rows: tuple[GanttRow, ...]
    left: int


def gantt(scene: PaperScene) -> Gantt:
    """The planned steps of a scene over the quarters."""
    return gantt_of(planned_rows(scene), start_of(scene), scene.findings.roadmap.quarters)


def gantt_of(
    steps: Sequence[PackageRow | PackageLine], start: tuple[int, int], total: int
) -> Gantt:
    """Planned steps over so many quarters, the first of which is `start`."""
    places = [quarter_after(*start, place) for place in range(total)]
    years: dict[int, int] = {}
    for year, _quarter in places:
        years[year] = years.get(year, 0) + 1
    ends, passed = [], 0
    for count in years.values():
        passed += count
        ends.append(passed)
    rows = sorted(steps, key=lambda row: (row.start, row.end))
    return Gantt(
        years=tuple(years.items()),
        quarters=tuple(quarter for _year, quarter in places),
        rows=tuple(
            GanttRow(
                step=row,
                before=_cut(0, row.start - 1, ends),
                length=row.end - row.start + 1,
                after=_cut(row.end, total, ends),
            )
            for row in rows[:MOST_ROWS]
        ),
        left=max(0, len(rows) - MOST_ROWS),
    )


def _cut(first: int, last: int, ends: list[int]) -> tuple[int, ...]:
    """The lengths between two places, cut at the years' ends.

    >>> _cut(1, 9, [4, 8, 12])
    (3, 4, 1)
    """
    marks = [first, *(end for end in ends if first < end < last), last]
    return tuple(b - a for a, b in pairwise(marks) if b > a)


@dataclass(frozen=True, slots=True)
class AssumptionRow:
    """What a package's figures rest on: the step's own months, effort and cost."""

    row: PackageRow
    months: float
    effort: float
    cost: float
    begins: str


def assumption_sections(scene: PaperScene) -> tuple[tuple[str, tuple[AssumptionRow, ...]], ...]:
    """The figures behind every package, planned or not, by area."""
    planned = {one.package.key: one for one in scene.findings.roadmap.planned}
    found: dict[str, list[AssumptionRow]] = {}
    for package in scene.findings.packages:
        area = scene.catalogue.area_by_id[scene.catalogue.question_by_id[package.question].area]
        row = package_row(scene, package, planned.get(package.key))
        found.setdefault(area.title, []).append(_assumption(scene, package, row))
    return tuple((title, tuple(rows)) for title, rows in found.items())


def _assumption(scene: PaperScene, package: Package, row: PackageRow) -> AssumptionRow:
    step, own = step_of(scene, package), scene.findings.assumptions.get(package.key)
    return AssumptionRow(
        row=row,
        months=own.months if own and own.months is not None else step.months,
        effort=own.effort if own and own.effort is not None else step.effort,
        cost=own.cost if own and own.cost is not None else step.cost,
        begins=quarter_name(*start_of(scene), row.start - 1) if row.start else "",
    )
