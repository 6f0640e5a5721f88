"""Findings as the frozen values that the results pages arrange."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.domain.catalogue import Aspect, Element, Family, Obligation, Question
from assessment.domain.gaps import Gap
from assessment.domain.identifiers import QuestionId
from assessment.domain.obligations import Standing
from assessment.domain.response import NoLevel, is_answered
from assessment.domain.scoring import Part
from reports.scenes import Scene
from web.i18n import number, points
from web.words import aspect_name, family_name


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part as a line of a table: figures 0 to 1, `point` and `band` None where hidden.

    `held` names the foundation questions that hold the band down, `lowest` the element or
    question on which the part rests, where it is below the rest; `weakest` is the question of
    the floor: each as (words, address).
    """

    title: str
    address: str
    point: float | None
    low: float | None
    high: float | None
    band: int | None
    completeness: float | None
    confidence: float | None
    target: int
    words: str
    held: tuple[tuple[str, str], ...] = ()
    lowest: tuple[str, str] | None = None
    floor: float | None = None
    weakest: tuple[str, str] | None = None
    stovepipe: float | None = None


def part_row(
    scene: Scene,
    title: str,
    address: str,
    part: Part,
    target: int,
    *,
    name_question: bool = False,
) -> PartRow:
    """The line of a part; the point gives way to the range below 65 % complete.

    What it rests on is named by its element, or with `name_question` by its question.
    """
    questions = scene.catalogue.question_by_id
    point = part.shown_point
    weakest = lowest = None
    if part.weakest is not None and part.floor is not None:
        question = questions[part.weakest]
        weakest = (question.text, scene.question_address(part.weakest))
        element = scene.catalogue.element_by_id[question.element]
        if point is not None and part.floor < point:
            lowest = weakest if name_question else (element.title, weakest[1])
    return PartRow(
        title=title,
        address=address,
        point=point,
        low=part.low,
        high=part.high,
        band=part.shown_band,
        completeness=part.completeness,
        confidence=part.confidence,
        target=target,
        words=part_words(part),
        held=tuple((questions[one].text, scene.question_address(one)) for one in _holding(part)),
        lowest=lowest,
        floor=part.floor,
        weakest=weakest,
        stovepipe=part.stovepipe,
    )


def _holding(part: Part) -> tuple[QuestionId, ...]:
    """The foundations that lower the band which the page shows."""
    return part.weak_foundations if part.shown_band is not None else ()


def part_words(part: Part) -> str:
    """The figures of a part in one sentence, for those who do not see the bar."""
    if part.low is None or part.high is None:
        return _("nothing applies")
    low, high = points(part.low), points(part.high)
    point = part.shown_point
    if point is None:
        return _("between %(low)s and %(high)s of 100", low=low, high=high)
    return _(
        "%(point)s of 100, between %(low)s and %(high)s",
        point=points(point),
        low=low,
        high=high,
    )


def area_rows(scene: Scene) -> tuple[PartRow, ...]:
    """The practice areas, in order."""
    targets = scene.profile.targets
    return tuple(
        part_row(
            scene,
            area.title,
            scene.area_address(area.id),
            scene.findings.scorecard.areas[area.id],
            targets.of(area.id),
        )
        for area in scene.catalogue.areas
        if area.id in scene.findings.scorecard.areas
    )


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """One answer of a question: the family and its level, or the word instead of one."""

    family: str
    level: int | None
    word: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question with its answers, as the pages behind a figure list it."""

    text: str
    address: str
    aspect: str
    foundation: bool
    point: float | None
    cells: tuple[AnswerCell, ...]
    evidence: int


def question_row(scene: Scene, question: Question, family: Family | None = None) -> QuestionRow:
    """The answers to a question in scope; those of one family where one is named."""
    response = scene.responses.get(question.id)
    levels = response.levels if response else {}
    return QuestionRow(
        text=question.text,
        address=scene.question_address(question.id),
        aspect=aspect_name(question.aspect),
        foundation=question.foundation,
        point=scene.findings.scorecard.questions.get(question.id) if family is None else None,
        cells=tuple(
            AnswerCell(
                family_name(each),
                level if is_answered(level := levels.get(each)) else None,
                answer_word(level),
            )
            for each in scene.profile.cells(question)
            if family in {None, each}
        ),
        evidence=len(response.evidence) if response else 0,
    )


def answer_word(answer: object) -> str:
    """What stands in place of a level; empty for a level."""
    return {
        None: _("no answer yet"),
        NoLevel.UNKNOWN: _("not known"),
        NoLevel.WITHHELD: _("withheld"),
        NoLevel.NOT_APPLICABLE: _("does not apply"),
    }.get(answer if not isinstance(answer, int) else "", "")


@dataclass(frozen=True, slots=True)
class ElementSection:
    """An element of an area with its questions."""

    id: str
    title: str
    summary: str
    questions: tuple[QuestionRow, ...]


def element_section(
    scene: Scene, element: Element, cut: Aspect | Family | None = None
) -> ElementSection | None:
    """The answers of an element, or of a cut of it; None where nothing of it is in scope."""
    family = cut if isinstance(cut, Family) else None
    questions = tuple(
        question_row(scene, question, family)
        for question in element.questions
        if (not isinstance(cut, Aspect) or question.aspect is cut)
        and (cells := scene.profile.cells(question))
        and (family is None or family in cells)
    )
    if not questions:
        return None
    return ElementSection(element.id, element.title, element.summary, questions)


def element_rows(scene: Scene, elements: tuple[Element, ...]) -> tuple[PartRow, ...]:
    """The elements in scope as lines, each leading to its answers further down the page."""
    found = scene.findings.scorecard.elements
    return tuple(
        part_row(
            scene,
            element.title,
            f"#{element.id}",
            found[element.id],
            scene.profile.targets.of(element.area),
            name_question=True,
        )
        for element in elements
        if element.id in found
    )


@dataclass(frozen=True, slots=True)
class ObligationRow:
    """An obligation with its standing (None for context) and the questions behind it."""

    cite: str
    summary: str
    checked: bool
    context: str
    note: str
    standing: Standing | None
    questions: tuple[QuestionRow, ...]


def obligation_row(
    scene: Scene, obligation: Obligation, questions: Mapping[str, tuple[Question, ...]]
) -> ObligationRow:
    """One obligation; `questions` are those that serve it, by its id."""
    return ObligationRow(
        cite=obligation.cite,
        summary=obligation.summary,
        checked=obligation.check == "text",
        context=obligation.context,
        note=obligation.note,
        standing=scene.findings.standings.get(obligation.id),
        questions=tuple(
            question_row(scene, question)
            for question in questions.get(obligation.id, ())
            if scene.profile.cells(question)
        ),
    )


@dataclass(frozen=True, slots=True)
class GapRow:
    """A gap as the list of gaps shows it."""

    text: str
    address: str
    family: str
    area: str
    level: int
    target: int
    reuse: bool
    leverage: str


def gap_row(scene: Scene, gap: Gap) -> GapRow:
    """One gap with its words."""
    question = scene.catalogue.question_by_id[gap.question]
    return GapRow(
        text=question.text,
        address=scene.question_address(gap.question),
        family=family_name(gap.family),
        area=scene.catalogue.area_by_id[question.area].short,
        level=gap.level,
        target=gap.target,
        reuse=gap.reuse,
        leverage=number(gap.leverage, 2),
    )
