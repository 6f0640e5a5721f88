"""The pictures that streams and polls send: a screen drawn for nobody in particular."""

from collections.abc import Iterable, Mapping
from functools import partial
from zlib import crc32

from flask import Flask, current_app, render_template, request
from flask_babel import force_locale
from markupsafe import Markup
from werkzeug.wrappers import Response

from assessment.domain.identifiers import WorkshopId
from assessment.domain.workshop import Room, Workshop
from assessment.services.rooms import catalogue_in, room_of, versions_of
from web import context
from web.context import Octant
from web.i18n import language
from workshops.forms import VoteForm
from workshops.presenters import Screen, Stage, present_screen
from workshops.updates import LONGEST, Channel, Picture, TooManyStreams, Watch, watch_of

PHONE, PROJECTOR, CONSOLE = "phone", "projector", "console"
RETRY_SECONDS = 5


def console_key(screen: Screen, room: Room) -> str:
    """What a console shows apart from the counts: the agenda is part of it, and how far it is."""
    state = room.state
    agenda = ",".join(f"{each.question} {each.question in state.agreed}" for each in state.agenda)
    return f"{screen.key}.{crc32(agenda.encode()):x}"


def picture_of(kind: str, screen: Screen, room: Room) -> Picture:
    """A screen as it is sent; whoever gets it fills in what is their own."""
    key = screen.key
    if kind == PHONE:
        page = render_template(
            "workshops/_room.html", screen=screen, token="", voted=0, form=VoteForm(), fault={}
        )
    elif kind == PROJECTOR:
        page = render_template("workshops/_projector.html", screen=screen)
    else:
        # A console is drawn for one person: it fetches itself when it hears of a change.
        key = console_key(screen, room)
        page = Markup('<div data-key="{}" data-fetch></div>').format(key)
    return Picture(screen.version, key, page, screen.counts, screen.stage is Stage.CLOSED)


def streamed(kind: str, workshop_id: WorkshopId, longest: float = LONGEST) -> Response:
    """A stream of pictures for some seconds; 503 where this process holds as many as it may.

    The request's session goes back before the first event: a stream holds no connection.
    """
    watch = watch_here()
    try:
        watch.refuse_if_full()
    except TooManyStreams:
        wait = {"Retry-After": str(RETRY_SECONDS)}
        return Response(status=503, mimetype="text/plain", headers=wait)
    channel = Channel(workshop_id, kind, language())
    events = watch.stream(channel, request.args.get("key", ""), longest)
    # A proxy that gathers events until a page is full would hold a room up.
    return Response(events, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})


def polled(kind: str, workshop: Workshop) -> Response:
    """The newest picture, or 304 where the screen has it."""
    session = context.session()
    over = "-over" if workshop.is_overdue(context.now()) else ""
    reply = Response(mimetype="text/html")
    reply.set_etag(f"{workshop.version}-{kind}-{language()}{over}")
    if reply.get_etag()[0] in request.if_none_match:
        reply.status_code = 304
        return reply
    room = room_of(session, workshop.id)
    reply.set_data(picture_of(kind, screen_of(room), room).page)
    return reply


def screen_of(room: Room) -> Screen:
    """What the screens of a room show now."""
    catalogue = catalogue_in(context.session(), room.workshop, context.catalogue())
    return present_screen(room, catalogue, context.now())


def watch_here() -> Watch:
    """The watch of the running process."""
    octant = context.octant()
    app = current_app._get_current_object()  # noqa: SLF001 - Flask's documented way to hand an app on
    # Only the part of the address before Octant's own matters; this one is known to be trusted.
    root = request.root_url
    return watch_of(
        octant.rooms, lambda: Watch(partial(_versions, octant), partial(_drawn, app, octant, root))
    )


def _versions(octant: Octant, workshops: Iterable[str]) -> Mapping[str, int]:
    with octant.reading() as session:
        return versions_of(session, [WorkshopId(each) for each in workshops])


def _drawn(
    app: Flask, octant: Octant, root: str, workshop: str, channels: Iterable[Channel]
) -> Mapping[Channel, Picture]:
    with app.test_request_context("/", base_url=root):
        with octant.reading() as session:
            room = room_of(session, WorkshopId(workshop))
            catalogue = catalogue_in(session, room.workshop, octant.catalogue)
        pictures = {}
        for channel in channels:
            with force_locale(channel.language.replace("-", "_")):
                screen = present_screen(room, catalogue, context.now())
                pictures[channel] = picture_of(channel.screen, screen, room)
        return pictures
