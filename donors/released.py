"""The released part of one state: its page, and its tables as files."""

from flask import Response, render_template

from assessment.domain.errors import NotFound
from assessment.domain.identifiers import ReleaseId
from assessment.services.comparisons import released_part
from assessment.services.jobs import released_reports_of
from donors import looks
from donors.files import AboutSheet, Facts, csv_of, workbook_of
from donors.handing_out import csv_file, workbook_file
from donors.released_presenters import released_page
from donors.released_tables import about, notes, tables_of, totals
from web import context
from web.components import marking
from web.released import Released, released_of

STATE = "state"


def page(release_id: str) -> str:
    """What a state released to the donor of the person who asks. Raises NotFound, ReleaseEnded."""
    release, document = _part(release_id)
    looks.note([release.id], STATE)
    shown = released_page(document, context.catalogue(), release.until)
    return render_template(
        "donors/released.html",
        place="portfolio",
        marked=shown.part,
        released=shown,
        release=release,
        tables=tables_of(shown.part),
        reports=released_reports_of(context.session(), context.actor(), release.id, context.now()),
    )


def workbook(release_id: str) -> Response:
    """Every released table as one Excel file. Raises NotFound, ReleaseEnded."""
    part, facts = _released(release_id)
    first = AboutSheet(part.plain_name, marking(part), (*facts, *totals(part)), notes())
    return workbook_file(workbook_of(first, facts, tables_of(part)), _name(part))


def table(release_id: str, table: str) -> Response:
    """One released table as CSV. Raises NotFound where it was not released, ReleaseEnded."""
    part, facts = _released(release_id)
    found = next((one for one in tables_of(part) if one.name == table), None)
    if found is None:
        raise NotFound(table)
    return csv_file(csv_of(facts, found), f"{_name(part)}-{table}")


def _part(release_id: str) -> tuple[object, dict[str, object]]:
    return released_part(context.session(), context.actor(), ReleaseId(release_id), context.now())


def _released(release_id: str) -> tuple[Released, Facts]:
    """The released part for a file and what the file says of itself; the look is noted."""
    release, document = _part(release_id)
    looks.note([release.id], looks.EXPORT)
    part = released_of(document, context.catalogue(), release.until)
    return part, about(part, release)


def _name(part: Released) -> str:
    return f"octant-{part.state}-released"
