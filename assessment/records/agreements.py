"""The agreed answers of a cycle: their versions, and those that were taken back.

Of one that was taken back, nothing is left in the consensus answer.
"""

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


def versions_in(session: Session, cycle_id: CycleId) -> Mapping[QuestionId, int]:
    """The version of each agreed answer of a cycle, by one query; an empty one has one too."""
    found = select(responses.c.question_id, responses.c.version).where(
        responses.c.layer == Layer.CONSENSUS.value, responses.c.cycle_id == cycle_id
    )
    return {QuestionId(row.question_id): row.version for row in session.execute(found)}
