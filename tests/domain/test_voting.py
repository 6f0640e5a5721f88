"""How a blind vote is read: METHOD.md 7."""

from math import log2

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.domain.voting import (
    CHOICES,
    agreement,
    is_split,
    lower_median,
    outcome_of,
    votes_by_level,
)

counts = st.integers(0, 200) | st.sampled_from([10**6, 10**15, 10**18])
votes = st.dictionaries(st.integers(0, 4), counts)
cast_votes = votes.filter(lambda found: sum(found.values()) > 0)
alike = st.tuples(st.integers(0, 4), st.integers(1, 10**6)).map(lambda pair: dict([pair]))
# The machine may be busy, and a test must say the same every time.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@calm
@given(cast_votes)
def test_agreement_lies_between_0_and_1(found):
    assert 0 <= agreement(found) <= 1


@calm
@given(alike)
def test_votes_all_alike_agree_wholly(found):
    assert agreement(found) == 1


@calm
@given(st.integers(1, 10**6))
def test_votes_split_evenly_between_the_ends_do_not_agree_at_all(half):
    assert agreement({0: half, 4: half}) == pytest.approx(0, abs=1e-12)


@calm
@given(cast_votes, st.integers(2, 9))
def test_agreement_does_not_depend_on_how_many_voted(found, times):
    more = {level: count * times for level, count in found.items()}
    assert agreement(more) == pytest.approx(agreement(found), abs=1e-9)


@calm
@given(cast_votes)
def test_agreement_reads_the_same_from_either_end(found):
    turned = {4 - level: count for level, count in found.items()}
    assert agreement(turned) == pytest.approx(agreement(found), abs=1e-9)


def test_agreement_is_that_of_the_formula():
    # Votes 1, 2, 2, 3: the mean is 2, the ends are one step away.
    assert agreement({1: 1, 2: 2, 3: 1}) == pytest.approx(1 + 0.5 * log2(1 - 1 / 4))


def test_one_against_a_great_many_is_no_accident():
    assert agreement({0: 1, 4: 10**18}) == pytest.approx(1)


@pytest.mark.parametrize("nothing", [{}, {2: 0}])
def test_without_votes_there_is_no_agreement_no_split_and_no_median(nothing):
    assert (agreement(nothing), is_split(nothing), lower_median(nothing)) == (None, False, None)


@pytest.mark.parametrize(
    ("found", "split"),
    [
        ({0: 1, 4: 1}, True),
        ({1: 2, 2: 2, 3: 2}, True),
        ({0: 1, 1: 1, 2: 2, 3: 1, 4: 1}, True),
        ({1: 2, 2: 3, 3: 2}, False),
        ({0: 3}, False),
        ({0: 2, 1: 1, 2: 4, 4: 2}, False),
    ],
)
def test_a_vote_is_split_where_a_third_is_low_and_a_third_is_high(found, split):
    assert is_split(found) is split


@calm
@given(cast_votes)
def test_the_median_leaves_half_of_the_votes_on_either_side(found):
    middle, cast = lower_median(found), sum(found.values())
    below = sum(count for level, count in found.items() if level < middle)
    above = sum(count for level, count in found.items() if level > middle)
    assert 2 * below < cast
    assert 2 * above <= cast


def test_of_two_in_the_middle_the_lower_one_is_proposed():
    assert lower_median({0: 1, 1: 1, 3: 1, 4: 1}) == 1


def test_not_known_counts_neither_in_agreement_nor_in_the_median():
    found = votes_by_level({"3": 2, "unknown": 9})
    assert (found, agreement(found), lower_median(found)) == ({3: 2}, 1, 3)


def test_a_ballot_offers_five_levels_and_not_known():
    assert CHOICES == ("0", "1", "2", "3", "4", "unknown")


@calm
@given(st.dictionaries(st.sampled_from(CHOICES), st.integers(0, 200)))
def test_an_outcome_says_all_that_can_be_said_of_a_vote(choices):
    found, by_level = outcome_of(choices), votes_by_level(choices)
    assert dict(zip(CHOICES, found.counts, strict=True)) == {
        choice: choices.get(choice, 0) for choice in CHOICES
    }
    assert (found.agreement, found.split, found.median) == (
        agreement(by_level),
        is_split(by_level),
        lower_median(by_level),
    )
