"""When a workshop is over: closed, or a day after its last moment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.identifiers import CycleId, StateCode, WorkshopId
from assessment.domain.workshop import LATE, Workshop, is_past

ENDS = datetime(2026, 11, 24, 23, 59, tzinfo=UTC)
OPEN = Workshop(
    id=WorkshopId("w"),
    cycle=CycleId("c"),
    state=StateCode("XAA"),
    title="Port Alder",
    code="4WANYN",
    begins=ENDS - timedelta(days=2),
    ends=ENDS,
    created=ENDS - timedelta(days=9),
)


@pytest.mark.parametrize(
    ("now", "past"),
    [(ENDS, False), (ENDS + LATE, False), (ENDS + LATE + timedelta(seconds=1), True)],
)
def test_a_meeting_may_run_a_day_late(now, past):
    assert (is_past(ENDS, now), OPEN.is_over(now), OPEN.is_overdue(now)) == (past, past, past)


@given(st.timedeltas(-timedelta(days=900), timedelta(days=900)))
def test_what_was_closed_is_over_at_any_time_and_never_overdue(passed):
    closed = replace(OPEN, closed=ENDS)
    assert closed.is_over(ENDS + passed)
    assert not closed.is_overdue(ENDS + passed)
