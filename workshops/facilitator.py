"""The facilitator: open a workshop, set its agenda, put questions to the vote, agree, close."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import to_user_timezone
from werkzeug.wrappers import Response

from assessment.domain.catalogue import Catalogue
from assessment.domain.cycle import Cycle
from assessment.domain.errors import Invalid
from assessment.domain.findings import Assessment
from assessment.domain.identifiers import CycleId, QuestionId
from assessment.domain.permissions import Act, may, require
from assessment.domain.workshop import Room, RoundClosed, WorkshopOverdue
from assessment.services import workshops
from assessment.services.agreements import versions_of
from assessment.services.assessments import assessment_of
from assessment.services.cycles import cycle_of
from web import context
from web.cycles import catalogue_of, cycle_and_catalogue
from web.database import keep_without_traces
from web.errors import sentence
from web.i18n import day
from workshops.agreements import Agreeing, anew, kept, present_agreeing
from workshops.console import present_console
from workshops.drawing import CONSOLE, console_key
from workshops.forms import (
    LAST_MINUTE,
    AgreedForm,
    NewWorkshop,
    changed_agenda,
    days_of,
    ensure_sure,
    moment_of,
    pairs,
    proposed,
    read_new,
)
from workshops.presenters import Screen, Stage, present_screen
from workshops.projector import qr_code, reaches_nobody, room_here, shown_address

Reply = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form of the console brought that was refused: its status, its faults, what it held.

    `moved` where an agreement was refused because the question changed meanwhile.
    """

    status: int = 200
    faults: tuple[tuple[str, str], ...] = ()
    form: AgreedForm | None = None
    moved: bool = False
    last_day: str = ""


NOTHING_SENT = Sent()
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
    return show_console(cycle_id, workshop_id)


def change_agenda(cycle_id: str, workshop_id: str) -> Reply:
    """Add, remove or move one question."""
    cycle, catalogue, room = place(cycle_id, workshop_id)
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
        return show_console(cycle_id, workshop_id, Sent(422, _at("agenda", invalid)))
    return back(cycle_id, workshop_id, "agenda")


def put_to_vote(cycle_id: str, workshop_id: str) -> Reply:
    """Begin a vote on a question, the first or another one."""
    _cycle, catalogue, room = place(cycle_id, workshop_id)
    question = QuestionId(request.form.get("question", ""))
    try:
        workshops.put_to_vote(
            context.session(), context.actor(), room.workshop.id, question, catalogue, context.now()
        )
    except Invalid as invalid:
        return show_console(cycle_id, workshop_id, Sent(422, _at("now", invalid)))
    except WorkshopOverdue as refused:
        faults = (("over", sentence(refused.code)),)
        return show_console(cycle_id, workshop_id, Sent(409, faults))
    return back(cycle_id, workshop_id, "now")


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
    return back(cycle_id, workshop_id, "now")


def extend(cycle_id: str, workshop_id: str) -> Reply:
    """Give the workshop a new last day."""
    _cycle, _catalogue, room = place(cycle_id, workshop_id)
    text = request.form.get("ends", "").strip()
    try:
        ends = moment_of("ends", text, LAST_MINUTE, context.settings().time_zone)
        workshops.extend_workshop(
            context.session(), context.actor(), room.workshop.id, ends, context.now()
        )
    except Invalid as invalid:
        return show_console(cycle_id, workshop_id, Sent(422, _at("ends", invalid), last_day=text))
    flash(_("The last day of the workshop is now %(day)s.", day=day(ends)), "done")
    return back(cycle_id, workshop_id, "main")


def close(cycle_id: str, workshop_id: str) -> Reply:
    """End the workshop; what was agreed stays."""
    _cycle, _catalogue, room = place(cycle_id, workshop_id)
    try:
        ensure_sure(request.form)
        workshops.close_workshop(
            context.session(), context.actor(), room.workshop.id, context.now()
        )
    except Invalid as invalid:
        return show_console(cycle_id, workshop_id, Sent(422, _at("sure", invalid)))
    flash(_("The workshop is closed. Its code works no more."), "done")
    return back(cycle_id, workshop_id, "main")


def place(cycle_id: str, workshop_id: str) -> tuple[Cycle, Catalogue, Room]:
    """The place of an act; refused before the form is looked at."""
    room = room_here(cycle_id, workshop_id)
    cycle, catalogue = cycle_and_catalogue(cycle_id)
    require(context.actor(), Act.RUN_WORKSHOP, cycle.subject)
    return cycle, catalogue, room


def back(cycle_id: str, workshop_id: str, part: str) -> Response:
    """On to a part of the console, after an act."""
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
        now=context.now(),
        form=form if may_run and cycle.takes_answers else None,
        may_run=may_run,
        faults=faults,
    )
    return page, 422 if faults else 200


def show_console(cycle_id: str, workshop_id: str, sent: Sent = NOTHING_SENT) -> tuple[str, int]:
    """The console; `sent` is what a form brought that must be mended."""
    room = room_here(cycle_id, workshop_id)
    session, actor = context.session(), context.actor()
    assessment = assessment_of(session, actor, CycleId(cycle_id))
    cycle = assessment.cycle
    catalogue = catalogue_of(cycle)
    # A workshop whose cycle was signed off meanwhile can still be revealed and closed.
    running = may(actor, Act.RUN_WORKSHOP, cycle.subject) and not room.state.closed
    editable = running and cycle.takes_answers
    proposals = workshops.propose_agenda(session, actor, cycle.id, catalogue) if editable else ()
    screen = present_screen(room, catalogue, context.now())
    agreeing = _agreeing(catalogue, assessment, room, screen, sent) if editable else None
    here = {"cycle_id": cycle.id, "workshop_id": room.workshop.id}
    page = render_template(
        "workshops/console.html",
        cycle=cycle,
        place="workshops",
        screen=screen,
        key=console_key(screen, room),
        page=present_console(catalogue, assessment, room, screen, proposals, agreeing),
        editable=editable,
        votable=editable and not screen.over,
        running=running,
        last_day=room.workshop.ends,
        sent=sent,
        faults=sent.faults,
        fault=dict(sent.faults),
        here=here,
        # A form that opened beside the screens stays open when the console fetches itself.
        record=agreeing.asked.id if agreeing and agreeing.apart else None,
        qr=qr_code(room.workshop.code, room.workshop.title),
        shown_address=shown_address(),
        reaches_nobody=reaches_nobody(),
        stream=url_for("workshops.staff_stream", **here, screen=CONSOLE),
        state=url_for("workshops.staff_state", **here, screen=CONSOLE),
    )
    return page, sent.status


def _agreeing(
    catalogue: Catalogue, assessment: Assessment, room: Room, screen: Screen, sent: Sent
) -> Agreeing | None:
    """The form of an agreement: for what was sent or wanted, else for what is on the screens."""
    versions = versions_of(context.session(), context.actor(), assessment.cycle)
    given = (catalogue, assessment, room.state, screen, versions)
    if sent.form is None:
        wanted = QuestionId(request.args.get("record", ""))
        offered = {point.question for point in room.state.agenda}
        may_open = wanted in offered and screen.stage is not Stage.VOTING
        return present_agreeing(*given, wanted if may_open else None)
    agreeing = present_agreeing(*given, sent.form.question)
    if agreeing is None:
        return None
    if sent.moved:
        return anew(agreeing, sent.form, assessment, room.state)
    return kept(agreeing, sent.form)
