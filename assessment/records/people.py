"""Users and their grants in states: the tables, and what is read and written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
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

from assessment.domain.identifiers import StateCode
from assessment.domain.permissions import STORED_ROLES, Actor, Grant, Role, UserId
from assessment.records.base import Moment, metadata, new_id
from assessment.records.session import Session
from assessment.records.sign_ins import sign_ins


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a role in one state; `seen` is None when they are signed in nowhere."""

    user: UserId
    name: str
    email: str
    role: Role
    since: datetime
    seen: datetime | None


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
    Column("state", String(3), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("created", Moment, nullable=False),
    CheckConstraint(f"role IN ({_ROLES})", name="role_known"),
    Index("ix_grants_state", "state"),
)


# Asked at every request: to build it anew each time costs more than to run it.
_PRESENCE = (
    select(users.c.id, users.c.name, users.c.email, sign_ins.c.seen, grants.c.state, grants.c.role)
    .select_from(sign_ins)
    .join(users, users.c.id == sign_ins.c.user_id)
    .outerjoin(grants, grants.c.user_id == users.c.id)
    .where(
        sign_ins.c.token_hash == bindparam("token"),
        sign_ins.c.expires > bindparam("now"),
        sign_ins.c.seen > bindparam("seen_after"),
    )
    .order_by(grants.c.state)
)


def presence_by_hash(
    session: Session, token_hash: str, now: datetime, seen_after: datetime
) -> Presence | None:
    """Whose sign-in it is, with all their roles, in one query; None when it has ended."""
    place = {"token": token_hash, "now": now, "seen_after": seen_after}
    rows = session.connection().execute(_PRESENCE, place).all()
    if not rows:
        return None
    roles = (Grant(Role(row.role), StateCode(row.state)) for row in rows if row.state)
    first = rows[0]
    return Presence(Actor(UserId(first.id), first.name, first.email, tuple(roles)), first.seen)


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


def add_grant(session: Session, user: UserId, state: StateCode, role: Role, at: datetime) -> None:
    """A role in a state; the database refuses a second one in the same state."""
    session.execute(grants.insert().values(user_id=user, state=state, role=role.value, created=at))


def role_of(session: Session, user: UserId, state: StateCode) -> Role | None:
    """The role of a user in a state, or None."""
    found = session.execute(
        select(grants.c.role).where(grants.c.user_id == user, grants.c.state == state)
    ).scalar()
    return None if found is None else Role(found)


def change_grant(session: Session, user: UserId, state: StateCode, role: Role) -> None:
    """Give another role in a state."""
    session.execute(
        update(grants)
        .where(grants.c.user_id == user, grants.c.state == state)
        .values(role=role.value)
    )


def remove_grant(session: Session, user: UserId, state: StateCode) -> None:
    """Take a user's role in a state away; the user stays, for what they wrote."""
    session.execute(delete(grants).where(grants.c.user_id == user, grants.c.state == state))


def coordinators_locked(session: Session, state: StateCode) -> tuple[UserId, ...]:
    """The coordinators of a state, held until the end of the transaction."""
    # Without the lock two coordinators could demote each other at once on PostgreSQL.
    found = session.execute(
        select(grants.c.user_id)
        .where(grants.c.state == state, grants.c.role == Role.COORDINATOR.value)
        .order_by(grants.c.user_id)
        .with_for_update()
    )
    return tuple(UserId(user) for user in found.scalars())


def people_in(session: Session, states: Sequence[StateCode]) -> dict[StateCode, list[Person]]:
    """Everybody with a role in the states, by name."""
    seen = (
        select(sign_ins.c.user_id, func.max(sign_ins.c.seen).label("seen"))
        .group_by(sign_ins.c.user_id)
        .subquery()
    )
    rows = session.execute(
        select(
            grants.c.state,
            users.c.id,
            users.c.name,
            users.c.email,
            grants.c.role,
            grants.c.created,
            seen.c.seen,
        )
        .join(users, users.c.id == grants.c.user_id)
        .outerjoin(seen, seen.c.user_id == users.c.id)
        .where(grants.c.state.in_(states))
        .order_by(users.c.name, users.c.email)
    )
    found: dict[StateCode, list[Person]] = {state: [] for state in states}
    for state, user, name, email, role, since, last in rows:
        found[StateCode(state)].append(Person(UserId(user), name, email, Role(role), since, last))
    return found
