"""Answers and their revisions: one row a question, one row a cell, every saved state kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection, Row
from sqlalchemy.orm import Session

from assessment.domain.catalogue import LEVELS, Family
from assessment.domain.cycle import Cycle
from assessment.domain.errors import NotFound
from assessment.domain.identifiers import AreaId, CycleId, QuestionId
from assessment.domain.permissions import Actor
from assessment.domain.response import Answer, Layer, NoLevel, Response, Responses
from assessment.domain.revision import NOTHING, Contents, Revision
from assessment.records.answer_tables import (
    CLEAR_CELLS,
    READ,
    READ_AREA,
    READ_AREA_CELLS,
    READ_CELLS,
    READ_KNOWN,
    READ_ONE,
    READ_REVISIONS,
    SAVE_CELLS,
    SAVE_FIRST,
    SAVE_NEXT,
    revisions,
)
from assessment.records.base import is_id
from assessment.records.cycles import as_cycle

_AnyRow: TypeAlias = Row[*tuple[Any, ...]]


class Stored(NamedTuple):
    """An answer as it stands: its version, contents, moment, and author's name."""

    version: int
    contents: Contents
    at: datetime
    by: str


def answer_of(
    session: Session, cycle_id: CycleId, layer: Layer, question: QuestionId
) -> Stored | None:
    """How one question stands now in one layer; None where nobody answered it yet."""
    place = {"cycle": cycle_id, "in_layer": layer.value, "question": question}
    rows = session.connection().execute(READ_ONE, place).all()
    return _stored(rows) if rows else None


def answers_of(
    session: Session, cycle_id: CycleId, area: AreaId | None = None
) -> Mapping[Layer, Mapping[QuestionId, Stored]]:
    """All that stands in a cycle, or in one area of it, by layer and question."""
    connection = session.connection()
    standing, cells = READ, READ_CELLS
    place: dict[str, str] = {"cycle": cycle_id}
    if area is not None:
        standing, cells = READ_AREA, READ_AREA_CELLS
        place = {"cycle": cycle_id, "prefix": f"{area}.%"}
    # Versions first: should somebody save in between, a page then shows newer cells under an
    # older version, which merges; the other way round it would overwrite.
    rows = connection.execute(standing, place).all()
    levels: defaultdict[tuple[str, str], dict[Family, Answer]] = defaultdict(dict)
    for layer, question, family, value in connection.execute(cells, place).all():
        levels[layer, question][_FAMILIES[family]] = _ANSWERS[value]
    found: dict[Layer, dict[QuestionId, Stored]] = {layer: {} for layer in Layer}
    for layer, question, version, comment, reason, at, by in rows:
        contents = Contents(levels[layer, question], comment, reason)
        found[_LAYERS[layer]][QuestionId(question)] = Stored(version, contents, at, by)
    return found


class Standing(NamedTuple):
    """What a save reads before it writes: the cycle, its levels by layer, the one answer."""

    cycle: Cycle
    levels: Mapping[Layer, Responses]
    stored: Stored | None


def standing_of(
    session: Session, cycle_id: CycleId, layer: Layer, question: QuestionId
) -> Standing:
    """A cycle, its levels without texts and evidence, and one answer in full, by one query.

    Raises NotFound.
    """
    if not is_id(cycle_id):
        raise NotFound
    place = {"cycle": cycle_id, "in_layer": layer.value, "question": question}
    row = session.connection().execute(READ_KNOWN, place).one_or_none()
    if row is None:
        raise NotFound
    found: dict[Layer, dict[QuestionId, Response]] = {layer: {} for layer in Layer}
    for line in (row.brief_of_all or "").split("\n"):
        if line:
            of_layer, response = _levels_in(line)
            found[of_layer][response.question] = response
    stored = None
    if row.own_version is not None:
        contents = Contents(_levels(row.own_brief.split()), row.own_comment, row.own_reason)
        stored = Stored(row.own_version, contents, row.own_at, row.own_author_name)
    return Standing(as_cycle(row), found, stored)


# A save changes one line of some hundred; the others were read before.
@lru_cache(maxsize=20_000)
def _levels_in(line: str) -> tuple[Layer, Response]:
    layer, question, *cells = line.split()
    return _LAYERS[layer], Response(QuestionId(question), _levels(cells))


def _levels(cells: Sequence[str]) -> dict[Family, Answer]:
    pairs = (cell.split("=") for cell in cells)
    return {_FAMILIES[family]: _ANSWERS[value] for family, value in pairs}


def revisions_of(
    session: Session, cycle_id: CycleId, layer: Layer, question: QuestionId, since: int = 1
) -> tuple[Revision, ...]:
    """The revisions of one answer from version `since`, the oldest first."""
    place = {"cycle": cycle_id, "in_layer": layer.value, "question": question, "since": since}
    return tuple(_as_revision(row) for row in session.connection().execute(READ_REVISIONS, place))


class Save(NamedTuple):
    """What is stored in one go: where, over which version, what stood there, what comes.

    `cycle` as it was when the policy was asked, and still took answers.
    """

    cycle: Cycle
    layer: Layer
    question: QuestionId
    base: int
    former: Contents
    contents: Contents


def save_answer(session: Session, save: Save, author: Actor, now: datetime) -> bool:
    """Store an answer as version `base` + 1 with its revision.

    False, and nothing stored, where somebody else was first to go beyond `base`, or the cycle
    has changed since.
    """
    connection = session.connection()
    written = {"at": now, "author": author.user, "author_name": author.name}
    place = {"cycle_id": save.cycle.id, "layer": save.layer.value, "question_id": save.question}
    version, contents = save.base + 1, save.contents
    values = {
        "version": version,
        "comment": contents.comment,
        "reason": contents.reason,
        "brief": " ".join(f"{family}={answer}" for family, answer in contents.levels.items()),
        "of_cycle_version": save.cycle.version,
        **written,
    }
    of_place = {f"of_{name.removesuffix('_id')}": each for name, each in place.items()}
    if save.base == 0:
        stored = connection.execute(SAVE_FIRST[connection.dialect.name], {**of_place, **values})
    else:
        stored = connection.execute(SAVE_NEXT, {**of_place, "base": save.base, **values})
    if stored.rowcount != 1:
        return False
    _save_cells(connection, place, of_place, save)
    connection.execute(
        revisions.insert(),
        {**place, "version": version, **written, "contents": _as_json(contents)},
    )
    return True


def _save_cells(
    connection: Connection, place: dict[str, str], of_place: dict[str, str], save: Save
) -> None:
    former, levels = save.former.levels, save.contents.levels
    changed = [
        {**place, "family": family.value, "value": str(answer)}
        for family, answer in levels.items()
        if former.get(family) != answer
    ]
    if changed:
        connection.execute(SAVE_CELLS[connection.dialect.name], changed)
    cleared = [{**of_place, "of_family": family.value} for family in former.keys() - levels.keys()]
    if cleared:
        connection.execute(CLEAR_CELLS, cleared)


_ANSWERS: Mapping[str, Answer] = {
    **{str(level): level for level in LEVELS},
    **{each.value: each for each in NoLevel},
}
_LAYERS: Mapping[str, Layer] = {layer.value: layer for layer in Layer}
_FAMILIES: Mapping[str, Family] = {family.value: family for family in Family}


def _stored(rows: Sequence[_AnyRow]) -> Stored:
    first = rows[0]
    levels = {_FAMILIES[row[7]]: _ANSWERS[row[8]] for row in rows if row[7] is not None}
    return Stored(first[2], Contents(levels, first[3], first[4]), first[5], first[6])


def _as_json(contents: Contents) -> dict[str, Any]:
    return {
        "levels": {family.value: str(answer) for family, answer in contents.levels.items()},
        "comment": contents.comment,
        "reason": contents.reason,
    }


def _as_revision(row: _AnyRow) -> Revision:
    kept = row.contents
    return Revision(
        version=row.version,
        at=row.at,
        by=row.author_name,
        levels={_FAMILIES[name]: _ANSWERS[value] for name, value in kept["levels"].items()},
        comment=kept["comment"],
        reason=kept["reason"],
    )


def former_contents(stored: Stored | None) -> Contents:
    """What stood there; nothing where nobody answered yet."""
    return NOTHING if stored is None else stored.contents
