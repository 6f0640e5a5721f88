"""Users and their grants: the tables, and what is read and written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Table,
    bindparam,
    delete,
    func,
    select,
    update,
)

from assessment.domain.identifiers import CycleId, DonorId, StateCode
from assessment.domain.permissions import STORED_ROLES, Actor, Grant, Role, Subject, UserId
from assessment.records.base import Moment, metadata, new_id
from assessment.records.cycles import cycles
from assessment.records.session import Session
from assessment.records.sign_ins import sign_ins
from assessment.records.states import donors

Names: TypeAlias = Mapping[StateCode, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a role; `seen` is None when they are signed in nowhere."""

    user: UserId
    name: str
    email: str
    grant: Grant
    since: datetime
    seen: datetime | None

    @property
    def role(self) -> Role:
        """What they are."""
        return self.grant.role


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is signed in, and when they were last noted here."""

    actor: Actor
    seen: datetime


_ROLES = ", ".join(f"'{role.value}'" for role in STORED_ROLES)

users = Table(
    "users",
    metadata,
    Column("id", String(16), primary_key=True),
    # Kept in lower case, so that unique means unique whatever the case it was typed in.
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("created", Moment, nullable=False),
    CheckConstraint("email = lower(email)", name="email_in_lower_case"),
)

grants = Table(
    "grants",
    metadata,
    Column("user_id", ForeignKey("users.id"), primary_key=True),
    # Where the role holds, as one text: one role a place, and no null in the key.
    Column("place", String(30), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("state", String(3)),
    Column("cycle_id", ForeignKey(cycles.c.id)),
    Column("donor_id", ForeignKey(donors.c.id)),
    Column("until", Moment),
    Column("created", Moment, nullable=False),
    CheckConstraint(f"role IN ({_ROLES})", name="role_known"),
    Index("ix_grants_place", "place"),
    Index("ix_grants_state", "state"),
)
_GRANTED = (
    grants.c.role,
    grants.c.state,
    grants.c.cycle_id,
    grants.c.donor_id,
    grants.c.until,
)


# Asked at every request: to build it anew each time costs more than to run it.
_PRESENCE = (
    select(users.c.id, users.c.name, users.c.email, sign_ins.c.seen, *_GRANTED)
    .select_from(sign_ins)
    .join(users, users.c.id == sign_ins.c.user_id)
    .outerjoin(
        grants,
        (grants.c.user_id == users.c.id)
        & (grants.c.until.is_(None) | (grants.c.until > bindparam("now"))),
    )
    .where(
        sign_ins.c.token_hash == bindparam("token"),
        sign_ins.c.expires > bindparam("now"),
        sign_ins.c.seen > bindparam("seen_after"),
    )
    .order_by(grants.c.place)
)


def presence_by_hash(
    session: Session, token_hash: str, now: datetime, seen_after: datetime
) -> Presence | None:
    """Whose sign-in it is, with the roles they hold now, in one query; None when it has ended."""
    place = {"token": token_hash, "now": now, "seen_after": seen_after}
    rows = session.connection().execute(_PRESENCE, place).all()
    if not rows:
        return None
    granted = tuple(as_grant(row[4:]) for row in rows if row[4])
    user, name, email, seen = rows[0][:4]
    return Presence(Actor(UserId(user), name, email, granted), seen)


def as_grant(row: Sequence[Any]) -> Grant:
    """The grant in a role, state, cycle, donor and end, in this order."""
    role, state, cycle, donor, until = row
    return Grant(
        Role(role),
        None if state is None else StateCode(state),
        None if cycle is None else CycleId(cycle),
        None if donor is None else DonorId(donor),
        until,
    )


def grant_columns(grant: Grant) -> dict[str, Any]:
    """The columns of a grant, as both people and invitations have them."""
    return {
        "role": grant.role.value,
        "state": grant.state,
        "cycle_id": grant.cycle,
        "donor_id": grant.donor,
        "until": grant.until,
    }


def place_of(where: Grant | Subject) -> str:
    """Where a role holds, as one text of at most 30 characters.

    >>> place_of(Subject(StateCode("XAA")))
    'state XAA'
    """
    if where.cycle is not None:
        return f"cycle {where.cycle}"
    if where.donor is not None:
        return f"donor {where.donor}"
    return "octant" if where.state is None else f"state {where.state}"


def user_id_of(session: Session, email: str) -> UserId | None:
    """The user with an e-mail address in lower case, or None."""
    found = session.execute(select(users.c.id).where(users.c.email == email)).scalar()
    return None if found is None else UserId(found)


def password_of(session: Session, user: UserId) -> str | None:
    """The password hash of a user, or None where there is no such user."""
    return session.execute(select(users.c.password_hash).where(users.c.id == user)).scalar()


def add_user(session: Session, email: str, name: str, password_hash: str, at: datetime) -> UserId:
    """A new user; the database refuses a second one with the same address."""
    user = UserId(new_id())
    session.execute(
        users.insert().values(
            id=user, email=email, name=name, password_hash=password_hash, created=at
        )
    )
    return user


def keep_password(session: Session, user: UserId, password_hash: str) -> None:
    """Replace a user's password hash."""
    session.execute(update(users).where(users.c.id == user).values(password_hash=password_hash))


def add_grant(session: Session, user: UserId, grant: Grant, at: datetime) -> None:
    """A role somewhere; the database refuses a second one in the same place."""
    session.execute(
        grants.insert().values(
            user_id=user, place=place_of(grant), created=at, **grant_columns(grant)
        )
    )


def grant_of(session: Session, user: UserId, where: Subject) -> Grant | None:
    """What a user holds just there, also where its time is over; or None."""
    row = session.execute(
        select(*_GRANTED).where(grants.c.user_id == user, grants.c.place == place_of(where))
    ).one_or_none()
    return None if row is None else as_grant(row)


def change_grant(session: Session, user: UserId, where: Subject, role: Role) -> None:
    """Give another role in the same place."""
    session.execute(
        update(grants)
        .where(grants.c.user_id == user, grants.c.place == place_of(where))
        .values(role=role.value)
    )


def remove_grant(session: Session, user: UserId, where: Subject) -> None:
    """Take a user's role somewhere away; the user stays, for what they wrote."""
    session.execute(
        delete(grants).where(grants.c.user_id == user, grants.c.place == place_of(where))
    )


def states_of(session: Session, user: UserId, now: datetime) -> tuple[StateCode, ...]:
    """The states in which somebody has a role of any kind that has not ended, by code."""
    found = session.execute(
        select(grants.c.state)
        .where(
            grants.c.user_id == user,
            grants.c.state.is_not(None),
            grants.c.until.is_(None) | (grants.c.until > now),
        )
        .distinct()
        .order_by(grants.c.state)
    )
    return tuple(StateCode(state) for state in found.scalars())


def holders_locked(session: Session, where: Subject, role: Role) -> tuple[UserId, ...]:
    """Who has a role just there, held until the end of the transaction."""
    # Without the lock two coordinators could demote each other at once on PostgreSQL.
    found = session.execute(
        select(grants.c.user_id)
        .where(grants.c.place == place_of(where), grants.c.role == role.value)
        .order_by(grants.c.user_id)
        .with_for_update()
    )
    return tuple(UserId(user) for user in found.scalars())


def names_of(session: Session, states: Collection[StateCode], role: Role) -> Names:
    """Who has a role in these states, by state and name, by one query."""
    found: dict[StateCode, tuple[str, ...]] = {}
    rows = session.execute(
        select(grants.c.state, users.c.name)
        .join(users, users.c.id == grants.c.user_id)
        .where(grants.c.state.in_(states), grants.c.role == role.value)
        .order_by(users.c.name, users.c.id)
    )
    for state, name in rows:
        found[StateCode(state)] = (*found.get(StateCode(state), ()), name)
    return found


def people_at(session: Session, where: Subject) -> tuple[Person, ...]:
    """Everybody with a role just there, by name."""
    return _people(session, grants.c.place == place_of(where))


def guests_of(session: Session, state: StateCode) -> tuple[Person, ...]:
    """The facilitators of a state's cycles, by name, those whose time is over included."""
    return _people(session, (grants.c.state == state) & (grants.c.role == Role.FACILITATOR.value))


def _people(session: Session, chosen: ColumnElement[bool]) -> tuple[Person, ...]:
    seen = (
        select(sign_ins.c.user_id, func.max(sign_ins.c.seen).label("seen"))
        .group_by(sign_ins.c.user_id)
        .subquery()
    )
    rows = session.execute(
        select(users.c.id, users.c.name, users.c.email, grants.c.created, seen.c.seen, *_GRANTED)
        .select_from(grants)
        .join(users, users.c.id == grants.c.user_id)
        .outerjoin(seen, seen.c.user_id == users.c.id)
        .where(chosen)
        .order_by(users.c.name, users.c.email)
    )
    return tuple(
        Person(UserId(user), name, email, as_grant(granted), since, last)
        for user, name, email, since, last, *granted in rows
    )
