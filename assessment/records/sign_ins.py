"""Sign-ins kept on the server, and failed attempts: the tables, what is read and written."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    delete,
    func,
    select,
    update,
)

from assessment.domain.permissions import UserId
from assessment.records.base import Moment, metadata
from assessment.records.session import Session

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


def add_sign_in(
    session: Session, token_hash: str, user: UserId, now: datetime, expires: datetime
) -> None:
    """Begin a sign-in."""
    session.execute(
        sign_ins.insert().values(
            token_hash=token_hash, user_id=user, created=now, seen=now, expires=expires
        )
    )


def note_seen(session: Session, token_hash: str, now: datetime) -> None:
    """Note that somebody is here."""
    session.execute(update(sign_ins).where(sign_ins.c.token_hash == token_hash).values(seen=now))


def end_sign_in(session: Session, token_hash: str) -> None:
    """End one sign-in; no harm when it has ended."""
    session.execute(delete(sign_ins).where(sign_ins.c.token_hash == token_hash))


def end_sign_ins_of(session: Session, user: UserId, but: str = "") -> int:
    """End a person's sign-ins, all but one perhaps; how many there were."""
    done = session.connection().execute(
        delete(sign_ins).where(sign_ins.c.user_id == user, sign_ins.c.token_hash != but)
    )
    return int(done.rowcount)


def count_sign_ins(session: Session, user: UserId, now: datetime, seen_after: datetime) -> int:
    """In how many places a person is signed in."""
    found = session.execute(
        select(func.count())
        .select_from(sign_ins)
        .where(sign_ins.c.user_id == user, sign_ins.c.expires > now, sign_ins.c.seen > seen_after)
    )
    return int(found.scalar_one())


def attempts_since(
    session: Session, account: str, address: str, since: datetime
) -> tuple[list[datetime], list[datetime]]:
    """When sign-in failed since a moment, oldest first: for the account, for the address."""
    rows = session.execute(
        select(sign_in_attempts.c.account, sign_in_attempts.c.address, sign_in_attempts.c.at)
        .where(
            sign_in_attempts.c.at > since,
            (sign_in_attempts.c.account == account) | (sign_in_attempts.c.address == address),
        )
        .order_by(sign_in_attempts.c.at)
    ).all()
    return (
        [row.at for row in rows if row.account == account],
        [row.at for row in rows if row.address == address],
    )


def add_attempt(session: Session, account: str, address: str, now: datetime) -> None:
    """Keep a failed attempt."""
    session.execute(sign_in_attempts.insert().values(account=account, address=address, at=now))


def forget_attempts(session: Session, account: str) -> None:
    """A right password clears the account; the address keeps its count."""
    session.execute(
        update(sign_in_attempts).where(sign_in_attempts.c.account == account).values(account="")
    )


def sweep(session: Session, attempts_before: datetime, now: datetime) -> None:
    """Drop attempts that no longer count and sign-ins that have ended."""
    session.execute(delete(sign_in_attempts).where(sign_in_attempts.c.at < attempts_before))
    session.execute(delete(sign_ins).where(sign_ins.c.expires < now))
