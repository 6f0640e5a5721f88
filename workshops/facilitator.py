"""The facilitator: open a workshop, set its agenda, put questions to the vote, agree, close."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import to_user_timezone
from werkzeug.wrappers import Response

from assessment.domain.catalogue import Catalogue
from assessment.domain.cycle import Cycle
from assessment.domain.errors import Invalid
from assessment.domain.identifiers import CycleId, QuestionId
from assessment.domain.permissions import Act, may, require
from assessment.domain.workshop import Room, RoundClosed
from assessment.services import workshops
from assessment.services.agreements import Decision
from assessment.services.assessments import assessment_of
from assessment.services.cycles import cycle_of
from web import context
from web.cycles import catalogue_of, cycle_and_catalogue
from web.database import keep_without_traces
from workshops.console import families_of, figures_of, present_console
from workshops.drawing import CONSOLE, console_key
from workshops.forms import (
    AgreedForm,
    NewWorkshop,
    changed_agenda,
    days_of,
    ensure_sure,
    pairs,
    proposed,
    read_agreed,
    read_new,
)
from workshops.presenters import present_screen
from workshops.projector import qr_code, room_here, shown_address

Reply = str | Response | tuple[str, int]
# Seconds that a reveal waits until the database keeps nothing of single ballots.
TRACES_GONE = 2.0


def list_workshops(cycle_id: str) -> Reply:
    """The workshops of a cycle, and the form that opens one."""
    return _list(cycle_id, proposed(to_user_timezone(context.now()).date()))


def open_workshop(cycle_id: str) -> Reply:
    """Open a workshop, and go to its console."""
    form = read_new(request.form)
    session, actor = context.session(), context.actor()
    require(actor, Act.RUN_WORKSHOP, cycle_of(session, actor, CycleId(cycle_id)).subject)
    try:
        begins, ends = days_of(form, context.settings().time_zone)
        opened = workshops.open_workshop(
            session, actor, CycleId(cycle_id), form.title, begins, ends, context.now()
        )
    except Invalid as invalid:
        return _list(cycle_id, form, pairs(invalid))
    return redirect(url_for("workshops.console", cycle_id=cycle_id, workshop_id=opened.id), 303)


def console(cycle_id: str, workshop_id: str) -> Reply:
    """Where the room is, and what can be done next."""
    return _console(cycle_id, workshop_id)


def change_agenda(cycle_id: str, workshop_id: str) -> Reply:
    """Add, remove or move one question."""
    cycle, catalogue, room = _place(cycle_id, workshop_id)
    act = request.form.get("act", "")
    if act == "add":
        act = f"add {request.form.get('question', '')}"
    proposals = workshops.propose_agenda(context.session(), context.actor(), cycle.id, catalogue)
    try:
        points = changed_agenda(
            room.state.agenda, {each.question: each.reason for each in proposals}, act
        )
        workshops.set_agenda(
            context.session(), context.actor(), room.workshop.id, catalogue, points, context.now()
        )
    except Invalid as invalid:
        return _console(cycle_id, workshop_id, _at("agenda", invalid))
    return _back(cycle_id, workshop_id, "agenda")


def put_to_vote(cycle_id: str, workshop_id: str) -> Reply:
    """Begin a vote on a question, the first or another one."""
    _cycle, catalogue, room = _place(cycle_id, workshop_id)
    question = QuestionId(request.form.get("question", ""))
    try:
        workshops.put_to_vote(
            context.session(), context.actor(), room.workshop.id, question, catalogue, context.now()
        )
    except Invalid as invalid:
        return _console(cycle_id, workshop_id, _at("now", invalid))
    return _back(cycle_id, workshop_id, "now")


def reveal(cycle_id: str, workshop_id: str) -> Reply:
    """Close the vote and show it to everybody."""
    room = room_here(cycle_id, workshop_id)
    try:
        workshops.reveal(context.session(), context.actor(), room.workshop.id, context.now())
    except RoundClosed:
        # Pressed twice, or by two people: it is revealed, as was wanted.
        if room.state.current is None or not room.state.current.revealed:
            raise
    keep_without_traces(TRACES_GONE)
    return _back(cycle_id, workshop_id, "now")


def agree(cycle_id: str, workshop_id: str) -> Reply:
    """Record what the group agreed: at once the state's answer, and the score moves."""
    cycle, catalogue, room = _place(cycle_id, workshop_id)
    session, actor = context.session(), context.actor()
    question = QuestionId(request.form.get("question", ""))
    families = families_of(room, question)
    form = read_agreed(request.form, families)
    try:
        levels = form.answers(families)
        before = figures_of(catalogue, assessment_of(session, actor, cycle.id), question)
        decision = Decision(question, levels, form.reason, form.dissent)
        workshops.agree(session, actor, room.workshop.id, catalogue, decision, context.now())
    except Invalid as invalid:
        return _console(cycle_id, workshop_id, pairs(invalid), form)
    after = figures_of(catalogue, assessment_of(session, actor, cycle.id), question)
    for old, new in zip(before, after, strict=True):
        flash(
            _(
                "%(part)s: %(before)s before, %(after)s now.",
                part=new.title,
                before=old.words,
                after=new.words,
            ),
            "moved",
        )
    return _back(cycle_id, workshop_id, "now")


def close(cycle_id: str, workshop_id: str) -> Reply:
    """End the workshop; what was agreed stays."""
    _cycle, _catalogue, room = _place(cycle_id, workshop_id)
    try:
        ensure_sure(request.form)
        workshops.close_workshop(
            context.session(), context.actor(), room.workshop.id, context.now()
        )
    except Invalid as invalid:
        return _console(cycle_id, workshop_id, _at("sure", invalid))
    flash(_("The workshop is closed. What was agreed is part of the assessment."), "done")
    return _back(cycle_id, workshop_id, "main")


def _place(cycle_id: str, workshop_id: str) -> tuple[Cycle, Catalogue, Room]:
    """The place of an act; refused before the form is looked at."""
    room = room_here(cycle_id, workshop_id)
    cycle, catalogue = cycle_and_catalogue(cycle_id)
    require(context.actor(), Act.RUN_WORKSHOP, cycle.subject)
    return cycle, catalogue, room


def _back(cycle_id: str, workshop_id: str, part: str) -> Response:
    here = url_for("workshops.console", cycle_id=cycle_id, workshop_id=workshop_id, _anchor=part)
    return redirect(here, 303)


def _at(place: str, invalid: Invalid) -> tuple[tuple[str, str], ...]:
    """The faults at the one place that this form has."""
    return tuple((place, sentence) for _where, sentence in pairs(invalid))


def _list(
    cycle_id: str, form: NewWorkshop, faults: tuple[tuple[str, str], ...] = ()
) -> tuple[str, int]:
    found = workshops.workshops_of(context.session(), context.actor(), CycleId(cycle_id))
    cycle, _catalogue = cycle_and_catalogue(cycle_id)
    may_run = may(context.actor(), Act.RUN_WORKSHOP, cycle.subject)
    page = render_template(
        "workshops/list.html",
        cycle=cycle,
        place="workshops",
        workshops=found,
        form=form if may_run and cycle.takes_answers else None,
        may_run=may_run,
        faults=faults,
    )
    return page, 422 if faults else 200


def _console(
    cycle_id: str,
    workshop_id: str,
    faults: tuple[tuple[str, str], ...] = (),
    form: AgreedForm | None = None,
) -> tuple[str, int]:
    room = room_here(cycle_id, workshop_id)
    session, actor = context.session(), context.actor()
    assessment = assessment_of(session, actor, CycleId(cycle_id))
    cycle = assessment.cycle
    catalogue = catalogue_of(cycle)
    # A workshop whose cycle was signed off meanwhile can still be revealed and closed.
    running = may(actor, Act.RUN_WORKSHOP, cycle.subject) and not room.state.closed
    editable = running and cycle.takes_answers
    proposals = workshops.propose_agenda(session, actor, cycle.id, catalogue) if editable else ()
    screen = present_screen(room, catalogue)
    here = {"cycle_id": cycle.id, "workshop_id": room.workshop.id}
    page = render_template(
        "workshops/console.html",
        cycle=cycle,
        place="workshops",
        screen=screen,
        key=console_key(screen, room),
        page=present_console(catalogue, assessment, room, screen, proposals, form),
        editable=editable,
        running=running,
        faults=faults,
        fault=dict(faults),
        here=here,
        qr=qr_code(room.workshop.code, room.workshop.title),
        shown_address=shown_address(),
        stream=url_for("workshops.staff_stream", **here, screen=CONSOLE),
        state=url_for("workshops.staff_state", **here, screen=CONSOLE),
    )
    return page, 422 if faults else 200
