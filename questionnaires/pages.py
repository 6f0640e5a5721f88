"""The pages of a cycle: task list, question, element, history, a new cycle."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from assessment.domain.catalogue import Element, PracticeArea, Question
from assessment.domain.cycle import to_confirm
from assessment.domain.errors import Invalid, NotFound
from assessment.domain.identifiers import ElementId, StateCode
from assessment.domain.permissions import Act, Subject, may, require
from assessment.domain.scoring import progress
from assessment.services.cycles import open_cycle
from assessment.services.responses import Revision, history_of
from questionnaires import words
from questionnaires.agreed import AgreedNote, present_agreed
from questionnaires.faults import as_pairs
from questionnaires.presenters import AnswerForm, asked, first_open, present_answers
from questionnaires.question_pages import saved_words, show_question
from questionnaires.scenes import Scene, question_of, scene_of
from questionnaires.tasks import TaskList, present_tasks
from web import context
from web.components import marked_by, state_name
from web.cycles import cycle_and_catalogue
from web.i18n import moment
from web.words import aspect_name


def task_list(cycle_id: str) -> str:
    """Every area and element of a cycle, with what is done."""
    scene = scene_of(cycle_id)
    return render_template(
        "questionnaires/task_list.html",
        cycle=scene.cycle,
        tasks=tasks_of(scene),
        to_confirm=left_to_confirm(scene) if scene.cycle.takes_answers else 0,
        editable=scene.editable,
        closed=scene.closed,
        place="questionnaire",
    )


def next_question(cycle_id: str) -> Response:
    """The first question with an open cell; the task list where there is none."""
    scene = scene_of(cycle_id)
    found = next_open(scene)
    if found is None:
        return redirect(url_for("questionnaires.task_list", cycle_id=cycle_id), 303)
    return redirect(
        url_for("questionnaires.question", cycle_id=cycle_id, question_id=found.id), 303
    )


def question(cycle_id: str, question_id: str) -> Response:
    """One question."""
    scene = scene_of(cycle_id)
    return show_question(scene, question_of(scene.cycle, scene.catalogue, question_id))


@dataclass(frozen=True, slots=True)
class ElementEntry:
    """One question on the page of its element."""

    form: AnswerForm
    aspect: str
    address: str
    saved: str
    agreed: AgreedNote | None


@dataclass(frozen=True, slots=True)
class ElementPage:
    """All questions of an element on one page."""

    title: str
    summary: str
    area: PracticeArea
    entries: tuple[ElementEntry, ...]
    following: Element | None
    editable: bool
    closed: str


def element(cycle_id: str, element_id: str) -> str:
    """All questions of an element, each its own form."""
    scene = scene_of(cycle_id)
    found = scene.catalogue.element_by_id.get(ElementId(element_id))
    profile = scene.cycle.profile
    if found is None or not any(profile.cells(each) for each in found.questions):
        raise NotFound(element_id)
    elements = [
        each
        for each in scene.catalogue.elements
        if any(profile.cells(question) for question in each.questions)
    ]
    following = elements[elements.index(found) + 1 :]
    page = ElementPage(
        title=found.title,
        summary=found.summary,
        area=scene.catalogue.area_by_id[found.area],
        entries=tuple(_entries(scene, found)),
        following=following[0] if following else None,
        editable=scene.editable,
        closed=scene.closed,
    )
    return render_template(
        "questionnaires/element.html", cycle=scene.cycle, page=page, place="questionnaire"
    )


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One revision in words."""

    version: int
    by: str
    at: str
    changes: tuple[str, ...]


def history(cycle_id: str, question_id: str) -> str:
    """Every revision of an answer: who, when, what changed."""
    cycle, catalogue = cycle_and_catalogue(cycle_id)
    found = question_of(cycle, catalogue, question_id)
    revisions = history_of(context.session(), context.actor(), cycle.id, found.id)
    before: tuple[Revision | None, ...] = (None, *revisions)
    entries = tuple(
        HistoryEntry(
            revision.version, revision.by, moment(revision.at), _changes(previous, revision)
        )
        for previous, revision in zip(before, revisions, strict=False)
    )
    page = {
        "text": found.text,
        "address": url_for("questionnaires.question", cycle_id=cycle.id, question_id=found.id),
        "revisions": entries[::-1],
    }
    return render_template(
        "questionnaires/history.html", cycle=cycle, page=page, place="questionnaire"
    )


def new_cycle() -> Response:
    """The form that opens a cycle, and opening it."""
    states = openable()
    if not states:
        # Nobody's coordinator: let the policy say which refusal it is.
        own = context.actor().states
        require(context.actor(), Act.OPEN_CYCLE, Subject(own[0] if own else StateCode("")))
    faults: tuple[tuple[str, str], ...] = ()
    title = request.form.get("title", "")
    state = StateCode(request.form.get("state") or states[0])
    if request.method == "POST":
        try:
            cycle = open_cycle(
                context.session(), context.actor(), state, title, context.catalogue(), context.now()
            )
        except Invalid as refused:
            faults = as_pairs(refused.faults)
        else:
            return redirect(url_for("questionnaires.profile", cycle_id=cycle.id), 303)
    body = render_template(
        "questionnaires/new_cycle.html",
        states=[(code, state_name(code)) for code in states],
        state=state,
        title=title,
        version=context.catalogue().version,
        faults=faults,
        marked=marked_by(states[0]) if len(states) == 1 else None,
        place="home",
    )
    return make_response(body, 422 if faults else 200)


def openable() -> tuple[StateCode, ...]:
    """The states in which this person may open a cycle."""
    actor = context.actor()
    return tuple(state for state in actor.states if may(actor, Act.OPEN_CYCLE, Subject(state)))


def tasks_of(scene: Scene) -> TaskList:
    """What is asked in a cycle, and what is done."""
    return present_tasks(scene.catalogue, scene.cycle.profile, scene.assessment.responses)


def next_open(scene: Scene) -> Question | None:
    """The first question with an open cell; None where there is none."""
    profile = scene.cycle.profile
    found = first_open(asked(scene.catalogue, profile), profile, scene.assessment.responses)
    return None if found is None else scene.catalogue.question_by_id[found]


def left_to_confirm(scene: Scene) -> int:
    """Of how many instruments this person has still to confirm the state's part."""
    if not may(context.actor(), Act.CHANGE_PROFILE, scene.cycle.subject):
        return 0
    return len(to_confirm(scene.catalogue, scene.cycle))


def _entries(scene: Scene, found: Element) -> Iterable[ElementEntry]:
    cycle, assessment = scene.cycle, scene.assessment
    done = progress(scene.catalogue, cycle.profile, assessment.responses)
    for each in found.questions:
        if not cycle.profile.cells(each):
            continue
        version = assessment.versions.get(each.id, 0)
        at, _by = assessment.saved.get(each.id, (None, ""))
        yield ElementEntry(
            form=present_answers(each, cycle.profile, assessment.own.get(each.id), version),
            aspect=aspect_name(each.aspect),
            address=url_for("questionnaires.question", cycle_id=cycle.id, question_id=each.id),
            saved=saved_words(at, version, done),
            agreed=present_agreed(scene, each),
        )


def _changes(before: Revision | None, after: Revision) -> tuple[str, ...]:
    old = before.levels if before else {}
    changes = [
        _(
            "%(family)s: from %(before)s to %(after)s",
            family=words.FAMILIES[family],
            before=words.answer_words(old.get(family)),
            after=words.answer_words(after.levels.get(family)),
        )
        for family in words.FAMILIES
        if old.get(family) != after.levels.get(family)
    ]
    if after.comment != (before.comment if before else ""):
        changes.append(_("Comment: %(text)s", text=after.comment or _("removed")))
    if after.reason != (before.reason if before else ""):
        changes.append(_("Why it does not apply: %(text)s", text=after.reason or _("removed")))
    return tuple(changes)
