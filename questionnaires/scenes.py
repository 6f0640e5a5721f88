"""What every page of a cycle loads first: the cycle, its own catalogue, its answers."""

from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.domain.catalogue import Catalogue, Question
from assessment.domain.cycle import Cycle
from assessment.domain.errors import NotFound
from assessment.domain.identifiers import CycleId, QuestionId
from assessment.domain.permissions import Act, may
from assessment.services.cycles import catalogue_for, cycle_of
from assessment.services.responses import Assessment, assessment_of
from web import context


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
        if not self.cycle.takes_answers:
            return _("This cycle was signed off or archived. You can read it, not change it.")
        return _("Your role lets you read these answers, not change them.")


def scene_of(cycle_id: str) -> Scene:
    """The scene of a cycle. Raises NotFound."""
    assessment = assessment_of(context.session(), context.actor(), CycleId(cycle_id))
    return Scene(assessment, catalogue_of(assessment.cycle))


def catalogue_of(cycle: Cycle) -> Catalogue:
    """The catalogue a cycle was begun with; costs nothing where it is the current one."""
    current = context.catalogue()
    if cycle.catalogue_digest == current.digest:
        return current
    return catalogue_for(context.session(), context.actor(), cycle.id, current)


def cycle_and_catalogue(cycle_id: str) -> tuple[Cycle, Catalogue]:
    """A cycle without its answers, and its catalogue. Raises NotFound."""
    cycle = cycle_of(context.session(), context.actor(), CycleId(cycle_id))
    return cycle, catalogue_of(cycle)


def question_of(cycle: Cycle, catalogue: Catalogue, question_id: str) -> Question:
    """A question that this state is asked. Raises NotFound."""
    question = catalogue.question_by_id.get(QuestionId(question_id))
    if question is None or not cycle.profile.cells(question):
        raise NotFound(question_id)
    return question
