"""Who belongs where, and how their roles change and end; `invitations` says how they come."""

from datetime import datetime

from assessment.domain.errors import Fault, Invalid, NotFound
from assessment.domain.identifiers import CycleId, DonorId, StateCode
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
from assessment.records import audit, cycles, invitations, people, states
from assessment.records.audiences import tell_states
from assessment.records.base import is_id
from assessment.records.invitations import Invitation
from assessment.records.people import Person, place_of
from assessment.records.session import Session
from assessment.records.states import Donor
from assessment.services.invitations import granted
from assessment.services.passwords import Passwords
from assessment.services.sign_ins import same_case

People = tuple[tuple[Person, ...], tuple[Invitation, ...]]


def people_of(session: Session, actor: Actor, state: StateCode, now: datetime) -> People:
    """Everybody with a role in a state, by name, and the invitations still open."""
    require(actor, Act.SEE_PEOPLE, Subject(state))
    here = people.people_at(session, Subject(state))
    return here, invitations.open_invitations(session, Subject(state), now)


def guests_of(session: Session, actor: Actor, state: StateCode, now: datetime) -> People:
    """The facilitators of a state's cycles, ended ones too, and the open invitations of guests."""
    require(actor, Act.SEE_PEOPLE, Subject(state))
    guests = people.guests_of(session, state)
    return guests, invitations.open_guest_invitations(session, state, now)


def change_role(
    session: Session, actor: Actor, state: StateCode, user: UserId, role: Role, now: datetime
) -> None:
    """Give somebody another role; what a former coordinator offered is open no more.

    Raises NotFound, and Invalid for the last coordinator.
    """
    require(actor, Act.CHANGE_ROLE, Subject(state))
    if role not in STATE_ROLES:
        raise Invalid([Fault("role_unknown", "role")])
    _spare_the_last(session, Subject(state), user, Role.COORDINATOR, after=role)
    people.change_grant(session, user, Subject(state), role)
    if role is not Role.COORDINATOR:
        invitations.revoke_offers_of(session, user, Subject(state), now)
    detail = {"user": user, "role": role.value}
    audit.record(session, now, actor, Act.CHANGE_ROLE, f"state {state}", detail, state=state)


def remove(session: Session, actor: Actor, state: StateCode, user: UserId, now: datetime) -> None:
    """Take somebody's role in a state away at once; what they wrote stays, what they offered ends.

    Raises NotFound, and Invalid for the last coordinator.
    """
    require(actor, Act.REMOVE_PERSON, Subject(state))
    _spare_the_last(session, Subject(state), user, Role.COORDINATOR, after=None)
    _take_away(session, actor, Subject(state), user, now)
    invitations.revoke_offers_of(session, user, Subject(state), now)


def end_visit(
    session: Session, actor: Actor, cycle_id: CycleId, user: UserId, now: datetime
) -> None:
    """End a facilitator's time in a cycle at once; what the workshop agreed stays.

    Raises NotFound.
    """
    cycle = cycles.cycle_by_id(session, cycle_id)
    require(actor, Act.REMOVE_PERSON, cycle.subject)
    _held(session, cycle.subject, user)
    _take_away(session, actor, cycle.subject, user, now)


def people_of_donor(
    session: Session, actor: Actor, donor_id: DonorId, now: datetime
) -> tuple[Donor, People]:
    """A donor, its people by name, and the invitations still open. Raises NotFound."""
    where = Subject(donor=donor_id)
    require(actor, Act.MANAGE_DONORS, where)
    donor = states.donor_by_id(session, donor_id)
    if donor is None:
        raise NotFound
    here = people.people_at(session, where)
    return donor, (here, invitations.open_invitations(session, where, now))


def remove_from_donor(
    session: Session, actor: Actor, donor_id: DonorId, user: UserId, now: datetime
) -> None:
    """Take somebody's place in a donor organisation away at once. Raises NotFound."""
    where = Subject(donor=donor_id)
    require(actor, Act.MANAGE_DONORS, where)
    _held(session, where, user)
    _take_away(session, actor, where, user, now)
    tell_states(session, now, actor, "leave_donor", donor_id, user)


def administrators_of(session: Session, actor: Actor, now: datetime) -> People:
    """The administrators of this Octant, by name, and the invitations still open."""
    require(actor, Act.MANAGE_ADMINISTRATORS, Subject())
    here = people.people_at(session, Subject())
    return here, invitations.open_invitations(session, Subject(), now)


def remove_administrator(session: Session, actor: Actor, user: UserId, now: datetime) -> None:
    """Take an administrator's role away at once; what they offered ends.

    Raises NotFound, and Invalid for the last one.
    """
    require(actor, Act.MANAGE_ADMINISTRATORS, Subject())
    _spare_the_last(session, Subject(), user, Role.ADMINISTRATOR, after=None)
    _take_away(session, actor, Subject(), user, now)
    invitations.revoke_offers_of(session, user, Subject(), now)


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

    Only the operator may; no request ever acts as the operator. The state becomes known.
    """
    require(actor, Act.ENROL, grant.subject)
    if grant.state is not None:
        states.keep_state(session, grant.state, "", now)
    user = people.user_id_of(session, same_case(email))
    if user is None:
        user = people.add_user(session, same_case(email), name, passwords.hash(password), now)
    if people.grant_of(session, user, grant.subject) is None:
        people.add_grant(session, user, grant, now)
        detail = {"user": user, **granted(grant)}
        audit.record(session, now, actor, Act.ENROL, place_of(grant), detail, state=grant.state)
    return user


def _held(session: Session, where: Subject, user: UserId) -> Grant:
    """What somebody holds just there. Raises NotFound where it is nothing."""
    grant = people.grant_of(session, user, where) if is_id(user) else None
    if grant is None:
        raise NotFound
    return grant


def _take_away(session: Session, actor: Actor, where: Subject, user: UserId, now: datetime) -> None:
    people.remove_grant(session, user, where)
    detail = {"user": user}
    audit.record(session, now, actor, Act.REMOVE_PERSON, place_of(where), detail, state=where.state)


def _spare_the_last(
    session: Session, where: Subject, user: UserId, role: Role, after: Role | None
) -> None:
    holders = people.holders_locked(session, where, role)
    _held(session, where, user)
    if holders == (user,) and after is not role:
        raise Invalid([Fault(f"last_{role.value}", "people")])
