"""Frozen values for the task list and the home page: what is done and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assessment.domain.catalogue import Catalogue, Element, PracticeArea, Question
from assessment.domain.identifiers import AreaId, ElementId, QuestionId
from assessment.domain.response import (
    NoLevel,
    Profile,
    Response,
    Responses,
    is_answered,
    silent_cells,
)
from assessment.services.overviews import Change, ChangeKind
from questionnaires.presenters import first_open

_LATELY = 5


class Stage(StrEnum):
    """How far a question or a part is."""

    OPEN = "open"
    BEGUN = "begun"
    FIND_OUT = "find_out"  # nothing left to say now, but something is not known or withheld
    DONE = "done"


_GONE = frozenset({Stage.DONE, Stage.FIND_OUT})


@dataclass(frozen=True, slots=True)
class QuestionTask:
    """A question in the task list."""

    id: QuestionId
    text: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class ElementTask:
    """An element in the task list, with its first open question."""

    id: ElementId
    title: str
    questions: tuple[QuestionTask, ...]
    first_open: QuestionId | None

    @property
    def done(self) -> int:
        """Questions fully answered: every cell holds a level or does not apply."""
        return sum(1 for question in self.questions if question.stage is Stage.DONE)

    @property
    def gone(self) -> int:
        """Questions gone through: every cell says something, be it that it is not known."""
        return sum(1 for question in self.questions if question.stage in _GONE)

    @property
    def stage(self) -> Stage:
        """How far the element is."""
        return _stage_of(question.stage for question in self.questions)


@dataclass(frozen=True, slots=True)
class AreaTask:
    """A practice area in the task list."""

    id: AreaId
    title: str
    summary: str
    inferred: bool
    elements: tuple[ElementTask, ...]
    first_open: QuestionId | None

    @property
    def done(self) -> int:
        """Questions fully answered: every cell holds a level or does not apply."""
        return sum(element.done for element in self.elements)

    @property
    def gone(self) -> int:
        """Questions gone through: every cell says something, be it that it is not known."""
        return sum(element.gone for element in self.elements)

    @property
    def total(self) -> int:
        """Questions asked."""
        return sum(len(element.questions) for element in self.elements)

    @property
    def stage(self) -> Stage:
        """How far the area is."""
        return _stage_of(element.stage for element in self.elements)


@dataclass(frozen=True, slots=True)
class TaskList:
    """All that is asked of one state, in order."""

    areas: tuple[AreaTask, ...]

    @property
    def done(self) -> int:
        """Questions fully answered: every cell holds a level or does not apply."""
        return sum(area.done for area in self.areas)

    @property
    def gone(self) -> int:
        """Questions gone through: every cell says something, be it that it is not known."""
        return sum(area.gone for area in self.areas)

    @property
    def total(self) -> int:
        """Questions asked."""
        return sum(area.total for area in self.areas)

    @property
    def first_open(self) -> QuestionId | None:
        """The first question with an open cell."""
        return next((area.first_open for area in self.areas if area.first_open), None)

    @property
    def inferred(self) -> bool:
        """Whether the areas are inferred rather than taken from the guide."""
        return any(area.inferred for area in self.areas)


@dataclass(frozen=True, slots=True)
class Lately:
    """A question whose answer changed lately: how, when and by whom."""

    question: QuestionId
    text: str
    kind: ChangeKind
    at: datetime
    by: str


def present_tasks(catalogue: Catalogue, profile: Profile, responses: Responses) -> TaskList:
    """The task list; areas, elements and questions with no cell in scope are left out."""
    areas = (_area(area, profile, responses) for area in catalogue.areas)
    return TaskList(areas=tuple(area for area in areas if area.elements))


def present_lately(catalogue: Catalogue, changes: Iterable[Change]) -> tuple[Lately, ...]:
    """The newest changes first, at most five; questions no longer asked are left out."""
    known = catalogue.question_by_id
    asked = (change for change in changes if change.question in known)
    newest = sorted(asked, key=lambda change: change.at, reverse=True)
    return tuple(
        Lately(each.question, known[each.question].text, each.kind, each.at, each.by)
        for each in newest[:_LATELY]
    )


def _area(area: PracticeArea, profile: Profile, responses: Responses) -> AreaTask:
    elements = (_element(element, profile, responses) for element in area.elements)
    return AreaTask(
        id=area.id,
        title=area.title,
        summary=area.summary,
        inferred=area.source_status == "inferred",
        elements=tuple(element for element in elements if element.questions),
        first_open=first_open(area.questions, profile, responses),
    )


def _element(element: Element, profile: Profile, responses: Responses) -> ElementTask:
    tasks = []
    for question in element.questions:
        if profile.cells(question):
            stage = _stage(question, profile, responses.get(question.id))
            tasks.append(QuestionTask(question.id, question.text, stage))
    return ElementTask(
        id=element.id,
        title=element.title,
        questions=tuple(tasks),
        first_open=first_open(element.questions, profile, responses),
    )


def _stage(question: Question, profile: Profile, response: Response | None) -> Stage:
    left = silent_cells(question, profile, response)
    if left == len(profile.cells(question)):
        return Stage.OPEN
    if left or response is None:
        return Stage.BEGUN
    levels = (response.levels[family] for family in profile.cells(question))
    said = all(is_answered(level) or level is NoLevel.NOT_APPLICABLE for level in levels)
    return Stage.DONE if said else Stage.FIND_OUT


def _stage_of(stages: Iterable[Stage]) -> Stage:
    seen = set(stages)
    if len(seen) == 1:
        return seen.pop()
    return Stage.FIND_OUT if seen == {Stage.DONE, Stage.FIND_OUT} else Stage.BEGUN
