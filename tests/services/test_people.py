"""People as services see them: passwords, sign-ins, invitations."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from assessment.domain.errors import Invalid, NotFound, NotPermitted
from assessment.domain.identifiers import StateCode
from assessment.domain.permissions import OPERATOR, Actor, Grant, Role, UserId
from assessment.services import invitations, people, sign_ins
from assessment.services.passwords import Passwords, password_faults, passwords_at
from tests.conftest import NOON

HERE, THERE = StateCode("XAA"), StateCode("XAB")
QUICK = passwords_at("test")
WORDS = "three calm harbours"
CONTRIBUTOR = Grant(Role.CONTRIBUTOR, HERE)
CONTRIBUTOR_THERE = Grant(Role.CONTRIBUTOR, THERE)


@pytest.fixture
def session(app):
    with app.extensions["octant"].open_session(True) as opened:  # noqa: FBT003 - "writing"
        yield opened


def enrolled(session, name, role, state=HERE):
    email = f"{name}@example.org"
    user = people.enrol(session, OPERATOR, Grant(role, state), email, name, WORDS, QUICK, NOON)
    return Actor(user, name, email, (Grant(role, state),))


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("elevenchars", "password_short"),
        ("x" * 129, "password_long"),
        ("passwordpassword", "password_common"),
        ("aaaaaaaabbbb", "password_common"),
        ("customs and harbours", "password_own_word"),
    ],
)
def test_a_weak_password_is_refused_by_name(password, code):
    assert [fault.code for fault in password_faults(password, ["ana@customs.example"])] == [code]


def test_twelve_small_letters_are_enough():
    assert password_faults("quietriverss", ()) == ()


def test_the_standard_cost_is_19_mib_two_passes_one_lane():
    assert "$m=19456,t=2,p=1$" in Passwords("standard").hash(WORDS)


def test_no_password_fits_nobody():
    assert not QUICK.matches(None, "nobody has this password")


def test_the_same_text_of_another_keyboard_fits():
    assert QUICK.matches(QUICK.hash("caf\u00e9 harbours"), "cafe\u0301 harbours")


def test_who_is_here_is_found_by_one_query(session):
    lead = enrolled(session, "lea", Role.COORDINATOR)
    token = sign_ins.begin(session, lead.user, NOON)
    seen = []
    bind = session.connection().engine
    event.listen(bind, "before_cursor_execute", lambda *args: seen.append(args[2]))
    presence = sign_ins.presence_of(session, token, NOON)
    assert (presence.actor, len(seen)) == (lead, 1)


def test_guesses_sent_at_once_cannot_outrun_the_count(session):
    lead = enrolled(session, "lea", Role.COORDINATOR)
    account = sign_ins.account_of(session, lead.email, "10.0.0.1", NOON)
    for _ in range(10):
        sign_ins.note_failure(session, account, "10.0.0.1", NOON)
    with pytest.raises(sign_ins.TooManyAttempts) as refused:
        sign_ins.sign_in(session, account, "10.0.0.1", NOON)
    assert refused.value.wait == timedelta(minutes=15)


def test_one_address_cannot_try_a_hundred_accounts(session):
    for number in range(100):
        account = sign_ins.account_of(session, f"a{number}@example.org", "10.0.0.1", NOON)
        sign_ins.note_failure(session, account, "10.0.0.1", NOON)
    with pytest.raises(sign_ins.TooManyAttempts):
        sign_ins.account_of(session, "new@example.org", "10.0.0.1", NOON)


def test_an_email_is_one_account_whatever_its_case(session):
    first = enrolled(session, "lea", Role.COORDINATOR)
    grant = Grant(Role.CONTRIBUTOR, THERE)
    again = people.enrol(session, OPERATOR, grant, "LEA@Example.org", "x", WORDS, QUICK, NOON)
    assert again == first.user


def test_only_the_operator_enrols(session):
    lead = enrolled(session, "lea", Role.COORDINATOR)
    with pytest.raises(NotPermitted):
        people.enrol(
            session, lead, Grant(Role.CONTRIBUTOR, HERE), "b@c.org", "b", WORDS, QUICK, NOON
        )


def test_an_invitation_ends_after_seven_days(session):
    _, token = invitations.invite(session, OPERATOR, CONTRIBUTOR, "n@c.org", NOON)
    with pytest.raises(invitations.InvitationClosed):
        invitations.invitation_of(session, token, NOON + timedelta(days=7))


def test_a_newer_invitation_ends_the_older(session):
    _, old = invitations.invite(session, OPERATOR, CONTRIBUTOR, "n@c.org", NOON)
    invitations.invite(session, OPERATOR, CONTRIBUTOR, "N@c.org", NOON)
    with pytest.raises(invitations.InvitationClosed):
        invitations.invitation_of(session, old, NOON)


def test_a_person_of_two_states_joins_the_second_signed_in(session):
    lead = enrolled(session, "lea", Role.COORDINATOR)
    _, token = invitations.invite(session, OPERATOR, CONTRIBUTOR_THERE, lead.email, NOON)
    invitations.join(session, lead, token, NOON)
    here = sign_ins.presence_of(session, sign_ins.begin(session, lead.user, NOON), NOON)
    assert here.actor.states == (HERE, THERE)


def test_nobody_else_joins_by_that_link(session):
    lead = enrolled(session, "lea", Role.COORDINATOR)
    _, token = invitations.invite(session, OPERATOR, CONTRIBUTOR_THERE, "n@c.org", NOON)
    with pytest.raises(NotFound):
        invitations.join(session, lead, token, NOON)


def test_nobody_is_invited_as_the_operator(session):
    with pytest.raises(Invalid):
        invitations.invite(session, OPERATOR, Grant(Role.OPERATOR), "n@c.org", NOON)


@pytest.mark.parametrize("email", ["", "nobody", "a b@c.org", "a@b", "a@b.org\n<x>", "@b.org"])
def test_what_is_no_address_is_not_invited(session, email):
    with pytest.raises(Invalid):
        invitations.invite(session, OPERATOR, CONTRIBUTOR, email, NOON)


def test_a_coordinator_elsewhere_learns_nothing(session):
    other = enrolled(session, "omar", Role.COORDINATOR, THERE)
    with pytest.raises(NotFound):
        people.remove(session, other, HERE, UserId("0" * 16), NOON)


def test_a_password_changed_in_between_is_not_changed_again(session):
    lead = enrolled(session, "lea", Role.COORDINATOR)
    before = sign_ins.account_of(session, lead.email, "", NOON)
    sign_ins.change_password(session, lead, before, "first", NOON)
    with pytest.raises(Invalid):
        sign_ins.change_password(session, lead, before, "second", NOON)
    assert sign_ins.account_of(session, lead.email, "", NOON).kept == "first"


def test_a_password_checked_for_one_changes_no_other(session):
    lead = enrolled(session, "lea", Role.COORDINATOR)
    other = enrolled(session, "omar", Role.CONTRIBUTOR)
    checked = sign_ins.account_of(session, other.email, "", NOON)
    with pytest.raises(Invalid):
        sign_ins.change_password(session, lead, checked, "taken", NOON)
