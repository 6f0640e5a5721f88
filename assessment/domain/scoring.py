"""Scores: from answers to the figures of every part (METHOD.md 2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.domain.catalogue import Aspect, Catalogue, Family
from assessment.domain.identifiers import AreaId, ElementId, QuestionId
from assessment.domain.response import Profile, Responses

COMPLETE_ENOUGH = 0.65  # below this a page shows the range and no point (METHOD.md 2)


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of one part, 0 to 1; None where METHOD.md 2 says "none" or "nothing".

    `answered` and `applicable` count cells, `band` is a level 0 to 4. `weak_foundations` are the
    foundation questions at 0.25 or less that cap the band at 1; `weakest` holds the floor.
    """

    point: float | None
    low: float | None
    high: float | None
    floor: float | None
    completeness: float | None
    confidence: float | None
    band: int | None
    stovepipe: float | None
    answered: int
    applicable: int
    weak_foundations: tuple[QuestionId, ...]
    weakest: QuestionId | None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The figures of every part and cut; a question has its point alone.

    Questions with no cell in scope are absent; families are those in scope.
    """

    overall: Part
    areas: Mapping[AreaId, Part]
    elements: Mapping[ElementId, Part]
    questions: Mapping[QuestionId, float | None]
    aspects: Mapping[Aspect, Part]
    families: Mapping[Family, Part]
    area_aspects: Mapping[tuple[AreaId, Aspect], Part]
    area_families: Mapping[tuple[AreaId, Family], Part]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an assessment has come.

    A question is answered when none of its cells is open: each holds a level or does not apply.
    `cells` are the applicable ones, `answered_cells` those of them with a level.
    """

    answered_questions: int
    questions: int
    answered_cells: int
    cells: int


def score(catalogue: Catalogue, profile: Profile, responses: Responses) -> Scorecard:
    """The figures of every part and cut of an assessment (METHOD.md 2)."""
    raise NotImplementedError


def score_area(
    catalogue: Catalogue, profile: Profile, responses: Responses, area: AreaId
) -> tuple[Part, Mapping[ElementId, Part]]:
    """The figures of one area and its elements: what a single save can change."""
    raise NotImplementedError


def progress(catalogue: Catalogue, profile: Profile, responses: Responses) -> Progress:
    """How many questions and cells are answered, of those in scope."""
    raise NotImplementedError
