"""Tables as files: an Excel sheet or a CSV file each.

Every table says on its first lines what it is of. Figures are numbers. A text stays a text,
whatever it begins with.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import to_user_timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | float | int | date | None
Facts = Sequence[tuple[str, Value]]
# What a spreadsheet may take for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
DAY = "yyyy-mm-dd"
INK, LINE, SOFT, BRASS = "12283A", "D5DCDD", "4B5F6C", "8A5A12"
FACE = "Calibri"
WIDEST, NARROWEST = 60, 11
# Made once: a style for each of thousands of cells would take longer than all the rest.
PLAIN, UNDER = Font(name=FACE, color=INK), Border(bottom=Side("thin", color=LINE))
SMALL, SMALL_INK = Font(name=FACE, size=9, color=SOFT), Font(name=FACE, size=9, color=INK)
LEFT = Alignment(vertical="top", horizontal="left")
TOP, TOP_UNWRAPPED = (Alignment(wrap_text=wrap, vertical="top") for wrap in (True, False))


@dataclass(frozen=True, slots=True)
class FileTable:
    """One table: its name in the address, its title, its columns and its lines.

    `rests_on` names its releases where its lines do not; under the table in Excel, as what
    stands above it stays in view.
    """

    name: str
    title: str
    head: tuple[str, ...]
    lines: tuple[tuple[Value, ...], ...]
    rests_on: Facts = ()


@dataclass(frozen=True, slots=True)
class AboutSheet:
    """The first sheet of a workbook: a title, the marking, facts, and notes below them."""

    title: str
    marking: str
    facts: Facts
    notes: Sequence[str]


def day_of(moment: datetime) -> date:
    """The day of a moment by the clock of this installation: the one form of dates in files."""
    return to_user_timezone(moment).date()


def csv_of(facts: Facts, table: FileTable) -> bytes:
    """A table as CSV in UTF-8: what it is of and rests on, an empty line, then head and lines."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([_("Table"), harmless(table.title)])
    told = (*facts, *table.rests_on)
    writer.writerows([harmless(what), harmless(which)] for what, which in told)
    writer.writerow([])
    writer.writerow([harmless(title) for title in table.head])
    writer.writerows([harmless(value) for value in line] for line in table.lines)
    # The mark at the beginning tells Excel that this is UTF-8.
    return written.getvalue().encode("utf-8-sig")


def harmless(value: Value) -> Value:
    """A value for CSV: a text that could begin a formula gets an apostrophe before it.

    >>> harmless("=1+1"), harmless(-3), harmless("plain")
    ("'=1+1", -3, 'plain')
    """
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value


def workbook_of(about: AboutSheet, facts: Facts, tables: Sequence[FileTable]) -> bytes:
    """Every table as a sheet, with the facts above it, after one that says what they are."""
    book = Workbook()
    _about_sheet(book.active, about)
    for table in tables:
        _table_sheet(book.create_sheet(table.title[:31]), table, facts)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _about_sheet(sheet: Worksheet, about: AboutSheet) -> None:
    sheet.title = _("About")
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 40, 72
    title = Font(name="Georgia", size=20, bold=True, color=INK)
    _put(sheet, 1, 1, about.title, title, wrapped=False)
    sheet.row_dimensions[1].height = 30
    _put(sheet, 2, 1, about.marking, Font(name=FACE, bold=True, color=BRASS), wrapped=False)
    _fit_the_width(sheet)
    line = 4
    for what, which in about.facts:
        _put(sheet, line, 1, what, Font(name=FACE, color=SOFT))
        cell = _put(sheet, line, 2, which)
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
        line += 1
    for place, note in enumerate(about.notes, line + 1):
        sheet.merge_cells(start_row=place, end_row=place, start_column=1, end_column=2)
        _put(sheet, place, 1, note, Font(name=FACE, size=10, color=SOFT))
        sheet.row_dimensions[place].height = 30


def _table_sheet(sheet: Worksheet, table: FileTable, facts: Facts) -> None:
    _put_facts(sheet, 1, facts)
    first = len(facts) + 2
    sheet.row_dimensions[first].height = 32  # two lines of words
    for column, title in enumerate(table.head):
        cell = _put(sheet, first, column + 1, title, Font(name=FACE, bold=True, color="FFFFFF"))
        cell.fill = PatternFill("solid", fgColor=INK)
        letters = max([len(title) // 2, *(len(str(line[column])) for line in table.lines)])
        width = min(WIDEST, max(NARROWEST, letters + 2))
        sheet.column_dimensions[get_column_letter(column + 1)].width = width
    for place, values in enumerate(table.lines, first + 1):
        for column, value in enumerate(values, 1):
            _put(sheet, place, column, value).border = UNDER
    sheet.freeze_panes = sheet.cell(first + 1, 2)
    last = first + len(table.lines)
    _put_facts(sheet, last + 2, table.rests_on)
    labels = [len(what) for what, _which in (*facts, *table.rests_on)]
    side = sheet.column_dimensions["A"]
    side.width = max(side.width, *labels)
    sheet.auto_filter.ref = f"A{first}:{get_column_letter(len(table.head))}{last}"
    sheet.print_title_rows = f"{first}:{first}"
    sheet.page_setup.orientation = "landscape"
    _fit_the_width(sheet)


def _fit_the_width(sheet: Worksheet) -> None:
    """Print every column on one page."""
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _put_facts(sheet: Worksheet, first: int, facts: Facts) -> None:
    """What and which, side by side; the second runs on over the empty cells beside it."""
    for line, (what, which) in enumerate(facts, first):
        _put(sheet, line, 1, what, SMALL, wrapped=False)
        _put(sheet, line, 2, which, SMALL_INK).alignment = LEFT


def _put(
    sheet: Worksheet,
    line: int,
    column: int,
    value: Value,
    font: Font | None = None,
    *,
    wrapped: bool = True,
) -> object:
    cell = sheet.cell(line, column, value)
    if isinstance(value, str):
        # What begins with "=" stays a text and never becomes a formula.
        cell.data_type = "s"
    if isinstance(value, date):
        cell.number_format = DAY
    cell.font = font or PLAIN
    cell.alignment = TOP if wrapped else TOP_UNWRAPPED
    return cell
