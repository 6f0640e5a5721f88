"""The crosswalk: which question serves which obligation, read both ways (METHOD.md 1, 3)."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.domain.catalogue import Catalogue, Family, Obligation, Question, Strength
from assessment.domain.identifiers import InstrumentId, ObligationId, QuestionId


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
    raise NotImplementedError


def served_by(catalogue: Catalogue, question: QuestionId) -> tuple[Mapped, ...]:
    """The obligations that a question serves, as the question lists them."""
    raise NotImplementedError


def also_serves(catalogue: Catalogue, question: Question) -> Mapping[InstrumentId, int]:
    """What one answer also serves: instruments, each with how many of its obligations."""
    raise NotImplementedError
