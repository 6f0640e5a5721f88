"""The report of a workshop as an Excel file: what it is of, who came, votes, agreements."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from math import ceil

from flask_babel import gettext as _
from flask_babel import to_user_timezone
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.workshop_rows import QuestionRow, WorkshopReport, choice_heads
from web.components import marking, state_name

Value = str | int | float | date | None
INK, LINE, SOFT, BRASS = "12283A", "D5DCDD", "4B5F6C", "8A5A12"
WIDEST, NARROWEST = 48, 6
LINE_HEIGHT = 15.0  # points
# The one form of dates, and of the figures that have decimals.
DAY, MOMENT, DECIMALS = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "0.00"
TOP = Alignment(wrap_text=True, vertical="top")
# Figures and dates stand clear of the texts beside them.
APART = Alignment(vertical="top", horizontal="center")
UNWRAPPED = Alignment(vertical="top")
UNDER = Border(bottom=Side("thin", color=LINE))


def workshop_workbook(report: WorkshopReport, made: datetime) -> bytes:
    """The whole report; every sheet says on its first lines what it is of."""
    book = Workbook()
    facts = _facts(report, made)
    _about(book.active, report, facts)
    heading = (report.workshop.title, marking(report.cycle), _rests_on(report, made))
    for title, head, lines in (
        (_("Who took part"), _people_head(), _people(report)),
        (_("Votes"), _votes_head(), [line for row in report.questions for line in _votes(row)]),
        (_("Agreed"), _agreed_head(), [line for row in report.questions for line in _agreed(row)]),
        (_("Still open"), _open_head(), [_open(row) for row in report.left_open]),
    ):
        _table(book.create_sheet(title), heading, head, lines)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _facts(report: WorkshopReport, made: datetime) -> list[tuple[str, Value]]:
    workshop, cycle = report.workshop, report.cycle
    return [
        (_("State"), state_name(cycle.state)),
        (_("Assessment"), cycle.title),
        (_("First day"), _local(workshop.begins).date()),
        (_("Last day"), _local(workshop.ends).date()),
        (_("Catalogue"), cycle.catalogue_version),
        (_("Method"), report.method),
        (_("Made"), _local(made)),
    ]


def _rests_on(report: WorkshopReport, made: datetime) -> str:
    cycle = report.cycle
    return _(
        "%(state)s: %(title)s. Catalogue %(version)s. Method %(method)s. Made %(made)s.",
        state=state_name(cycle.state),
        title=cycle.title,
        version=cycle.catalogue_version,
        method=report.method,
        made=f"{_local(made):%Y-%m-%d %H:%M}",
    )


def _local(when: datetime) -> datetime:
    """A moment by the clock of this installation, to the minute, as Excel keeps it."""
    return to_user_timezone(when).replace(second=0, microsecond=0, tzinfo=None)


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
            _local(vote.opened),
            family.family,
            *family.outcome.counts,
            vote.voted,
            vote.present,
            family.outcome.agreement,
            _("yes") if family.outcome.split else _("no"),
            family.outcome.median,
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
            _local(agreed.at),
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


def _about(sheet: Worksheet, report: WorkshopReport, facts: Sequence[tuple[str, Value]]) -> None:
    sheet.title = _("Workshop")
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 72
    title = _font(name="Georgia", size=20, bold=True)
    _put(sheet, 1, 1, report.workshop.title, title)
    _put(sheet, 2, 1, marking(report.cycle), _font(bold=True, color=BRASS))
    for line in (1, 2):
        sheet.cell(line, 1).alignment = UNWRAPPED
    sheet.row_dimensions[1].height = 2 * LINE_HEIGHT
    figures = [
        (_("People who joined"), report.present),
        (_("Votes held"), report.rounds),
        (_("Questions agreed"), len(report.settled)),
        (_("Questions left open"), len(report.left_open)),
    ]
    for line, (what, which) in enumerate([*facts, *figures], 4):
        _put(sheet, line, 1, what, _font(color=SOFT))
        _put(sheet, line, 2, which).alignment = Alignment(
            wrap_text=True, vertical="top", horizontal="left"
        )
    _fit(sheet)
    note = _("Votes are counted and never tied to a person.")
    cell = _put(sheet, len(facts) + len(figures) + 5, 1, note, _font(size=10, color=SOFT))
    cell.alignment = UNWRAPPED


def _table(
    sheet: Worksheet,
    heading: Sequence[str],
    head: Sequence[str],
    lines: Sequence[Sequence[Value]],
) -> None:
    title, marked, rests_on = heading
    fonts = (_font(bold=True), _font(bold=True, color=BRASS), _font(size=9, color=SOFT))
    for line, (words, font) in enumerate(zip((title, marked, rests_on), fonts, strict=True), 1):
        _put(sheet, line, 1, words, font).alignment = UNWRAPPED
    first = len(heading) + 2
    for column, words in enumerate(head, 1):
        cell = _put(sheet, first, column, words, _font(bold=True, color="FFFFFF"))
        cell.fill = PatternFill("solid", fgColor=INK)
        width = _width(words, [line[column - 1] for line in lines])
        sheet.column_dimensions[get_column_letter(column)].width = width
    _heighten(sheet, first, head)
    for place, values in enumerate(lines, first + 1):
        for column, value in enumerate(values, 1):
            _put(sheet, place, column, value).border = UNDER
        _heighten(sheet, place, values)
    sheet.freeze_panes = sheet.cell(first + 1, 2)
    sheet.auto_filter.ref = f"A{first}:{get_column_letter(len(head))}{first + len(lines)}"
    sheet.print_title_rows = f"{first}:{first}"
    # An ampersand begins a code in the head of a printed page.
    sheet.oddHeader.center.text = marked.replace("&", "&&")
    _fit(sheet)


def _heighten(sheet: Worksheet, place: int, values: Sequence[Value]) -> None:
    """Let a row show all lines of its texts: not every program measures them itself."""
    lines = [
        ceil((len(value) + 1) / sheet.column_dimensions[get_column_letter(column)].width)
        for column, value in enumerate(values, 1)
        if isinstance(value, str)
    ]
    sheet.row_dimensions[place].height = LINE_HEIGHT * max([1, *lines])


def _fit(sheet: Worksheet) -> None:
    """On paper as wide as a page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _font(name: str = "Calibri", size: int = 11, color: str = INK, *, bold: bool = False) -> Font:
    return Font(name=name, size=size, color=color, bold=bold)


def _width(words: str, values: Sequence[Value]) -> int:
    """Wide enough for the longest word of the head, and for what stands below, within reason."""
    letters = [len(word) for word in words.split()]
    letters += [
        len(MOMENT) if isinstance(value, date) else len(str(value))
        for value in values
        if isinstance(value, str | date)
    ]
    return min(WIDEST, max(NARROWEST, *letters) + 2)


def _put(sheet: Worksheet, line: int, column: int, value: Value, font: Font | None = None) -> Cell:
    cell = sheet.cell(line, column, value)
    if isinstance(value, str):
        # What begins with "=" stays a text and never becomes a formula.
        cell.data_type = "s"
    elif isinstance(value, date):
        cell.number_format = MOMENT if isinstance(value, datetime) else DAY
    elif isinstance(value, float):
        cell.number_format = DECIMALS
    cell.font = font or _font()
    cell.alignment = TOP if isinstance(value, str | None) else APART
    return cell
