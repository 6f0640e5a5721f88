"""Ballots: each counted once or refused, never shown before the reveal, tied to nobody."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from assessment.domain.catalogue import Family
from assessment.domain.errors import Invalid
from assessment.domain.voting import CHOICES
from assessment.domain.workshop import RoundClosed, WorkshopClosed
from assessment.records.base import metadata
from assessment.records.engine import make_engine, session_factory
from assessment.records.rooms import votes_in
from assessment.services import rooms
from tests.builders import ARMS, BIOLOGICAL, CHEMICAL
from tests.databases import NOW
from tests.workshop_rooms import CELLS

PHONES = 40


def tallies(meeting, number=1):
    with meeting.database.reading() as session:
        return votes_in(session, meeting.workshop.id, number)


def faults_of(refused):
    return [(fault.code, fault.place) for fault in refused.value.faults]


def rows(database):
    """Every row of every table, as text."""
    with database.reading() as session:
        return [
            (table.name, " ".join(str(value) for value in row))
            for table in metadata.sorted_tables
            for row in session.execute(select(table))
        ]


def test_a_ballot_counts_once_for_every_cell(meeting):
    nia, number = meeting.joined(), meeting.asked()
    ballot = {ARMS: "0", CHEMICAL: "4", BIOLOGICAL: "unknown"}
    assert meeting.voted(nia, number, ballot)
    assert tallies(meeting) == {family: {choice: 1} for family, choice in ballot.items()}
    assert meeting.room().voted == 1


def test_a_ballot_sent_again_changes_nothing_whatever_it_says(meeting):
    nia, number = meeting.joined(), meeting.asked()
    meeting.voted(nia, number, "2")
    assert not meeting.voted(nia, number, "2")
    assert not meeting.voted(nia, number, "4")
    assert tallies(meeting) == {family: {"2": 1} for family in CELLS}
    assert meeting.room().voted == 1


def test_the_room_says_who_has_voted_to_that_phone_alone(meeting):
    nia, sam, number = meeting.joined(), meeting.joined(), meeting.asked()
    meeting.voted(nia, number, "2")
    with meeting.database.reading() as session:
        assert rooms.has_voted(session, nia, number)
        assert not rooms.has_voted(session, sam, number)
        assert not rooms.has_voted(session, nia, number + 1)


def test_no_screen_knows_a_vote_before_the_reveal(meeting):
    number = meeting.asked()
    for choice in ("0", "0", "4"):
        meeting.voted(meeting.joined(), number, choice)
    before = meeting.room()
    assert (before.present, before.voted, before.state.current.votes) == (3, 3, {})
    meeting.revealed()
    after = meeting.room().state.current
    assert after.votes == {family: {"0": 2, "4": 1} for family in CELLS}
    assert (after.voted, after.present) == (3, 3)


def test_after_the_reveal_a_ballot_is_refused(meeting):
    nia, number = meeting.joined(), meeting.asked()
    meeting.revealed()
    with pytest.raises(RoundClosed):
        meeting.voted(nia, number, "2")
    assert tallies(meeting) == {}


@pytest.mark.parametrize("number", [0, 1, 3, 10**9])
def test_a_ballot_of_another_round_is_refused(meeting, number):
    nia = meeting.joined()
    meeting.asked()
    meeting.revealed()
    meeting.asked()
    with pytest.raises(RoundClosed):
        meeting.voted(nia, number, "2")


def test_everybody_may_vote_again_in_another_round(meeting):
    nia = meeting.joined()
    for choice in ("1", "3"):
        assert meeting.voted(nia, meeting.asked(), choice)
        meeting.revealed()
    shown = [each.votes[ARMS] for each in meeting.room().state.rounds]
    assert shown == [{"1": 1}, {"3": 1}]


def test_in_a_closed_workshop_nobody_votes(meeting):
    nia, number = meeting.joined(), meeting.asked()
    meeting.revealed()
    meeting.closed()
    with pytest.raises(WorkshopClosed):
        meeting.voted(nia, number, "2")


@pytest.mark.parametrize(
    ("ballot", "faults"),
    [
        ({ARMS: "1", CHEMICAL: "1"}, [("choice_missing", "choice-biological")]),
        (dict.fromkeys(CELLS, "5"), [("choice_missing", f"choice-{each}") for each in CELLS]),
        (
            {**dict.fromkeys(CELLS, "1"), Family.ALL: "1"},
            [("family_not_asked", "choice-all")],
        ),
    ],
)
def test_a_ballot_that_is_not_whole_is_refused_and_can_be_sent_anew(meeting, ballot, faults):
    nia, number = meeting.joined(), meeting.asked()
    with pytest.raises(Invalid) as refused:
        meeting.voted(nia, number, ballot)
    assert faults_of(refused) == faults
    assert meeting.voted(nia, number, "1")


def test_every_change_that_a_screen_shows_counts_the_version_up(meeting):
    def version():
        with meeting.database.reading() as session:
            return rooms.versions_of(session, [meeting.workshop.id])[meeting.workshop.id]

    seen = [version()]
    nia = meeting.joined()
    seen.append(version())
    number = meeting.asked()
    seen.append(version())
    meeting.voted(nia, number, "2")
    seen.append(version())
    meeting.revealed()
    seen.append(version())
    assert seen == sorted(set(seen))


def test_a_room_that_does_not_exist_has_no_version(meeting):
    with meeting.database.reading() as session:
        assert rooms.versions_of(session, ["0" * 16]) == {}


def test_no_stored_row_holds_a_person_and_a_choice(meeting):
    people = [meeting.token(f"Agency {number}", name=f"Person {number}") for number in range(6)]
    with meeting.database.reading() as session:
        found = [rooms.participant_of(session, meeting.workshop.code, token) for token in people]
    number = meeting.asked()
    for who, choice in zip(found, CHOICES, strict=True):
        meeting.voted(who, number, choice)
    meeting.revealed()
    marks = {mark for who in found for mark in (who.id, who.agency, who.name)}
    named = {name for name, text in rows(meeting.database) if any(each in text for each in marks)}
    assert named == {"participants", "ballots"}
    assert set(metadata.tables["ballots"].columns.keys()) == {
        "workshop_id",
        "round",
        "participant_id",
    }
    assert not {"choice", "votes", "level"} & set(metadata.tables["participants"].columns.keys())


def test_of_forty_ballots_and_a_reveal_all_at_once_each_is_counted_or_refused(meeting):
    people = [meeting.joined() for _ in range(PHONES)]
    number = meeting.asked()
    start = Barrier(PHONES + 1)

    def cast(place):
        start.wait()
        if place == PHONES:
            return meeting.revealed()
        try:
            return meeting.voted(people[place], number, str(place % 5))
        except RoundClosed:
            return False

    # The reveal is asked for in the middle of the queue of ballots.
    order = [*range(PHONES // 2), PHONES, *range(PHONES // 2, PHONES)]
    with ThreadPoolExecutor(PHONES + 1) as pool:
        replies = list(pool.map(cast, order))
    counted = sum(reply is True for reply in replies)
    shown = meeting.room().state.rounds[0]
    assert shown.voted == counted
    sums = {family: sum(choices.values()) for family, choices in shown.votes.items()}
    assert sums == (dict.fromkeys(CELLS, counted) if counted else {})
    assert tallies(meeting) == {}
    late = [who for who, reply in zip(people, _ballots(replies), strict=True) if reply is False]
    for who in late:
        with pytest.raises(RoundClosed):
            meeting.voted(who, number, "2")


def test_forty_phones_that_send_twice_at_once_are_counted_once_each(meeting):
    people = [meeting.joined() for _ in range(PHONES)]
    number = meeting.asked()
    with ThreadPoolExecutor(PHONES) as pool:
        replies = list(pool.map(lambda who: meeting.voted(who, number, "3"), [*people, *people]))
    assert sum(replies) == PHONES
    assert meeting.room().voted == PHONES
    assert tallies(meeting) == {family: {"3": PHONES} for family in CELLS}


def test_a_process_that_comes_back_finds_the_room_as_it_was(meeting):
    nia, number = meeting.joined(), meeting.asked()
    meeting.voted(nia, number, "2")
    before = meeting.room()
    engine = make_engine(meeting.database.engine.url.render_as_string(hide_password=False))
    try:
        with session_factory(engine).reading() as session:
            assert rooms.room_of(session, meeting.workshop.id) == before
            assert rooms.has_voted(session, nia, number)
    finally:
        engine.dispose()


def test_what_was_not_committed_was_never_cast(meeting):
    nia, number = meeting.joined(), meeting.asked()
    with meeting.database.writing() as session:
        rooms.vote(session, nia, number, dict.fromkeys(CELLS, "2"), NOW)
    assert (meeting.room().voted, tallies(meeting)) == (0, {})
    assert meeting.voted(nia, number, "2")


def _ballots(replies):
    """The replies to ballots, without that to the reveal."""
    half = PHONES // 2
    return [*replies[:half], *replies[half + 1 :]]
