"""The tables of answers, and the statements on them, made once."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from assessment.domain.response import Layer
from assessment.records.base import Moment, forbid_changes, metadata
from assessment.records.cycles import cycles

_PLACE = ("cycle_id", "layer", "question_id")


def _one_of(column: str, values: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


def _key() -> tuple[Column[Any], ...]:
    return (
        Column("cycle_id", String(16), primary_key=True),
        Column("layer", String(20), primary_key=True),
        Column("question_id", String(120), primary_key=True),
    )


def _written() -> tuple[Column[Any], ...]:
    # No foreign key to people: an answer outlives its author's account.
    return (
        Column("at", Moment, nullable=False),
        Column("author", String(64), nullable=False),
        Column("author_name", String(200), nullable=False),
    )


responses = Table(
    "responses",
    metadata,
    Column("cycle_id", ForeignKey("cycles.id"), primary_key=True),
    *_key()[1:],
    Column("version", Integer, nullable=False),
    Column("comment", Text, nullable=False),
    Column("reason", Text, nullable=False),
    # One answer a family, "arms=3 chemical=0": a row is a question, so a cell cannot be twice.
    Column("levels", String(200), nullable=False),
    *_written(),
    CheckConstraint("version >= 1", name="version"),
    CheckConstraint(_one_of("layer", Layer), name="layer"),
    sqlite_with_rowid=False,  # one tree instead of two, and a cycle's rows lie together
)

revisions = Table(
    "revisions",
    metadata,
    *_key(),
    Column("version", Integer, primary_key=True, autoincrement=False),
    *_written(),
    Column("contents", JSON, nullable=False),
    ForeignKeyConstraint(_PLACE, [f"responses.{name}" for name in _PLACE]),
    sqlite_with_rowid=False,
)
forbid_changes(revisions)

# Made once: to build a statement anew costs more than to run it.
_OF_CYCLE = responses.c.cycle_id == bindparam("cycle")
_STANDING = (
    responses.c.layer,
    responses.c.question_id,
    responses.c.version,
    responses.c.levels,
    responses.c.comment,
    responses.c.reason,
    responses.c.at,
    responses.c.author_name,
)
READ = select(*_STANDING).where(_OF_CYCLE)
READ_AREA = READ.where(responses.c.question_id.like(bindparam("prefix")))
READ_ONE = READ.where(
    responses.c.layer == bindparam("in_layer"),
    responses.c.question_id == bindparam("question"),
)
# All levels of a cycle in one text, a line a question: "self lists.list.law arms=3 chemical=0".
# One row instead of six hundred: the driver gives up Python's lock at each row, and under load
# a thread waits for it each time.
_every = responses.alias()
_levels = (
    select(
        func.aggregate_strings(
            _every.c.layer + " " + _every.c.question_id + " " + _every.c.levels, "\n"
        )
    )
    .where(_every.c.cycle_id == bindparam("cycle"))
    .scalar_subquery()
)
READ_KNOWN = (
    select(
        cycles,
        _levels.label("all_levels"),
        *(column.label(f"own_{column.name}") for column in _STANDING[2:]),
    )
    .select_from(cycles)
    .outerjoin(
        responses,
        (responses.c.cycle_id == cycles.c.id)
        & (responses.c.layer == bindparam("in_layer"))
        & (responses.c.question_id == bindparam("question")),
    )
    .where(cycles.c.id == bindparam("cycle"))
)

_WRITTEN = ("version", "comment", "reason", "levels", "at", "author", "author_name")
# A save finds the cycle as it was when the policy was asked and its answers were open. On
# PostgreSQL nobody changes it before the commit; SQLite has one writer anyway.
_cycle_as_known = (
    select(cycles.c.id)
    .where(cycles.c.id == bindparam("of_cycle"), cycles.c.version == bindparam("of_cycle_version"))
    .with_for_update(read=True)
)
_first = _cycle_as_known.add_columns(
    *(
        bindparam(name, type_=responses.c[column].type)
        for name, column in (
            ("of_layer", "layer"),
            ("of_question", "question_id"),
            *zip(_WRITTEN, _WRITTEN, strict=True),
        )
    )
)
SAVE_FIRST: Mapping[str, Any] = {
    name: own_insert(responses)
    .from_select([*_PLACE, *_WRITTEN], _first)
    .on_conflict_do_nothing()
    .execution_options(preserve_rowcount=True)
    for name, own_insert in (("sqlite", sqlite_insert), ("postgresql", postgresql_insert))
}
SAVE_NEXT = (
    update(responses)
    .where(
        responses.c.cycle_id == bindparam("of_cycle"),
        responses.c.layer == bindparam("of_layer"),
        responses.c.question_id == bindparam("of_question"),
        responses.c.version == bindparam("base"),
        _cycle_as_known.exists(),
    )
    .values({name: bindparam(name) for name in _WRITTEN})
)
READ_REVISIONS = (
    select(revisions)
    .where(
        revisions.c.cycle_id == bindparam("cycle"),
        revisions.c.layer == bindparam("in_layer"),
        revisions.c.question_id == bindparam("question"),
        revisions.c.version >= bindparam("since"),
    )
    .order_by(revisions.c.version)
)
