"""Reading answers: of a cycle, of one area, of one question through time, before a save."""

from dataclasses import dataclass, field

from assessment.domain.catalogue import Family
from assessment.domain.cycle import Cycle
from assessment.domain.errors import NotFound
from assessment.domain.findings import Agreement, Assessment
from assessment.domain.identifiers import QUESTION_ID, AreaId, CycleId, QuestionId
from assessment.domain.permissions import Act, Actor, require
from assessment.domain.response import Evidence, Layer, Response, Responses, national
from assessment.domain.revision import NOTHING, Contents, Revision
from assessment.records import evidence as evidence_records
from assessment.records import responses as records
from assessment.records.cycles import cycle_by_id
from assessment.records.session import Session


@dataclass(frozen=True, slots=True)
class Known:
    """What was read before a save: the cycle, its national levels, the question's own answer.

    `agreed` are the consensus levels, which stand before what is saved.
    """

    cycle: Cycle
    responses: Responses
    stored: records.Stored | None
    agreed: Responses = field(default_factory=dict)


def known_of(session: Session, actor: Actor, cycle_id: CycleId, question: QuestionId) -> Known:
    """What a save needs to know, by one query; levels without texts and evidence, for scores.

    Raises NotFound.
    """
    if not QUESTION_ID.fullmatch(question):
        raise NotFound(question)
    found = records.standing_of(session, cycle_id, Layer.SELF, question)
    require(actor, Act.SEE_CYCLE, found.cycle.subject)
    agreed = found.levels[Layer.CONSENSUS]
    return Known(found.cycle, national(found.levels[Layer.SELF], agreed), found.stored, agreed)


def assessment_of(
    session: Session, actor: Actor, cycle_id: CycleId, area: AreaId | None = None
) -> Assessment:
    """The national answers of a cycle, or of one area of it, in three queries. Raises NotFound."""
    cycle = cycle_by_id(session, cycle_id)
    require(actor, Act.SEE_CYCLE, cycle.subject)
    return _assessment(session, cycle, area)


def history_of(
    session: Session, actor: Actor, cycle_id: CycleId, question: QuestionId
) -> tuple[Revision, ...]:
    """Every saved state of the agencies' answer, the oldest first. Raises NotFound."""
    cycle = cycle_by_id(session, cycle_id)
    require(actor, Act.SEE_CYCLE, cycle.subject)
    if not QUESTION_ID.fullmatch(question):
        return ()
    return records.revisions_of(session, cycle_id, Layer.SELF, question)


def response_of(
    cycle: Cycle, question: QuestionId, contents: Contents, evidence: tuple[Evidence, ...] = ()
) -> Response:
    """An answer as the scores read it: without the families that are out of scope."""
    scope = cycle.profile.families
    levels = {
        family: answer
        for family, answer in contents.levels.items()
        if family is Family.ALL or family in scope
    }
    return Response(question, levels, contents.comment, contents.reason, evidence)


def _assessment(session: Session, cycle: Cycle, area: AreaId | None = None) -> Assessment:
    layers = records.answers_of(session, cycle.id, area)
    evidence = evidence_records.evidence_by_question(session, cycle.id, area)
    stored = layers[Layer.SELF]
    own = {
        question: response_of(cycle, question, each.contents, evidence.get(question, ()))
        for question, each in stored.items()
    }
    agreed = {
        question: (response_of(cycle, question, each.contents), each)
        for question, each in layers[Layer.CONSENSUS].items()
    }
    # Evidence may come before the first answer.
    alone = {
        question: response_of(cycle, question, NOTHING, pieces)
        for question, pieces in evidence.items()
        if question not in own
    }
    consensus = {question: response for question, (response, _) in agreed.items()}
    return Assessment(
        cycle=cycle,
        responses=national({**alone, **own}, consensus),
        versions={question: each.version for question, each in stored.items()},
        saved={question: (each.at, each.by) for question, each in stored.items()},
        own={**alone, **own},
        agreed={
            question: Agreement(response.levels, response.reason, each.at, each.by, each.version)
            for question, (response, each) in agreed.items()
            if response.levels  # none is left of one that was set aside
        },
    )
