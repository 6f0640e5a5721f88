"""A workbook back in: every answer that differs, or every fault by sheet and address.

Nothing of a file is trusted: it is measured before it is unpacked, and read without running
formulas, links or macros. An empty cell leaves the answer as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from assessment.domain.catalogue import Catalogue, Family
from assessment.domain.cycle import Cycle
from assessment.domain.errors import Fault, Invalid
from assessment.domain.identifiers import QuestionId
from assessment.domain.response import Answer
from assessment.domain.revision import Submission
from assessment.services.responses import Assessment
from questionnaires.packing import measure
from questionnaires.workbook import (
    COMMENT,
    FAMILY,
    FORM,
    HEADER_LINE,
    LEVEL,
    QUESTION,
    REASON,
    STAMP,
    TEXT,
    VERSION,
    answer_words,
    sheet_title,
)

MOST_LINES = 5_000
MOST_FAULTS = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that the workbook changes; `now` is what Octant holds, None for nothing."""

    place: str
    question: QuestionId
    field: str
    now: Answer | str | None
    then: Answer | str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an area's sheet as it was read; texts are stripped, None where empty."""

    place: str
    number: int
    question: QuestionId
    family: Family
    version: int
    level: Answer | None
    comment: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class WorkbookRead:
    """What a workbook changes, and the submissions that do it."""

    changes: tuple[Change, ...]
    submissions: tuple[Submission, ...]


def read_workbook(
    content: bytes, cycle: Cycle, catalogue: Catalogue, assessment: Assessment
) -> WorkbookRead:
    """What the workbook changes. Raises Invalid with every fault, each at "Sheet!F7"."""
    measure(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except Exception as refused:  # a damaged part can raise anything in openpyxl
        raise Invalid([Fault("not_a_workbook", "")]) from refused
    try:
        _ensure_ours(book, cycle)
        faults: list[Fault] = []
        asked = _Asked(cycle, catalogue, answer_words(), faults)
        lines = [
            line
            for area in catalogue.areas
            if any(cycle.profile.cells(question) for question in area.questions)
            for line in _sheet(book, sheet_title(area), asked)
        ]
    except Invalid:
        raise
    except Exception as refused:  # a sheet is unpacked only as it is read, and may be damaged too
        raise Invalid([Fault("not_a_workbook", "")]) from refused
    finally:
        book.close()
    _ensure_once(lines, faults)
    if faults:
        raise Invalid(faults[:MOST_FAULTS])
    return _compare(lines, assessment)


def _ensure_ours(book: object, cycle: Cycle) -> None:
    """The stamp says whose workbook it is. Raises Invalid where it is another one."""
    if STAMP not in book.sheetnames:
        raise Invalid([Fault("workbook_no_stamp", "")])
    stamp: dict[str, str] = {}
    for row in book[STAMP].iter_rows(min_row=1, max_row=10, max_col=2, values_only=True):
        name, value = (*row, None, None)[:2]
        if name is not None:
            stamp[str(name)] = "" if value is None else str(value)
    if stamp.get("form") != FORM:
        raise Invalid([Fault("workbook_no_stamp", "")])
    if stamp.get("state") != cycle.state:
        raise Invalid(
            [Fault("workbook_other_state", "", (("state", stamp.get("state", "")[:10]),))]
        )
    if stamp.get("cycle") != cycle.id:
        raise Invalid([Fault("workbook_other_cycle", "")])
    if stamp.get("catalogue") != cycle.catalogue_digest:
        raise Invalid([Fault("workbook_other_catalogue", "")])


@dataclass(frozen=True, slots=True)
class _Asked:
    """What lines are read against, and where their faults go."""

    cycle: Cycle
    catalogue: Catalogue
    offered: Mapping[str, Answer]
    faults: list[Fault]


def _sheet(book: object, title: str, asked: _Asked) -> Iterator[Line]:
    if title not in book.sheetnames:
        asked.faults.append(Fault("sheet_missing", title))
        return
    rows = book[title].iter_rows(min_row=HEADER_LINE + 1, max_col=REASON)
    for number, row in enumerate(rows, start=HEADER_LINE + 1):
        if number > MOST_LINES:
            asked.faults.append(Fault("too_many_lines", title))
            return
        cells = dict(enumerate(row, start=1))
        if any(cell.value is not None for cell in cells.values()):
            line = _line(title, number, cells, asked)
            if line is not None:
                yield line


def _line(title: str, number: int, cells: Mapping[int, object], asked: _Asked) -> Line | None:
    def at(column: int) -> str:
        return f"{title}!{get_column_letter(column)}{number}"

    values = {column: cell.value for column, cell in cells.items()}
    question = asked.catalogue.question_by_id.get(QuestionId(str(values.get(QUESTION))))
    families = asked.cycle.profile.cells(question) if question else ()
    family = next((one for one in families if one == values.get(FAMILY)), None)
    version = values.get(VERSION)
    if question is None or family is None or not _is_count(version):
        asked.faults.append(Fault("line_unknown", at(TEXT)))
        return None
    faults = [
        Fault("formula_in_answer", at(column))
        for column in (LEVEL, COMMENT, REASON)
        if column in cells and cells[column].data_type == "f"
    ]
    level, known = _level(values.get(LEVEL), asked.offered)
    if not known and not faults:
        found = str(values.get(LEVEL))[:40]
        faults.append(Fault("level_unreadable", at(LEVEL), (("found", found),)))
    if faults:
        asked.faults.extend(faults)
        return None
    return Line(
        place=at(LEVEL),
        number=number,
        question=question.id,
        family=family,
        version=version,
        level=level,
        comment=_text(values.get(COMMENT)),
        reason=_text(values.get(REASON)),
    )


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _level(value: object, offered: Mapping[str, Answer]) -> tuple[Answer | None, bool]:
    """The answer that a cell holds, None for an empty one, and whether it could be read."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None, True
    if isinstance(value, bool):
        return None, False
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip().casefold()
    for words, answer in offered.items():
        # The codes too, so that a file filled in one language is read in another.
        if text in {words.casefold(), str(answer)}:
            return answer, True
    return None, False


def _text(value: object) -> str | None:
    return None if value is None else str(value).strip() or None


def _ensure_once(lines: list[Line], faults: list[Fault]) -> None:
    seen: dict[tuple[QuestionId, Family], str] = {}
    for line in lines:
        key = (line.question, line.family)
        if key in seen:
            faults.append(Fault("line_twice", line.place, (("other", seen[key]),)))
        seen.setdefault(key, line.place)


def _compare(lines: list[Line], assessment: Assessment) -> WorkbookRead:
    """What differs from the present answers, as changes to show and submissions to save."""
    by_question: dict[QuestionId, list[Line]] = {}
    for line in lines:
        by_question.setdefault(line.question, []).append(line)
    changes: list[Change] = []
    submissions: list[Submission] = []
    for question, asked in by_question.items():
        now = assessment.own.get(question)
        levels: dict[Family, Answer | None] = {}
        for line in asked:
            held = now.levels.get(line.family) if now else None
            if line.level is not None and line.level != held:
                levels[line.family] = line.level
                changes.append(Change(line.place, question, line.family, held, line.level))
        texts: dict[str, str] = {}
        for name in ("comment", "reason"):
            for line in asked:
                text = getattr(line, name)
                held_text = getattr(now, name) if now else ""
                if text is not None and text != held_text:
                    texts[name] = text
                    changes.append(Change(line.place, question, name, held_text or None, text))
                    break
        if levels or texts:
            version = min(line.version for line in asked)
            submissions.append(Submission(question, version, levels, **texts))
    return WorkbookRead(tuple(changes), tuple(submissions))
