"""The tables of people: users, grants, invitations, sign-ins, failed attempts."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from assessment.domain.permissions import STORED_ROLES
from assessment.records.base import Moment, metadata

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

invitations = Table(
    "invitations",
    metadata,
    Column("id", String(16), primary_key=True),
    # The link holds the token; a stolen database holds no link.
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("state", String(3), nullable=False, index=True),
    Column("role", String(20), nullable=False),
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

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("created", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    # SQLite numbers rows by itself only where the type is exactly INTEGER.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    # SHA-256 of what was typed, known here or not: no list of guessed addresses is kept.
    Column("account", String(64), nullable=False),
    Column("address", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_sign_in_attempts_account", "account", "at"),
    Index("ix_sign_in_attempts_address", "address", "at"),
    Index("ix_sign_in_attempts_at", "at"),
)
