"""What a workshop should talk about, from what a cycle's answers and its votes say."""

from assessment.domain.agenda import is_disputed, proposed_agenda, split_questions
from assessment.domain.catalogue import Catalogue
from assessment.domain.errors import CatalogueMissing
from assessment.domain.identifiers import CycleId, QuestionId
from assessment.domain.permissions import Act, Actor, require
from assessment.domain.response import Layer
from assessment.domain.workshop import AgendaPoint
from assessment.domain.workshop_events import fold
from assessment.records import workshops as records
from assessment.records.agreements import taken_back_in
from assessment.records.cycles import cycle_by_id
from assessment.records.responses import trails_of
from assessment.records.session import Session
from assessment.services.assessments import assessment_of


def propose_agenda(
    session: Session, actor: Actor, cycle_id: CycleId, catalogue: Catalogue
) -> tuple[AgendaPoint, ...]:
    """The questions of a cycle that a workshop should talk about, each with its reason.

    `catalogue` is the cycle's own. Raises NotFound, NotPermitted.
    """
    cycle = cycle_by_id(session, cycle_id)
    require(actor, Act.RUN_WORKSHOP, cycle.subject)
    if catalogue.digest != cycle.catalogue_digest:
        raise CatalogueMissing(cycle.catalogue_digest)
    assessment = assessment_of(session, actor, cycle_id)
    disputed: set[QuestionId] = {
        question
        for question, trail in trails_of(session, cycle_id, Layer.SELF).items()
        if is_disputed(trail)
    }
    workshops = [workshop.id for workshop in records.workshops_in(session, cycle_id)]
    for events in records.events_of_many(session, workshops).values():
        disputed |= split_questions(fold(events))
    return proposed_agenda(
        catalogue,
        cycle.profile,
        assessment.responses,
        disputed,
        assessment.agreed,
        taken_back_in(session, cycle_id),
    )
