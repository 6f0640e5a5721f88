"""The pages of the areas, and annex A with every answer."""

from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.domain.catalogue import Family, PracticeArea, Question
from assessment.domain.gaps import Gap
from assessment.domain.response import Response, is_answered
from reports.charts import percent_points, shade
from reports.document_scene import PaperScene
from reports.plans import PackageRow, planned_rows
from reports.presenters import AnswerCell, PartRow, answer_word, part_row
from web.i18n import number, points
from web.words import aspect_name, family_name

MOST_STRENGTHS, MOST_GAPS, MOST_STEPS = 4, 7, 12
TOP_GAPS = 20


@dataclass(frozen=True, slots=True)
class Shaded:
    """A figure of 0 to 1 with the depth, 0 to 4, that colours it; both None for none."""

    share: float | None
    depth: int | None


def shaded(figure: float | None) -> Shaded:
    """A figure of 0 to 1 as a shaded cell."""
    return Shaded(figure, shade(percent_points(figure)))


@dataclass(frozen=True, slots=True)
class GapGroup:
    """The gaps of one question: the level of each family below target, best leverage."""

    text: str
    address: str
    area: str
    levels: tuple[AnswerCell, ...]
    target: int
    leverage: float
    reuse: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """What the pages of one area show."""

    number: int
    area: PracticeArea
    row: PartRow
    elements: tuple[PartRow, ...]
    uneven: str
    strengths: tuple[tuple[str, str, float], ...]  # words, address, point
    gaps: tuple[GapGroup, ...]
    gaps_left: int
    steps: tuple[PackageRow, ...]
    steps_left: int


def spreads(scene: PaperScene) -> tuple[Spread, ...]:
    """The areas with something in scope, in order."""
    areas = [area for area in scene.catalogue.areas if area.id in scene.findings.scorecard.areas]
    steps = planned_rows(scene)
    return tuple(_spread(scene, place, area, steps) for place, area in enumerate(areas, 1))


def _spread(
    scene: PaperScene, place: int, area: PracticeArea, planned: tuple[PackageRow, ...]
) -> Spread:
    card = scene.findings.scorecard
    target = scene.profile.targets.of(area.id)
    gaps = gap_groups(
        scene,
        [
            gap
            for gap in scene.findings.gaps
            if gap.question in card.questions
            and scene.catalogue.question_by_id[gap.question].area == area.id
        ],
    )
    steps = [step for step in planned if step.area == area.short]
    return Spread(
        number=place,
        area=area,
        row=part_row(scene, area.title, scene.area_address(area.id), card.areas[area.id], target),
        elements=tuple(
            part_row(scene, element.title, "", card.elements[element.id], target)
            for element in area.elements
            if element.id in card.elements
        ),
        uneven=_uneven(scene, area),
        strengths=_strengths(scene, area, target),
        gaps=gaps[:MOST_GAPS],
        gaps_left=len(gaps[MOST_GAPS:]),
        steps=tuple(steps[:MOST_STEPS]),
        steps_left=len(steps[MOST_STEPS:]),
    )


def _strengths(
    scene: PaperScene, area: PracticeArea, target: int
) -> tuple[tuple[str, str, float], ...]:
    """The questions at or above target for every family in scope, the furthest first."""
    found = []
    for question in area.questions:
        response = scene.responses.get(question.id)
        levels = list(response.levels.values()) if response else []
        point = scene.findings.scorecard.questions.get(question.id)
        if point is not None and all(is_answered(one) and one >= target for one in levels):
            found.append((question.text, scene.question_address(question.id), point))
    return tuple(sorted(found, key=lambda one: -one[2])[:MOST_STRENGTHS])


def _uneven(scene: PaperScene, area: PracticeArea) -> str:
    """How far the families of an area stand apart, in a sentence."""
    card = scene.findings.scorecard
    standing = {
        family: point
        for family in scene.profile.families
        if (part := card.area_families.get((area.id, family)))
        and (point := part.shown_point) is not None
    }
    stovepipe = card.areas[area.id].stovepipe
    if len(standing) < 2 or stovepipe is None:  # noqa: PLR2004 a difference needs two
        return ""
    high, low = max(standing, key=standing.__getitem__), min(standing, key=standing.__getitem__)
    if standing[high] == standing[low]:
        return _("All item families stand at the same level here.")
    return _(
        "Practice is uneven between item families: %(high)s stands at %(high_figure)s and "
        "%(low)s at %(low_figure)s. Within one question the families lie %(apart)s of 4 levels "
        "apart on average.",
        high=family_name(high),
        high_figure=points(standing[high]),
        low=family_name(low),
        low_figure=points(standing[low]),
        apart=number(stovepipe * 4, 1),
    )


def gap_groups(scene: PaperScene, gaps: list[Gap]) -> tuple[GapGroup, ...]:
    """Gaps by question, in the order of the best of each."""
    by_question: dict[str, list[Gap]] = {}
    for gap in gaps:
        by_question.setdefault(gap.question, []).append(gap)
    return tuple(_group(scene, own) for own in by_question.values())


def _group(scene: PaperScene, gaps: list[Gap]) -> GapGroup:
    question = scene.catalogue.question_by_id[gaps[0].question]
    return GapGroup(
        text=question.text,
        address=scene.question_address(question.id),
        area=scene.catalogue.area_by_id[question.area].short,
        levels=tuple(
            AnswerCell(family_name(gap.family), gap.level, "")
            for gap in sorted(gaps, key=lambda gap: list(Family).index(gap.family))
        ),
        target=gaps[0].target,
        leverage=gaps[0].leverage,
        reuse=any(gap.reuse for gap in gaps),
    )


def aspect_figures(
    scene: PaperScene, columns: tuple[object, ...], *, family: bool
) -> tuple[tuple[str, str, tuple[Shaded, ...]], ...]:
    """The areas by aspect or by family: title, address, a figure a column."""
    card = scene.findings.scorecard
    parts = card.area_families if family else card.area_aspects
    rows = []
    for area in scene.catalogue.areas:
        if area.id in card.areas:
            own = (parts.get((area.id, column)) for column in columns)  # type: ignore[call-overload]
            cells = tuple(shaded(part.shown_point if part else None) for part in own)
            rows.append((area.title, scene.area_address(area.id), cells))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question of annex A: a cell a family in scope (or one for all), and what supports it."""

    id: str
    text: str
    aspect: str
    foundation: bool
    cells: tuple[AnswerCell | None, ...]
    comment: str
    reason: str
    evidence: tuple[tuple[str, str, str], ...]  # kind, title, url


def answer_sections(
    scene: PaperScene,
) -> tuple[tuple[str, tuple[tuple[str, tuple[AnswerRow, ...]], ...]], ...]:
    """Every question in scope with its answers: areas, then elements, then questions."""
    found = []
    for area in scene.catalogue.areas:
        elements = tuple(
            (element.title, rows)
            for element in area.elements
            if (
                rows := tuple(
                    _answer_row(scene, question)
                    for question in element.questions
                    if scene.profile.cells(question)
                )
            )
        )
        if elements:
            found.append((area.title, elements))
    return tuple(found)


def _answer_row(scene: PaperScene, question: Question) -> AnswerRow:
    response = scene.responses.get(question.id) or Response(question.id, {})
    cells = scene.profile.cells(question)
    shown = cells if cells == (Family.ALL,) else scene.profile.families
    return AnswerRow(
        id=question.id,
        text=question.text,
        aspect=aspect_name(question.aspect),
        foundation=question.foundation,
        cells=tuple(
            _cell(family, response.levels.get(family)) if family in cells else None
            for family in shown
        ),
        comment=response.comment,
        reason=response.reason,
        evidence=tuple(
            (_evidence_kind(piece.kind), piece.title, piece.url) for piece in response.evidence
        ),
    )


def _cell(family: Family, answer: object) -> AnswerCell:
    level = answer if isinstance(answer, int) else None
    return AnswerCell(family_name(family), level, answer_word(answer))


def _evidence_kind(kind: str) -> str:
    return {
        "law": _("Law"),
        "document": _("Document"),
        "link": _("Link"),
        "file": _("File"),
    }.get(kind, _("Document"))
