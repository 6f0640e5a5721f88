"""Frozen values for the pages that ask one question: what stands on the page, already decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.domain.catalogue import Catalogue, Check, Family, Question
from assessment.domain.identifiers import AreaId, ElementId, QuestionId
from assessment.domain.obligations import Force, force_of
from assessment.domain.response import Answer, Profile, Response, Responses, silent_cells
from questionnaires import words
from web.words import force_name

# A reader in a second language reads about 150 words a minute; a level is picked in 15 seconds.
_WORDS_A_MINUTE = 150
_CELLS_A_MINUTE = 4
# What fits beside the descriptors and the grid on a laptop screen; the rest is folded.
_LINES_IN_VIEW = 6
_FORCE_ORDER = (Force.BINDING, Force.SIGNED, Force.COMMITTED, Force.VOLUNTARY)


@dataclass(frozen=True, slots=True)
class Cell:
    """A row of the grid: an item family and the code that is chosen for it ("" for none yet)."""

    family: Family
    name: str
    chosen: str

    @property
    def field(self) -> str:
        """The name of its form field."""
        return f"level-{self.family}"


@dataclass(frozen=True, slots=True)
class ObligationLine:
    """One obligation in the side panel."""

    force: str
    force_name: str
    instrument: str
    title: str
    cite: str
    summary: str
    unread: bool
    partial: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands behind a question: the lines in view, the folded ones, and their counts."""

    first: tuple[ObligationLine, ...]
    more: tuple[ObligationLine, ...]
    instruments: int
    provisions: int
    binding: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands: its area and element by title, its number among the element's."""

    area: AreaId
    area_title: str
    area_short: str
    element: ElementId
    element_title: str
    number: int
    of: int
    previous: QuestionId | None
    following: QuestionId | None


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """The form of one question: its cells, texts, and the version it was made from."""

    question: Question
    cells: tuple[Cell, ...]
    comment: str
    reason: str
    version: int
    minutes: int

    @property
    def single(self) -> bool:
        """Whether it has one row that knows no item family."""
        return tuple(cell.family for cell in self.cells) == (Family.ALL,)

    @property
    def open(self) -> int:
        """How many cells have no answer yet."""
        return sum(1 for cell in self.cells if cell.chosen == "")


def present_answers(
    question: Question, profile: Profile, response: Response | None, version: int
) -> AnswerForm:
    """The form of a question as it is stored; `version` is 0 where nothing was saved yet."""
    levels: Mapping[Family, Answer] = response.levels if response else {}
    return AnswerForm(
        question=question,
        cells=tuple(
            Cell(family, str(words.FAMILIES[family]), words.answer_code(levels.get(family)))
            for family in profile.cells(question)
        ),
        comment=response.comment if response else "",
        reason=response.reason if response else "",
        version=version,
        minutes=minutes(question, profile),
    )


def minutes(question: Question, profile: Profile) -> int:
    """About how long an answer takes: reading the text and descriptors, then picking levels."""
    text = " ".join((question.text, question.why, question.evidence, *question.levels))
    reading = len(text.split()) / _WORDS_A_MINUTE
    return max(2, round(reading + len(profile.cells(question)) / _CELLS_A_MINUTE))


def present_panel(catalogue: Catalogue, question: Question, profile: Profile) -> Panel:
    """The obligations behind a question, the strongest force first; context ones left out."""
    ranked = []
    for service in question.obligations:
        obligation = catalogue.obligation_by_id[service.obligation]
        if obligation.is_context:
            continue
        instrument = catalogue.instrument_by_id[obligation.instrument]
        force = force_of(obligation, instrument, profile)
        line = ObligationLine(
            force=force.value,
            force_name=force_name(force),
            instrument=instrument.short,
            title=instrument.title,
            cite=obligation.cite,
            summary=obligation.summary,
            unread=obligation.check is not Check.TEXT,
            partial=service.strength.weight < 1,
        )
        ranked.append((_FORCE_ORDER.index(force), line))
    ranked.sort(key=lambda pair: pair[0])
    lines = tuple(line for _, line in ranked)
    return Panel(
        first=lines[:_LINES_IN_VIEW],
        more=lines[_LINES_IN_VIEW:],
        instruments=len({line.title for line in lines}),
        provisions=len(lines),
        binding=sum(1 for line in lines if line.force == Force.BINDING.value),
    )


def asked(catalogue: Catalogue, profile: Profile) -> tuple[Question, ...]:
    """The questions that have a cell in this state's scope, in order."""
    return tuple(question for question in catalogue.questions if profile.cells(question))


def present_place(catalogue: Catalogue, profile: Profile, question: Question) -> Place:
    """Where a question stands among those that are asked."""
    order = [each.id for each in asked(catalogue, profile)]
    at = order.index(question.id)
    siblings = [each for each in order if each.rsplit(".", 1)[0] == question.element]
    area = catalogue.area_by_id[question.area]
    return Place(
        area=area.id,
        area_title=area.title,
        area_short=area.short,
        element=question.element,
        element_title=catalogue.element_by_id[question.element].title,
        number=siblings.index(question.id) + 1,
        of=len(siblings),
        previous=order[at - 1] if at else None,
        following=order[at + 1] if at + 1 < len(order) else None,
    )


def first_open(
    questions: Sequence[Question], profile: Profile, responses: Responses
) -> QuestionId | None:
    """The first question with a cell that holds nothing yet, or None where all hold something."""
    for question in questions:
        if silent_cells(question, profile, responses.get(question.id)):
            return question.id
    return None
