"""Whoever agrees has seen the newest vote and the newest agreement, or is told and asked again."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from assessment.domain.response import Layer
from assessment.domain.workshop import AgreementMoved
from assessment.records import responses as records
from assessment.services.agreements import set_aside, versions_of
from tests.builders import ARMS, BIOLOGICAL, CHEMICAL
from tests.databases import ANA, BEN, LATER, QUESTION
from tests.workshop_rooms import a_meeting

AGREED = {ARMS: 3, CHEMICAL: 2, BIOLOGICAL: 1}
OTHER = {ARMS: 1, CHEMICAL: 1, BIOLOGICAL: 1}


def voted_on(meeting):
    meeting.asked()
    meeting.revealed()


def taken_back(meeting, version=1):
    with meeting.database.writing() as session:
        set_aside(session, ANA, meeting.cycle.id, QUESTION, version, "a wrong figure", LATER)
        session.commit()


def stored(meeting):
    """The levels of each revision of the agreed answer, and how many agreements were events."""
    with meeting.database.reading() as session:
        found = records.revisions_of(session, meeting.cycle.id, Layer.CONSENSUS, QUESTION)
    return [dict(each.levels) for each in found]


def refused(meeting, seen, levels=OTHER, **said):
    before = (stored(meeting), meeting.room())
    with pytest.raises(AgreementMoved):
        meeting.agreed(levels, **seen, **said)
    assert (stored(meeting), meeting.room()) == before


def test_an_agreement_on_a_former_vote_is_not_kept_as_one_on_a_later(meeting):
    voted_on(meeting)
    seen = meeting.seen()
    voted_on(meeting)
    refused(meeting, seen)
    meeting.agreed(OTHER)
    assert meeting.room().state.agreed[QUESTION].round == 2


@pytest.mark.parametrize("said", [{"round": 0}, {"round": 2}, {"round": -1}, {"version": 1}])
def test_a_vote_or_a_version_that_is_not_the_newest_is_refused(meeting, said):
    voted_on(meeting)
    refused(meeting, {**meeting.seen(), **said})


def test_an_agreement_that_came_meanwhile_is_not_written_over(meeting):
    voted_on(meeting)
    seen = meeting.seen()
    meeting.agreed(AGREED)
    refused(meeting, seen)
    assert stored(meeting) == [AGREED]
    meeting.agreed(OTHER)
    assert stored(meeting) == [AGREED, OTHER]


def test_an_agreement_of_another_workshop_is_not_written_over(meeting, database, cycle, catalogue):
    seen = meeting.seen()
    a_meeting(database, cycle, catalogue).agreed(AGREED)
    refused(meeting, seen)
    assert stored(meeting) == [AGREED]


def test_an_agreement_that_was_set_aside_meanwhile_is_not_written_over(meeting):
    meeting.agreed(AGREED)
    seen = meeting.seen()
    taken_back(meeting)
    refused(meeting, seen)
    meeting.agreed(OTHER)
    assert stored(meeting) == [AGREED, {}, OTHER]


def test_an_agreement_sent_twice_is_recorded_once(meeting):
    voted_on(meeting)
    seen = meeting.seen()
    for _time in range(2):
        meeting.agreed(AGREED, reason="The act says so.", **seen)
    assert stored(meeting) == [AGREED]
    assert meeting.seen() == {"round": 1, "version": 1}


@pytest.mark.parametrize(
    "other", [{"levels": OTHER}, {"reason": "Another reason"}, {"dissent": "Customs: 1"}]
)
def test_only_the_very_same_agreement_counts_as_sent_twice(meeting, other):
    seen = meeting.seen()
    meeting.agreed(AGREED, reason="The act says so.", **seen)
    refused(meeting, seen, **{"levels": AGREED, "reason": "The act says so.", **other})


def test_what_was_agreed_again_meanwhile_is_not_taken_for_what_was_sent_before(meeting):
    seen = meeting.seen()
    meeting.agreed(AGREED, **seen)
    meeting.agreed(OTHER)
    refused(meeting, seen, AGREED)


def test_the_same_can_be_agreed_again_on_purpose(meeting):
    for _time in range(2):
        meeting.agreed(AGREED)
    assert stored(meeting) == [AGREED, AGREED]


def test_the_version_of_what_was_set_aside_is_known(meeting):
    assert meeting.seen()["version"] == 0
    meeting.agreed(AGREED)
    taken_back(meeting)
    assert meeting.seen()["version"] == 2
    with meeting.database.reading() as session:
        assert versions_of(session, BEN, meeting.cycle) == {QUESTION: 2}


def test_of_two_who_agree_at_the_same_moment_one_is_told(meeting, database, cycle, catalogue):
    meetings = [meeting, a_meeting(database, cycle, catalogue)]
    seen = meeting.seen()

    def agree(number):
        try:
            meetings[number % 2].agreed({**AGREED, ARMS: number}, **seen)
        except AgreementMoved:
            return "told"
        return "recorded"

    with ThreadPoolExecutor(4) as hands:
        ends = sorted(hands.map(agree, range(4)))
    assert ends == ["recorded", "told", "told", "told"]
    assert len(stored(meeting)) == 1
    assert sum(QUESTION in each.room().state.agreed for each in meetings) == 1
