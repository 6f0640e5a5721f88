"""What several states have in common, from their release documents alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.catalogue import Family
from assessment.domain.comparison import area_sums, gaps_of, holds_gaps, shared_gaps


def gap(question, leverage, family=Family.ARMS, level=1):
    return {
        "question": question,
        "family": family.value,
        "level": level,
        "target": 3,
        "gap": 3 - level,
        "reuse": False,
        "leverage": leverage,
    }


def released(*gaps):
    return {"areas": {}, "gaps": list(gaps)}


def an_area(point=None, *, band=None, kind="scored", target=3, low=0.2):
    return {"kind": kind, "point": point, "band": band, "low": low, "high": 0.9, "target": target}


def areas(**figures):
    return {"areas": figures}


SCORES_ALONE = {"areas": {}}
QUESTIONS = tuple(f"lists.list.q{number}" for number in range(4))

documents = st.dictionaries(
    st.sampled_from(["XAA", "XAB", "XAC", "XAD", "XAE", "XAF"]),
    st.dictionaries(
        st.tuples(st.sampled_from(QUESTIONS), st.sampled_from(list(Family))),
        st.floats(0, 5),
        max_size=8,
    ).map(lambda cells: released(*(gap(q, leverage, f) for (q, f), leverage in cells.items()))),
    max_size=6,
)
calm = settings(max_examples=60, deadline=None, derandomize=True)


def test_a_gap_is_shared_where_two_states_have_it_on_the_same_question_and_family():
    found = shared_gaps({"XAA": released(gap("a.b.c", 1.0)), "XAB": released(gap("a.b.c", 0.5))})
    assert [(one.question, one.family, tuple(one.gaps)) for one in found] == [
        ("a.b.c", Family.ARMS, ("XAA", "XAB"))
    ]


def test_the_same_question_in_another_family_is_not_shared():
    mine, theirs = gap("a.b.c", 1.0), gap("a.b.c", 1.0, Family.CHEMICAL)
    assert shared_gaps({"XAA": released(mine), "XAB": released(theirs)}) == ()


def test_shared_leverage_is_the_sum_of_theirs():
    (found,) = shared_gaps({state: released(gap("a.b.c", 0.25)) for state in ("XAA", "XAB", "XAC")})
    assert found.leverage == pytest.approx(0.75)


def test_the_largest_shared_leverage_comes_first():
    one = released(gap("a.b.c", 0.1), gap("a.b.d", 0.4))
    found = shared_gaps({"XAA": one, "XAB": one})
    assert [each.question for each in found] == ["a.b.d", "a.b.c"]


def test_of_equal_leverage_what_more_states_share_comes_first():
    found = shared_gaps(
        {
            "XAA": released(gap("a.b.c", 0.3), gap("a.b.d", 0.2)),
            "XAB": released(gap("a.b.c", 0.3), gap("a.b.d", 0.2)),
            "XAC": released(gap("a.b.d", 0.2)),
        }
    )
    assert [each.question for each in found] == ["a.b.d", "a.b.c"]


def test_equals_come_by_question_and_family():
    one = released(
        gap("a.b.d", 0.2),
        gap("a.b.c", 0.2, Family.CHEMICAL),
        gap("a.b.c", 0.2, Family.ARMS),
    )
    found = shared_gaps({"XAA": one, "XAB": one})
    assert [(each.question, each.family) for each in found] == [
        ("a.b.c", Family.ARMS),
        ("a.b.c", Family.CHEMICAL),
        ("a.b.d", Family.ARMS),
    ]


def test_a_state_that_released_its_scores_alone_shares_no_gap():
    assert shared_gaps({"XAA": released(gap("a.b.c", 1.0)), "XAB": SCORES_ALONE}) == ()


def test_a_release_of_gaps_holds_them_even_where_there_are_none():
    assert (holds_gaps(released()), holds_gaps(SCORES_ALONE)) == (True, False)


def test_the_gaps_of_one_state_come_by_leverage():
    found = gaps_of(released(gap("a.b.c", 0.1), gap("a.b.d", 0.4, level=0)))
    assert [(each.question, each.shortfall, each.leverage) for each in found] == [
        ("a.b.d", 3, 0.4),
        ("a.b.c", 2, 0.1),
    ]


@calm
@given(documents)
def test_every_shared_gap_is_one_that_each_of_its_states_released(states):
    for shared in shared_gaps(states):
        assert len(shared.gaps) >= 2
        for state, own in shared.gaps.items():
            assert own in gaps_of(states[state])


@calm
@given(documents)
def test_no_gap_that_two_states_have_is_left_out(states):
    cells = [(own.question, own.family) for each in states.values() for own in gaps_of(each)]
    several = {cell for cell in cells if cells.count(cell) > 1}
    assert {(one.question, one.family) for one in shared_gaps(states)} == several


@calm
@given(documents)
def test_shared_gaps_descend_by_leverage(states):
    leverages = [round(one.leverage, 12) for one in shared_gaps(states)]
    assert leverages == sorted(leverages, reverse=True)


@calm
@given(documents)
def test_the_order_in_which_states_are_named_changes_nothing(states):
    backwards = dict(reversed(states.items()))
    assert [(one.question, one.family) for one in shared_gaps(backwards)] == [
        (one.question, one.family) for one in shared_gaps(states)
    ]


def test_a_sum_counts_the_states_at_each_level():
    found = area_sums(
        [
            areas(lists=an_area(0.25, band=1)),
            areas(lists=an_area(0.3, band=1)),
            areas(lists=an_area(0.9, band=4)),
        ]
    )
    assert found["lists"].levels == (0, 2, 0, 0, 1)


def test_a_sum_counts_who_stands_below_its_own_target():
    found = area_sums(
        [
            areas(lists=an_area(0.6, band=2, target=3)),
            areas(lists=an_area(0.6, band=2, target=2)),
            areas(lists=an_area(0.75, band=3, target=3)),
        ]
    )
    assert found["lists"].below_target == 1


def test_a_sum_tells_withheld_from_incomplete_and_gives_neither_a_level():
    found = area_sums(
        [areas(lists=an_area(kind="withheld")), areas(lists=an_area(kind="incomplete"))]
    )["lists"]
    assert (found.withheld, found.incomplete, sum(found.levels), found.below_target) == (1, 1, 0, 0)


def test_an_area_in_which_nothing_applies_counts_nowhere():
    assert area_sums([areas(lists=an_area(low=None, kind="incomplete"))]) == {}
