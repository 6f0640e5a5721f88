"""Answers and their revisions: one row a question, and every saved state kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Row, select

from assessment.domain.catalogue import LEVELS, Family
from assessment.domain.cycle import Cycle
from assessment.domain.errors import NotFound
from assessment.domain.identifiers import AreaId, CycleId, QuestionId
from assessment.domain.permissions import Actor
from assessment.domain.response import Answer, Layer, NoLevel, Response, Responses
from assessment.domain.revision import NOTHING, Contents, Revision
from assessment.records.answer_tables import (
    READ,
    READ_AREA,
    READ_KNOWN,
    READ_ONE,
    READ_REVISIONS,
    SAVE_FIRST,
    SAVE_NEXT,
    revisions,
)
from assessment.records.base import is_id
from assessment.records.cycles import as_cycle
from assessment.records.session import Session

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
    row = session.connection().execute(READ_ONE, place).one_or_none()
    return None if row is None else _stored(row)


def answers_of(
    session: Session, cycle_id: CycleId, area: AreaId | None = None
) -> Mapping[Layer, Mapping[QuestionId, Stored]]:
    """All that stands in a cycle, or in one area of it, by layer and question, by one query."""
    statement, place = READ, {"cycle": str(cycle_id)}
    if area is not None:
        statement, place = READ_AREA, {**place, "prefix": f"{area}.%"}
    found: dict[Layer, dict[QuestionId, Stored]] = {layer: {} for layer in Layer}
    for row in session.connection().execute(statement, place):
        found[_LAYERS[row.layer]][QuestionId(row.question_id)] = _stored(row)
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
    for line in (row.all_levels or "").split("\n"):
        if line:
            of_layer, response = _levels_in(line)
            found[of_layer][response.question] = response
    stored = None
    if row.own_version is not None:
        contents = Contents(levels_in(row.own_levels), row.own_comment, row.own_reason)
        stored = Stored(row.own_version, contents, row.own_at, row.own_author_name)
    return Standing(as_cycle(row), found, stored)


# A save changes one line of some hundred; the others were read before.
@lru_cache(maxsize=20_000)
def _levels_in(line: str) -> tuple[Layer, Response]:
    layer, question, text = line.split(" ", 2)
    return _LAYERS[layer], Response(QuestionId(question), levels_in(text))


def levels_in(text: str) -> dict[Family, Answer]:
    """The answers in a row's `levels`, by family."""
    pairs = (cell.split("=") for cell in text.split())
    return {_FAMILIES[family]: _ANSWERS[value] for family, value in pairs}


def revisions_of(
    session: Session, cycle_id: CycleId, layer: Layer, question: QuestionId, since: int = 1
) -> tuple[Revision, ...]:
    """The revisions of one answer from version `since`, the oldest first."""
    place = {"cycle": cycle_id, "in_layer": layer.value, "question": question, "since": since}
    return tuple(_as_revision(row) for row in session.connection().execute(READ_REVISIONS, place))


def trails_of(
    session: Session, cycle_id: CycleId, layer: Layer
) -> Mapping[QuestionId, Sequence[tuple[str, Mapping[Family, Answer]]]]:
    """Who set the levels of each question to what, the oldest first, by one query."""
    rows = session.execute(
        select(revisions)
        .where(revisions.c.cycle_id == cycle_id, revisions.c.layer == layer.value)
        .order_by(revisions.c.question_id, revisions.c.version)
    )
    found: dict[QuestionId, list[tuple[str, Mapping[Family, Answer]]]] = {}
    for row in rows:
        trail = found.setdefault(QuestionId(row.question_id), [])
        trail.append((row.author, _as_revision(row).levels))
    return found


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
        "levels": " ".join(f"{family}={answer}" for family, answer in contents.levels.items()),
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
    connection.execute(
        revisions.insert(),
        {**place, "version": version, **written, "contents": _as_json(contents)},
    )
    return True


_ANSWERS: Mapping[str, Answer] = {
    **{str(level): level for level in LEVELS},
    **{each.value: each for each in NoLevel},
}
_LAYERS: Mapping[str, Layer] = {layer.value: layer for layer in Layer}
_FAMILIES: Mapping[str, Family] = {family.value: family for family in Family}


def _stored(row: _AnyRow) -> Stored:
    contents = Contents(levels_in(row.levels), row.comment, row.reason)
    return Stored(row.version, contents, row.at, row.author_name)


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
