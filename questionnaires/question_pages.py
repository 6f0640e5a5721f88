"""The question page, as it is shown, refused, or in conflict."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from flask import Response, make_response, render_template, url_for
from flask_babel import gettext as _

from assessment.domain.catalogue import Question
from assessment.domain.errors import Fault
from assessment.domain.scoring import Part, Progress, progress, score_area
from assessment.services.evidence import evidence_of
from questionnaires.agreed import AgreedNote, present_agreed
from questionnaires.evidence import Piece, Upload, present_evidence
from questionnaires.faults import as_pairs
from questionnaires.figures import part_words
from questionnaires.forms import ANSWERS, Fields, read_version
from questionnaires.presenters import (
    AnswerForm,
    Panel,
    Place,
    present_answers,
    present_panel,
    present_place,
)
from questionnaires.scenes import Scene
from web import context
from web.i18n import clock, moment
from web.words import aspect_name


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """All that the template of a question needs."""

    form: AnswerForm
    place: Place
    panel: Panel
    evidence: tuple[Piece, ...]
    figures: Mapping[str, str]
    aspect: str
    address: str
    next_address: str
    saved: str
    editable: bool
    closed: str
    agreed: AgreedNote | None = None
    upload: Upload = field(default_factory=Upload)
    faults: tuple[tuple[str, str], ...] = ()
    unsaved: bool = False

    @property
    def fault_at(self) -> Mapping[str, str]:
        """The sentence at each field."""
        return dict(self.faults)


def show_question(scene: Scene, question: Question) -> Response:
    """The question as it is stored."""
    return _render(scene, question_page(scene, question), 200)


def refuse_question(
    scene: Scene, question: Question, fields: Fields, faults: tuple[Fault, ...]
) -> Response:
    """The question with the form as it was sent, and what must be mended."""
    page = question_page(scene, question)
    refused = replace(
        page,
        form=as_sent(page.form, fields),
        faults=as_pairs(faults),
        saved=_("Not saved. Correct what is wrong, then save again."),
        unsaved=True,
    )
    return _render(scene, refused, 422)


def refuse_evidence(scene: Scene, question: Question, upload: Upload, status: int) -> Response:
    """The question with the evidence form as it was sent, and what must be mended."""
    page = question_page(scene, question)
    faults = tuple((f"evidence-{place}", sentence) for place, sentence in upload.faults)
    return _render(scene, replace(page, upload=upload, faults=faults), status)


def refuse_set_aside(
    scene: Scene, question: Question, typed: str, faults: tuple[Fault, ...]
) -> Response:
    """The question with the reason as it was sent, and what must be mended."""
    page = question_page(scene, question)
    pairs = as_pairs(faults)
    agreed = page.agreed and replace(page.agreed, typed=typed, fault=pairs[0][1])
    return _render(scene, replace(page, agreed=agreed, faults=pairs), 422)


def question_page(scene: Scene, question: Question) -> QuestionPage:
    """The page of a question from what is stored."""
    cycle, assessment = scene.cycle, scene.assessment
    profile, responses = cycle.profile, assessment.responses
    place = present_place(scene.catalogue, profile, question)
    area, elements = score_area(scene.catalogue, profile, responses, question.area)
    stored = evidence_of(context.session(), context.actor(), cycle.id, question.id)
    at, _by = assessment.saved.get(question.id, (None, ""))
    version = assessment.versions.get(question.id, 0)
    done = progress(scene.catalogue, profile, responses)
    return QuestionPage(
        # A person edits what the agencies said; what was agreed stands beside it.
        form=present_answers(question, profile, assessment.own.get(question.id), version),
        place=place,
        panel=present_panel(scene.catalogue, question, profile),
        evidence=present_evidence(stored),
        figures=figures(question, area, elements.get(question.element)),
        aspect=aspect_name(question.aspect),
        address=url_for("questionnaires.question", cycle_id=cycle.id, question_id=question.id),
        next_address=next_address(cycle.id, place),
        saved=saved_words(at, version, done),
        editable=scene.editable,
        closed=scene.closed,
        agreed=present_agreed(scene, question, sourced=True),
    )


def figures(question: Question, area: Part, element: Part | None) -> dict[str, str]:
    """The scores that an answer can change, in words, by element and area."""
    return {question.element: part_words(element), question.area: part_words(area)}


def next_address(cycle_id: str, place: Place) -> str:
    """Where "save and next" leads: the question after this one, or the task list."""
    if place.following is None:
        return url_for("questionnaires.task_list", cycle_id=cycle_id)
    return url_for("questionnaires.question", cycle_id=cycle_id, question_id=place.following)


def saved_words(at: datetime | None, version: int, done: Progress) -> str:
    """What the save bar says: when this answer was saved, its version, and how far all is."""
    if at is None:
        return _(
            "Not answered yet · %(done)d of %(all)d questions fully answered",
            done=done.answered_questions,
            all=done.questions,
        )
    # An answer of another day needs its date; today the time alone is quicker to read.
    when = clock(at) if at.date() == context.now().date() else moment(at)
    return _(
        "Saved %(when)s · version %(version)d · %(done)d of %(all)d questions fully answered",
        when=when,
        version=version,
        done=done.answered_questions,
        all=done.questions,
    )


def as_sent(form: AnswerForm, fields: Fields) -> AnswerForm:
    """The form filled as it was sent, its version included: nothing a person typed is lost."""
    version = read_version(fields, [])
    cells = (
        replace(cell, chosen=code) if (code := fields.get(cell.field)) in ANSWERS else cell
        for cell in form.cells
    )
    return replace(
        form,
        cells=tuple(cells),
        comment=fields.get("comment") or "",
        reason=fields.get("reason") or "",
        version=form.version if version is None else version,
    )


def _render(scene: Scene, page: QuestionPage, status: int) -> Response:
    body = render_template(
        "questionnaires/question.html", cycle=scene.cycle, page=page, place="questionnaire"
    )
    return make_response(body, status)
