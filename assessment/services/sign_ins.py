"""Signing in and out: sign-ins are kept on the server, so that each can be ended.

Nobody is an actor yet when they sign in, so these services take a token or a user, and
only ever touch what belongs to its holder.
"""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from assessment.domain.errors import DomainError, Fault, Invalid
from assessment.domain.permissions import Actor, UserId
from assessment.records import audit, people, sign_ins
from assessment.records.people import Presence
from assessment.records.session import Session
from assessment.services.passwords import Passwords

IDLE = timedelta(hours=8)
LONGEST = timedelta(hours=24)
WINDOW = timedelta(minutes=15)
# A hotel's whole workshop may sit behind one address.
ACCOUNT_FAILURES, ADDRESS_FAILURES = 10, 100


class TooManyAttempts(DomainError):
    """Sign-in failed too often; `wait` says for how long to stop."""

    code = "too_many_attempts"

    def __init__(self, wait: timedelta) -> None:
        """Keep the time to wait."""
        super().__init__(str(wait))
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Account:
    """What a sign-in is checked against; `user` and `kept` are None for an unknown address."""

    email: str
    user: UserId | None
    kept: str | None


def hash_of(token: str) -> str:
    """The SHA-256 under which a token of 256 random bits is kept: it needs no slower hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def same_case(email: str) -> str:
    """An e-mail address as it is kept: no spaces around it, lower case, one form of each letter."""
    # A NUL belongs to no address, and PostgreSQL cannot even look for it.
    return unicodedata.normalize("NFC", email.strip().lower()).replace("\x00", "")


def account_of(session: Session, email: str, address: str, now: datetime) -> Account:
    """The account to check a password against; reads only.

    Raises TooManyAttempts, for known and unknown addresses alike.
    """
    _refuse_guessing(session, same_case(email), address, now)
    user = people.user_id_of(session, same_case(email))
    kept = None if user is None else people.password_of(session, user)
    return Account(same_case(email), user, kept)


def sign_in(session: Session, account: Account, address: str, now: datetime) -> str:
    """Begin a sign-in for an account whose password was right; gives its token.

    Raises TooManyAttempts: guesses sent all at once were not yet counted when `account_of`
    looked, so even a right one among them is refused here.
    """
    assert account.user is not None, "only an account that exists can match"
    _refuse_guessing(session, account.email, address, now)
    sign_ins.forget_attempts(session, hash_of(account.email))
    sign_ins.sweep(session, now - WINDOW, now)
    # A line for each state whose coordinator may read it; one where there is none.
    states = people.states_of(session, account.user, now) or (None,)
    subject = f"user {account.user}"
    audit.record_each(session, now, None, "sign_in", [(subject, {}, each) for each in states])
    return begin(session, account.user, now)


def begin(session: Session, user: UserId, now: datetime) -> str:
    """A new sign-in for somebody who has just shown who they are; gives its token."""
    token = secrets.token_urlsafe(32)
    sign_ins.add_sign_in(session, hash_of(token), user, now, now + LONGEST)
    return token


def note_failure(session: Session, account: Account, address: str, now: datetime) -> None:
    """Count a wrong password; the caller must commit although it refuses."""
    sign_ins.add_attempt(session, hash_of(account.email), address[:64], now)


def renew_hash(session: Session, account: Account, password: str, passwords: Passwords) -> None:
    """Hash the right password again where the cost has changed since."""
    if account.user is not None and account.kept and passwords.is_old(account.kept):
        people.keep_password(session, account.user, passwords.hash(password))


def presence_of(session: Session, token: str, now: datetime) -> Presence | None:
    """Who holds this token, by one query; None when the sign-in has ended or never was."""
    return people.presence_by_hash(session, hash_of(token), now, now - IDLE)


def mark_seen(session: Session, token: str, now: datetime) -> None:
    """Note that the holder of a token is here."""
    sign_ins.note_seen(session, hash_of(token), now)


def sign_out(session: Session, token: str) -> None:
    """End a sign-in."""
    sign_ins.end_sign_in(session, hash_of(token))


def places_of(session: Session, actor: Actor, now: datetime) -> int:
    """In how many places the actor is signed in."""
    return sign_ins.count_sign_ins(session, actor.user, now, now - IDLE)


def sign_out_elsewhere(session: Session, actor: Actor, token: str, now: datetime) -> int:
    """End the actor's own sign-ins except this one; gives how many."""
    audit.record(session, now, actor, "sign_out_elsewhere", f"user {actor.user}")
    return sign_ins.end_sign_ins_of(session, actor.user, hash_of(token))


def change_password(
    session: Session, actor: Actor, account: Account, hashed: str, now: datetime
) -> str:
    """Change the actor's own password and end all their sign-ins; gives a new sign-in's token.

    `account` is the actor's, whose present password was checked, `hashed` the new one. Raises
    Invalid with a fault at "present" where the password was changed in between.
    """
    kept = people.password_of(session, actor.user)
    if account.user != actor.user or kept is None or kept != account.kept:
        raise Invalid([Fault("password_wrong", "present")])
    people.keep_password(session, actor.user, hashed)
    sign_ins.end_sign_ins_of(session, actor.user)
    audit.record(session, now, actor, "change_password", f"user {actor.user}")
    return begin(session, actor.user, now)


def _refuse_guessing(session: Session, email: str, address: str, now: datetime) -> None:
    account, place = sign_ins.attempts_since(session, hash_of(email), address[:64], now - WINDOW)
    for failures, most in ((account, ACCOUNT_FAILURES), (place, ADDRESS_FAILURES)):
        if len(failures) >= most:
            raise TooManyAttempts(failures[-most] + WINDOW - now)
