"""Frozen values for the facilitator's console: agenda, proposals, figures, what can be done now."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessment.domain.catalogue import Catalogue
from assessment.domain.identifiers import QuestionId
from assessment.domain.response import Profile
from assessment.domain.scoring import score_area
from assessment.domain.workshop import AgendaPoint, Room, WorkshopState
from assessment.services.assessments import Assessment
from web.words import set_aside_words
from workshops.agreements import Agreeing
from workshops.presenters import Screen, Stage
from workshops.words import REASONS, part_words

# So many proposals are in view; the others are folded.
IN_VIEW = 5


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A question on the agenda: why, and how far it is.

    `aside` says that what was agreed on it was set aside; empty where it was not.
    """

    question: QuestionId
    text: str
    reason: str
    votes: int
    is_agreed: bool
    is_now: bool
    aside: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question that the agenda might take, and why."""

    question: QuestionId
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Figure:
    """The score of a part as it stands now."""

    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Console:
    """All that the template of the console needs beside the screen."""

    rows: tuple[AgendaRow, ...]
    proposals: tuple[Proposal, ...]
    offers: tuple[tuple[str, tuple[tuple[QuestionId, str], ...]], ...]
    figures: tuple[Figure, ...]
    following: AgendaRow | None
    without_vote: tuple[AgendaRow, ...]
    agreeing: Agreeing | None

    @property
    def first(self) -> tuple[Proposal, ...]:
        """The proposals in view."""
        return self.proposals[:IN_VIEW]

    @property
    def more(self) -> tuple[Proposal, ...]:
        """The folded proposals."""
        return self.proposals[IN_VIEW:]

    @property
    def all_agreed(self) -> bool:
        """Whether every question of the agenda has an agreement that stands."""
        return bool(self.rows) and all(row.is_agreed for row in self.rows)


def present_console(
    catalogue: Catalogue,
    assessment: Assessment,
    room: Room,
    screen: Screen,
    proposals: Iterable[AgendaPoint],
    agreeing: Agreeing | None,
) -> Console:
    """The console of a room."""
    rows = tuple(_row(catalogue, room.state, point) for point in room.state.agenda)
    listed = {row.question for row in rows}
    profile = assessment.cycle.profile
    asked = screen.asked
    return Console(
        rows=rows,
        proposals=tuple(
            Proposal(point.question, _text(catalogue, point.question), str(REASONS[point.reason]))
            for point in proposals
            if point.question not in listed
        ),
        offers=tuple(_offers(catalogue, profile, listed)),
        figures=figures_of(catalogue, assessment, asked.id) if asked else (),
        following=_following(rows, screen),
        without_vote=()
        if screen.stage is Stage.VOTING
        else tuple(row for row in rows if not row.is_now),
        agreeing=agreeing,
    )


def figures_of(
    catalogue: Catalogue, assessment: Assessment, question_id: QuestionId
) -> tuple[Figure, ...]:
    """The scores that an answer to a question moves: its element's and its area's."""
    question = catalogue.question_by_id.get(question_id)
    if question is None:
        return ()
    area, elements = score_area(
        catalogue, assessment.cycle.profile, assessment.responses, question.area
    )
    element = catalogue.element_by_id[question.element].title
    return (
        Figure(element, part_words(elements.get(question.element))),
        Figure(catalogue.area_by_id[question.area].title, part_words(area)),
    )


def _row(catalogue: Catalogue, state: WorkshopState, point: AgendaPoint) -> AgendaRow:
    current = state.current
    taken = state.set_aside.get(point.question)
    return AgendaRow(
        question=point.question,
        text=_text(catalogue, point.question),
        reason=str(REASONS[point.reason]),
        votes=len(state.rounds_on(point.question)),
        is_agreed=point.question in state.agreed,
        is_now=current is not None and current.question == point.question,
        aside=set_aside_words(taken.aside) if taken and taken.aside else "",
    )


def _following(rows: Iterable[AgendaRow], screen: Screen) -> AgendaRow | None:
    """The next question of the agenda; what is on the screens has its own button."""
    shown = screen.asked.id if screen.asked else None
    return next((row for row in rows if not row.is_agreed and row.question != shown), None)


def _text(catalogue: Catalogue, question_id: QuestionId) -> str:
    question = catalogue.question_by_id.get(question_id)
    return question.text if question else question_id


def _offers(
    catalogue: Catalogue, profile: Profile, listed: set[QuestionId]
) -> Iterable[tuple[str, tuple[tuple[QuestionId, str], ...]]]:
    """Every other question that this state is asked, by element."""
    for element in catalogue.elements:
        found = tuple(
            (question.id, question.text)
            for question in element.questions
            if profile.cells(question) and question.id not in listed
        )
        if found:
            yield element.title, found
