"""Two to six states side by side: their page, and its tables as files."""

from dataclasses import dataclass

from flask import Response, make_response, render_template, request, url_for
from flask_babel import gettext as _

from assessment.domain.errors import NotFound
from assessment.domain.identifiers import StateCode
from assessment.domain.release import Release
from assessment.services.comparisons import released_parts
from donors import looks
from donors.choices import Chosen, chosen_donor, open_releases
from donors.compare_rows import (
    FIRST_SHARED,
    Part,
    area_rows,
    octagon_head,
    shared_of,
    shared_rows,
    side_of,
)
from donors.compare_tables import tables_of
from donors.files import AboutSheet, Facts, FileTable, csv_of, workbook_of
from donors.handing_out import csv_file, workbook_file
from donors.portfolio_rows import columns_of, marked
from donors.portfolio_tables import each_release, facts_of, in_order, notes
from web import context
from web.components import marking, state_name
from web.released import area_figures

FEWEST, MOST = 2, 6
NOT_FOUND, UNPROCESSABLE = 404, 422
FILE = "octant-comparison"


@dataclass(frozen=True, slots=True)
class Sides:
    """The states that the address names, with what they released, in order of name."""

    chosen: Chosen
    parts: tuple[Part, ...]

    @property
    def releases(self) -> list[Release]:
        """What is shown."""
        return [release for release, _document in self.parts]

    def address(self, name: str, **values: str) -> str:
        """The address of a file of these states."""
        states = ",".join(release.state for release in self.releases)
        return url_for(f"donors.{name}", states=states, **self.chosen.values(), **values)


def side_by_side() -> str | Response:
    """The states that `states=` names; how to choose them where it does not name two to six."""
    sides = _sides(looks.COMPARE)
    if isinstance(sides, Response):
        return sides
    catalogue, parts = context.catalogue(), sides.parts
    columns = columns_of(catalogue, (document for _release, document in parts))
    figures = [area_figures(document, catalogue) for _release, document in parts]
    shared = shared_of(parts)
    return render_template(
        "donors/compare.html",
        place="portfolio",
        marked=marked(sides.releases),
        chosen=sides.chosen,
        sides=[side_of(catalogue, part, own) for part, own in zip(parts, figures, strict=True)],
        octagon_head=octagon_head(),
        areas=area_rows(parts, figures, columns),
        shared=shared_rows(catalogue, parts, shared[:FIRST_SHARED]),
        more_shared=len(shared) - FIRST_SHARED,
        address_of=sides.address,
    )


def side_workbook() -> Response:
    """Every table of the page as one Excel file."""
    sides = _sides(looks.EXPORT)
    if isinstance(sides, Response):
        return sides
    facts, marks, tables = _taken_away(sides)
    told = (*facts, *each_release(sides.releases))
    about = AboutSheet(_("States side by side"), marks, told, notes())
    return workbook_file(workbook_of(about, facts, tables), FILE)


def side_table() -> Response:
    """The table that `table=` names, `areas` where it names none, as CSV. Raises NotFound."""
    named = request.args.get("table", "areas")
    if named not in ("areas", "gaps", "shared"):
        raise NotFound(named)
    sides = _sides(looks.EXPORT)
    if isinstance(sides, Response):
        return sides
    facts, _marks, tables = _taken_away(sides)
    table = next(table for table in tables if table.name == named)
    return csv_file(csv_of(facts, table), f"{FILE}-{named}")


def _taken_away(sides: Sides) -> tuple[Facts, str, tuple[FileTable, ...]]:
    marks = marking(marked(sides.releases))
    facts = facts_of(sides.chosen, sides.releases, marks)
    return facts, marks, tables_of(context.catalogue(), sides.parts)


def _sides(place: str) -> Sides | Response:
    """What the address asks for, with the looks noted; else the page that says how to choose."""
    session = context.session()
    chosen = chosen_donor(session)
    asked = _states_asked()
    releases = in_order(open_releases(session, chosen, asked[: MOST + 1]))
    missing = [code for code in asked if code not in {release.state for release in releases}]
    if missing or not FEWEST <= len(asked) <= MOST:
        every = in_order(open_releases(session, chosen))
        missing = [code for code in asked if code not in {release.state for release in every}]
        return _how_to_choose(chosen, every, asked, missing)
    ids = [release.id for release in releases]
    parts = released_parts(session, context.actor(), ids, context.now())
    looks.note(ids, place)
    return Sides(chosen, parts)


def _states_asked() -> tuple[StateCode, ...]:
    """The codes that the address names, each once: `states=XAA&states=XAB` or `states=XAA,XAB`."""
    named = ",".join(request.args.getlist("states")).split(",")
    codes = (StateCode(code.strip().upper()) for code in named)
    return tuple(dict.fromkeys(code for code in codes if code))


def _how_to_choose(
    chosen: Chosen, releases: list[Release], asked: tuple[StateCode, ...], missing: list[StateCode]
) -> Response:
    known = context.catalogue().state_by_code
    page = render_template(
        "donors/choose.html",
        place="portfolio",
        chosen=chosen,
        asked=asked,
        missing=[state_name(code) for code in missing if code in known],
        unknown=any(code not in known for code in missing),
        states=[(release.state, state_name(release.state)) for release in releases],
        most=MOST,
        fewest=FEWEST,
    )
    return make_response(page, NOT_FOUND if missing else UNPROCESSABLE)
