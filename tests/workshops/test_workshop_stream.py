"""Streams: each change drawn once, the newest picture wins, nothing is left behind."""

import threading

import pytest

from assessment.records.session import Session
from tests.databases import counted_queries
from workshops import updates
from workshops.drawing import PHONE, watch_here
from workshops.updates import Channel, Picture, TooManyStreams, Watch

HERE = Channel("w1", PHONE, "en")


class Room:
    """A room that tests change, with a watch on it that looks without a pause."""

    def __init__(self):
        """Waiting, at version 1."""
        self.picture = Picture(1, "waiting", "<p>first\nline</p>", {"present": "1 person"})
        self.drawn, self.faults = [], 0
        self.watch = Watch(self.versions, self.draw)

    def versions(self, ids):
        if self.faults:
            self.faults -= 1
            raise OSError("the disk is away")
        return dict.fromkeys(ids, self.picture.version)

    def draw(self, _workshop, channels):
        channels = list(channels)
        self.drawn += [(channel, self.picture.version) for channel in channels]
        return dict.fromkeys(channels, self.picture)

    def change(self, version, key, page="<p>next</p>", counts=None, *, last=False):
        self.picture = Picture(version, key, page, counts or {}, last)


@pytest.fixture
def room(monkeypatch):
    monkeypatch.setattr(updates, "TICK", 0.001)
    return Room()


def events(stream):
    """The events of a stream, without what only keeps it open."""
    return (event for event in stream if event.startswith("event:"))


def test_a_screen_gets_the_room_first_line_by_line(room):
    stream = room.watch.stream(HERE, "")
    assert next(events(stream)) == "event: room\nid: 1\ndata: <p>first\ndata: line</p>\n\n"
    stream.close()


def test_a_screen_that_holds_the_picture_gets_its_counts_only(room):
    stream = room.watch.stream(HERE, "waiting")
    assert next(events(stream)) == 'event: counts\nid: 1\ndata: {"present": "1 person"}\n\n'
    stream.close()


def test_a_change_of_counts_replaces_nothing_and_a_change_of_the_room_does(room):
    stream = room.watch.stream(HERE, "")
    told = events(stream)
    next(told)
    room.change(2, "waiting", counts={"present": "2 people"})
    assert next(told).startswith("event: counts\nid: 2\n")
    room.change(3, "voting.1")
    assert next(told).startswith("event: room\nid: 3\n")
    stream.close()


def test_a_slow_reader_gets_the_newest_picture_and_no_older_one(room):
    streams = [room.watch.stream(HERE, "") for _each in range(2)]
    quick, slow = (events(stream) for stream in streams)
    next(quick)
    next(slow)
    for version in (2, 3, 4):
        room.change(version, f"voting.{version}")
        next(quick)
    assert next(slow).startswith("event: room\nid: 4\n")
    for stream in streams:
        stream.close()


def test_a_change_is_drawn_once_for_all_who_look(room):
    streams = [room.watch.stream(HERE, "") for _each in range(20)]
    told = [events(stream) for stream in streams]
    for each in told:
        next(each)
    room.change(2, "voting.1")
    for each in told:
        next(each)
    assert room.drawn == [(HERE, 1), (HERE, 2)]
    for stream in streams:
        stream.close()


def test_the_last_picture_ends_the_stream(room):
    room.change(5, "closed", last=True)
    assert len(list(events(room.watch.stream(HERE, "")))) == 1
    assert room.watch.listeners == 0


def test_an_accident_costs_one_look_only(room):
    room.faults = 3
    stream = room.watch.stream(HERE, "")
    assert next(events(stream)).startswith("event: room")
    stream.close()


def test_nothing_is_left_when_the_last_screen_goes(room):
    streams = [room.watch.stream(HERE, ""), room.watch.stream(HERE._replace(language="ar"), "")]
    for stream in streams:
        next(events(stream))
    looking = room.watch._looking
    for stream in streams:
        stream.close()
    looking.join(10)
    assert (room.watch.listeners, room.watch._pictures, looking.is_alive()) == (0, {}, False)


def test_a_stream_that_nobody_read_begins_nothing(room):
    stream = room.watch.stream(HERE, "")
    stream.close()
    assert (room.watch.listeners, room.watch._looking) == (0, None)


def test_a_quiet_room_sends_a_beat(room, monkeypatch):
    monkeypatch.setattr(updates, "BEAT", 0.01)
    stream = room.watch.stream(HERE, "")
    next(events(stream))
    assert next(stream) == ": still here\n\n"
    stream.close()


def test_a_stream_ends_by_itself_after_its_time(room):
    assert list(events(room.watch.stream(HERE, "", -1))) == []


def test_more_streams_than_a_process_may_hold_are_refused(room, monkeypatch):
    monkeypatch.setattr(updates, "MOST_STREAMS", 1)
    stream = room.watch.stream(HERE, "")
    next(stream)
    with pytest.raises(TooManyStreams):
        room.watch.refuse_if_full()
    stream.close()


@pytest.fixture
def opened_sessions(monkeypatch):
    """The sessions that hold a connection in this thread."""
    held, here = set(), threading.get_ident()
    connect, close = Session.connection, Session.close

    def connection(self):
        if threading.get_ident() == here:
            held.add(id(self))
        return connect(self)

    def closed(self):
        held.discard(id(self))
        close(self)

    monkeypatch.setattr(Session, "connection", connection)
    monkeypatch.setattr(Session, "close", closed)
    return held


def test_a_phone_streams_without_a_connection_to_the_database(meeting, opened_sessions):
    phone = meeting.phone()
    reply = phone.get(f"/room/{meeting.code}/stream", buffered=False)
    told = events(part.decode() for part in reply.response)
    assert "You are in the room" in next(told)
    assert opened_sessions == set()
    assert reply.mimetype == "text/event-stream"
    assert (reply.headers["Cache-Control"], reply.headers["X-Accel-Buffering"]) == (
        "no-store",
        "no",
    )
    reply.close()


def test_an_event_costs_no_query_of_a_stream(meeting):
    phones = [meeting.phone() for _each in range(5)]
    with counted_queries() as statements:
        replies = [phone.get(f"/room/{meeting.code}/stream", buffered=False) for phone in phones]
        told = [events(part.decode() for part in reply.response) for reply in replies]
        shown = [next(each) for each in told]
    # One look of the one thread, whoever listens: the version, and once the room.
    assert len(set(shown)) == 1
    assert len([each for each in statements if "workshop_events" in each]) == 1
    for reply in replies:
        reply.close()


def test_a_vote_put_on_is_streamed_to_a_phone_with_its_form(meeting):
    phone = meeting.phone()
    meeting.ask()
    reply = phone.get(f"/room/{meeting.code}/stream", buffered=False)
    told = next(events(part.decode() for part in reply.response))
    assert "Send my vote" in told
    assert 'name="csrf_token" value=""' in told
    reply.close()


def test_a_full_process_asks_a_phone_to_poll(app, meeting, monkeypatch):
    phone = meeting.phone()
    monkeypatch.setattr(updates, "MOST_STREAMS", 0)
    reply = phone.get(f"/room/{meeting.code}/stream")
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "5")
    with app.test_request_context("/"):
        assert watch_here().listeners == 0
