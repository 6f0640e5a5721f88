"""The portfolio: states by practice areas, of what was released to one donor."""

from collections.abc import Mapping

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from assessment.domain.release import Release
from donors import looks
from donors.choices import (
    Chosen,
    Filters,
    chosen_donor,
    filters_asked,
    filters_for,
    open_releases,
    wanted,
)
from donors.files import AboutSheet, Facts, csv_of, workbook_of
from donors.handing_out import csv_file, workbook_file
from donors.portfolio_rows import columns_of, marked, other_lines, state_rows, sum_lines
from donors.portfolio_tables import (
    each_release,
    facts_of,
    figures_table,
    in_order,
    notes,
    releases_table,
    sums_table,
)
from web import context
from web.components import marking


def page() -> str:
    """Every state that released something to the donor, of those that the filters keep."""
    session, catalogue = context.session(), context.catalogue()
    filters, chosen = filters_asked(catalogue), chosen_donor(session)
    every = open_releases(session, chosen)
    releases = wanted(every, catalogue, filters)
    looks.note([release.id for release in releases], looks.PORTFOLIO)
    columns = columns_of(catalogue, (release.summary for release in releases))
    words = group_words()
    offered = filters_for(catalogue, every, filters)
    return render_template(
        "donors/portfolio.html",
        place="portfolio",
        marked=marked(releases),
        chosen=chosen,
        filters=filters,
        offered=offered,
        region_names=[(region, region) for region, _inside in offered.regions],
        groups=[(group, words[group]) for group in offered.groups],
        asked=_asked(chosen, filters),
        columns=columns,
        rows=state_rows(catalogue, releases, columns),
        others=other_lines(catalogue, every, filters),
        sums=sum_lines(columns, releases),
        total=len(every),
        address_of=lambda name: _address(name, chosen, filters),
    )


def group_words() -> dict[str, str]:
    """The groups of states by their codes."""
    return {
        "ldc": _("Least developed countries"),
        "lldc": _("Landlocked developing countries"),
        "sids": _("Small island developing states"),
    }


def _asked(chosen: Chosen, filters: Filters) -> list[tuple[str, str, str]]:
    """Each filter that is set: its words, how a link clears it, and the address without it."""
    said = {
        "region": (_("Region: %(place)s", place=filters.region), _("Clear the region")),
        "subregion": (
            _("Sub-region: %(place)s", place=filters.subregion),
            _("Clear the sub-region"),
        ),
        "group": (
            _("Group: %(group)s", group=group_words().get(filters.group, "")),
            _("Clear the group"),
        ),
    }
    values = filters.values()
    return [
        (*words, _without(name, chosen, values)) for name, words in said.items() if name in values
    ]


def _without(name: str, chosen: Chosen, values: Mapping[str, str]) -> str:
    kept = {other: value for other, value in values.items() if other != name}
    return url_for("donors.page", **chosen.values(), **kept)


def _address(name: str, chosen: Chosen, filters: Filters) -> str:
    """The address of a file of what the page shows."""
    values = {name: value for name, value in filters.values().items() if name != "others"}
    return url_for(f"donors.{name}", **chosen.values(), **values)


def workbook() -> Response:
    """What the page shows as an Excel file."""
    chosen, releases, facts, marks = _taken_away()
    catalogue = context.catalogue()
    columns = columns_of(catalogue, (release.summary for release in releases))
    title = _("Portfolio of %(donor)s", donor=chosen.name)
    tables = (
        figures_table(catalogue, releases, columns),
        releases_table(catalogue, releases),
        sums_table(sum_lines(columns, releases), releases),
    )
    about = AboutSheet(title, marks, (*facts, *each_release(releases)), notes())
    content = workbook_of(about, facts, tables)
    return workbook_file(content, "octant-portfolio")


def table() -> Response:
    """What the page shows as CSV: a line for each state and area."""
    _chosen, releases, facts, _marks = _taken_away()
    catalogue = context.catalogue()
    columns = columns_of(catalogue, (release.summary for release in releases))
    content = csv_of(facts, figures_table(catalogue, releases, columns))
    return csv_file(content, "octant-portfolio")


def _taken_away() -> tuple[Chosen, list[Release], Facts, str]:
    """The releases of a file, what it says at its top, its marking; the looks are noted."""
    session, catalogue = context.session(), context.catalogue()
    filters, chosen = filters_asked(catalogue), chosen_donor(session)
    releases = in_order(wanted(open_releases(session, chosen), catalogue, filters))
    looks.note([release.id for release in releases], looks.EXPORT)
    marks = marking(marked(releases))
    return chosen, releases, facts_of(chosen, releases, marks), marks
