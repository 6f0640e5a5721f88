"""The report of a workshop as an Excel file: what it is of, who came, votes, agreements."""

import io
from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.workshop_rows import QuestionRow, WorkshopReport, choice_heads
from web.components import marking, state_name
from web.i18n import day, moment

Value = str | int | float | None
INK, LINE, SOFT, BRASS = "12283A", "D5DCDD", "4B5F6C", "8A5A12"
WIDEST, NARROWEST = 60, 9
TOP = Alignment(wrap_text=True, vertical="top")
UNDER = Border(bottom=Side("thin", color=LINE))


def workshop_workbook(report: WorkshopReport, made: datetime) -> bytes:
    """The whole report; every sheet says on its first lines what it is of."""
    book = Workbook()
    facts = _facts(report, made)
    _about(book.active, report, facts)
    for title, head, lines in (
        (_("Who took part"), _people_head(), _people(report)),
        (_("Votes"), _votes_head(), [line for row in report.questions for line in _votes(row)]),
        (_("Agreed"), _agreed_head(), [line for row in report.questions for line in _agreed(row)]),
        (_("Still open"), _open_head(), [_open(row) for row in report.left_open]),
    ):
        _table(book.create_sheet(title), facts, head, lines)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _facts(report: WorkshopReport, made: datetime) -> list[tuple[str, str]]:
    workshop, cycle = report.workshop, report.cycle
    return [
        (_("State"), state_name(cycle.state)),
        (_("Assessment"), cycle.title),
        (_("Workshop"), workshop.title),
        (_("Dates"), f"{day(workshop.begins)} \N{EN DASH} {day(workshop.ends)}"),
        (_("Marking"), marking(cycle) or "\N{EN DASH}"),
        (_("Catalogue"), cycle.catalogue_version),
        (_("Method"), report.method),
        (_("Made"), moment(made)),
    ]


def _people_head() -> list[str]:
    return [_("Agency"), _("People"), _("Roles"), _("Names, where given")]


def _people(report: WorkshopReport) -> list[list[Value]]:
    return [
        [
            one.agency,
            one.people,
            "; ".join(f"{role} ({count})" for role, count in one.roles),
            "; ".join(one.names),
        ]
        for one in report.delegations
    ]


def _votes_head() -> list[str]:
    return [
        _("Question"),
        _("Text"),
        _("Vote"),
        _("Opened"),
        _("Item family"),
        *choice_heads(),
        _("Voted"),
        _("In the room"),
        _("Agreement, 0 to 1"),
        _("Split"),
        _("Proposed level"),
    ]


def _votes(row: QuestionRow) -> list[list[Value]]:
    return [
        [
            row.id,
            row.text,
            vote.number,
            moment(vote.opened),
            family.family,
            *family.counts,
            vote.voted,
            vote.present,
            family.index,
            _("yes") if family.split else _("no"),
            family.proposed,
        ]
        for vote in row.rounds
        for family in vote.rows
    ]


def _agreed_head() -> list[str]:
    return [
        _("Question"),
        _("Text"),
        _("Item family"),
        _("Level"),
        _("In words"),
        _("Reason"),
        _("Dissent"),
        _("After vote"),
        _("Recorded by"),
        _("Recorded"),
        _("Set aside"),
    ]


def _agreed(row: QuestionRow) -> list[list[Value]]:
    agreed = row.agreed
    if agreed is None:
        return []
    return [
        [
            row.id,
            row.text,
            cell.family,
            cell.level,
            cell.words,
            agreed.reason,
            agreed.dissent,
            agreed.round or None,
            agreed.by,
            moment(agreed.at),
            agreed.aside or None,
        ]
        for cell in agreed.cells
    ]


def _open_head() -> list[str]:
    return [
        _("Question"),
        _("Text"),
        _("Practice area and element"),
        _("Why"),
        _("Votes"),
        _("Set aside"),
    ]


def _open(row: QuestionRow) -> list[Value]:
    aside = row.agreed.aside if row.agreed else None
    return [row.id, row.text, row.place, row.why, len(row.rounds), aside]


def _about(sheet: Worksheet, report: WorkshopReport, facts: Sequence[tuple[str, str]]) -> None:
    sheet.title = _("Workshop")
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 72
    title = Font(name="Georgia", size=20, bold=True, color=INK)
    _put(sheet, 1, 1, report.workshop.title, title)
    _put(sheet, 2, 1, marking(report.cycle), Font(bold=True, color=BRASS))
    figures = [
        (_("People who joined"), report.present),
        (_("Votes held"), report.rounds),
        (_("Questions agreed"), len(report.settled)),
        (_("Questions left open"), len(report.left_open)),
    ]
    for line, (what, which) in enumerate([*facts, *figures], 4):
        _put(sheet, line, 1, what, Font(color=SOFT))
        _put(sheet, line, 2, which)
    note = _("Votes are counted and never tied to a person.")
    _put(sheet, len(facts) + len(figures) + 5, 1, note, Font(size=10, color=SOFT))


def _table(
    sheet: Worksheet,
    facts: Sequence[tuple[str, str]],
    head: Sequence[str],
    lines: Sequence[Sequence[Value]],
) -> None:
    for line, (what, which) in enumerate(facts, 1):
        cell = _put(sheet, line, 1, f"{what}: {which}", Font(size=9, color=SOFT))
        cell.alignment = Alignment(vertical="top")
    first = len(facts) + 2
    for column, words in enumerate(head, 1):
        cell = _put(sheet, first, column, words, Font(bold=True, color="FFFFFF"))
        cell.fill = PatternFill("solid", fgColor=INK)
        letters = max([len(words) // 2, *(len(str(line[column - 1] or "")) for line in lines)])
        width = min(WIDEST, max(NARROWEST, letters + 2))
        sheet.column_dimensions[get_column_letter(column)].width = width
    for place, values in enumerate(lines, first + 1):
        for column, value in enumerate(values, 1):
            _put(sheet, place, column, value).border = UNDER
    sheet.freeze_panes = sheet.cell(first + 1, 2)
    sheet.auto_filter.ref = f"A{first}:{get_column_letter(len(head))}{first + len(lines)}"
    sheet.print_title_rows = f"{first}:{first}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _put(
    sheet: Worksheet, line: int, column: int, value: Value, font: Font | None = None
) -> object:
    cell = sheet.cell(line, column, value)
    if isinstance(value, str):
        # What begins with "=" stays a text and never becomes a formula.
        cell.data_type = "s"
    cell.font = font or Font(color=INK)
    cell.alignment = TOP
    return cell
