"""Who belongs to a state, and how they come and go: by invitation, never by themselves."""

import re
import secrets
from datetime import datetime, timedelta

from assessment.domain.errors import DomainError, Fault, Invalid, NotFound
from assessment.domain.identifiers import StateCode
from assessment.domain.permissions import (
    STATE_ROLES,
    Act,
    Actor,
    Grant,
    Role,
    Subject,
    UserId,
    require,
)
from assessment.domain.texts import one_line, text_faults
from assessment.records import audit, invitations, people
from assessment.records.base import is_id, new_id
from assessment.records.invitations import Invitation
from assessment.records.people import Person, place_of
from assessment.records.session import Session
from assessment.services.passwords import Passwords, password_faults
from assessment.services.sign_ins import hash_of, same_case

INVITED_FOR = timedelta(days=7)
LONGEST_EMAIL, LONGEST_NAME = 254, 200
EMAIL = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;.]+")


class InvitationClosed(DomainError):
    """The invitation was accepted, revoked or has run out."""

    code = "invitation_closed"


def invite(
    session: Session, actor: Actor, state: StateCode, email: str, role: Role, now: datetime
) -> tuple[Invitation, str]:
    """Invite somebody to a state; gives the invitation and the token for its link.

    An older open invitation of the same person to the same state ends. Raises Invalid.
    """
    require(actor, Act.INVITE, Subject(state))
    address = same_case(email)
    # What cannot be seen, such as a mark that turns the text around, makes two addresses look one.
    if len(address) > LONGEST_EMAIL or not (EMAIL.fullmatch(address) and address.isprintable()):
        raise Invalid([Fault("email_form", "email")])
    if role not in STATE_ROLES:
        raise Invalid([Fault("role_unknown", "role")])
    user = people.user_id_of(session, address)
    if user is not None and people.role_of(session, user, Subject(state)) is not None:
        raise Invalid([Fault("already_here", "email", (("email", address),))])
    invitations.revoke_invitations_to(session, Subject(state), address, now)
    grant = Grant(role, state)
    invitation = Invitation(
        new_id(), grant, address, actor.name, now, now + INVITED_FOR, None, None
    )
    token = secrets.token_urlsafe(32)
    invitations.add_invitation(session, actor, invitation, hash_of(token))
    audit.record(
        session, now, actor, Act.INVITE, f"state {state}", {"role": role.value}, state=state
    )
    return invitation, token


def invitation_of(session: Session, token: str, now: datetime) -> tuple[Invitation, bool]:
    """The open invitation of a link, and whether the invited person has an account.

    Raises NotFound, or InvitationClosed when it no longer works.
    """
    invitation = invitations.invitation_by_hash(session, hash_of(token))
    if invitation is None:
        raise NotFound
    if not invitation.is_open(now):
        raise InvitationClosed
    return invitation, people.user_id_of(session, invitation.email) is not None


def accept_invitation(
    session: Session, token: str, name: str, password: str, passwords: Passwords, now: datetime
) -> UserId:
    """Make the account of somebody new, with the invited role; gives the user.

    Raises NotFound, InvitationClosed, and Invalid with faults at "name" and "password".
    """
    invitation, known = invitation_of(session, token, now)
    if known:
        raise Invalid([Fault("sign_in_to_join", "password")])
    kept = one_line(name)
    faults = [
        *text_faults("name", kept[:LONGEST_NAME]),
        *password_faults(password, (invitation.email, kept)),
    ]
    if not kept or len(kept) > LONGEST_NAME:
        faults.insert(0, Fault("name_missing" if not kept else "name_long", "name"))
    if faults:
        raise Invalid(faults)
    user = people.add_user(session, invitation.email, kept, passwords.hash(password), now)
    newcomer = Actor(user, kept, invitation.email, ())
    _enter(session, newcomer, invitation, now)
    return user


def join(session: Session, actor: Actor, token: str, now: datetime) -> Invitation:
    """Accept an invitation to one more state by the person it is for, signed in.

    Raises NotFound (also for anybody else) and InvitationClosed.
    """
    invitation, _known = invitation_of(session, token, now)
    if invitation.email != actor.email:
        raise NotFound
    _enter(session, actor, invitation, now)
    return invitation


def _enter(session: Session, actor: Actor, invitation: Invitation, now: datetime) -> None:
    if not invitations.close_invitation(session, invitation.id, accepted=now):
        raise InvitationClosed
    grant = invitation.grant
    if people.role_of(session, actor.user, subject_of(grant)) is not None:
        raise InvitationClosed
    people.add_grant(session, actor.user, grant, now)
    audit.record(
        session,
        now,
        actor,
        "accept_invitation",
        place_of(grant),
        _granted(grant),
        state=grant.state,
    )


def revoke_invitation(session: Session, actor: Actor, invitation_id: str, now: datetime) -> None:
    """End an invitation that nobody has accepted; no harm when it has ended. Raises NotFound."""
    known = is_id(invitation_id)
    invitation = invitations.invitation_by_id(session, invitation_id) if known else None
    if invitation is None:
        raise NotFound
    grant = invitation.grant
    require(actor, Act.INVITE, subject_of(grant))
    invitations.close_invitation(session, invitation_id, revoked=now)
    audit.record(
        session,
        now,
        actor,
        "revoke_invitation",
        place_of(grant),
        _granted(grant),
        state=grant.state,
    )


def people_of(
    session: Session, actor: Actor, state: StateCode, now: datetime
) -> tuple[tuple[Person, ...], tuple[Invitation, ...]]:
    """Everybody with a role in a state, by name, and the invitations still open."""
    require(actor, Act.SEE_PEOPLE, Subject(state))
    here = people.people_at(session, Subject(state))
    return here, invitations.open_invitations(session, Subject(state), now)


def change_role(
    session: Session, actor: Actor, state: StateCode, user: UserId, role: Role, now: datetime
) -> None:
    """Give somebody another role. Raises NotFound, and Invalid for the last coordinator."""
    require(actor, Act.CHANGE_ROLE, Subject(state))
    if role not in STATE_ROLES:
        raise Invalid([Fault("role_unknown", "role")])
    _spare_last_coordinator(session, state, user, after=role)
    people.change_grant(session, user, Subject(state), role)
    detail = {"user": user, "role": role.value}
    audit.record(session, now, actor, Act.CHANGE_ROLE, f"state {state}", detail, state=state)


def remove(session: Session, actor: Actor, state: StateCode, user: UserId, now: datetime) -> None:
    """Take somebody's role in a state away at once; what they wrote stays.

    Raises NotFound, and Invalid for the last coordinator.
    """
    require(actor, Act.REMOVE_PERSON, Subject(state))
    _spare_last_coordinator(session, state, user, after=None)
    people.remove_grant(session, user, Subject(state))
    audit.record(
        session, now, actor, Act.REMOVE_PERSON, f"state {state}", {"user": user}, state=state
    )


def enrol(  # noqa: PLR0913, PLR0917 - what a person is, all of it
    session: Session,
    actor: Actor,
    grant: Grant,
    email: str,
    name: str,
    password: str,
    passwords: Passwords,
    now: datetime,
) -> UserId:
    """Make a user with a known password, for a demonstration; gives the one there is, unchanged.

    Only the operator may; no request ever acts as the operator.
    """
    where = subject_of(grant)
    require(actor, Act.ENROL, where)
    user = people.user_id_of(session, same_case(email))
    if user is None:
        user = people.add_user(session, same_case(email), name, passwords.hash(password), now)
    if people.role_of(session, user, where) is None:
        people.add_grant(session, user, grant, now)
        detail = {"user": user, **_granted(grant)}
        audit.record(session, now, actor, Act.ENROL, place_of(grant), detail, state=grant.state)
    return user


def subject_of(grant: Grant) -> Subject:
    """Where a grant holds, as what is acted upon when it is given or taken away."""
    return Subject(grant.state, grant.cycle, grant.donor)


def _granted(grant: Grant) -> dict[str, str]:
    until = {"until": grant.until.isoformat()} if grant.until else {}
    return {"role": grant.role.value, **until}


def _spare_last_coordinator(
    session: Session, state: StateCode, user: UserId, after: Role | None
) -> None:
    coordinators = people.coordinators_locked(session, state)
    if not is_id(user) or people.role_of(session, user, Subject(state)) is None:
        raise NotFound
    if coordinators == (user,) and after is not Role.COORDINATOR:
        raise Invalid([Fault("last_coordinator", "people")])
