"""The crosswalk: which question serves which obligation, read both ways (METHOD.md 1, 3)."""

from dataclasses import dataclass

from assessment.domain.catalogue import Catalogue, Family, Obligation, Question, Service, Strength
from assessment.domain.identifiers import ObligationId, QuestionId


@dataclass(frozen=True, slots=True)
class Mapped:
    """One mapping. `families` are the question's families that serve the obligation."""

    question: QuestionId
    obligation: ObligationId
    strength: Strength
    families: tuple[Family, ...]


def serves(family: Family, obligation: Obligation) -> bool:
    """Whether a cell of `family` counts for an obligation its question is mapped to."""
    return family is Family.ALL or family in obligation.families


def serving(catalogue: Catalogue, obligation: ObligationId) -> tuple[Mapped, ...]:
    """The questions that serve an obligation, in question order."""
    wanted = catalogue.obligation_by_id[obligation]
    return tuple(
        _mapped(question, service, wanted)
        for question in catalogue.questions
        for service in question.obligations
        if service.obligation == obligation
    )


def served_by(catalogue: Catalogue, question: QuestionId) -> tuple[Mapped, ...]:
    """The obligations that a question serves, as the question lists them."""
    asked = catalogue.question_by_id[question]
    return tuple(
        _mapped(asked, service, catalogue.obligation_by_id[service.obligation])
        for service in asked.obligations
    )


def _mapped(question: Question, service: Service, obligation: Obligation) -> Mapped:
    return Mapped(
        question.id,
        obligation.id,
        service.strength,
        tuple(family for family in question.families if serves(family, obligation)),
    )
