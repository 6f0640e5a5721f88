"""A phone in the room: join by the code, see where the room is, vote. No account is needed."""

import math
from datetime import UTC, datetime
from typing import Any

from flask import jsonify, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from assessment.domain.errors import Invalid
from assessment.domain.workshop import CodeWrong, Participant, RoundClosed, Workshop
from assessment.records.session import Session
from assessment.services import rooms
from assessment.services.rooms import Entry, even_code
from assessment.services.sign_ins import TooManyAttempts
from web import context
from web.database import READING, keep_without_traces
from web.errors import sentence, wants_json
from web.guards import TOKEN, public
from workshops.drawing import PHONE, polled, screen_of, streamed
from workshops.forms import VoteForm, pairs, read_vote
from workshops.presenters import Stage
from workshops.words import codes_words

Reply = str | Response | tuple[str, int]
# The key of the rooms' tokens in Flask's signed cookie, and how many rooms it remembers.
SEATS, MOST_SEATS = "rooms", 5
# The key of the moments at which this browser gave a wrong code.
MISSES = "misses"


@public
def enter() -> Reply:
    """The form for the code."""
    return render_template("workshops/join.html", code="", faults=())


@public
def find_room() -> Reply:
    """Go on to the room of a code, however it was typed."""
    code = request.form.get("code", "")
    try:
        found = _open_room(code)
    except CodeWrong:
        return _wrong(code, 422)
    except TooManyAttempts as refused:
        return _too_many(code, refused)
    return redirect(url_for("workshops.seat", code=found.code), 303)


@public
def seat(code: str) -> Reply:
    """The form that joins; who has joined already goes on to the room."""
    if _participant(code):
        return redirect(url_for("workshops.room", code=even_code(code)), 303)
    try:
        return _seat_form(_open_room(code), Entry("", ""))
    except CodeWrong:
        return _wrong(code, 404)
    except TooManyAttempts as refused:
        return _too_many(code, refused)


@public
def take_seat(code: str) -> Reply:
    """Join; the token stays in this browser alone."""
    entry = Entry(*(request.form.get(name, "") for name in ("agency", "role", "name")))
    try:
        found = _open_room(code)
        if not _participant(code):
            address = request.remote_addr or ""
            token = rooms.join(context.session(), found.code, entry, address, context.now())
            _remember(found.code, token)
    except CodeWrong:
        return _wrong(code, 404)
    except TooManyAttempts as refused:
        return _too_many(code, refused)
    except Invalid as invalid:
        return _seat_form(found, entry, pairs(invalid))
    return redirect(url_for("workshops.room", code=found.code), 303)


@public
def room(code: str) -> Reply:
    """Where the room is, for somebody who has joined."""
    participant = _participant(code)
    if participant is None:
        return redirect(url_for("workshops.seat", code=even_code(code)), 303)
    return _room_page(participant)


@public
def cast(code: str) -> Reply:
    """Take a ballot. Sent twice it counts once, and both replies are the same."""
    participant = _participant(code)
    if participant is None:
        return redirect(url_for("workshops.seat", code=even_code(code)), 303)
    form = read_vote(request.form)
    try:
        rooms.vote(context.session(), participant, form.round, form.choices(), context.now())
    except RoundClosed:
        # The reply to a ballot that did count may have been lost on its way.
        if not rooms.has_voted(context.session(), participant, form.round):
            return _refused(participant, 409, late=sentence(RoundClosed.code))
    except Invalid as invalid:
        return _refused(participant, 422, faults=pairs(invalid), form=form)
    else:
        keep_without_traces()
    if wants_json():
        return jsonify(voted=form.round)
    return redirect(url_for("workshops.room", code=even_code(code)), 303)


@public
def stream(code: str) -> Response:
    """Where the room is, as it changes."""
    participant = _participant(code)
    if participant is None:
        return Response(status=403, mimetype="text/plain")
    workshop = rooms.ensure_not_overdue(_looking(), participant, context.now())
    return streamed(PHONE, workshop.id)


@public
def state(code: str) -> Response:
    """Where the room is, for a phone that asks again and again."""
    participant = _participant(code)
    if participant is None:
        return redirect(url_for("workshops.seat", code=even_code(code)), 303)
    return polled(PHONE, rooms.ensure_not_overdue(_looking(), participant, context.now()))


def _open_room(code: str) -> Workshop:
    place = (request.remote_addr or "", context.now(), _misses())
    return rooms.room_by_code(_looking(), code, *place)


def _participant(code: str) -> Participant | None:
    token = session.get(SEATS, {}).get(even_code(code))
    if not token:
        return None
    return rooms.participant_of(_looking(), code, token)


def _looking() -> Session:
    """The session to look with: on SQLite nobody should wait for somebody who only looks."""
    return context.session() if request.method in READING else context.reading_session()


def _remember(code: str, token: str) -> None:
    seats = {**session.get(SEATS, {}), code: token}
    session[SEATS] = dict(list(seats.items())[-MOST_SEATS:])
    # A phone that closes its browser for a while must not lose its seat; a signed-in person's
    # browser keeps no longer than they chose.
    session.permanent = TOKEN not in session


def _misses() -> tuple[datetime, ...]:
    """When this browser gave a wrong code."""
    kept = session.get(MISSES, ())
    return rooms.recent([datetime.fromtimestamp(each, UTC) for each in kept], context.now())


def _too_many(code: str, refused: TooManyAttempts) -> Reply:
    seconds = math.ceil(refused.wait.total_seconds())
    faults = (("code", codes_words(math.ceil(seconds / 60))),)
    page = render_template("workshops/join.html", code=code[:20], faults=faults)
    return Response(page, 429, {"Retry-After": str(seconds)}, mimetype="text/html")


def _wrong(code: str, status: int) -> Reply:
    session[MISSES] = [int(each.timestamp()) for each in (*_misses(), context.now())]
    context.end_reading()
    with context.octant().writing() as writing:
        rooms.note_wrong_code(writing, request.remote_addr or "", context.now())
        writing.commit()
    faults = (("code", sentence(CodeWrong.code)),)
    return render_template("workshops/join.html", code=code[:20], faults=faults), status


def _seat_form(
    found: Workshop, entry: Entry, faults: tuple[tuple[str, str], ...] = ()
) -> tuple[str, int]:
    page = render_template(
        "workshops/seat.html",
        code=found.code,
        title=found.title,
        marked=found,
        sent=entry,
        agencies=sorted(set(context.catalogue().roles.values())),
        faults=faults,
    )
    return page, 422 if faults else 200


def _refused(participant: Participant, status: int, **shown: Any) -> Reply:
    if not wants_json():
        return _room_page(participant, status, **shown)
    faults = shown.get("faults", ())
    message = shown.get("late") or faults[0][1]
    told = [{"place": place, "message": words} for place, words in faults]
    reply = jsonify(message=message, faults=told)
    reply.status_code = status
    return reply


def _room_page(
    participant: Participant,
    status: int = 200,
    *,
    late: str = "",
    faults: tuple[tuple[str, str], ...] = (),
    form: VoteForm | None = None,
) -> tuple[str, int]:
    found = rooms.room_of(context.session(), participant.workshop)
    screen = screen_of(found)
    if screen.stage is Stage.CLOSED:
        status = 410
    else:
        rooms.ensure_open(found.workshop, context.now())
    is_open = screen.stage is Stage.VOTING
    voted = is_open and rooms.has_voted(context.session(), participant, screen.round)
    page = render_template(
        "workshops/room.html",
        screen=screen,
        marked=found.workshop,
        voted=screen.round if voted else 0,
        form=form or VoteForm(),
        late=late,
        faults=faults,
        fault=dict(faults),
        stream=url_for("workshops.stream", code=screen.code, screen=PHONE),
        state=url_for("workshops.state", code=screen.code),
    )
    return page, status
