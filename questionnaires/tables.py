"""The catalogue's two tables: states, and who takes part in what."""

import csv
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from assessment.domain.catalogue import Known, Participation, ParticipationEntry, State
from assessment.domain.identifiers import STATE_CODE, StateCode, is_made_up
from questionnaires.draft import Draft
from questionnaires.reading import ISO_DATE, Faults

Word = TypeVar("Word", bound=StrEnum)

STATE_COLUMNS = (
    "iso3",
    "name_en",
    "name_fr",
    "name_es",
    "name_ar",
    "name_ru",
    "name_zh",
    "m49_region",
    "m49_subregion",
    "ldc",
    "lldc",
    "sids",
    "un_member",
    "m49_intermediate_region",
    "iso2",
    "m49_code",
    "note",
)
PARTICIPATION_COLUMNS = (
    "instrument_id",
    "iso3",
    "status",
    "since_date",
    "source",
    "as_of",
    "evidence",
    "note",
)
# What a row must hold; the other columns may be empty.
STATE_TEXTS = ("name_en", "m49_region", "m49_subregion")
YES_NO = {"yes": True, "no": False}


def read_states(path: Path, name: str, draft: Draft, *, made_up: bool = False) -> None:
    """states.csv with the real states, or made-up-states.csv: never both in one file."""
    faults = draft.faults
    for place, row in _rows(path, name, STATE_COLUMNS, faults):
        code = row["iso3"]
        if not STATE_CODE.fullmatch(code) or is_made_up(code) is not made_up:
            faults.add("state_code_form", place, value=code)
            continue
        draft.put(place, "state", code)
        for column in STATE_TEXTS:
            if not row[column]:
                faults.add("cell_empty", place, column=column)
        for column in ("ldc", "lldc", "sids"):
            if row[column] not in YES_NO:
                faults.add("not_yes_or_no", place, column=column, value=row[column])
        draft.states.append(
            State(
                code=StateCode(code),
                name=row["name_en"],
                region=row["m49_region"],
                subregion=row["m49_subregion"],
                ldc=row["ldc"] == "yes",
                lldc=row["lldc"] == "yes",
                sids=row["sids"] == "yes",
            )
        )


def read_participation(path: Path, name: str, draft: Draft) -> None:
    """participation.csv: one row for a state and a status list."""
    faults = draft.faults
    for place, row in _rows(path, name, PARTICIPATION_COLUMNS, faults):
        status = _word(row, "status", Participation, place, faults)
        known = _word(row, "evidence", Known, place, faults)
        for column in ("source", "as_of"):
            if not row[column]:
                faults.add("cell_empty", place, column=column)
        since = row["since_date"]
        if since and not ISO_DATE.fullmatch(since):
            faults.add("date_form", place, key="since_date", value=since)
        code, status_list = StateCode(row["iso3"]), row["instrument_id"]
        draft.put(place, "participation", f"{status_list} {code}")
        draft.places.setdefault(("status list", status_list), place)
        draft.places.setdefault(("participant", code), place)
        draft.participation.setdefault(code, {})[status_list] = ParticipationEntry(
            status=status,
            since=since,
            source=row["source"],
            as_of=row["as_of"],
            known=known,
            note=row["note"],
        )


def _word(
    row: Mapping[str, str], column: str, words: type[Word], place: str, faults: Faults
) -> Word:
    value = row[column]
    if value in set(words):
        return words(value)
    faults.add("word_unknown", place, key=column, value=value, known=", ".join(words))
    return next(iter(words))


def _rows(
    path: Path, name: str, columns: tuple[str, ...], faults: Faults
) -> Iterator[tuple[str, Mapping[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        faults.add("file_missing", name)
        return
    except UnicodeDecodeError:
        faults.add("file_not_utf8", name)
        return
    reader = csv.reader(text.splitlines(keepends=True))
    header = tuple(next(reader, ()))
    if header != columns:
        faults.add("columns_differ", f"{name}:1", expected=",".join(columns))
        return
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            faults.add("row_broken", f"{name}:{line}", problem=error)
            return
        if cells is None:
            return
        place = f"{name}:{line}"
        if len(cells) != len(columns):
            faults.add("row_length", place, count=len(cells), expected=len(columns))
            continue
        row = dict(zip(columns, cells, strict=True))
        for column, cell in row.items():
            if cell != cell.strip():
                faults.add("cell_not_stripped", place, column=column)
        yield place, row
