"""How an answer merges with what others saved since."""

from datetime import UTC, datetime, timedelta

import pytest

from assessment.domain.response import NoLevel
from assessment.domain.revision import (
    Contents,
    Revision,
    Submission,
    answer_faults,
    evened,
    merge,
    who_set,
)
from tests.builders import ARMS, CHEMICAL, NUCLEAR

BASE = Contents({ARMS: 1, CHEMICAL: 1}, "old", "")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def submitted(levels=None, comment=None, reason=None):
    return Submission("a.b.c", 1, levels or {}, comment, reason)


def test_changes_of_different_cells_are_both_kept():
    theirs = Contents({ARMS: 3, CHEMICAL: 1}, "old", "")
    assert merge(BASE, theirs, submitted({CHEMICAL: 4})).contents.levels == {ARMS: 3, CHEMICAL: 4}


def test_a_cell_sent_back_as_it_was_does_not_undo_theirs():
    theirs = Contents({ARMS: 3, CHEMICAL: 1}, "old", "")
    merged = merge(BASE, theirs, submitted({ARMS: 1, CHEMICAL: 1}, "old"))
    assert merged == (merged.__class__)(theirs, ())


def test_the_same_change_made_twice_is_no_clash():
    theirs = Contents({ARMS: 3, CHEMICAL: 1}, "old", "")
    assert merge(BASE, theirs, submitted({ARMS: 3})).clashes == ()


def test_two_values_for_one_cell_clash_and_theirs_stands():
    theirs = Contents({ARMS: 3, CHEMICAL: 1}, "old", "")
    merged = merge(BASE, theirs, submitted({ARMS: 4}))
    assert (merged.clashes, merged.contents) == (("arms",), theirs)


def test_clearing_a_cell_that_another_raised_clashes():
    theirs = Contents({ARMS: 3, CHEMICAL: 1}, "old", "")
    assert merge(BASE, theirs, submitted({ARMS: None})).clashes == ("arms",)


def test_a_cleared_cell_is_unanswered_again():
    assert merge(BASE, BASE, submitted({ARMS: None})).contents.levels == {CHEMICAL: 1}


def test_a_cell_not_named_is_left_alone():
    assert merge(BASE, BASE, submitted({})).contents == BASE


@pytest.mark.parametrize("field", ["comment", "reason"])
def test_two_texts_clash(field):
    theirs = Contents(BASE.levels, **{"comment": "old", "reason": "", field: "theirs"})
    assert merge(BASE, theirs, submitted(**{field: "mine"})).clashes == (field,)


@pytest.mark.parametrize("field", ["comment", "reason"])
def test_an_empty_text_clears(field):
    before = Contents({}, "one", "two")
    assert getattr(merge(before, before, submitted(**{field: ""})).contents, field) == ""


def test_a_browser_s_line_ends_change_nothing():
    assert evened(submitted(comment="a\r\nb ", reason=" c")) == submitted(
        comment="a\nb", reason="c"
    )


@pytest.mark.parametrize(
    ("levels", "code"),
    [
        ({NUCLEAR: 1}, "family_not_asked"),
        ({ARMS: 5}, "not_an_answer"),
        ({ARMS: -1}, "not_an_answer"),
        ({ARMS: "3"}, "not_an_answer"),
    ],
)
def test_a_level_that_was_not_asked_is_a_fault(levels, code):
    found = answer_faults(submitted(levels), (ARMS, CHEMICAL))
    assert [fault.code for fault in found] == [code]


@pytest.mark.parametrize("field", ["comment", "reason"])
@pytest.mark.parametrize(
    ("written", "code"), [("x" * 5001, "too_long"), ("\x00", "unreadable_characters")]
)
def test_a_text_that_cannot_be_kept_is_a_fault(field, written, code):
    found = answer_faults(submitted(**{field: written}), ())
    assert [(fault.code, fault.place) for fault in found] == [(code, field)]


@pytest.mark.parametrize("answer", [0, 4, None, *NoLevel])
def test_every_answer_is_one(answer):
    assert answer_faults(submitted({ARMS: answer}), (ARMS,)) == []


def test_a_clash_names_whoever_set_the_field_last():
    base = Revision(1, NOON, "Ana", {ARMS: 1}, "", "")
    later = (
        Revision(2, NOON + timedelta(1), "Ben", {ARMS: 3}, "", ""),
        Revision(3, NOON + timedelta(2), "Cem", {ARMS: 3}, "other", ""),
    )
    clash = who_set("arms", base, later, submitted({ARMS: 4}))
    assert (clash.base, clash.theirs, clash.yours, clash.by) == (1, 3, 4, "Ben")


def test_a_clash_of_texts_names_both():
    later = (Revision(1, NOON, "Ben", {}, "theirs", "why"),)
    comment = who_set("comment", None, later, submitted(comment="mine"))
    reason = who_set("reason", None, later, submitted(reason="because"))
    assert (comment.theirs, comment.yours) == ("theirs", "mine")
    assert (reason.theirs, reason.yours) == ("why", "because")
