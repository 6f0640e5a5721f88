"""The policy: who may do what."""

import pytest

from assessment.domain.errors import NotFound, NotPermitted
from assessment.domain.identifiers import CycleId, DonorId, StateCode
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
    assert allowed == {
        Act.SEE_CYCLE,
        Act.ANSWER,
        Act.SEE_RESULTS,
        Act.MAKE_REPORT,
        Act.SEE_WORKSHOP,
    }


def test_a_coordinator_may_all_but_sign_off_and_what_others_than_states_do():
    lead = an_actor((Role.COORDINATOR, HERE))
    refused = {act for act in Act if not may(lead, act, Subject(HERE))}
    assert refused == {
        Act.SIGN_OFF,
        Act.SEE_RELEASED,
        Act.MANAGE_STATES,
        Act.MANAGE_DONORS,
        Act.MANAGE_ADMINISTRATORS,
        Act.ENROL,
        Act.RESET_SIGN_IN,
        Act.RUN_JOBS,
    }


def test_a_signatory_reads_signs_off_and_releases():
    minister = an_actor((Role.SIGNATORY, HERE))
    allowed = {act for act in Act if may(minister, act, Subject(HERE))}
    assert allowed == {
        Act.SEE_CYCLE,
        Act.SEE_RESULTS,
        Act.MAKE_REPORT,
        Act.SEE_WORKSHOP,
        Act.SIGN_OFF,
        Act.RELEASE,
    }


def test_a_facilitator_may_this_in_the_one_cycle_and_nothing_in_the_state():
    cycle = CycleId("0" * 16)
    guest = Actor(UserId("u"), "", "", (Grant(Role.FACILITATOR, HERE, cycle),))
    allowed = {act for act in Act if may(guest, act, Subject(HERE, cycle))}
    assert allowed == {Act.SEE_CYCLE, Act.SEE_RESULTS, Act.SEE_WORKSHOP, Act.RUN_WORKSHOP}
    assert guest.states == ()
    for elsewhere in (Subject(HERE), Subject(HERE, CycleId("1" * 16))):
        with pytest.raises(NotFound):
            require(guest, Act.SEE_CYCLE, elsewhere)


def test_a_donor_sees_what_was_released_to_it_and_no_state():
    own, other = DonorId("a" * 16), DonorId("b" * 16)
    person = Actor(UserId("u"), "", "", (Grant(Role.DONOR, donor=own),))
    assert {act for act in Act if may(person, act, Subject(donor=own))} == {Act.SEE_RELEASED}
    assert person.donors == (own,)
    for elsewhere in (Subject(donor=other), Subject(HERE), Subject(HERE, CycleId("0" * 16))):
        with pytest.raises(NotFound):
            require(person, Act.SEE_RELEASED, elsewhere)


def test_an_administrator_makes_states_and_donors_and_learns_of_no_cycle():
    admin = Actor(UserId("u"), "", "", (Grant(Role.ADMINISTRATOR),))
    allowed = {act for act in Act if may(admin, act, Subject(HERE))}
    assert allowed == {Act.MANAGE_STATES, Act.MANAGE_DONORS, Act.MANAGE_ADMINISTRATORS}
    assert admin.administers
    for act in Act:
        with pytest.raises(NotFound):
            require(admin, act, Subject(HERE, CycleId("0" * 16)))


def test_a_grant_names_where_it_holds():
    grant = Grant(Role.FACILITATOR, HERE, CycleId("0" * 16))
    assert grant.subject == Subject(HERE, CycleId("0" * 16))


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
    assert both.roles_at(Subject(HERE)) == {Role.CONTRIBUTOR}
    assert both.roles_at(Subject(THERE)) == {Role.COORDINATOR}
    assert not may(both, Act.INVITE, Subject(HERE))


def test_states_are_in_order_and_the_operator_has_none():
    assert an_actor((Role.CONTRIBUTOR, THERE), (Role.CONTRIBUTOR, HERE)).states == (HERE, THERE)
    assert OPERATOR.states == ()
