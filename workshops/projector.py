"""The screen for a hall, and what the projector and the console hear of the room."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import segno
from flask import abort, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from assessment.domain.identifiers import CycleId, WorkshopId
from assessment.domain.workshop import Room
from assessment.services.workshops import workshop_of
from web import context
from web.cycles import cycle_and_catalogue
from workshops.drawing import CONSOLE, PROJECTOR, polled, streamed
from workshops.presenters import present_screen
from workshops.updates import LONGEST_SIGNED_IN


def show(cycle_id: str, workshop_id: str) -> str:
    """The projector: the code stays on it in every phase."""
    cycle, catalogue = cycle_and_catalogue(cycle_id)
    room = room_here(cycle_id, workshop_id)
    here = {"cycle_id": cycle.id, "workshop_id": room.workshop.id, "screen": PROJECTOR}
    return render_template(
        "workshops/projector.html",
        cycle=cycle,
        screen=present_screen(room, catalogue, context.now()),
        qr=qr_code(room.workshop.code, room.workshop.title),
        shown_address=shown_address(),
        stream=url_for("workshops.staff_stream", **here),
        state=url_for("workshops.staff_state", **here),
    )


def stream(cycle_id: str, workshop_id: str) -> Response:
    """The room as it changes, for a console or a projector."""
    workshop = room_here(cycle_id, workshop_id).workshop
    return streamed(_kind(), workshop.id, LONGEST_SIGNED_IN)


def state(cycle_id: str, workshop_id: str) -> Response:
    """The room as it stands, for a console or a projector that asks again and again."""
    workshop = room_here(cycle_id, workshop_id).workshop
    return polled(_kind(), workshop)


def room_here(cycle_id: str, workshop_id: str) -> Room:
    """The workshop of an address, as it stands. Raises NotFound, NotPermitted."""
    actor, place = context.actor(), (CycleId(cycle_id), WorkshopId(workshop_id))
    return workshop_of(context.session(), actor, *place)


def joining_address() -> str:
    """Where phones reach this Octant."""
    return context.settings().address or request.url_root.rstrip("/")


def reaches_nobody() -> bool:
    """Whether that is an address of this machine alone, which no phone can open."""
    host = urlsplit(joining_address()).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def shown_address() -> str:
    """The address to type, as short as it can be."""
    address = joining_address()
    return f"{address.removeprefix('http://').removeprefix('https://')}/join"


def qr_code(code: str, title: str) -> Markup:
    """The address of a room as a QR code, dark on white with its quiet zone."""
    made = segno.make(f"{joining_address()}/join/{code}", error="m", micro=False)
    drawn = made.svg_inline(border=4, omitsize=True, dark="#000", light="#fff", title=title)
    return Markup(drawn)  # noqa: S704 - segno escapes the title


def _kind() -> str:
    kind = request.args.get("screen", "")
    if kind not in {CONSOLE, PROJECTOR}:
        abort(400)
    return kind
