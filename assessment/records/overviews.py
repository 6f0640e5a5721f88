"""Many cycles at once, by their levels alone: for a page that lists them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from assessment.domain.catalogue import Family
from assessment.domain.identifiers import CycleId, QuestionId
from assessment.domain.response import Answer, Layer
from assessment.records.answer_tables import responses
from assessment.records.responses import levels_in
from assessment.records.session import Session

_STANDING = select(
    responses.c.cycle_id,
    responses.c.layer,
    responses.c.question_id,
    responses.c.levels,
    responses.c.at,
    responses.c.author_name,
)


class Brief(NamedTuple):
    """The levels of a cycle by layer and question, and when and by whom each was last saved."""

    levels: Mapping[tuple[Layer, QuestionId], Mapping[Family, Answer]]
    saved: Mapping[tuple[Layer, QuestionId], tuple[datetime, str]]


def briefs_of(session: Session, cycles: Sequence[CycleId]) -> Mapping[CycleId, Brief]:
    """Every one of these cycles in brief, by one query whatever their number."""
    saved: dict[CycleId, dict[tuple[Layer, QuestionId], tuple[datetime, str]]] = {
        each: {} for each in cycles
    }
    levels: dict[CycleId, dict[tuple[Layer, QuestionId], Mapping[Family, Answer]]] = {
        each: {} for each in cycles
    }
    rows = session.execute(_STANDING.where(responses.c.cycle_id.in_(cycles)))
    for cycle_id, of_layer, question_id, text, at, by in rows:
        cycle, layer, question = CycleId(cycle_id), Layer(of_layer), QuestionId(question_id)
        levels[cycle][layer, question] = levels_in(text)
        saved[cycle][layer, question] = (at, by)
    return {each: Brief(levels[each], saved[each]) for each in cycles}
