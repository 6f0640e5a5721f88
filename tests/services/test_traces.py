"""Not even the raw files of the database tell who chose what."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from assessment.domain.workshop import LATE
from assessment.records.traces import Traces
from assessment.services import rooms, workshops
from assessment.services.rooms import Entry
from tests.builders import ARMS, BIOLOGICAL, CHEMICAL
from tests.databases import ANA, NOW, QUESTION

CHOICES = ("0", "2", "4", "unknown")


@pytest.fixture
def room(database, cycle, catalogue):
    """A workshop with a round open, and somebody for each choice."""
    with database.writing() as session:
        ends = NOW.replace(hour=18)
        opened = workshops.open_workshop(session, ANA, cycle.id, "Hall", NOW, ends, NOW)
        workshops.put_to_vote(session, ANA, opened.id, QUESTION, catalogue, NOW)
        tokens = [
            rooms.join(session, opened.code, Entry(f"Agency {choice}", "Officer"), "", NOW)
            for choice in CHOICES
        ]
        session.commit()
    return opened, tokens


@pytest.fixture
def cast(database, room):
    """A function by which each participant votes, in a transaction of their own."""
    opened, tokens = room

    def vote_all(after_each=lambda: None):
        for token, choice in zip(tokens, CHOICES, strict=True):
            with database.writing() as session:
                person = rooms.participant_of(session, opened.code, token)
                levels = dict.fromkeys((ARMS, CHEMICAL, BIOLOGICAL), choice)
                assert rooms.vote(session, person, 1, levels, NOW)
                session.commit()
            after_each()

    return vote_all


@pytest.fixture
def traces(database):
    return Traces(database.engine)


@pytest.fixture
def reveal(database, room, traces):
    def revealed():
        with database.writing() as session:
            workshops.reveal(session, ANA, room[0].id, NOW)
            session.commit()
        return traces.drop(5)

    return revealed


@pytest.mark.parametrize("backend", ["postgresql"])
def test_what_was_written_together_does_not_tell_a_choice(database, cast):
    cast()
    with database.reading() as session:
        together = session.execute(
            text(
                "SELECT b.participant_id, count(DISTINCT t.choice) FROM ballots b "
                "JOIN tallies t ON t.xmin = b.xmin GROUP BY 1"
            )
        ).all()
    # Only the last ballot still shares its transaction with rows: with every choice there is.
    assert [count for _person, count in together] == [5 + 1]


def test_after_the_reveal_the_counts_are_in_the_event_alone(database, room, cast, reveal):
    cast()
    assert reveal()
    with database.reading() as session:
        left = session.execute(text("SELECT count(*) FROM tallies")).scalar_one()
        state = workshops.workshop_of(session, ANA, room[0].cycle, room[0].id).state
    assert left == 0
    assert state.rounds[0].votes[ARMS] == dict.fromkeys(CHOICES, 1)


def log_of(database):
    return Path(f"{database.engine.url.database}-wal").read_bytes()


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_log_keeps_no_order_of_votes(database, cast, traces):
    """Whoever cuts a copy of the log between two ballots finds none of them in it."""
    logs = []

    def clear():
        assert traces.drop(5)
        logs.append(log_of(database))

    cast(after_each=clear)
    assert logs == [b""] * len(CHOICES)
    with database.writing() as session:
        assert session.execute(text("PRAGMA secure_delete")).scalar_one() == 1


@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_a_reader_was_in_the_way_of_goes_as_soon_as_they_leave(database, cast, traces):
    with database.reading() as reader:
        reader.execute(text("SELECT count(*) FROM ballots")).one()
        cast()
        assert not traces.drop(0.1)
        assert log_of(database)
    assert traces.wait(5)
    assert log_of(database) == b""


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_reader_in_the_way_keeps_nobody_from_voting(database, room, cast, traces):
    with database.reading() as reader:
        reader.execute(text("SELECT count(*) FROM ballots")).one()
        cast(after_each=traces.drop)
    assert traces.wait(5)
    with database.reading() as session:
        assert rooms.room_of(session, room[0].id).voted == len(CHOICES)


def test_many_who_ask_at_once_all_learn_that_it_is_done(traces, cast):
    cast()
    with ThreadPoolExecutor(16) as pool:
        done = list(pool.map(traces.drop, [5] * 64))
    assert done == [True] * 64


def test_the_next_round_forgets_who_voted_in_the_one_before(
    database, room, cast, reveal, catalogue
):
    cast()
    reveal()
    with database.writing() as session:
        workshops.put_to_vote(session, ANA, room[0].id, QUESTION, catalogue, NOW)
        session.commit()
        assert session.execute(text("SELECT count(*) FROM ballots")).scalar_one() == 0


@pytest.mark.parametrize("number", [0, -1, 2])
def test_a_round_that_is_not_open_takes_no_ballot(database, room, number):
    opened, tokens = room
    with database.writing() as session:
        person = rooms.participant_of(session, opened.code, tokens[0])
        with pytest.raises(rooms.RoundClosed):
            rooms.vote(session, person, number, {}, NOW)


def test_no_vote_counts_long_after_the_last_day(database, room):
    opened, tokens = room
    late = opened.ends + 2 * LATE
    with database.writing() as session:
        person = rooms.participant_of(session, opened.code, tokens[0])
        with pytest.raises(rooms.WorkshopClosed):
            rooms.vote(session, person, 1, dict.fromkeys((ARMS, CHEMICAL, BIOLOGICAL), "1"), late)
