"""METHOD.md 5: the list schedule keeps quarters, capacity, budget and order."""

from graphlib import CycleError

import pytest

from assessment.domain.packages import Package
from assessment.domain.planning import plan_roadmap
from tests.builders import (
    ALL,
)


def a_package(name="x", *, effort=4.0, quarters=2, value=1.0, cost=0.0, waits=()):
    return Package(
        question=name,
        level=1,
        families=ALL,
        effort=effort,
        effort_separate=effort,
        cost=cost,
        cost_separate=cost,
        quarters=quarters,
        value=value,
        reuse=False,
        waits_for=tuple(waits),
        obligations=(),
    )


def starts(packages, *limits):
    return {p.package.question: p.start for p in plan_roadmap(packages, *limits).planned}


def test_a_package_too_great_for_any_quarter_is_unfunded_with_all_that_waits_for_it():
    packages = [a_package("x", effort=8), a_package("y", waits=[("x", 1)]), a_package("z")]
    assert starts(packages, 8, 2) == {"z": 1}


def test_packages_share_the_capacity_of_a_quarter():
    assert sorted(starts([a_package("x"), a_package("y")], 8, 2).values()) == [1, 3]


def test_the_budget_is_kept_and_the_better_package_chosen():
    packages = [a_package("x", cost=60, value=1), a_package("y", cost=60, value=2)]
    assert starts(packages, 8, 100, 100) == {"y": 1}


def test_without_money_only_what_costs_nothing_is_done():
    assert starts([a_package("x", cost=1), a_package("y")], 8, 100, 0) == {"y": 1}


def test_without_capacity_only_what_takes_no_effort_is_done():
    assert starts([a_package("x"), a_package("y", effort=0)], 8, 0) == {"y": 1}


def test_a_worthless_package_is_done_for_what_it_unlocks():
    packages = [
        a_package("dull", value=0.9),
        a_package("key", value=0.001, quarters=1),
        a_package("prize", value=9, quarters=1, waits=[("key", 1)]),
    ]
    assert starts(packages, 2, 4) == {"key": 1, "prize": 2}


def test_a_package_refused_at_first_is_taken_when_what_it_waits_for_is_there():
    # "far" and its first step do not fit the money beside "near"; the first step alone does.
    packages = [
        a_package("first", cost=10, value=5, quarters=1),
        a_package("far", cost=90, value=50, quarters=1, waits=[("first", 1)]),
        a_package("near", cost=0, value=50, quarters=1),
    ]
    assert set(starts(packages, 4, 100, 95)) == {"first", "near"}


def test_what_is_waited_for_and_not_among_the_packages_holds_nothing_up():
    assert starts([a_package("x", waits=[("gone", 1)])], 4, 4) == {"x": 1}


def test_a_circle_of_packages_is_refused():
    with pytest.raises(CycleError):
        plan_roadmap([a_package("x", waits=[("y", 1)]), a_package("y", waits=[("x", 1)])], 4, 4)


def test_the_objective_counts_the_quarters_that_are_left_at_the_end():
    # It ends in quarter 2 of 5: 3 x (5 + 1 - 2).
    assert plan_roadmap([a_package("x", value=3)], 5, 4).objective == 12
