"""Invitations beyond a state, and how roles end, on both databases."""

from datetime import timedelta

import pytest

from assessment.domain.cycle import CycleStatus
from assessment.domain.errors import CycleClosed, Invalid, NotFound, NotPermitted
from assessment.domain.identifiers import CycleId, DonorId
from assessment.domain.permissions import OPERATOR, Grant, Role, UserId
from assessment.services import instance, invitations, people
from assessment.services.cycles import move_cycle
from tests.builders import a_catalogue
from tests.databases import ANA, BEN, NOW, STRANGER, XAA, XAB
from tests.services.people_kit import ADMIN, codes, enrolled, enter, present

WEEK = timedelta(days=7)
FIRST = Grant(Role.COORDINATOR, XAA)


@pytest.fixture
def session(database):
    with database.writing() as opened:
        yield opened


@pytest.fixture
def donor(session):
    return instance.add_donor(session, OPERATOR, "Northern Fund (made up)", NOW)


def test_a_facilitator_comes_for_one_cycle_until_a_day(session, cycle):
    grant = Grant(Role.FACILITATOR, XAA, cycle.id, until=NOW + WEEK)
    _invitation, token = invitations.invite(session, ANA, grant, "f@c.org", NOW)
    guest = enter(session, token)
    assert guest.grants == (grant,)
    assert present(session, guest.user, NOW + WEEK).grants == ()


def test_the_link_of_a_facilitator_ends_no_later_than_the_visit(session, cycle):
    until = NOW + timedelta(days=2)
    grant = Grant(Role.FACILITATOR, XAA, cycle.id, until=until)
    invitation, _token = invitations.invite(session, ANA, grant, "f@c.org", NOW)
    assert invitation.expires == until


def test_a_facilitator_whose_time_is_over_comes_again(session, cycle):
    user = enrolled(session, "Finn", Grant(Role.FACILITATOR, XAA, cycle.id, until=NOW + WEEK))
    later = NOW + 2 * WEEK
    again = Grant(Role.FACILITATOR, XAA, cycle.id, until=later + WEEK)
    _invitation, token = invitations.invite(session, ANA, again, "finn@example.org", later)
    invitations.join(session, present(session, user, later), token, later)
    assert present(session, user, later).grants == (again,)


def test_a_facilitator_who_is_here_is_not_invited_again(session, cycle):
    grant = Grant(Role.FACILITATOR, XAA, cycle.id, until=NOW + WEEK)
    enrolled(session, "Finn", grant)
    with pytest.raises(Invalid) as refused:
        invitations.invite(session, ANA, grant, "finn@example.org", NOW)
    assert codes(refused) == ["already_here"]


@pytest.mark.parametrize("address", [ADMIN.email, ADMIN.email.upper()])
def test_an_administrator_does_not_let_themselves_in(session, donor, address):
    with pytest.raises(Invalid) as refused:
        invitations.invite(session, ADMIN, Grant(Role.DONOR, donor=donor.id), address, NOW)
    assert codes(refused) == ["invites_oneself"]


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_visit_ends_after_now_and_within_a_year(session, cycle, days):
    grant = Grant(Role.FACILITATOR, XAA, cycle.id, until=NOW + timedelta(days=days))
    with pytest.raises(Invalid) as refused:
        invitations.invite(session, ANA, grant, "f@c.org", NOW)
    assert codes(refused) == ["visit_end_range"]


def test_a_visit_without_an_end_is_refused(session, cycle):
    with pytest.raises(Invalid) as refused:
        invitations.invite(session, ANA, Grant(Role.FACILITATOR, XAA, cycle.id), "f@c.org", NOW)
    assert codes(refused) == ["visit_end_missing"]


def test_a_guest_belongs_to_the_state_of_the_cycle_whatever_was_said(session, cycle):
    grant = Grant(Role.FACILITATOR, XAB, cycle.id, until=NOW + WEEK)
    invitation, _token = invitations.invite(session, ANA, grant, "f@c.org", NOW)
    assert invitation.grant.state == XAA


def test_nobody_is_invited_to_an_archived_cycle(session, cycle):
    move_cycle(session, ANA, cycle.id, CycleStatus.ARCHIVED, cycle.version, NOW)
    grant = Grant(Role.FACILITATOR, XAA, cycle.id, until=NOW + WEEK)
    with pytest.raises(CycleClosed):
        invitations.invite(session, ANA, grant, "f@c.org", NOW)


@pytest.mark.parametrize(
    ("actor", "refusal"), [(BEN, NotPermitted), (STRANGER, NotFound), (ADMIN, NotFound)]
)
def test_only_the_coordinator_invites_guests(session, cycle, actor, refusal):
    grant = Grant(Role.FACILITATOR, XAA, cycle.id, until=NOW + WEEK)
    with pytest.raises(refusal):
        invitations.invite(session, actor, grant, "f@c.org", NOW)


def test_a_cycle_that_is_not_there_has_no_guests(session):
    grant = Grant(Role.FACILITATOR, XAA, CycleId("0" * 16), until=NOW + WEEK)
    with pytest.raises(NotFound):
        invitations.invite(session, ANA, grant, "f@c.org", NOW)


def test_a_guest_is_listed_with_the_state_and_goes_at_once(session, cycle):
    user = enrolled(session, "Finn", Grant(Role.FACILITATOR, XAA, cycle.id, until=NOW + WEEK))
    here, _open = people.guests_of(session, ANA, XAA, NOW)
    people.end_visit(session, ANA, cycle.id, user, NOW)
    assert [person.user for person in here] == [user]
    assert people.guests_of(session, ANA, XAA, NOW) == ((), ())


def test_a_guest_ends_nobodys_visit(session, cycle):
    user = enrolled(session, "Finn", Grant(Role.FACILITATOR, XAA, cycle.id, until=NOW + WEEK))
    with pytest.raises(NotPermitted):
        people.end_visit(session, present(session, user), cycle.id, user, NOW)


def test_the_visit_of_somebody_who_is_no_guest_does_not_end(session, cycle):
    with pytest.raises(NotFound):
        people.end_visit(session, ANA, cycle.id, UserId("0" * 16), NOW)


def test_an_administrator_invites_the_people_of_a_donor(session, donor):
    grant = Grant(Role.DONOR, donor=donor.id)
    _invitation, token = invitations.invite(session, ADMIN, grant, "d@fund.org", NOW)
    assert invitations.place_named(session, token, NOW) == "Northern Fund (made up)"
    newcomer = enter(session, token, "Dora")
    assert newcomer.donors == (donor.id,)
    found, (here, open_ones) = people.people_of_donor(session, ADMIN, donor.id, NOW)
    assert (found, [person.name for person in here], open_ones) == (donor, ["Dora"], ())


def test_a_donors_person_goes_at_once(session, donor):
    user = enrolled(session, "Dora", Grant(Role.DONOR, donor=donor.id))
    people.remove_from_donor(session, ADMIN, donor.id, user, NOW)
    assert present(session, user).donors == ()
    with pytest.raises(NotFound):
        people.remove_from_donor(session, ADMIN, donor.id, user, NOW)


def test_a_donors_person_invites_nobody(session, donor):
    user = enrolled(session, "Dora", Grant(Role.DONOR, donor=donor.id))
    grant = Grant(Role.DONOR, donor=donor.id)
    with pytest.raises(NotPermitted):
        invitations.invite(session, present(session, user), grant, "d@fund.org", NOW)


@pytest.mark.parametrize("donor_id", ["0" * 16, "x", None])
def test_a_donor_that_is_not_there_has_no_people(session, donor_id):
    grant = Grant(Role.DONOR, donor=donor_id)
    with pytest.raises(NotFound):
        invitations.invite(session, ADMIN, grant, "d@fund.org", NOW)
    with pytest.raises(NotFound):
        people.people_of_donor(session, ADMIN, DonorId(donor_id or ""), NOW)


def test_a_coordinator_learns_of_no_donor(session, donor):
    with pytest.raises(NotFound):
        people.people_of_donor(session, ANA, donor.id, NOW)


def test_an_administrator_invites_another_and_the_last_one_stays(session):
    first = enrolled(session, "Ada", Grant(Role.ADMINISTRATOR))
    actor = present(session, first)
    grant = Grant(Role.ADMINISTRATOR)
    _invitation, token = invitations.invite(session, actor, grant, "b@c.org", NOW)
    second = enter(session, token, "Bo")
    people.remove_administrator(session, second, first, NOW)
    with pytest.raises(Invalid) as refused:
        people.remove_administrator(session, second, second.user, NOW)
    assert codes(refused) == ["last_administrator"]
    here, _open = people.administrators_of(session, second, NOW)
    assert [person.name for person in here] == ["Bo"]


@pytest.mark.parametrize("actor", [ANA, STRANGER])
def test_nobody_else_sees_or_makes_administrators(session, actor):
    with pytest.raises(NotFound):
        people.administrators_of(session, actor, NOW)
    with pytest.raises(NotFound):
        invitations.invite(session, actor, Grant(Role.ADMINISTRATOR), "b@c.org", NOW)


def test_an_administrator_invites_the_first_coordinator_of_a_state_made_here(session):
    instance.add_state(session, ADMIN, a_catalogue(), XAA, "RESTRICTED", NOW)
    _invitation, token = invitations.invite(session, ADMIN, FIRST, "c@c.org", NOW)
    assert enter(session, token).states == (XAA,)


def test_a_state_with_a_coordinator_is_closed_to_administrators(session):
    enrolled(session, "Cora", FIRST)
    with pytest.raises(NotPermitted):
        invitations.invite(session, ADMIN, FIRST, "c@c.org", NOW)


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.SIGNATORY])
def test_an_administrator_invites_nobody_but_a_coordinator(session, role):
    instance.add_state(session, ADMIN, a_catalogue(), XAA, "", NOW)
    with pytest.raises(NotPermitted):
        invitations.invite(session, ADMIN, Grant(role, XAA), "c@c.org", NOW)


def test_a_state_that_was_not_made_has_no_first_coordinator(session):
    with pytest.raises(NotFound):
        invitations.invite(session, ADMIN, FIRST, "c@c.org", NOW)


def test_the_first_coordinator_ends_what_an_administrator_offered_others(session):
    instance.add_state(session, ADMIN, a_catalogue(), XAA, "", NOW)
    _one, first = invitations.invite(session, ADMIN, FIRST, "c@c.org", NOW)
    _two, second = invitations.invite(session, ADMIN, FIRST, "own@admin.org", NOW)
    enter(session, first)
    with pytest.raises(invitations.InvitationClosed):
        enter(session, second, "Ada")


def test_what_the_operator_offered_goes_on(session):
    _one, first = invitations.invite(session, OPERATOR, FIRST, "c@c.org", NOW)
    _two, second = invitations.invite(session, OPERATOR, FIRST, "d@c.org", NOW)
    enter(session, first)
    assert enter(session, second, "Dan").states == (XAA,)


def test_an_administrator_revokes_only_what_an_administrator_may_offer(session, cycle):
    visit = Grant(Role.FACILITATOR, XAA, cycle.id, until=NOW + WEEK)
    invitation, _token = invitations.invite(session, ANA, visit, "f@c.org", NOW)
    with pytest.raises(NotFound):
        invitations.revoke_invitation(session, ADMIN, invitation.id, NOW)
    invitations.revoke_invitation(session, ANA, invitation.id, NOW)
    assert people.guests_of(session, ANA, XAA, NOW)[1] == ()


def offered_by(session, who, cycle):
    """The links to three places of the state that one of its coordinators offered."""
    visit = Grant(Role.FACILITATOR, XAA, cycle.id, until=NOW + WEEK)
    grants = (FIRST, Grant(Role.CONTRIBUTOR, XAA), visit)
    return [
        invitations.invite(session, who, grant, f"own{number}@c.org", NOW)[1]
        for number, grant in enumerate(grants)
    ]


def is_open(session, token):
    try:
        return bool(invitations.invitation_of(session, token, NOW))
    except invitations.InvitationClosed:
        return False


@pytest.mark.parametrize("after", [None, Role.CONTRIBUTOR, Role.SIGNATORY])
def test_what_a_former_coordinator_offered_is_open_no_more(session, cycle, after):
    cora, carl = (present(session, enrolled(session, name, FIRST)) for name in ("Cora", "Carl"))
    links = offered_by(session, cora, cycle)
    _one, kept = invitations.invite(session, carl, FIRST, "d@c.org", NOW)
    if after is None:
        people.remove(session, carl, XAA, cora.user, NOW)
    else:
        people.change_role(session, carl, XAA, cora.user, after, NOW)
    assert [is_open(session, link) for link in (*links, kept)] == [False, False, False, True]


def test_what_somebody_offered_in_another_state_stays_open(session, cycle):
    both = [enrolled(session, "Cora", Grant(Role.COORDINATOR, state)) for state in (XAA, XAB)]
    cora = present(session, both[0])
    enrolled(session, "Carl", FIRST)
    there = Grant(Role.CONTRIBUTOR, XAB)
    _one, link = invitations.invite(session, cora, there, "d@c.org", NOW)
    people.remove(session, ANA, XAA, cora.user, NOW)
    assert is_open(session, link)


def test_what_a_former_administrator_offered_is_open_no_more(session, donor):
    ada, bob = (
        present(session, enrolled(session, name, Grant(Role.ADMINISTRATOR)))
        for name in ("Ada", "Bob")
    )
    instance.add_state(session, ada, a_catalogue(), XAA, "", NOW)
    grants = (Grant(Role.ADMINISTRATOR), Grant(Role.DONOR, donor=donor.id), FIRST)
    links = [
        invitations.invite(session, who, grant, f"{who.user}@c.org", NOW)[1]
        for who in (ada, bob)
        for grant in grants
    ]
    people.remove_administrator(session, bob, ada.user, NOW)
    assert [is_open(session, link) for link in links] == [False] * 3 + [True] * 3
