"""Links that let somebody choose a new password: the table, and what is read and written."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table, select, update

from assessment.domain.permissions import UserId
from assessment.records.base import Moment, metadata
from assessment.records.people import users
from assessment.records.session import Session

password_resets = Table(
    "password_resets",
    metadata,
    # The link holds the token; a stolen database holds no link.
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    # When it was used, or a newer one took its place.
    Column("ended", Moment),
)


@dataclass(frozen=True, slots=True)
class Reset:
    """Whose password a link changes, until when, and whether it has ended."""

    user: UserId
    email: str
    name: str
    expires: datetime
    ended: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether the link still works."""
        return self.ended is None and now < self.expires


def add_reset(
    session: Session, token_hash: str, user: UserId, now: datetime, expires: datetime
) -> None:
    """Keep a link by the hash of its token."""
    session.execute(
        password_resets.insert().values(
            token_hash=token_hash, user_id=user, created=now, expires=expires
        )
    )


def reset_by_hash(session: Session, token_hash: str) -> Reset | None:
    """What a link is for, or None."""
    row = session.execute(
        select(users.c.id, users.c.email, users.c.name, password_resets)
        .join(users, users.c.id == password_resets.c.user_id)
        .where(password_resets.c.token_hash == token_hash)
    ).one_or_none()
    if row is None:
        return None
    return Reset(UserId(row.id), row.email, row.name, row.expires, row.ended)


def close_reset(session: Session, token_hash: str, now: datetime) -> bool:
    """End a link once; False when it had ended before."""
    done = session.connection().execute(
        update(password_resets)
        .where(password_resets.c.token_hash == token_hash, password_resets.c.ended.is_(None))
        .values(ended=now)
    )
    return done.rowcount == 1


def end_resets_of(session: Session, user: UserId, now: datetime) -> None:
    """End every link of a person: only the newest works."""
    session.execute(
        update(password_resets)
        .where(password_resets.c.user_id == user, password_resets.c.ended.is_(None))
        .values(ended=now)
    )
