"""Many cycles at once, by their levels alone: for a page that lists them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.domain.catalogue import LEVELS, Family
from assessment.domain.identifiers import CycleId, QuestionId
from assessment.domain.response import Answer, Layer, NoLevel
from assessment.records.answer_tables import answers, responses

_ANSWERS: Mapping[str, Answer] = {
    **{str(level): level for level in LEVELS},
    **{each.value: each for each in NoLevel},
}
_CELLS = select(
    answers.c.cycle_id, answers.c.layer, answers.c.question_id, answers.c.family, answers.c.value
)
_SAVES = select(
    responses.c.cycle_id, responses.c.question_id, responses.c.at, responses.c.author_name
).where(responses.c.layer == Layer.SELF.value)


class Brief(NamedTuple):
    """The levels of a cycle by layer and question, and when and by whom each was last saved."""

    levels: Mapping[tuple[Layer, QuestionId], Mapping[Family, Answer]]
    saved: Mapping[QuestionId, tuple[datetime, str]]


def briefs_of(session: Session, cycles: Sequence[CycleId]) -> Mapping[CycleId, Brief]:
    """Every one of these cycles in brief, by two queries whatever their number."""
    connection = session.connection()
    saved: dict[CycleId, dict[QuestionId, tuple[datetime, str]]] = {each: {} for each in cycles}
    for cycle, question, at, by in connection.execute(
        _SAVES.where(responses.c.cycle_id.in_(cycles))
    ).all():
        saved[CycleId(cycle)][QuestionId(question)] = (at, by)
    levels: dict[CycleId, defaultdict[tuple[Layer, QuestionId], dict[Family, Answer]]] = {
        each: defaultdict(dict) for each in cycles
    }
    for cycle, layer, question, family, value in connection.execute(
        _CELLS.where(answers.c.cycle_id.in_(cycles))
    ).all():
        place = Layer(layer), QuestionId(question)
        levels[CycleId(cycle)][place][Family(family)] = _ANSWERS[value]
    return {each: Brief(levels[each], saved[each]) for each in cycles}
