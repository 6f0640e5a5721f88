"""What an administrator makes: states and donors, and how a state is marked, on both databases."""

import pytest

from assessment.domain.errors import Invalid, NotFound, NotPermitted
from assessment.domain.permissions import OPERATOR, Grant, Role
from assessment.services import instance, invitations
from assessment.services.cycles import open_cycle
from tests.builders import a_catalogue
from tests.databases import ANA, BEN, NOW, STRANGER, XAA
from tests.services.people_kit import ADMIN, codes, enrolled

FIRST = Grant(Role.COORDINATOR, XAA)


@pytest.fixture
def session(database):
    with database.writing() as opened:
        yield opened


@pytest.fixture
def donor(session):
    return instance.add_donor(session, OPERATOR, "Northern Fund (made up)", NOW)


def test_an_invitation_to_a_state_makes_it_known(session):
    invitations.invite(session, OPERATOR, FIRST, "c@c.org", NOW)
    here = instance.states_of(session, ADMIN, NOW)
    assert [(state.code, state.coordinators, len(state.invited)) for state in here] == [
        (XAA, (), 1)
    ]


def test_a_state_is_made_once_and_only_from_the_list(session):
    instance.add_state(session, ADMIN, a_catalogue(), XAA, "", NOW)
    for code, fault in ((XAA, "state_known"), ("QQQ", "state_unlisted")):
        with pytest.raises(Invalid) as refused:
            instance.add_state(session, ADMIN, a_catalogue(), code, "", NOW)
        assert codes(refused) == [fault]


def test_the_coordinators_of_a_state_show_to_an_administrator(session):
    enrolled(session, "Cora", FIRST)
    assert instance.states_of(session, ADMIN, NOW)[0].coordinators == ("Cora",)


def test_a_coordinator_marks_the_state(session):
    enrolled(session, "Cora", FIRST)
    assert instance.change_marking(session, ANA, XAA, " OFFICIAL \n USE ", NOW) == "OFFICIAL USE"
    assert instance.marking_of(session, BEN, XAA) == "OFFICIAL USE"


def test_a_marking_too_long_is_refused(session):
    with pytest.raises(Invalid):
        instance.change_marking(session, ANA, XAA, "x" * 101, NOW)


@pytest.mark.parametrize(("actor", "refusal"), [(BEN, NotPermitted), (STRANGER, NotFound)])
def test_nobody_else_marks_the_state(session, actor, refusal):
    with pytest.raises(refusal):
        instance.change_marking(session, actor, XAA, "OPEN", NOW)


def test_donors_are_counted_and_found_by_name(session, donor):
    enrolled(session, "Dora", Grant(Role.DONOR, donor=donor.id))
    here = instance.donors_here(session, ADMIN, NOW)
    assert [(each.donor, each.people, each.invited) for each in here] == [(donor, 1, False)]
    assert instance.donor_called(session, ADMIN, " northern fund (MADE UP)") == donor
    with pytest.raises(NotFound):
        instance.donor_called(session, ADMIN, "Nobody")


def test_a_donor_waits_for_whom_an_open_invitation_is_for(session, donor):
    other = instance.add_donor(session, ADMIN, "Quiet Fund (made up)", NOW)
    invitations.invite(session, ADMIN, Grant(Role.DONOR, donor=donor.id), "d@example.org", NOW)

    def waiting(moment):
        here = instance.donors_here(session, ADMIN, moment)
        return {each.donor.id: each.invited for each in here}

    assert waiting(NOW) == {donor.id: True, other.id: False}
    assert waiting(NOW + invitations.INVITED_FOR) == {donor.id: False, other.id: False}


def test_two_donors_have_two_names(session, donor):
    for name, fault in (("NORTHERN fund (made up)", "donor_known"), (" ", "donor_nameless")):
        with pytest.raises(Invalid) as refused:
            instance.add_donor(session, ADMIN, name, NOW)
        assert codes(refused) == [fault]


def test_a_new_cycle_begins_with_the_marking_of_its_state(session):
    catalogue = a_catalogue()
    instance.add_state(session, ADMIN, catalogue, XAA, "RESTRICTED", NOW)
    assert open_cycle(session, ANA, XAA, "Round 2", catalogue, NOW).marking == "RESTRICTED"
