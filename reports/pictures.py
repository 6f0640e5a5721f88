"""From findings to charts: which figure shows what. Numbers are taken over, never computed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.domain.catalogue import Aspect, Catalogue, Family, PracticeArea
from assessment.domain.gaps import Gap
from assessment.domain.identifiers import AreaId, InstrumentId
from assessment.domain.planning import Roadmap
from assessment.domain.response import Profile
from assessment.domain.scoring import Part, Scorecard
from reports.charts import Chart, Kind, Role, Series, percent_points
from web.words import aspect_name, family_name, quarter_name, role_name

Address = Callable[..., str]
POINTS_OF_LEVEL = 25.0  # of 100


@dataclass(frozen=True, slots=True)
class Corner:
    """A practice area on the octagon: figures 0 to 1, its target a level, where it leads."""

    name: str
    point: float | None
    low: float | None
    high: float | None
    target: int | None
    link: str = ""


def octagon(
    catalogue: Catalogue, profile: Profile, scorecard: Scorecard, address: Address
) -> Chart:
    """The eight areas with the range that open answers leave, and the targets."""
    return octagon_of(
        [
            Corner(
                area.short,
                part.shown_point,
                part.low,
                part.high,
                profile.targets.of(area.id),
                address(area.id),
            )
            for area in catalogue.areas
            if (part := scorecard.areas.get(area.id)) is not None
        ]
    )


def octagon_of(corners: Sequence[Corner]) -> Chart:
    """Practice areas with the range that open answers leave, and the targets."""
    return Chart(
        kind=Kind.OCTAGON,
        title=_("The practice areas"),
        description=_(
            "Score by practice area, 0 to 100. The band is what open answers leave possible; "
            "the dashed line is the target."
        ),
        head=_("Practice area"),
        rows=tuple(corner.name for corner in corners),
        series=(
            Series(_("Score"), _points(corner.point for corner in corners)),
            Series(_("Lowest possible"), _points(corner.low for corner in corners), Role.LOW),
            Series(_("Highest possible"), _points(corner.high for corner in corners), Role.HIGH),
            Series(
                _("Target"),
                tuple((corner.target or 0) * POINTS_OF_LEVEL for corner in corners),
                Role.TARGET,
            ),
        ),
        top=100,
        links={(row, -1): corner.link for row, corner in enumerate(corners) if corner.link},
    )


def _points(figures: Iterable[float | None]) -> tuple[float | None, ...]:
    return tuple(percent_points(figure) for figure in figures)


def law_against_practice(catalogue: Catalogue, scorecard: Scorecard, address: Address) -> Chart:
    """Each area by aspect: the rule, who is responsible, and what is done."""
    areas = catalogue.areas
    return Chart(
        kind=Kind.DOTS,
        title=_("Law against practice"),
        description=_("A law that is far ahead of the practice is not yet carried out."),
        head=_("Practice area"),
        rows=tuple(area.title for area in areas),
        series=tuple(
            Series(
                aspect_name(aspect),
                tuple(_cut(scorecard.area_aspects.get((area.id, aspect))) for area in areas),
            )
            for aspect in Aspect
        ),
        top=100,
        links=_cut_links(areas, tuple(Aspect), "aspect", address),
    )


def families_apart(
    catalogue: Catalogue, profile: Profile, scorecard: Scorecard, address: Address
) -> Chart:
    """Each area by item family: where one practice is carried out unevenly."""
    areas = catalogue.areas
    return Chart(
        kind=Kind.HEAT,
        title=_("Item family against item family"),
        description=_(
            "Read along a line: large differences are stovepipes. A dash: no answers, or too few."
        ),
        head=_("Practice area"),
        rows=tuple(area.title for area in areas),
        series=tuple(
            Series(
                family_name(family),
                tuple(_cut(scorecard.area_families.get((area.id, family))) for area in areas),
            )
            for family in profile.families
        ),
        top=100,
        links=_cut_links(areas, profile.families, "family", address),
    )


def _cut_links(
    areas: Sequence[PracticeArea],
    cuts: Sequence[Aspect | Family],
    name: str,
    address: Address,
) -> dict[tuple[int, int], str]:
    """Where each number leads: to the answers of its area and aspect, or family."""
    links = {(row, -1): address(area.id) for row, area in enumerate(areas)}
    return links | {
        (row, column): address(area.id, **{name: cut.value})
        for row, area in enumerate(areas)
        for column, cut in enumerate(cuts)
    }


def _cut(part: Part | None) -> float | None:
    return None if part is None else percent_points(part.shown_point)


def instrument_matrix(
    catalogue: Catalogue,
    means: Mapping[tuple[AreaId, InstrumentId], float | None],
    address: Callable[[AreaId, InstrumentId], str],
) -> Chart:
    """Mean fulfilment of the provisions in force, areas by instruments."""
    instruments = [
        instrument
        for instrument in catalogue.instruments
        if any(means.get((area.id, instrument.id)) is not None for area in catalogue.areas)
    ]
    links = {
        (row, column): address(area.id, instrument.id)
        for row, area in enumerate(catalogue.areas)
        for column, instrument in enumerate(instruments)
        if means.get((area.id, instrument.id)) is not None
    }
    return Chart(
        kind=Kind.HEAT,
        title=_("Which instruments each area serves"),
        description=_(
            "Mean fulfilment of the provisions in force for the state, 0 to 100. "
            "A dash: no such provision, or no answer yet."
        ),
        head=_("Practice area"),
        rows=tuple(area.title for area in catalogue.areas),
        series=tuple(
            Series(
                instrument.short,
                tuple(
                    percent_points(means.get((area.id, instrument.id))) for area in catalogue.areas
                ),
            )
            for instrument in instruments
        ),
        top=100,
        links=links,
    )


def leverage(catalogue: Catalogue, gaps: Sequence[Gap], address: Address, most: int = 12) -> Chart:
    """The gaps whose next step serves most."""
    shown = gaps[:most]
    questions = catalogue.question_by_id
    return Chart(
        kind=Kind.BARS,
        title=_("Gaps by leverage"),
        description=_("How many obligations the next step would bring nearer, weighted."),
        head=_("Question and item family"),
        rows=tuple(_gap_words(questions[gap.question].text, gap.family) for gap in shown),
        series=(Series(_("Leverage"), tuple(round(gap.leverage, 3) for gap in shown)),),
        top=_rounded_up(max((gap.leverage for gap in shown), default=1.0)),
        decimals=2,
        links={(row, -1): address(gap.question) for row, gap in enumerate(shown)},
    )


def _gap_words(text: str, family: Family) -> str:
    return text if family is Family.ALL else f"{family_name(family)}: {text}"


def _rounded_up(top: float) -> float:
    """The next of 0.5, 1, 2, 4 … at or above a figure, so that the quarters are plain numbers."""
    scale = 0.5
    while scale < top:
        scale *= 2
    return scale


def gantt(
    catalogue: Catalogue, roadmap: Roadmap, start: tuple[int, int], address: Address, most: int = 0
) -> Chart:
    """The planned packages over the quarters; `start` is the first (year, quarter)."""
    planned = sorted(roadmap.planned, key=lambda one: (one.start, one.end))
    shown = planned[:most] if most else planned
    questions = catalogue.question_by_id
    steps = [questions[one.package.question].steps[one.package.level - 1] for one in shown]
    return Chart(
        kind=Kind.SPAN,
        title=_("The plan over the quarters"),
        description=_("Darker is a higher level. A step waits for those that it needs."),
        head=_("Step"),
        rows=tuple(step.title for step in steps),
        series=(
            Series(_("First quarter"), tuple(float(one.start) for one in shown), Role.START),
            Series(_("Last quarter"), tuple(float(one.end) for one in shown), Role.END),
        ),
        top=float(roadmap.quarters),
        decimals=0,
        ticks=tuple(
            (float(place), quarter_name(*start, place))
            for place in range(0, roadmap.quarters, max(1, roadmap.quarters // 12))
        ),
        shades=tuple(one.package.level for one in shown),
        links={(row, -1): address(one.package.question) for row, one in enumerate(shown)},
    )


def effort_by_lead(catalogue: Catalogue, roadmap: Roadmap, start: tuple[int, int]) -> Chart:
    """Person-months of each quarter by lead, below the capacity."""
    questions = catalogue.question_by_id
    effort: dict[str, list[float]] = {}
    for one in roadmap.planned:
        lead = questions[one.package.question].steps[one.package.level - 1].lead
        row = effort.setdefault(lead, [0.0] * roadmap.quarters)
        for quarter in range(one.start, one.end + 1):
            row[quarter - 1] += one.package.effort / (one.end - one.start + 1)
    leads = sorted(effort, key=lambda lead: -sum(effort[lead]))
    main, rest = leads[:7], leads[7:]
    series = [
        Series(role_name(catalogue, lead), tuple(round(part, 2) for part in effort[lead]))
        for lead in main
    ]
    if rest:
        together = [sum(effort[lead][place] for lead in rest) for place in range(roadmap.quarters)]
        name = ngettext("%(num)d other lead", "%(num)d other leads", len(rest))
        series.append(Series(name, tuple(round(part, 2) for part in together)))
    series.append(Series(_("Capacity"), (roadmap.capacity,) * roadmap.quarters, Role.LIMIT))
    return Chart(
        kind=Kind.STACK,
        title=_("Effort by lead"),
        description=_("Person-months of national staff in each quarter; the line is the capacity."),
        head=_("Quarter"),
        rows=tuple(quarter_name(*start, place) for place in range(roadmap.quarters)),
        series=tuple(series),
        top=max(roadmap.capacity * 1.1, *roadmap.load) if roadmap.load else roadmap.capacity,
        unit=_("person-months"),
        decimals=2,
    )
