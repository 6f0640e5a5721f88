"""What every page of a cycle loads first: the cycle, its own catalogue, its answers."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from assessment.domain.catalogue import Catalogue, Question
from assessment.domain.cycle import Cycle, CycleStatus
from assessment.domain.errors import NotFound
from assessment.domain.identifiers import CycleId, QuestionId
from assessment.domain.permissions import Act, may
from assessment.domain.response import Response, Responses, national
from assessment.services.responses import Assessment, Known, assessment_of, known_of
from assessment.services.sign_off import frozen_of
from web import context
from web.cycles import catalogue_of
from web.i18n import day


@dataclass(frozen=True, slots=True)
class Scene:
    """A cycle with its answers, the catalogue it was begun with, and who looks at it."""

    assessment: Assessment
    catalogue: Catalogue

    @property
    def cycle(self) -> Cycle:
        """The cycle itself."""
        return self.assessment.cycle

    @property
    def editable(self) -> bool:
        """Whether this person may save answers here."""
        return self.cycle.takes_answers and may(context.actor(), Act.ANSWER, self.cycle.subject)

    @property
    def closed(self) -> str:
        """Why nothing can be saved here; only where it cannot."""
        cycle = self.cycle
        if cycle.status is CycleStatus.ARCHIVED:
            return _("This assessment is archived. You can read it, not change it.")
        if not cycle.takes_answers:
            frozen = frozen_of(context.session(), context.actor(), cycle.id)
            return _(
                "This assessment was signed off on %(day)s. You can read it, not change it.",
                day=day(frozen.signed.at) if frozen else "",
            )
        return _("Your role lets you read these answers, not change them.")


def scene_of(cycle_id: str, session: Any = None) -> Scene:
    """The scene of a cycle, read in the request's session or another. Raises NotFound."""
    session = session or context.session()
    assessment = assessment_of(session, context.actor(), CycleId(cycle_id))
    return Scene(assessment, catalogue_of(assessment.cycle, session))


def scene_before_save(cycle_id: str) -> Scene:
    """The scene of a cycle, read before the request takes the right to write.

    SQLite has one writer at a time: whoever saves must hold the others up as briefly as can be.
    """
    scene = scene_of(cycle_id, context.reading_session())
    context.end_reading()
    return scene


@dataclass(frozen=True, slots=True)
class Brief:
    """What is known before a save, with the cycle's catalogue: the reply is made of it."""

    known: Known
    catalogue: Catalogue

    @property
    def cycle(self) -> Cycle:
        """The cycle itself."""
        return self.known.cycle

    def responses_with(self, saved: Response) -> Responses:
        """The national levels, with one answer of the agencies as it stands after a save."""
        own = {saved.question: saved}
        agreed = self.known.agreed.get(saved.question)
        # What a workshop agreed stays in force, whatever the agencies write meanwhile.
        counted = own if agreed is None else national(own, {saved.question: agreed})
        return {**self.known.responses, **counted}


def brief_before_save(cycle_id: str, question_id: str) -> Brief:
    """What a save shows, read before the request takes the right to write. Raises NotFound."""
    session = context.reading_session()
    known = known_of(session, context.actor(), CycleId(cycle_id), QuestionId(question_id))
    catalogue = catalogue_of(known.cycle, session)
    context.end_reading()
    return Brief(known, catalogue)


def question_of(cycle: Cycle, catalogue: Catalogue, question_id: str) -> Question:
    """A question that this state is asked. Raises NotFound."""
    question = catalogue.question_by_id.get(QuestionId(question_id))
    if question is None or not cycle.profile.cells(question):
        raise NotFound(question_id)
    return question
