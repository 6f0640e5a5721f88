"""A process is killed while people vote: what was acknowledged is there, nothing counts twice."""

import sys
from subprocess import PIPE, Popen

import pytest

from assessment.records.rooms import votes_in
from tests.workshop_rooms import CELLS

PHONES = 30
# How many ballots are acknowledged before each blow; one more is always under way.
BLOWS = (7, 11)


def voting(meeting, number):
    """A process that casts the ballots it is told."""
    address = meeting.database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.voters", address, str(number), *CELLS]
    return Popen(command, stdin=PIPE, stdout=PIPE, text=True)


def send(process, people):
    """Hand ballots over, without waiting for them."""
    process.stdin.writelines(f"{who.id} {who.workshop}\n" for who in people)
    process.stdin.flush()


@pytest.fixture
def aftermath(meeting):
    """The meeting, its people, and how many ballots were acknowledged before two blows."""
    people = [meeting.joined() for _ in range(PHONES)]
    number, acknowledged = meeting.asked(), 0
    for blow in BLOWS:
        with voting(meeting, number) as process:
            send(process, people[acknowledged:])
            replies = [process.stdout.readline().strip() for _ in range(blow)]
            process.kill()
        # What the first process cast unheard is known to the second one.
        acknowledged += sum(reply in {"counted", "known"} for reply in replies)
    return meeting, people, number, acknowledged


def tallies(meeting, number):
    with meeting.database.reading() as session:
        votes = votes_in(session, meeting.workshop.id, number)
    return {family: sum(votes.get(family, {}).values()) for family in CELLS}


def test_ballots_that_were_acknowledged_are_there_and_each_is_whole(aftermath):
    meeting, _people, number, acknowledged = aftermath
    voted = meeting.room().voted
    assert acknowledged == sum(BLOWS)
    assert acknowledged <= voted <= PHONES
    assert tallies(meeting, number) == dict.fromkeys(CELLS, voted)


def test_when_every_phone_sends_again_each_is_counted_once(aftermath):
    meeting, people, number, _acknowledged = aftermath
    for who in people:
        meeting.voted(who, number, "3")
    meeting.revealed()
    shown = meeting.room().state.rounds[0]
    assert (shown.voted, shown.present) == (PHONES, PHONES)
    assert shown.votes == {family: {"3": PHONES} for family in CELLS}
