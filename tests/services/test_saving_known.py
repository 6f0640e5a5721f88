"""A save made of what was read before: what changed in between is never overwritten."""

import pytest

from assessment.domain.cycle import CycleStatus, ProfileChange
from assessment.domain.errors import CycleClosed, Invalid, NotFound, NotPermitted
from assessment.domain.permissions import OPERATOR
from assessment.services.cycles import change_profile, move_cycle
from assessment.services.responses import (
    Conflict,
    Submission,
    assessment_of,
    history_of,
    known_of,
    record_response,
)
from tests.builders import ARMS, CHEMICAL
from tests.databases import ANA, BEN, LATER, NOW, QUESTION, STRANGER, counted_queries


@pytest.fixture
def look(database, cycle):
    def known(actor=BEN, question=QUESTION):
        with database.reading() as session:
            return known_of(session, actor, cycle.id, question)

    return known


@pytest.fixture
def save_known(database, cycle, catalogue):
    def saved(known, levels, version, actor=BEN, **texts):
        with database.writing() as session:
            submission = Submission(QUESTION, version, levels, **texts)
            recorded = record_response(
                session, actor, cycle.id, catalogue, submission, LATER, known
            )
            session.commit()
            return recorded

    return saved


def move(database, cycle, to):
    with database.writing() as session:
        version = known_version(session, cycle)
        move_cycle(session, ANA, cycle.id, to, version, NOW)
        session.commit()


def known_version(session, cycle):
    return assessment_of(session, ANA, cycle.id).cycle.version


def test_what_is_known_is_what_stands(look, save, read):
    save({ARMS: 3, CHEMICAL: 1}, comment="See the act.")
    known = look()
    assert (known.stored.version, known.stored.at, known.stored.by) == (1, NOW, "Ana")
    assert known.stored.contents.comment == "See the act."
    assert known.stored.contents.levels == read().responses[QUESTION].levels
    assert known.responses[QUESTION].levels == {ARMS: 3, CHEMICAL: 1}


def test_nothing_is_known_of_what_nobody_answered(look):
    known = look()
    assert (known.stored, known.responses) == (None, {})


@pytest.mark.parametrize("question", ["no question", "a\x00b"])
def test_what_is_no_question_is_not_found(look, question):
    with pytest.raises(NotFound):
        look(question=question)


def test_a_stranger_learns_nothing(look):
    with pytest.raises(NotFound):
        look(STRANGER)


def test_a_first_answer_and_the_next_are_saved(look, save_known, read):
    first = save_known(look(), {ARMS: 3}, 0)
    second = save_known(look(), {ARMS: None, CHEMICAL: 2}, 1, comment="why")
    assert (first.version, second.version, second.by) == (1, 2, "Ben")
    response = read().responses[QUESTION]
    assert (response.levels, response.comment) == ({CHEMICAL: 2}, "why")


def test_a_save_only_writes(database, look, save, save_known):
    save({ARMS: 3})
    known = look()
    with counted_queries() as sent:
        save_known(known, {ARMS: 4}, 1)
    assert [statement.split()[0] for statement in sent] == ["UPDATE", "INSERT"]


def test_the_same_sent_again_takes_no_lock(database, look, save, save_known):
    save({ARMS: 3})
    known = look()
    with counted_queries() as sent:
        recorded = save_known(known, {ARMS: 3}, 1)
    assert (recorded.version, recorded.changed, sent) == (1, False, [])


@pytest.mark.parametrize("version", [0, 1])
def test_a_cycle_closed_in_between_takes_nothing(
    database, cycle, look, save, save_known, frozen, version
):
    if version:
        save({ARMS: 3})
    known = look()
    frozen()
    with pytest.raises(CycleClosed):
        save_known(known, {ARMS: 4}, version)
    with database.reading() as session:
        assert len(history_of(session, ANA, cycle.id, QUESTION)) == version


def test_a_cycle_that_changed_and_still_takes_answers_takes_this_one(
    database, cycle, look, save_known
):
    known = look()
    move(database, cycle, CycleStatus.IN_REVIEW)
    assert save_known(known, {ARMS: 4}, 0).version == 1


def test_a_family_that_left_the_scope_in_between_is_not_saved(database, cycle, look, save_known):
    known = look()
    with database.writing() as session:
        change = ProfileChange(families=(CHEMICAL,))
        change_profile(session, ANA, cycle.id, change, known_version(session, cycle), NOW)
        session.commit()
    with pytest.raises(Invalid):
        save_known(known, {ARMS: 4}, 0)


def test_another_cell_changed_in_between_merges(look, save, save_known, read):
    save({ARMS: 1, CHEMICAL: 1})
    known = look()
    save({ARMS: 3}, 1)
    assert save_known(known, {CHEMICAL: 4}, 1).version == 3
    assert read().responses[QUESTION].levels == {ARMS: 3, CHEMICAL: 4}


@pytest.mark.parametrize("version", [0, 1])
def test_the_same_cell_changed_in_between_conflicts(look, save, save_known, read, version):
    if version:
        save({ARMS: 1})
    known = look()
    save({ARMS: 3}, version)
    with pytest.raises(Conflict):
        save_known(known, {ARMS: 4}, version)
    assert read().responses[QUESTION].levels == {ARMS: 3}


def test_an_older_page_merges_with_what_is_known(look, save, save_known, read):
    save({ARMS: 1, CHEMICAL: 1})
    save({ARMS: 3}, 1)
    assert save_known(look(), {CHEMICAL: 4}, 1).version == 3
    assert read().responses[QUESTION].levels == {ARMS: 3, CHEMICAL: 4}


def test_who_may_only_look_may_not_save(look, save_known):
    with pytest.raises(NotPermitted):
        save_known(look(OPERATOR), {ARMS: 3}, 0, OPERATOR)
