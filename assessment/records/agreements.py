"""Which agreed answers of a cycle were taken back: nothing is left in their consensus answer."""

from collections.abc import Mapping

from sqlalchemy import select

from assessment.domain.identifiers import CycleId, QuestionId
from assessment.domain.response import Layer
from assessment.domain.workshop import SetAside
from assessment.records.answer_tables import responses
from assessment.records.session import Session

_EMPTY = select(responses.c.question_id, responses.c.at, responses.c.author_name).where(
    responses.c.layer == Layer.CONSENSUS.value, responses.c.levels == ""
)


def taken_back_in(session: Session, cycle_id: CycleId) -> Mapping[QuestionId, SetAside]:
    """The questions whose agreed answer was set aside and not agreed anew, by one query.

    The reason stands in the events of their workshops, and in the record of the state.
    """
    rows = session.execute(_EMPTY.where(responses.c.cycle_id == cycle_id))
    return {QuestionId(row.question_id): SetAside(row.at, row.author_name) for row in rows}
