"""A workshop that nobody closed is over a day after its last one, until it gets a new last day."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessment.domain.errors import CycleClosed, Invalid, NotFound, NotPermitted
from assessment.domain.workshop import LATE, WorkshopClosed, WorkshopOverdue
from assessment.records.audit import audit
from assessment.services import rooms, workshops
from tests.builders import ARMS, BIOLOGICAL, CHEMICAL
from tests.databases import BEN, NOW, STRANGER
from tests.workshop_rooms import ENDS

OVER = ENDS + LATE + timedelta(minutes=1)
NEW_END = OVER + timedelta(days=2)
AGREED = {ARMS: 3, CHEMICAL: 2, BIOLOGICAL: 1}


def extended(meeting, ends=NEW_END, **rest):
    meeting.did(workshops.extend_workshop, ends, **{"now": OVER, **rest})


def looked(meeting, participant, now=OVER):
    with meeting.database.reading() as session:
        return rooms.ensure_not_overdue(session, participant, now)


def test_its_time_ends_a_day_late_whether_or_not_it_was_closed(meeting):
    open_one = meeting.room().workshop
    times = (ENDS, ENDS + LATE, OVER)
    assert [open_one.is_over(now) for now in times] == [False, False, True]
    assert [open_one.is_overdue(now) for now in times] == [False, False, True]
    meeting.closed()
    closed = meeting.room().workshop
    assert [closed.is_over(now) for now in times] == [True, True, True]
    assert [closed.is_overdue(now) for now in times] == [False, False, False]


def test_no_round_begins_after_its_time(meeting):
    with pytest.raises(WorkshopOverdue):
        meeting.asked(now=OVER)
    assert meeting.room().state.rounds == ()
    assert meeting.asked(now=ENDS + LATE) == 1


def test_what_is_open_is_still_revealed_agreed_and_closed_after_its_time(meeting):
    meeting.asked()
    meeting.revealed(now=OVER)
    meeting.agreed(AGREED, now=OVER)
    meeting.closed(now=OVER)
    assert meeting.room().state.closed


def test_a_phone_is_let_go_after_its_time_and_let_in_again_with_a_new_last_day(meeting):
    nia = meeting.joined()
    assert looked(meeting, nia, ENDS + LATE).id == meeting.workshop.id
    with pytest.raises(WorkshopClosed):
        looked(meeting, nia)
    extended(meeting)
    assert looked(meeting, nia).ends == NEW_END
    assert meeting.voted(nia, meeting.asked(now=OVER), "2", now=OVER)


def test_a_phone_in_a_closed_workshop_still_sees_that_it_is_over(meeting):
    nia = meeting.joined()
    meeting.closed()
    assert looked(meeting, nia).closed == NOW


def test_a_new_last_day_is_seen_by_every_screen_and_stands_in_the_record(meeting):
    before = meeting.room().workshop.version
    extended(meeting)
    assert meeting.room().workshop.version == before + 1
    with meeting.database.reading() as session:
        found = session.execute(select(audit).where(audit.c.act == "extend_workshop")).one()
    assert (found.subject, found.detail) == (
        f"workshop {meeting.workshop.id}",
        {"until": NEW_END.isoformat()},
    )


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        (NOW, "ends_before_it_begins"),
        (OVER, "ends_already"),
        (OVER + timedelta(days=731), "workshop_far_away"),
    ],
)
def test_a_last_day_that_cannot_be_is_refused(meeting, ends, code):
    with pytest.raises(Invalid) as refused:
        extended(meeting, ends)
    assert [(each.code, each.place) for each in refused.value.faults] == [(code, "ends")]
    assert meeting.room().workshop.ends == ENDS


@pytest.mark.parametrize(("actor", "error"), [(BEN, NotPermitted), (STRANGER, NotFound)])
def test_only_who_runs_it_gives_it_a_new_last_day(meeting, actor, error):
    with pytest.raises(error):
        extended(meeting, actor=actor)


def test_what_was_closed_gets_no_new_last_day(meeting):
    meeting.closed()
    with pytest.raises(WorkshopClosed):
        extended(meeting)


def test_a_workshop_whose_assessment_was_signed_off_gets_no_new_last_day(meeting, frozen):
    frozen()
    with pytest.raises(CycleClosed):
        extended(meeting)
