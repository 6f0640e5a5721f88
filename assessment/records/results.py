"""What results rest on beside the answers: a state's own planning assumptions."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    delete,
    select,
)

from assessment.domain.identifiers import CycleId, QuestionId
from assessment.domain.packages import Assumption
from assessment.domain.permissions import Actor
from assessment.records.base import Moment, metadata
from assessment.records.session import Session

assumptions = Table(
    "assumptions",
    metadata,
    Column("cycle_id", ForeignKey("cycles.id"), primary_key=True),
    Column("question_id", String(120), primary_key=True),
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("months", Integer),
    Column("effort", Float),
    Column("cost", Float),
    Column("at", Moment, nullable=False),
    Column("author", String(64), nullable=False),
    Column("author_name", String(200), nullable=False),
    CheckConstraint("level BETWEEN 1 AND 4", name="level"),
)


def assumptions_in(
    session: Session, cycle_id: CycleId
) -> Mapping[tuple[QuestionId, int], Assumption]:
    """The state's own figures of steps, by question and level; None keeps the catalogue's."""
    table = assumptions.c
    query = select(table.question_id, table.level, table.months, table.effort, table.cost).where(
        table.cycle_id == cycle_id
    )
    return {
        (QuestionId(question), level): Assumption(months, effort, cost)
        for question, level, months, effort, cost in session.connection().execute(query)
    }


def put_assumption(
    session: Session,
    cycle_id: CycleId,
    step: tuple[QuestionId, int],
    assumption: Assumption | None,
    author: Actor,
    now: datetime,
) -> None:
    """Keep the state's own figures of one step; None goes back to the catalogue's."""
    question, level = step
    connection = session.connection()
    connection.execute(
        delete(assumptions).where(
            assumptions.c.cycle_id == cycle_id,
            assumptions.c.question_id == question,
            assumptions.c.level == level,
        )
    )
    if assumption is None:
        return
    connection.execute(
        assumptions.insert(),
        {
            "cycle_id": cycle_id,
            "question_id": question,
            "level": level,
            "months": assumption.months,
            "effort": assumption.effort,
            "cost": assumption.cost,
            "at": now,
            "author": author.user,
            "author_name": author.name,
        },
    )
