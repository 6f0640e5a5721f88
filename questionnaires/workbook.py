"""The questionnaire as an Excel file: one sheet an area, a line a cell, levels by drop-down.

Which line is which cell stands in two hidden columns, so that people may sort and filter.
`workbook_reading.py` reads the file back.
"""

from collections.abc import Mapping
from io import BytesIO
from textwrap import wrap

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from assessment.domain.catalogue import LEVELS, Catalogue, Family, PracticeArea, Question
from assessment.domain.cycle import Cycle
from assessment.domain.response import Answer, NoLevel, Response
from assessment.services.responses import Assessment
from questionnaires import words

# The columns, in order; the first three are hidden and say which cell a line is.
QUESTION, FAMILY, VERSION, TEXT, GOODS, LEVEL, COMMENT, REASON = range(1, 9)
FIRST_DESCRIPTOR = 9
HEADER_LINE = 1
STAMP = "Octant"
FORM = "octant-workbook/1"

INK, PAPER, LINE, ENTRY = "12283A", "FBFAF6", "D5DCDD", "FFFFFF"
DEPTHS = ("F0E2C4", "D3E6E4", "93C6C8", "2F7D8E", "0C4A63")
WIDTHS = {TEXT: 44, GOODS: 18, LEVEL: 15, COMMENT: 34, REASON: 26}
DESCRIPTOR_WIDTH, INSTRUCTION_WIDTH = 38, 96
# Points a line of text; what holds several lines says its height, as not every program finds it.
LINE_HEIGHT, HIGHEST = 15.5, 400


def answer_words() -> Mapping[str, Answer]:
    """What the drop-down offers, in the reader's language, and what each means."""
    return {
        **{str(level): level for level in LEVELS},
        **{str(words.NO_LEVELS[answer]): answer for answer in NoLevel},
    }


def write_workbook(cycle: Cycle, catalogue: Catalogue, assessment: Assessment, state: str) -> bytes:
    """The questionnaire of a cycle with its present answers; `state` is the state's name."""
    book = Workbook()
    _instructions(book.active, cycle, state)
    for area in catalogue.areas:
        asked = [question for question in area.questions if cycle.profile.cells(question)]
        if asked:
            _area_sheet(book.create_sheet(sheet_title(area)), cycle, asked, assessment)
    _stamp(book.create_sheet(STAMP), cycle)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def sheet_title(area: PracticeArea) -> str:
    """The name of an area's sheet: Excel allows 31 letters, some of them not."""
    return area.short[:31]


def _instructions(sheet: Worksheet, cycle: Cycle, state: str) -> None:
    sheet.title = _("Instructions")
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 4
    sheet.column_dimensions["B"].width = INSTRUCTION_WIDTH
    lines = (
        (state, Font(name="Georgia", size=20, bold=True, color=INK)),
        (f"{cycle.title} · {cycle.marking}".strip(" ·"), Font(size=12, color=INK)),
        ("", Font()),
        (_("How to fill in this workbook"), Font(name="Georgia", size=14, bold=True, color=INK)),
        (_("1. There is one sheet for each practice area. Go through them one by one."), Font()),
        (
            _("2. Each line asks about one question and one group of goods. Choose the level "
              "from the list in the column Level."),
            Font(),
        ),
        (
            _("3. The five levels are described on the same line, to the right. A level is "
              "reached only when everything in its description holds."),
            Font(),
        ),
        (
            _("4. If you do not know, choose “not known”. If you may not say, choose "
              "“withheld”. If it does not apply, choose that and give the reason."),
            Font(),
        ),
        (
            _("5. Write comments on the first line of a question. An empty line stays as it is "
              "in Octant; nothing is erased."),
            Font(),
        ),
        (
            _("6. Save the file and bring it back on the page Workbook of this assessment. You "
              "will see what changes before anything is saved."),
            Font(),
        ),
        (
            _("Please do not add sheets or columns, and write no formulas in the answers."),
            Font(italic=True),
        ),
        ("", Font()),
        (
            _("Catalogue %(version)s. The eight areas are inferred from what the instruments "
              "share.", version=cycle.catalogue_version),
            Font(size=9, color="4B5F6C"),
        ),
    )  # fmt: skip
    for place, (text, font) in enumerate(lines, start=2):
        cell = sheet.cell(place, 2, text)
        # A title that begins with "=" stays a text too.
        cell.data_type = "s"
        cell.font = font
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        most = max((font.size or 11) / 11, 1) * LINE_HEIGHT
        sheet.row_dimensions[place].height = most * _lines(text, INSTRUCTION_WIDTH)
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column, at the least one; words do not break."""
    return max(1, len(wrap(text, int(width))))


def _area_sheet(
    sheet: Worksheet, cycle: Cycle, questions: list[Question], assessment: Assessment
) -> None:
    _head(sheet)
    line = HEADER_LINE
    for question in questions:
        response = assessment.own.get(question.id)
        version = assessment.versions.get(question.id, 0)
        for place, family in enumerate(cycle.profile.cells(question)):
            line += 1
            _line(sheet, line, question, family, response, version, first=place == 0)
    _drop_down(sheet, line)
    sheet.freeze_panes = sheet.cell(HEADER_LINE + 1, COMMENT)
    sheet.auto_filter.ref = f"A1:{get_column_letter(FIRST_DESCRIPTOR + 4)}{line}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    # No password: it keeps slips of the hand out, not people.
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(sheet.protection, allowed, False)


def _head(sheet: Worksheet) -> None:
    titles = {
        QUESTION: "question",
        FAMILY: "family",
        VERSION: "version",
        TEXT: _("Question"),
        GOODS: _("Goods"),
        LEVEL: _("Level"),
        COMMENT: _("Comment"),
        REASON: _("Reason, where it does not apply"),
        **{FIRST_DESCRIPTOR + level: _("Level %(level)d", level=level) for level in LEVELS},
    }
    for column, title in titles.items():
        cell = sheet.cell(HEADER_LINE, column, title)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=INK)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = WIDTHS.get(column, DESCRIPTOR_WIDTH)
        sheet.column_dimensions[letter].hidden = column < TEXT
    sheet.row_dimensions[HEADER_LINE].height = 2 * LINE_HEIGHT + 4


def _line(
    sheet: Worksheet,
    line: int,
    question: Question,
    family: Family,
    response: Response | None,
    version: int,
    *,
    first: bool,
) -> None:
    answer = response.levels.get(family) if response else None
    entries: dict[int, object] = {
        QUESTION: question.id,
        FAMILY: family.value,
        VERSION: version,
        TEXT: question.text,
        GOODS: str(words.FAMILIES[family]),
        LEVEL: _shown(answer),
    }
    if first and response:
        entries |= {COMMENT: response.comment or None, REASON: response.reason or None}
    for column, value in entries.items():
        _put(sheet, line, column, value)
    for level, text in enumerate(question.levels):
        cell = _put(sheet, line, FIRST_DESCRIPTOR + level, text)
        cell.border = Border(
            left=Side("thick", color=DEPTHS[level]), bottom=Side("thin", color=LINE)
        )
    told = [
        (question.text, WIDTHS[TEXT] - 6),
        *((text, DESCRIPTOR_WIDTH) for text in question.levels),
    ]
    if first and response:
        told += [(response.comment, WIDTHS[COMMENT]), (response.reason, WIDTHS[REASON])]
    most = max(_lines(text, width) for text, width in told)
    sheet.row_dimensions[line].height = min(HIGHEST, LINE_HEIGHT * most + 4)
    for column in (LEVEL, COMMENT, REASON) if first else (LEVEL,):
        cell = sheet.cell(line, column)
        cell.protection = Protection(locked=False)
        cell.fill = PatternFill("solid", fgColor=ENTRY)
        cell.border = Border(*[Side("thin", color="71838B")] * 4)
    sheet.cell(line, LEVEL).alignment = Alignment(horizontal="center", vertical="top")
    if first:
        sheet.cell(line, TEXT).font = Font(bold=True, color=INK)


def _shown(answer: Answer | None) -> int | str | None:
    return str(words.NO_LEVELS[answer]) if isinstance(answer, NoLevel) else answer


def _put(sheet: Worksheet, line: int, column: int, value: object) -> object:
    cell = sheet.cell(line, column)
    cell.value = value
    if isinstance(value, str):
        # A comment that begins with "=" stays a text and never becomes a formula.
        cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.fill = PatternFill("solid", fgColor=PAPER)
    cell.border = Border(bottom=Side("thin", color=LINE))
    return cell


def _drop_down(sheet: Worksheet, last: int) -> None:
    rule = DataValidation(
        type="list", formula1='"' + ",".join(answer_words()) + '"', allow_blank=True
    )
    rule.errorTitle = _("Level")
    rule.error = _("Choose one of the answers in the list.")
    rule.promptTitle = _("Level")
    rule.prompt = _("The five levels are described to the right.")
    rule.showErrorMessage = rule.showInputMessage = True
    letter = get_column_letter(LEVEL)
    rule.add(f"{letter}{HEADER_LINE + 1}:{letter}{last}")
    sheet.add_data_validation(rule)


def _stamp(sheet: Worksheet, cycle: Cycle) -> None:
    """What tells this workbook from another one: nothing here is shown or typed."""
    entries = (
        ("form", FORM),
        ("state", cycle.state),
        ("cycle", cycle.id),
        ("catalogue", cycle.catalogue_digest),
    )
    for line, entry in enumerate(entries, start=1):
        for column, value in enumerate(entry, start=1):
            sheet.cell(line, column, value)
    sheet.sheet_state = "veryHidden"
