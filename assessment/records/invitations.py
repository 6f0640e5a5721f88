"""Invitations: the table, and what is read and written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Row,
    String,
    Table,
    select,
    update,
)

from assessment.domain.identifiers import StateCode
from assessment.domain.permissions import (
    OPERATOR,
    STORED_ROLES,
    Actor,
    Grant,
    Role,
    Subject,
    UserId,
)
from assessment.records.base import Moment, metadata
from assessment.records.cycles import cycles
from assessment.records.people import as_grant, grant_columns, grants, place_of
from assessment.records.session import Session
from assessment.records.states import donors

_ROLES = ", ".join(f"'{role.value}'" for role in STORED_ROLES)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a link lets its holder become, until `expires`."""

    id: str
    grant: Grant
    email: str
    invited_by: str
    created: datetime
    expires: datetime
    accepted: datetime | None
    revoked: datetime | None

    @property
    def role(self) -> Role:
        """What the holder becomes."""
        return self.grant.role

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be accepted."""
        return self.accepted is None and self.revoked is None and now < self.expires


invitations = Table(
    "invitations",
    metadata,
    Column("id", String(16), primary_key=True),
    # The link holds the token; a stolen database holds no link.
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("place", String(30), nullable=False, index=True),
    Column("role", String(20), nullable=False),
    Column("state", String(3), index=True),
    Column("cycle_id", ForeignKey(cycles.c.id)),
    Column("donor_id", ForeignKey(donors.c.id)),
    Column("until", Moment),
    Column("email", String(254), nullable=False),
    # No foreign key: the operator invites the first person of a state.
    Column("invited_by", String(64), nullable=False),
    Column("invited_by_name", String(200), nullable=False),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("accepted", Moment),
    Column("revoked", Moment),
    CheckConstraint(f"role IN ({_ROLES})", name="role_known"),
)


def add_invitation(session: Session, actor: Actor, invitation: Invitation, token_hash: str) -> None:
    """Keep an invitation, with the hash of its token."""
    session.execute(
        invitations.insert().values(
            id=invitation.id,
            token_hash=token_hash,
            place=place_of(invitation.grant),
            **grant_columns(invitation.grant),
            email=invitation.email,
            invited_by=actor.user,
            invited_by_name=invitation.invited_by,
            created=invitation.created,
            expires=invitation.expires,
        )
    )


def invitation_by_hash(session: Session, token_hash: str) -> Invitation | None:
    """The invitation of a link, or None."""
    row = session.execute(
        select(invitations).where(invitations.c.token_hash == token_hash)
    ).one_or_none()
    return None if row is None else _as_invitation(row)


def invitation_by_id(session: Session, invitation_id: str) -> Invitation | None:
    """An invitation, or None."""
    row = session.execute(
        select(invitations).where(invitations.c.id == invitation_id)
    ).one_or_none()
    return None if row is None else _as_invitation(row)


def open_invitations(session: Session, where: Subject, now: datetime) -> tuple[Invitation, ...]:
    """The invitations just there that can still be accepted, newest first."""
    return _open(session, invitations.c.place == place_of(where), now)


def open_guest_invitations(
    session: Session, state: StateCode, now: datetime
) -> tuple[Invitation, ...]:
    """The open invitations to facilitate a cycle of a state, newest first."""
    guests = invitations.c.role == Role.FACILITATOR.value
    return _open(session, (invitations.c.state == state) & guests, now)


def invitations_open_as(session: Session, role: Role, now: datetime) -> tuple[Invitation, ...]:
    """Every open invitation to a role, wherever it holds, newest first."""
    return _open(session, invitations.c.role == role.value, now)


def _open(session: Session, chosen: ColumnElement[bool], now: datetime) -> tuple[Invitation, ...]:
    rows = session.execute(
        select(invitations)
        .where(
            chosen,
            invitations.c.accepted.is_(None),
            invitations.c.revoked.is_(None),
            invitations.c.expires > now,
        )
        .order_by(invitations.c.created.desc(), invitations.c.id)
    )
    return tuple(_as_invitation(row) for row in rows)


def close_invitation(
    session: Session,
    invitation_id: str,
    *,
    accepted: datetime | None = None,
    revoked: datetime | None = None,
) -> bool:
    """Mark an invitation once; False when somebody else did so before."""
    done = session.connection().execute(
        update(invitations)
        .where(
            invitations.c.id == invitation_id,
            invitations.c.accepted.is_(None),
            invitations.c.revoked.is_(None),
        )
        .values(accepted=accepted, revoked=revoked)
    )
    return done.rowcount == 1


def revoke_invitations_to(session: Session, where: Subject, email: str, now: datetime) -> None:
    """Close what is open for one person just there: only the newest link works."""
    session.execute(
        update(invitations)
        .where(
            invitations.c.place == place_of(where),
            invitations.c.email == email,
            invitations.c.accepted.is_(None),
            invitations.c.revoked.is_(None),
        )
        .values(revoked=now)
    )


def revoke_outsiders_offers(session: Session, where: Subject, now: datetime) -> None:
    """Close what was offered there by anybody without a role there; the operator's stay."""
    place = place_of(where)
    insiders = select(grants.c.user_id).where(grants.c.place == place)
    session.execute(
        update(invitations)
        .where(
            invitations.c.place == place,
            invitations.c.invited_by != OPERATOR.user,
            invitations.c.invited_by.not_in(insiders),
            invitations.c.accepted.is_(None),
            invitations.c.revoked.is_(None),
        )
        .values(revoked=now)
    )


def revoke_offers_of(session: Session, user: UserId, where: Subject, now: datetime) -> None:
    """Close what somebody offered in a state and its cycles, from when they lead it no more.

    With no state it is an administrator who goes: all they offered closes, but in states that
    they lead.
    """
    leads = select(grants.c.state).where(
        grants.c.user_id == user, grants.c.role == Role.COORDINATOR.value
    )
    elsewhere = invitations.c.state.is_(None) | invitations.c.state.not_in(leads)
    session.execute(
        update(invitations)
        .where(
            elsewhere if where.state is None else invitations.c.state == where.state,
            invitations.c.invited_by == user,
            invitations.c.accepted.is_(None),
            invitations.c.revoked.is_(None),
        )
        .values(revoked=now)
    )


def _as_invitation(row: Row[Any]) -> Invitation:
    return Invitation(
        row.id,
        as_grant((row.role, row.state, row.cycle_id, row.donor_id, row.until)),
        row.email,
        row.invited_by_name,
        row.created,
        row.expires,
        row.accepted,
        row.revoked,
    )
