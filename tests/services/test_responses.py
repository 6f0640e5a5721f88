"""Saving answers one after another."""

from dataclasses import replace

import pytest

from assessment.domain.catalogue import Family
from assessment.domain.cycle import ProfileChange
from assessment.domain.errors import (
    CatalogueMissing,
    CycleClosed,
    Invalid,
    NotFound,
    NotPermitted,
    VersionMissing,
)
from assessment.domain.permissions import OPERATOR
from assessment.domain.response import NoLevel
from assessment.services import cycles
from assessment.services.responses import (
    Conflict,
    Submission,
    assessment_of,
    history_of,
    record_response,
)
from tests.builders import ARMS, BIOLOGICAL, CHEMICAL, NUCLEAR
from tests.databases import ANA, BEN, LATER, NOW, QUESTION, STRANGER, counted_queries


@pytest.fixture
def history(database, cycle):
    def trail(question=QUESTION):
        with database.reading() as session:
            return history_of(session, ANA, cycle.id, question)

    return trail


def faults(error):
    return [(fault.code, fault.place) for fault in error.value.faults]


def test_a_saved_answer_comes_back_with_its_version_author_and_time(save, read):
    recorded = save({ARMS: 3, CHEMICAL: NoLevel.UNKNOWN}, comment="See the act.")
    assessment = read()
    assert assessment.responses[QUESTION] == recorded.response
    assert recorded.response.levels == {ARMS: 3, CHEMICAL: NoLevel.UNKNOWN}
    assert (assessment.versions[QUESTION], assessment.saved[QUESTION]) == (1, (NOW, "Ana"))


@pytest.mark.parametrize("answer", [0, 1, 2, 3, 4, NoLevel.UNKNOWN, NoLevel.WITHHELD])
def test_every_answer_comes_back(save, read, answer):
    save({ARMS: answer})
    assert read().responses[QUESTION].levels == {ARMS: answer}


def test_a_cleared_cell_is_unanswered_again(save, read):
    save({ARMS: 3, CHEMICAL: 1})
    save({ARMS: None}, 1)
    assert read().responses[QUESTION].levels == {CHEMICAL: 1}


def test_what_is_not_sent_stays(save, read):
    save({ARMS: 3}, comment="one")
    save({CHEMICAL: 1}, 1)
    response = read().responses[QUESTION]
    assert (response.levels, response.comment) == ({ARMS: 3, CHEMICAL: 1}, "one")


def test_every_save_is_a_revision_with_the_whole_answer(save, history):
    save({ARMS: 3})
    save({CHEMICAL: 1}, 1, BEN, LATER, comment="why")
    first, second = history()
    assert (first.version, first.by, first.at, first.levels) == (1, "Ana", NOW, {ARMS: 3})
    assert (second.version, second.by, second.at) == (2, "Ben", LATER)
    assert (second.levels, second.comment) == ({ARMS: 3, CHEMICAL: 1}, "why")


def test_the_same_sent_again_after_a_lost_reply_succeeds_and_adds_nothing(save, history):
    first = save({ARMS: 3}, comment="a\r\nb")
    again = save({ARMS: 3}, comment="a\nb")
    assert (again.version, again.changed, first.changed) == (1, False, True)
    assert len(history()) == 1


def test_saving_nothing_where_nothing_is_makes_no_revision(save, history):
    assert save({ARMS: None}, comment="").version == 0
    assert history() == ()


def test_a_save_that_names_no_version_is_refused(save):
    with pytest.raises(VersionMissing):
        save({ARMS: 3}, None)


@pytest.mark.parametrize("version", [-1, 1, 99])
def test_a_version_that_never_was_is_refused(save, version):
    with pytest.raises(Invalid) as error:
        save({ARMS: 3}, version)
    assert faults(error) == [("unknown_version", "version")]


def test_changes_of_different_cells_merge(save, read):
    save({ARMS: 1, CHEMICAL: 1})
    save({ARMS: 3}, 1)
    merged = save({CHEMICAL: 4}, 1, BEN)
    assert merged.version == 3
    assert read().responses[QUESTION].levels == {ARMS: 3, CHEMICAL: 4}


def test_a_whole_form_from_an_old_page_does_not_undo_others(save, read):
    save({ARMS: 1, CHEMICAL: 1})
    save({ARMS: 3}, 1)
    save({ARMS: 1, CHEMICAL: 4, BIOLOGICAL: None}, 1, BEN)
    assert read().responses[QUESTION].levels == {ARMS: 3, CHEMICAL: 4}


def test_two_values_for_one_cell_conflict_and_both_are_kept(save, read, history):
    save({ARMS: 1})
    save({ARMS: 3}, 1, BEN, LATER)
    save({CHEMICAL: 2}, 2, ANA, LATER, comment="theirs")
    with pytest.raises(Conflict) as error:
        save({ARMS: 4}, 1, comment="mine")
    conflict = error.value
    assert (conflict.yours.levels, conflict.yours.comment) == ({ARMS: 4}, "mine")
    assert (conflict.base.version, conflict.theirs.version) == (1, 3)
    clashes = [
        (each.field, each.base, each.theirs, each.yours, each.by, each.at)
        for each in conflict.clashes
    ]
    assert clashes == [
        ("arms", 1, 3, 4, "Ben", LATER),
        ("comment", "", "theirs", "mine", "Ana", LATER),
    ]
    assert read().responses[QUESTION].levels == {ARMS: 3, CHEMICAL: 2}
    assert len(history()) == 3


def test_two_first_answers_conflict(save):
    save({ARMS: 1})
    with pytest.raises(Conflict) as error:
        save({ARMS: 2}, 0, BEN)
    assert error.value.base is None


def test_a_cell_that_does_not_apply_needs_a_reason(save, read):
    with pytest.raises(Invalid) as error:
        save({ARMS: NoLevel.NOT_APPLICABLE}, reason="  ")
    assert faults(error) == [("reason_missing", "reason")]
    save({ARMS: NoLevel.NOT_APPLICABLE}, reason="No arms here.")
    assert read().responses[QUESTION].reason == "No arms here."


def test_the_reason_cannot_be_taken_from_under_it(save):
    save({ARMS: NoLevel.NOT_APPLICABLE}, reason="No arms here.")
    with pytest.raises(Invalid):
        save(version=1, reason="")


@pytest.mark.parametrize(
    ("levels", "fault"),
    [
        ({NUCLEAR: 1}, ("family_not_asked", "levels.nuclear")),
        ({Family.ALL: 1}, ("family_not_asked", "levels.all")),
        ({ARMS: 7}, ("not_an_answer", "levels.arms")),
    ],
)
def test_a_level_that_was_not_asked_is_refused(save, levels, fault):
    with pytest.raises(Invalid) as error:
        save(levels)
    assert faults(error) == [fault]


def test_every_fault_is_told_at_once(save):
    with pytest.raises(Invalid) as error:
        save({NUCLEAR: 1, ARMS: 7}, comment="x" * 5001)
    assert len(error.value.faults) == 3


def test_a_question_that_is_not_there_is_refused(save):
    with pytest.raises(Invalid) as error:
        save({ARMS: 1}, question="lists.list.none")
    assert faults(error) == [("unknown_question", "question")]


def test_a_stranger_learns_nothing_and_the_operator_cannot_answer(save, database, cycle):
    with pytest.raises(NotFound):
        save({ARMS: 1}, actor=STRANGER)
    with pytest.raises(NotPermitted):
        save({ARMS: 1}, actor=OPERATOR)
    with database.reading() as session, pytest.raises(NotFound):
        assessment_of(session, STRANGER, cycle.id)
    with database.reading() as session, pytest.raises(NotFound):
        history_of(session, STRANGER, cycle.id, QUESTION)


def test_a_signed_off_cycle_takes_no_answers(save, frozen):
    frozen()
    with pytest.raises(CycleClosed):
        save({ARMS: 1})


def test_answers_are_never_saved_against_another_catalogue(database, cycle, catalogue):
    other = replace(catalogue, digest="9" * 64)
    with database.writing() as session, pytest.raises(CatalogueMissing):
        record_response(session, ANA, cycle.id, other, Submission(QUESTION, 0, {ARMS: 1}), NOW)


def scope(database, cycle, families, version):
    with database.writing() as session:
        change = ProfileChange(families=families)
        cycles.change_profile(session, ANA, cycle.id, change, version, NOW)
        session.commit()


def test_a_family_out_of_scope_loses_nothing_and_counts_nowhere(save, read, database, cycle):
    save({ARMS: 1, CHEMICAL: 3})
    scope(database, cycle, (CHEMICAL,), 1)
    assert read().responses[QUESTION].levels == {CHEMICAL: 3}
    save({CHEMICAL: 4}, 1)
    with pytest.raises(Invalid):
        save({ARMS: 2}, 2)
    scope(database, cycle, (ARMS, CHEMICAL), 2)
    assert read().responses[QUESTION].levels == {ARMS: 1, CHEMICAL: 4}


def test_one_area_can_be_read_alone(save, read):
    save({ARMS: 1})
    save({ARMS: 2}, question="licensing.export.law")
    assert list(read("licensing").responses) == ["licensing.export.law"]
    assert list(read("lic").responses) == []


def test_an_assessment_is_read_in_three_queries(save, database, cycle):
    save({ARMS: 1})
    with database.reading() as session, counted_queries() as sent:
        assessment_of(session, ANA, cycle.id)
    assert len(sent) == 3


@pytest.mark.parametrize(("version", "most"), [(0, 4), (1, 4)])
def test_a_save_is_four_statements(save, database, cycle, catalogue, version, most):
    if version:
        save({ARMS: 1})
    with database.writing() as session, counted_queries() as sent:
        submission = Submission(QUESTION, version, {ARMS: 2, CHEMICAL: 3}, "comment")
        record_response(session, ANA, cycle.id, catalogue, submission, NOW)
    assert len(sent) == most


def test_a_strange_question_has_no_history(history):
    assert history("\x00") == history("lists.list.none") == ()
