"""The tables of a released part, as released: areas, elements, gaps and roadmap.

Every table comes with the facts of what it is of: state, release, date, marking, method. No
figure is in them that the page does not show, with the same decimals: a state agrees to a
release by the preview, which shows what the page does.
"""

from flask_babel import gettext as _

from assessment.domain.release import Release
from donors.files import Facts, FileTable, Value, day_of
from donors.portfolio_tables import held_note, hundred, whole_percent, yes_or_no
from web.components import marking
from web.released import Figures, Released
from web.released_gaps import GapLine
from web.released_plan import PackageLine


def about(part: Released, release: Release) -> Facts:
    """What every table says of itself, as (what, which)."""
    return (
        (_("State"), f"{part.name} ({part.state})"),
        (_("Released to"), release.donor_name),
        (_("Release"), release.id),
        (_("Released"), part.what),
        (_("Assessment"), part.title),
        (_("Signed off"), day_of(part.signed)),
        (_("Open until"), day_of(part.until) if part.until else ""),
        (_("Marking"), marking(part) or _("none")),
        (_("Method"), part.method),
        (_("Catalogue"), part.catalogue),
        (_("Digest of what was signed"), part.digest),
    )


def tables_of(part: Released) -> tuple[FileTable, ...]:
    """The tables that were released, areas first."""
    found = [_areas(part)]
    if part.elements is not None:
        found.append(_elements(part))
    if part.gaps is not None:
        found.append(_gaps(part))
    if part.plan is not None:
        found.append(_roadmap(part))
    return tuple(found)


def _figure_head() -> tuple[str, ...]:
    return (
        _("How it is shown"),
        _("Score"),
        _("Lowest possible"),
        _("Highest possible"),
        _("Level"),
        _("Held at level 1"),
        _("Weakest question"),
        _("Stovepipe"),
        _("Answered, percent"),
        _("With evidence, percent"),
    )


def _figures(row: Figures) -> tuple[Value, ...]:
    return (
        row.instead or _("score"),
        hundred(row.point),
        hundred(row.low),
        hundred(row.high),
        row.band,
        None if row.band is None else yes_or_no(row.held),
        hundred(row.floor),
        None if row.stovepipe is None else round(row.stovepipe, 2),
        whole_percent(row.completeness),
        whole_percent(row.confidence),
    )


def _areas(part: Released) -> FileTable:
    return FileTable(
        "areas",
        _("Practice areas"),
        (_("Practice area"), *_figure_head(), _("Target level")),
        tuple((row.title, *_figures(row), row.target) for row in part.areas),
    )


def _elements(part: Released) -> FileTable:
    return FileTable(
        "elements",
        _("Elements"),
        (_("Practice area"), _("Element"), *_figure_head()),
        tuple(
            (area.title, row.title, *_figures(row))
            for area in part.elements or ()
            for row in area.elements
        ),
    )


def gap_columns() -> tuple[str, ...]:
    """The heads of the columns that `gap_line` fills."""
    return (
        _("Practice area"),
        _("Element"),
        _("Question"),
        _("Item family"),
        _("Level now"),
        _("Target level"),
        _("Levels below target"),
        _("Another family is further"),
        _("Leverage"),
        _("Asked for by"),
    )


def gap_line(gap: GapLine) -> tuple[Value, ...]:
    """One gap, as `gap_columns` names its figures."""
    return (
        gap.area,
        gap.element,
        gap.text,
        gap.family,
        gap.level,
        gap.target,
        gap.gap,
        yes_or_no(gap.reuse),
        round(gap.leverage, 2),
        ", ".join(gap.serves),
    )


def _gaps(part: Released) -> FileTable:
    return FileTable(
        "gaps",
        _("Gaps"),
        gap_columns(),
        tuple(gap_line(gap) for gap in part.gaps or ()),
    )


def _roadmap(part: Released) -> FileTable:
    plan = part.plan
    packages = (*plan.packages, *plan.unfunded) if plan else ()
    return FileTable(
        "roadmap",
        _("Roadmap"),
        (
            _("In the plan"),
            _("First quarter"),
            _("Last quarter"),
            _("Step"),
            _("Question"),
            _("Practice area"),
            _("Element"),
            _("Item families"),
            _("To level"),
            _("Kind"),
            _("Lead"),
            _("Person-months"),
            _("Cost, US dollars"),
        ),
        tuple(
            (
                yes_or_no(bool(package.start)),
                plan.quarter(package.start) if package.start else None,
                plan.quarter(package.end) if package.start else None,
                *_package(package),
            )
            for package in packages
        ),
    )


def _package(package: PackageLine) -> tuple[Value, ...]:
    return (
        package.title,
        package.text,
        package.area,
        package.element,
        ", ".join(package.families),
        package.level,
        package.kind,
        package.lead,
        round(package.effort, 2),
        round(package.cost),
    )


def totals(part: Released) -> tuple[tuple[str, Value], ...]:
    """What the roadmap comes to, for the first sheet."""
    plan = part.plan
    if plan is None:
        return ()
    return (
        (_("Quarters of the plan"), plan.span),
        (_("Person-months in each quarter, at most"), round(plan.capacity, 1)),
        (_("Person-months, all steps together"), round(plan.effort, 1)),
        (_("Person-months, regime by regime"), round(plan.effort_separate, 1)),
        (_("US dollars, all steps together"), round(plan.cost)),
        (_("US dollars, regime by regime"), round(plan.cost_separate)),
    )


def notes() -> tuple[str, ...]:
    """What a reader of the file must know, below the facts."""
    return (
        _("Scores are from 0 to 100. Where less than 65 % is answered there is a range and no "
          "score. Withheld: the state has the answers and keeps them to itself."),
        held_note(),
        _("Months, effort and cost are planning assumptions, not prices and not offers."),
        _("This is what the state says of itself. It is no finding of compliance by anyone."),
    )  # fmt: skip
