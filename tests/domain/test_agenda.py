"""What is proposed for a workshop: unanswered, disputed, most leverage; each question once."""

from assessment.domain.agenda import is_disputed, proposed_agenda
from assessment.domain.catalogue import Family, Participation
from assessment.domain.response import NoLevel
from assessment.domain.workshop import AgendaPoint, AgendaReason
from tests.builders import (
    ARMS,
    BIOLOGICAL,
    CHEMICAL,
    FULL,
    a_catalogue,
    a_profile,
    a_question,
    answers,
    the_worked_example,
)

SET_ASIDE, UNANSWERED, DISPUTED, LEVERAGE = (
    AgendaReason.SET_ASIDE,
    AgendaReason.UNANSWERED,
    AgendaReason.DISPUTED,
    AgendaReason.LEVERAGE,
)
LIST_LAW, LIST_PRACTICE, EXPORT = "lists.list.law", "lists.list.practice", "licensing.export.law"


def points(*pairs):
    return tuple(AgendaPoint(question, reason) for question, reason in pairs)


def proposed(responses=None, disputed=(), agreed=(), **rest):
    catalogue, profile, own = the_worked_example()
    return proposed_agenda(
        catalogue, profile, own if responses is None else responses, disputed, agreed, **rest
    )


def test_a_question_with_a_cell_not_known_is_unanswered_and_the_rest_stands_by_its_gaps():
    assert proposed() == points(
        (LIST_LAW, UNANSWERED), (LIST_PRACTICE, LEVERAGE), (EXPORT, LEVERAGE)
    )


def test_of_two_reasons_the_stronger_one_stands():
    assert proposed(disputed=[LIST_LAW, EXPORT]) == points(
        (LIST_LAW, UNANSWERED), (EXPORT, DISPUTED), (LIST_PRACTICE, LEVERAGE)
    )


def test_what_was_agreed_comes_back_only_where_it_is_not_known():
    everything = [LIST_LAW, LIST_PRACTICE, EXPORT]
    assert proposed(disputed=everything, agreed=everything) == points((LIST_LAW, UNANSWERED))


def test_what_was_set_aside_is_open_however_the_agencies_answer_it():
    assert proposed(disputed=[EXPORT], set_aside=[EXPORT]) == points(
        (EXPORT, SET_ASIDE), (LIST_LAW, UNANSWERED), (LIST_PRACTICE, LEVERAGE)
    )
    assert proposed(set_aside=[LIST_LAW])[0] == AgendaPoint(LIST_LAW, SET_ASIDE)
    full = answers(
        lists__list__law={ARMS: 4, CHEMICAL: 4, BIOLOGICAL: 4},
        lists__list__practice={Family.ALL: 4},
        licensing__export__law={ARMS: 4, CHEMICAL: 4},
    )
    assert proposed(full, set_aside=[EXPORT]) == points((EXPORT, SET_ASIDE))


def test_what_was_set_aside_and_agreed_anew_is_settled():
    assert (EXPORT, SET_ASIDE) not in [
        (point.question, point.reason) for point in proposed(agreed=[EXPORT], set_aside=[EXPORT])
    ]


def test_what_is_withheld_or_does_not_apply_is_not_for_a_workshop():
    levels = {ARMS: 4, CHEMICAL: NoLevel.WITHHELD, BIOLOGICAL: NoLevel.NOT_APPLICABLE}
    responses = answers(
        lists__list__law=levels,
        lists__list__practice={Family.ALL: 4},
        licensing__export__law={ARMS: 4, CHEMICAL: 4},
    )
    assert proposed(responses) == ()


def test_an_empty_cycle_proposes_what_has_no_answer_in_the_order_of_the_catalogue():
    assert proposed({}) == points(
        (LIST_LAW, UNANSWERED), (LIST_PRACTICE, UNANSWERED), (EXPORT, UNANSWERED)
    )


def test_where_there_is_little_room_the_reasons_take_turns():
    assert proposed(disputed=[LIST_PRACTICE], most=2) == points(
        (LIST_LAW, UNANSWERED), (LIST_PRACTICE, DISPUTED)
    )


def test_within_a_reason_those_that_serve_most_are_taken_first():
    questions = [
        a_question("lists.list.first"),
        a_question("lists.list.second", serves={"att-5.2": FULL}),
    ]
    catalogue, profile = (
        a_catalogue(questions),
        a_profile(participation={"att": Participation.PARTY}),
    )
    taken = proposed_agenda(catalogue, profile, {}, [], [], most=1)
    assert taken == points(("lists.list.second", UNANSWERED))


def test_at_most_forty_questions_are_proposed():
    catalogue = a_catalogue([a_question(f"lists.list.q{number}") for number in range(60)])
    found = proposed_agenda(catalogue, a_profile(), {}, [], [])
    assert len({point.question for point in found}) == 40


def test_a_question_out_of_scope_is_not_proposed():
    catalogue = a_catalogue([a_question("lists.list.first", families=(ARMS,))])
    profile = a_profile(families=(CHEMICAL,))
    assert proposed_agenda(catalogue, profile, {}, ["lists.list.first"], []) == ()


def test_two_people_with_different_levels_for_one_cell_dispute_it():
    assert is_disputed([("ana", {ARMS: 1}), ("ben", {ARMS: 2})])


def test_a_person_who_changes_their_own_mind_disputes_nothing():
    assert not is_disputed([("ana", {ARMS: 1}), ("ana", {ARMS: 2})])


def test_whoever_saves_another_cell_disputes_nothing():
    assert not is_disputed([("ana", {ARMS: 1}), ("ben", {ARMS: 1, CHEMICAL: 2})])


def test_a_level_after_not_known_is_no_dispute():
    assert not is_disputed([("ana", {ARMS: NoLevel.UNKNOWN}), ("ben", {ARMS: 2})])


def test_a_level_set_anew_after_it_was_cleared_may_dispute_the_former_one():
    assert is_disputed([("ana", {ARMS: 1}), ("ana", {}), ("ben", {ARMS: 3})])


def test_whoever_sets_the_same_level_again_disputes_nothing():
    assert not is_disputed([("ana", {ARMS: 1}), ("ana", {}), ("ben", {ARMS: 1})])
