"""How people come in: by invitation, never by themselves."""

import re
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from assessment.domain.errors import DomainError, Fault, Invalid, NotFound, NotPermitted
from assessment.domain.identifiers import CycleId, StateCode
from assessment.domain.permissions import (
    STATE_ROLES,
    Act,
    Actor,
    Grant,
    Role,
    Subject,
    UserId,
    may,
    require,
)
from assessment.domain.texts import one_line, text_faults
from assessment.records import audit, cycles, invitations, people, states
from assessment.records.audiences import tell_states
from assessment.records.base import is_id, new_id
from assessment.records.invitations import Invitation
from assessment.records.people import place_of
from assessment.records.session import Session
from assessment.services.passwords import Passwords, password_faults
from assessment.services.sign_ins import hash_of, same_case

INVITED_FOR = timedelta(days=7)
LONGEST_VISIT = timedelta(days=366)
LONGEST_EMAIL, LONGEST_NAME = 254, 200
EMAIL = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;.]+")


class InvitationClosed(DomainError):
    """The invitation was accepted, revoked or has run out."""

    code = "invitation_closed"


def invite(
    session: Session, actor: Actor, grant: Grant, email: str, now: datetime
) -> tuple[Invitation, str]:
    """Invite somebody to a role; gives the invitation and the token for its link.

    A facilitator is invited to a cycle until a date at most a year away. An administrator
    invites to a state only its first coordinator. An older open invitation of the same
    person to the same place ends. Nobody invites themselves. Raises NotFound, NotPermitted,
    CycleClosed and Invalid.
    """
    grant = _asked_for(session, actor, grant)
    _refuse_wrong_time(session, grant, now)
    address = same_case(email)
    # What cannot be seen, such as a mark that turns the text around, makes two addresses look one.
    if len(address) > LONGEST_EMAIL or not (EMAIL.fullmatch(address) and address.isprintable()):
        raise Invalid([Fault("email_form", "email")])
    if address == actor.email:
        # So that nobody who manages states and donors lets themselves see what these hold.
        raise Invalid([Fault("invites_oneself", "email")])
    user = people.user_id_of(session, address)
    if user is not None and _holds(session, user, grant, now):
        raise Invalid([Fault("already_here", "email", (("email", address),))])
    if grant.state is not None:
        states.keep_state(session, grant.state, "", now)
    invitations.revoke_invitations_to(session, grant.subject, address, now)
    expires = min(now + INVITED_FOR, grant.until or now + INVITED_FOR)
    invitation = Invitation(new_id(), grant, address, actor.name, now, expires, None, None)
    token = secrets.token_urlsafe(32)
    invitations.add_invitation(session, actor, invitation, hash_of(token))
    audit.record(
        session, now, actor, Act.INVITE, place_of(grant), granted(grant), state=grant.state
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


def place_named(session: Session, token: str, now: datetime) -> str:
    """The name of what a link leads to: the cycle's title, or the donor's name; else empty.

    Raises NotFound, or InvitationClosed when it no longer works.
    """
    grant = invitation_of(session, token, now)[0].grant
    if grant.cycle is not None:
        return cycles.cycle_by_id(session, grant.cycle).title
    donor = states.donor_by_id(session, grant.donor) if grant.donor is not None else None
    return "" if donor is None else donor.name


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
    """Accept an invitation to one more place by the person it is for, signed in.

    Raises NotFound (also for anybody else) and InvitationClosed.
    """
    invitation, _known = invitation_of(session, token, now)
    if invitation.email != actor.email:
        raise NotFound
    _enter(session, actor, invitation, now)
    return invitation


def _enter(session: Session, actor: Actor, invitation: Invitation, now: datetime) -> None:
    grant = invitation.grant
    if not invitations.close_invitation(session, invitation.id, accepted=now):
        raise InvitationClosed
    if _holds(session, actor.user, grant, now):
        raise InvitationClosed
    # A facilitator whose time is over comes again.
    people.remove_grant(session, actor.user, grant.subject)
    people.add_grant(session, actor.user, grant, now)
    if grant.role is Role.COORDINATOR:
        # What an administrator offered while the state had no coordinator: now it has one.
        invitations.revoke_outsiders_offers(session, grant.subject, now)
    # The line of the invitation itself names no address: this one ties the two together.
    detail = granted(grant) | ({"inviter": invitation.invited_by} if invitation.invited_by else {})
    audit.record(
        session, now, actor, "accept_invitation", place_of(grant), detail, state=grant.state
    )
    if grant.donor is not None:
        tell_states(session, now, actor, "join_donor", grant.donor, actor.user)


def revoke_invitation(session: Session, actor: Actor, invitation_id: str, now: datetime) -> None:
    """End an invitation that nobody has accepted; no harm when it has ended. Raises NotFound."""
    known = is_id(invitation_id)
    invitation = invitations.invitation_by_id(session, invitation_id) if known else None
    if invitation is None:
        raise NotFound
    grant = _asked_for(session, actor, invitation.grant)
    invitations.close_invitation(session, invitation_id, revoked=now)
    detail = granted(grant)
    audit.record(
        session, now, actor, "revoke_invitation", place_of(grant), detail, state=grant.state
    )


def granted(grant: Grant) -> dict[str, str]:
    """What a grant gives, as the record keeps it beside its place."""
    until = {"until": grant.until.isoformat()} if grant.until else {}
    return {"role": grant.role.value, **until}


def _asked_for(session: Session, actor: Actor, grant: Grant) -> Grant:
    """The grant with its own place alone, where this actor may give it."""
    match grant.role:
        case Role.FACILITATOR:
            return _as_guest(session, actor, grant)
        case Role.DONOR:
            require(actor, Act.MANAGE_DONORS, Subject(donor=grant.donor))
            if grant.donor is None or states.donor_by_id(session, grant.donor) is None:
                raise NotFound
            return Grant(Role.DONOR, donor=grant.donor)
        case Role.ADMINISTRATOR:
            require(actor, Act.MANAGE_ADMINISTRATORS, Subject())
            return Grant(Role.ADMINISTRATOR)
        case role if role in STATE_ROLES and grant.state is not None:
            _require_for_state(session, actor, grant.state, role)
            return Grant(role, grant.state)
        case _:
            require(actor, Act.INVITE, grant.subject)
            raise Invalid([Fault("role_unknown", "role")])


def _as_guest(session: Session, actor: Actor, grant: Grant) -> Grant:
    cycle = cycles.cycle_by_id(session, CycleId(grant.cycle or ""))
    require(actor, Act.INVITE, cycle.subject)
    if grant.until is None:
        raise Invalid([Fault("visit_end_missing", "until")])
    return replace(grant, state=cycle.state, donor=None)


def _require_for_state(session: Session, actor: Actor, state: StateCode, role: Role) -> None:
    where = Subject(state)
    if may(actor, Act.INVITE, where) or not may(actor, Act.MANAGE_STATES, where):
        require(actor, Act.INVITE, where)
        return
    # An administrator: from the first coordinator on, a state's people are its own affair.
    require(actor, Act.MANAGE_STATES, where)
    if not states.is_state_known(session, state):
        raise NotFound
    if role is not Role.COORDINATOR or people.holders_locked(session, where, role):
        raise NotPermitted(Act.INVITE.value)


def _refuse_wrong_time(session: Session, grant: Grant, now: datetime) -> None:
    if grant.cycle is None or grant.until is None:
        return
    cycles.cycle_by_id(session, grant.cycle).ensure_open()
    if not now < grant.until <= now + LONGEST_VISIT:
        raise Invalid([Fault("visit_end_range", "until")])


def _holds(session: Session, user: UserId, grant: Grant, now: datetime) -> bool:
    """Whether somebody has a role just there that has not ended."""
    held = people.grant_of(session, user, grant.subject)
    return held is not None and (held.until is None or held.until > now)
