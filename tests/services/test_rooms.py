"""Entering a room: by its code, with an agency and a role, without an account."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from assessment.domain.errors import Invalid
from assessment.domain.workshop import CodeWrong, WorkshopClosed
from assessment.records.workshops import participants
from assessment.services import rooms
from assessment.services.sign_ins import ADDRESS_FAILURES, WINDOW, TooManyAttempts, account_of
from tests.builders import a_catalogue, a_question
from tests.databases import NOW
from tests.workshop_rooms import ENDS, HOTEL, a_meeting


def by_code(meeting, code, address=HOTEL, now=NOW):
    with meeting.database.reading() as session:
        return rooms.room_by_code(session, code, address, now)


def guess_wrong(meeting, times, address=HOTEL, now=NOW):
    with meeting.database.writing() as session:
        for _ in range(times):
            rooms.note_wrong_code(session, address, now)
        session.commit()


def faults_of(refused):
    return [(fault.code, fault.place) for fault in refused.value.faults]


@pytest.mark.parametrize("shape", [str, str.lower, lambda code: f" {code[:3]}-{code[3:]} "])
def test_a_code_is_read_in_any_case_with_blanks_and_dashes(meeting, shape):
    assert by_code(meeting, shape(meeting.workshop.code)).id == meeting.workshop.id


@pytest.mark.parametrize("code", ["", "AAAAAA", "\x00", "A" * 400, "%", "Ä" * 6])
def test_a_wrong_code_opens_no_room(meeting, code):
    with pytest.raises(CodeWrong):
        by_code(meeting, code)


def test_a_closed_workshop_lets_nobody_in(meeting):
    meeting.closed()
    with pytest.raises(WorkshopClosed):
        by_code(meeting, meeting.workshop.code)
    with pytest.raises(WorkshopClosed):
        meeting.token()


def test_a_room_that_nobody_closed_ends_a_day_after_its_time(meeting):
    code = meeting.workshop.code
    assert by_code(meeting, code, now=ENDS + timedelta(hours=23)).id == meeting.workshop.id
    with pytest.raises(WorkshopClosed):
        by_code(meeting, code, now=ENDS + timedelta(hours=25))


def test_a_hundred_wrong_codes_from_one_address_stop_it_for_a_while(meeting):
    guess_wrong(meeting, ADDRESS_FAILURES - 1)
    assert by_code(meeting, meeting.workshop.code).id == meeting.workshop.id
    guess_wrong(meeting, 1)
    with pytest.raises(TooManyAttempts) as refused:
        by_code(meeting, meeting.workshop.code)
    assert refused.value.wait == WINDOW
    assert by_code(meeting, meeting.workshop.code, address="198.51.100.9").id
    assert by_code(meeting, meeting.workshop.code, now=NOW + WINDOW).id


def test_fifteen_wrong_codes_in_one_browser_stop_it_alone(meeting):
    misses = [NOW + timedelta(seconds=each) for each in range(rooms.BROWSER_FAILURES)]
    later = misses[-1]
    with meeting.database.reading() as session:
        place = (session, meeting.workshop.code, HOTEL)
        assert rooms.room_by_code(*place, later, misses[1:])
        with pytest.raises(TooManyAttempts) as refused:
            rooms.room_by_code(*place, later, misses)
        assert refused.value.wait == NOW + WINDOW - later
        assert rooms.room_by_code(*place, NOW + WINDOW, misses)
        assert rooms.room_by_code(*place, later)


def test_only_the_newest_wrong_codes_of_a_browser_are_kept():
    misses = [NOW - WINDOW, *(NOW - timedelta(seconds=each) for each in range(40, 20, -1))]
    kept = rooms.recent([*misses, NOW + timedelta(days=1)], NOW)
    assert kept == tuple(misses[-rooms.BROWSER_FAILURES :])


def test_who_is_stopped_cannot_join_either(meeting):
    guess_wrong(meeting, ADDRESS_FAILURES)
    with pytest.raises(TooManyAttempts):
        meeting.token()


def test_wrong_codes_keep_nobody_from_signing_in(meeting):
    guess_wrong(meeting, ADDRESS_FAILURES)
    with meeting.database.reading() as session:
        assert account_of(session, "ana@example.org", HOTEL, NOW).user is None


def test_whoever_joins_says_agency_and_role_and_may_give_a_name(meeting):
    found = meeting.joined(" Customs\n service ", role="Analyst", name="\u202eNia")
    assert (found.agency, found.role, found.name) == ("Customs service", "Analyst", "Nia")
    assert (found.workshop, found.joined) == (meeting.workshop.id, NOW)
    assert meeting.room().present == 1


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ({"agency": " "}, [("agency_missing", "agency")]),
        ({"agency": "x", "role": ""}, [("role_missing", "role")]),
        ({"agency": "x" * 101}, [("too_long", "agency")]),
        ({"agency": "x", "name": "y" * 101}, [("too_long", "name")]),
        ({"agency": "x", "role": "a\x00b"}, [("unreadable_characters", "role")]),
        ({"agency": "", "role": "y" * 101}, [("too_long", "role"), ("agency_missing", "agency")]),
    ],
)
def test_whoever_does_not_say_so_is_told_what_to_mend(meeting, said, faults):
    with pytest.raises(Invalid) as refused:
        meeting.token(**said)
    assert faults_of(refused) == faults
    assert meeting.room().present == 0


def test_a_token_is_kept_as_a_hash_and_holds_in_its_own_room_alone(
    meeting, database, cycle, catalogue
):
    other = a_meeting(database, cycle, catalogue)
    token = meeting.token()
    with database.reading() as session:
        assert rooms.participant_of(session, meeting.workshop.code, token)
        assert rooms.participant_of(session, other.workshop.code, token) is None
        assert rooms.participant_of(session, meeting.workshop.code, token + "x") is None
        kept = session.execute(select(participants)).one()
    assert token not in " ".join(str(value) for value in kept)


def test_whoever_joins_at_the_moment_of_the_end_stays_outside(meeting, monkeypatch):
    as_it_was = meeting.workshop
    meeting.closed()
    monkeypatch.setattr(rooms, "room_by_code", lambda *_: as_it_was)
    with pytest.raises(WorkshopClosed):
        meeting.token()
    assert meeting.room().present == 0


def test_a_room_is_shown_with_the_catalogue_its_cycle_was_begun_with(meeting):
    current = replace(a_catalogue([a_question("lists.list.law")]), digest="1" * 64)
    with meeting.database.reading() as session:
        own = rooms.catalogue_in(session, meeting.workshop, meeting.catalogue)
        kept = rooms.catalogue_in(session, meeting.workshop, current)
    assert own is meeting.catalogue
    assert [each.id for each in kept.questions] == [each.id for each in own.questions]
