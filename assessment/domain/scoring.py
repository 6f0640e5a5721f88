"""Scores: from answers to the figures of every part (METHOD.md 2)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from assessment.domain.bands import band_of
from assessment.domain.catalogue import Aspect, Catalogue, Family, Question
from assessment.domain.identifiers import AreaId, ElementId, QuestionId
from assessment.domain.lattice import NOT_APPLICABLE, Asked, lattice_of
from assessment.domain.response import Profile, Response, Responses

COMPLETE_ENOUGH = 0.65  # below this a page shows the range and no point (METHOD.md 2)
FULL = 4  # the highest level
WEAK = 0.25  # a foundation question at or below this caps the band


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

    @property
    def is_complete_enough(self) -> bool:
        """Whether a page may show the point and the band rather than the range (METHOD.md 2)."""
        return self.completeness is not None and self.completeness >= COMPLETE_ENOUGH

    @property
    def shown_point(self) -> float | None:
        """The point as a page shows it: None where only the range may show."""
        return self.point if self.is_complete_enough else None

    @property
    def shown_band(self) -> int | None:
        """The band as a page shows it: None where only the range may show."""
        return self.band if self.is_complete_enough else None


NOTHING = Part(None, None, None, None, None, None, None, None, 0, 0, (), None)


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
    lattice = lattice_of(catalogue, profile)
    questions = _question_cuts(lattice.asked, responses)
    elements = {
        element: _gather((asked.question.weight, questions[asked.question.id]) for asked in inside)
        for element, inside in lattice.elements.items()
    }
    areas = {
        area: _gather((1.0, elements[element]) for element in inside)
        for area, inside in lattice.areas.items()
    }
    overall = _gather((1.0, cuts) for cuts in areas.values())
    return Scorecard(
        overall=_part(overall, WHOLE),
        areas={area: _part(cuts, WHOLE) for area, cuts in areas.items()},
        elements={element: _part(cuts, WHOLE) for element, cuts in elements.items()},
        questions={question: cuts[WHOLE].point for question, cuts in questions.items()},
        aspects={aspect: _part(overall, aspect) for aspect in Aspect},
        families={family: _part(overall, family) for family in lattice.families},
        area_aspects={
            (area, aspect): _part(cuts, aspect) for area, cuts in areas.items() for aspect in Aspect
        },
        area_families={
            (area, family): _part(cuts, family)
            for area, cuts in areas.items()
            for family in lattice.families
        },
    )


def score_area(
    catalogue: Catalogue, profile: Profile, responses: Responses, area: AreaId
) -> tuple[Part, Mapping[ElementId, Part]]:
    """The figures of one area and its elements: what a single save can change."""
    lattice = lattice_of(catalogue, profile)
    elements = {}
    for element in lattice.areas[area]:
        inside = lattice.elements[element]
        elements[element] = _gather(
            (asked.question.weight, {WHOLE: _whole(asked, responses.get(asked.question.id))})
            for asked in inside
        )
    whole = _gather((1.0, cuts) for cuts in elements.values())
    return _part(whole, WHOLE), {element: _part(cuts, WHOLE) for element, cuts in elements.items()}


def progress(catalogue: Catalogue, profile: Profile, responses: Responses) -> Progress:
    """How many questions and cells are answered, of those in scope."""
    lattice = lattice_of(catalogue, profile)
    done = answered = applicable = 0
    for asked in lattice.asked:
        none_open, own_answered, own_applicable = asked.count(responses.get(asked.question.id))
        done += none_open
        answered += own_answered
        applicable += own_applicable
    return Progress(done, len(lattice.asked), answered, applicable)


@dataclass(slots=True)
class _Tally:
    """What a question or a part carries upwards; not frozen, as hundreds are made a score.

    `spread` is the sum of (highest - lowest) / 4 over the `spread_questions` that have one.
    """

    point: float | None = None
    low: float = 0.0
    high: float = 0.0
    answered: int = 0
    applicable: int = 0
    evidenced: int = 0
    floor: float | None = None
    weakest: QuestionId | None = None
    spread: float = 0.0
    spread_questions: int = 0
    weak_foundations: tuple[QuestionId, ...] = ()


# A cut keeps the questions of one aspect or the cells of one family; WHOLE keeps all.
_Cut: TypeAlias = Aspect | Family | None
_Cuts: TypeAlias = Mapping[_Cut, _Tally]
WHOLE: Final = None


def _question_cuts(inside: Iterable[Asked], responses: Responses) -> dict[QuestionId, _Cuts]:
    """The tallies of each question: whole, as part of its aspect, and of each family's cell."""
    cuts: dict[QuestionId, _Cuts] = {}
    for asked in inside:
        question = asked.question
        response = responses.get(question.id)
        levels = asked.read(response)
        evidenced = response is not None and bool(response.evidence)
        whole = _tally(question, levels, evidenced=evidenced)
        own: dict[_Cut, _Tally] = {WHOLE: whole, question.aspect: whole}
        if asked.cells != (Family.ALL,):
            for family, level in zip(asked.cells, levels, strict=True):
                own[family] = _tally(question, [level], evidenced=evidenced)
        cuts[question.id] = own
    return cuts


def _whole(asked: Asked, response: Response | None) -> _Tally:
    """The tally of a question alone: a save shows no cut, and most of the work is in the cuts."""
    evidenced = response is not None and bool(response.evidence)
    return _tally(asked.question, asked.read(response), evidenced=evidenced)


def _tally(question: Question, levels: list[int], *, evidenced: bool) -> _Tally:
    """The figures of a question over some of its cells."""
    known = [level for level in levels if level >= 0]
    answered, total = len(known), sum(known)
    applicable = len(levels) - levels.count(NOT_APPLICABLE)
    if not applicable:
        return _Tally()
    low = total / (FULL * applicable)
    high = (total + FULL * (applicable - answered)) / (FULL * applicable)
    if not answered:
        return _Tally(low=low, high=high, applicable=applicable)
    point = total / (FULL * answered)
    several = answered > 1
    return _Tally(
        point,
        low,
        high,
        answered,
        applicable,
        answered if evidenced else 0,
        point,
        question.id,
        (max(known) - min(known)) / FULL if several else 0.0,
        1 if several else 0,
        (question.id,) if question.foundation and point <= WEAK else (),
    )


def _gather(children: Iterable[tuple[float, _Cuts]]) -> _Cuts:
    """Each cut of a part, from the same cut of what it is made of, with weights."""
    members: defaultdict[_Cut, list[tuple[float, _Tally]]] = defaultdict(list)
    for weight, cuts in children:
        for cut, tally in cuts.items():
            if tally.applicable:
                members[cut].append((weight, tally))
    return {cut: _join(weighed) for cut, weighed in members.items()}


def _join(members: list[tuple[float, _Tally]]) -> _Tally:
    """The weighted means and the sums of tallies that each have an applicable cell."""
    joined = _Tally()
    points = lows = highs = weights = weights_with_point = 0.0
    for weight, tally in members:
        weights += weight
        lows += weight * tally.low
        highs += weight * tally.high
        joined.applicable += tally.applicable
        if tally.point is None:
            continue
        weights_with_point += weight
        points += weight * tally.point
        joined.answered += tally.answered
        joined.evidenced += tally.evidenced
        joined.spread += tally.spread
        joined.spread_questions += tally.spread_questions
        joined.weak_foundations += tally.weak_foundations
        if joined.floor is None or tally.floor < joined.floor:  # type: ignore[operator]
            joined.floor, joined.weakest = tally.floor, tally.weakest
    joined.low, joined.high = lows / weights, highs / weights
    if weights_with_point:
        joined.point = points / weights_with_point
    return joined


def _part(cuts: _Cuts, cut: _Cut) -> Part:
    """The figures that a cut shows; all None where it has no applicable cell."""
    tally = cuts.get(cut)
    if tally is None:
        return NOTHING
    return Part(
        point=tally.point,
        low=tally.low,
        high=tally.high,
        floor=tally.floor,
        completeness=tally.answered / tally.applicable,
        confidence=tally.evidenced / tally.answered if tally.answered else None,
        band=None
        if tally.point is None
        else band_of(tally.point, held=bool(tally.weak_foundations)),
        stovepipe=tally.spread / tally.spread_questions if tally.spread_questions else None,
        answered=tally.answered,
        applicable=tally.applicable,
        weak_foundations=tally.weak_foundations,
        weakest=tally.weakest,
    )
