"""Which of a state's releases its donor sees, and what one more would change."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assessment.domain.identifiers import CycleId, DonorId, ReleaseId, StateCode
from assessment.domain.release import Release, Scope
from assessment.domain.seen import open_of, outlook_of, seen_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def a_release(name, scope=Scope.GAPS, *, signed=NOW, cycle="one", created=NOW, **changes):
    made = Release(
        id=ReleaseId(name),
        state=StateCode("XAA"),
        cycle=CycleId(cycle),
        donor=DonorId("river"),
        donor_name="The River Fund",
        scope=scope,
        until=NOW + 90 * DAY,
        created=created,
        by="Ana",
        revoked=None,
        revoked_by=None,
        summary={"signed": signed.isoformat()},
    )
    return replace(made, **changes)


WIDE = a_release("wide", Scope.ROADMAP)
NARROW = a_release("narrow", Scope.AREAS, created=NOW + DAY)
NEWER = a_release("newer", Scope.AREAS, cycle="two", signed=NOW + DAY)


@pytest.mark.parametrize(
    ("releases", "seen"),
    [
        ([], None),
        ([replace(WIDE, revoked=NOW)], None),
        ([replace(WIDE, until=NOW)], None),
        ([NARROW, WIDE], WIDE),
        ([NARROW, replace(WIDE, revoked=NOW)], NARROW),
        ([WIDE, NEWER], NEWER),
        ([a_release("a"), a_release("b", created=NOW + DAY)], a_release("b", created=NOW + DAY)),
        ([a_release("b"), a_release("a")], a_release("a")),
    ],
)
def test_a_donor_sees_of_the_newest_cycle_the_widest_open_release(releases, seen):
    assert seen_of(releases, NOW) == seen


def test_open_releases_stand_in_the_order_in_which_the_donor_would_see_them():
    ended = replace(WIDE, id=ReleaseId("ended"), until=NOW)
    assert open_of([WIDE, ended, NARROW, NEWER], NOW) == (NEWER, WIDE, NARROW)


def test_a_narrower_release_is_hidden_by_a_wider_one():
    outlook = outlook_of([WIDE], NARROW, NOW)
    assert (outlook.held, outlook.hiding, outlook.same) == ((WIDE,), (WIDE,), None)


def test_a_wider_release_is_seen_at_once():
    outlook = outlook_of([NARROW], WIDE, NOW)
    assert (outlook.held, outlook.hiding) == ((NARROW,), ())


def test_what_other_donors_have_changes_nothing():
    theirs = replace(WIDE, donor=DonorId("lake"))
    assert outlook_of([theirs], NARROW, NOW).held == ()


def test_the_same_release_once_more_is_found_out():
    again = replace(WIDE, id=ReleaseId("again"), created=NOW + DAY)
    assert outlook_of([NARROW, WIDE], again, NOW).same == WIDE
    longer = replace(again, until=WIDE.until + DAY)
    assert outlook_of([WIDE], longer, NOW).same is None
