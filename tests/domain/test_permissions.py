"""The policy: who may do what."""

import pytest

from assessment.domain.errors import NotFound, NotPermitted
from assessment.domain.identifiers import StateCode
from assessment.domain.permissions import (
    OPERATOR,
    POLICY,
    Act,
    Actor,
    Grant,
    Role,
    Subject,
    UserId,
    may,
    require,
)

HERE, THERE = StateCode("XAA"), StateCode("XAB")


def an_actor(*grants):
    return Actor(UserId("u"), "Ana", "ana@example.org", tuple(Grant(r, s) for r, s in grants))


def test_the_policy_names_every_act():
    assert set(POLICY) == set(Act)


def test_a_contributor_may_exactly_this():
    officer = an_actor((Role.CONTRIBUTOR, HERE))
    allowed = {act for act in Act if may(officer, act, Subject(HERE))}
    assert allowed == {Act.SEE_CYCLE, Act.ANSWER, Act.SEE_RESULTS, Act.MAKE_REPORT}


def test_a_coordinator_may_all_but_the_operators_own_acts():
    lead = an_actor((Role.COORDINATOR, HERE))
    refused = {act for act in Act if not may(lead, act, Subject(HERE))}
    assert refused == {Act.ENROL, Act.RESET_SIGN_IN, Act.RUN_JOBS}


def test_the_operator_changes_no_answer():
    assert not may(OPERATOR, Act.ANSWER, Subject(HERE))


@pytest.mark.parametrize("act", Act)
def test_a_role_in_one_state_is_none_in_another(act):
    with pytest.raises(NotFound):
        require(an_actor((Role.COORDINATOR, THERE)), act, Subject(HERE))


def test_a_role_that_does_not_reach_is_told_so():
    with pytest.raises(NotPermitted):
        require(an_actor((Role.CONTRIBUTOR, HERE)), Act.INVITE, Subject(HERE))


def test_each_state_counts_its_own_role():
    both = an_actor((Role.CONTRIBUTOR, HERE), (Role.COORDINATOR, THERE))
    assert (both.role_in(HERE), both.role_in(THERE)) == (Role.CONTRIBUTOR, Role.COORDINATOR)
    assert not may(both, Act.INVITE, Subject(HERE))


def test_states_are_in_order_and_the_operator_has_none():
    assert an_actor((Role.CONTRIBUTOR, THERE), (Role.CONTRIBUTOR, HERE)).states == (HERE, THERE)
    assert OPERATOR.states == ()
