"""Until a vote is revealed no screen holds it: not its page, its stream, nor what it asks for."""

import re
from pathlib import Path

import pytest

from tests.workshops.room_kit import a_meeting
from workshops.drawing import CONSOLE, PHONE, PROJECTOR, watch_here
from workshops.updates import Channel

STAFF = ("", "/projector", "/state?screen=console", "/state?screen=projector")
KINDS = (PHONE, PROJECTOR, CONSOLE)
TOKENS = re.compile(r'(csrf_token" value|data-token)="[^"]*"')
QR = re.compile(r"<svg[^>]*>\s*<title>.*?</svg>", re.DOTALL)
WHO = ("coordinator", "contributor", "signatory")


def streamed(app, meeting, kind):
    """The first picture that a stream of a kind sends."""
    with app.test_request_context("/"):
        stream = watch_here().stream(Channel(meeting.id, kind, "en"), "")
    try:
        return next(event for event in stream if event.startswith("event: room"))
    finally:
        stream.close()


def everything(app, meeting, signed_in, phone):
    """All that anybody can read of a room, by whom and where, without what names the room."""
    room = f"/room/{meeting.code}"
    found = {
        (who, part): signed_in(who).get(meeting.address + part).text
        for who in WHO
        for part in STAFF
    }
    found |= {("phone", part): phone.get(room + part).text for part in ("", "/state")}
    found |= {(kind, "stream"): streamed(app, meeting, kind) for kind in KINDS}
    return {place: nameless(text, meeting) for place, text in found.items()}


def nameless(text, meeting):
    """A page without what differs from room to room and from one reading to the next."""
    code = meeting.code
    for named in (
        meeting.id,
        code,
        " ".join(code),
        f"<span>{code[:3]}</span><span>{code[3:]}</span>",
    ):
        text = text.replace(named, "ROOM")
    return QR.sub("", TOKENS.sub("", text))


@pytest.fixture
def two_rooms(app, cycle, people, signed_in):
    """Two rooms with the same people and as many votes: low in one, high in the other."""
    rooms = []
    for choice in ("0", "4"):
        meeting = a_meeting(app, people["coordinator"], signed_in("coordinator"), cycle)
        phones = [meeting.phone() for _each in range(5)]
        meeting.ask()
        for phone in phones:
            meeting.vote(phone, choice)
        rooms.append((meeting, phones[0]))
    return rooms


def test_two_rooms_that_voted_apart_look_the_same_everywhere_until_the_reveal(
    app, signed_in, two_rooms
):
    low, high = (everything(app, meeting, signed_in, phone) for meeting, phone in two_rooms)
    assert low == high
    assert len(low) == len(WHO) * len(STAFF) + 5


def test_after_the_reveal_the_rooms_differ_on_every_screen(app, signed_in, two_rooms):
    seen = []
    for meeting, phone in two_rooms:
        meeting.reveal()
        seen.append(streamed(app, meeting, PHONE))
        assert "Agreement 1.00 of 1" in phone.get(f"/room/{meeting.code}").text
        assert (
            "Agreement 1.00 of 1" in signed_in("signatory").get(f"{meeting.address}/projector").text
        )
    assert seen[0] != seen[1]


def test_soon_after_a_vote_the_log_of_the_database_holds_it_no_more(app, meeting):
    octant = app.extensions["octant"]
    log = Path(f"{octant.engine.url.database}-wal")
    meeting.ask()
    sizes = []
    for choice in ("0", "2", "4"):
        phone = meeting.phone()
        meeting.vote(phone, choice)
        assert octant.traces.wait(5)
        sizes.append(log.stat().st_size)
    meeting.reveal()
    assert [*sizes, log.stat().st_size] == [0, 0, 0, 0]
