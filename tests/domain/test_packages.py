"""METHOD.md 5: which packages there are, their figures, and what they wait for."""

from dataclasses import replace

import pytest

from assessment.domain.catalogue import Family, Participation
from assessment.domain.packages import Assumption, work_packages
from assessment.domain.response import Targets
from tests.builders import (
    ALL,
    ARMS,
    CHEMICAL,
    FULL,
    NUCLEAR,
    a_catalogue,
    a_profile,
    a_question,
    a_step,
    an_obligation,
    answers,
)

PARTY = a_profile(participation={"att": Participation.PARTY})


def one(families=ALL, **changes):
    """A catalogue of the one question lists.list.law, serving att-1 in full."""
    question = a_question("lists.list.law", families=families, serves={"att-1": FULL}, **changes)
    return a_catalogue([question], obligations=[an_obligation("att-1")])


def test_a_target_of_0_asks_for_no_package():
    profile = replace(PARTY, targets=Targets(0))
    assert work_packages(one(), profile, answers(lists__list__law={Family.ALL: 0})) == ()


def test_the_priority_of_the_area_multiplies_the_leverage():
    profile = replace(PARTY, priorities={"lists": 2})
    (first, *_) = work_packages(one(), profile, answers(lists__list__law={Family.ALL: 0}))
    assert first.value == pytest.approx(2 / 3 + 0.001)


def test_a_states_own_figures_replace_the_catalogues():
    given = answers(lists__list__law={Family.ALL: 2})
    own = {("lists.list.law", 3): Assumption(months=4, effort=10)}
    (package,) = work_packages(one(), PARTY, given, own)
    assert (package.quarters, package.effort, package.cost) == (2, 10, 10_000)
    (package,) = work_packages(one(), PARTY, given, {("lists.list.law", 3): Assumption(cost=7)})
    assert (package.quarters, package.effort, package.cost) == (3, 4, 7)


def two(first_families, needed, second_families=(ARMS,)):
    """licensing.export.law, whose step 1 requires lists.list.law at `needed`."""
    return a_catalogue(
        [
            a_question("lists.list.law", families=first_families),
            a_question(
                "licensing.export.law",
                families=second_families,
                requires={1: {"lists.list.law": needed}},
            ),
        ]
    )


@pytest.mark.parametrize(
    ("first_families", "needed", "waits"),
    [
        ((ARMS,), 2, (("lists.list.law", 2),)),
        ((ARMS,), 4, (("lists.list.law", 3),)),  # no higher than the target
        (ALL, 2, (("lists.list.law", 2),)),
        ((CHEMICAL,), 2, ()),  # no family shared
        ((NUCLEAR,), 2, ()),  # out of scope
    ],
)
def test_a_prerequisite_is_waited_for_where_its_package_exists_and_shares_a_family(
    first_families, needed, waits
):
    profile = a_profile(families=(ARMS, CHEMICAL))
    given = answers(
        lists__list__law=dict.fromkeys(first_families, 0), licensing__export__law={ARMS: 0}
    )
    packages = work_packages(two(first_families, needed), profile, given)
    (package,) = (p for p in packages if p.key == ("licensing.export.law", 1))
    assert package.waits_for == waits


def test_a_prerequisite_that_stands_already_is_not_waited_for():
    given = answers(lists__list__law={ARMS: 2}, licensing__export__law={ARMS: 0})
    packages = work_packages(two((ARMS,), 2), PARTY, given)
    assert packages[1].key == ("licensing.export.law", 1)
    assert packages[1].waits_for == ()


def test_a_question_for_all_waits_for_any_family():
    given = answers(lists__list__law={CHEMICAL: 0}, licensing__export__law={Family.ALL: 2})
    catalogue = a_catalogue(
        [
            a_question("lists.list.law", families=(CHEMICAL,)),
            a_question("licensing.export.law", requires={3: {"lists.list.law": 1}}),
        ]
    )
    packages = work_packages(catalogue, PARTY, given)
    assert packages[-1].waits_for == (("lists.list.law", 1),)


def test_a_step_of_no_time_still_takes_a_quarter():
    steps = tuple(a_step(level, months=0) for level in (1, 2, 3, 4))
    given = answers(lists__list__law={Family.ALL: 2})
    (package,) = work_packages(one(steps=steps), PARTY, given)
    assert package.quarters == 1
