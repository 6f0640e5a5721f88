"""A lost password: the operator makes a link, and its holder chooses a new password.

Coordinators may not: a person may serve several states, and whoever could reset a password
of their own state's people would enter the others, or answer under another's name.
"""

import secrets
from datetime import datetime, timedelta

from assessment.domain.errors import DomainError, NotFound
from assessment.domain.permissions import Act, Actor, Subject, UserId, require
from assessment.records import audit, people, resets, sign_ins
from assessment.records.resets import Reset
from assessment.records.session import Session
from assessment.services.sign_ins import hash_of, same_case

RESET_FOR = timedelta(hours=24)
# An account is not one state's: only the operator, who serves every state, may.
_EVERY_STATE = Subject()


class ResetClosed(DomainError):
    """The link was used, replaced by a newer one, or has run out."""

    code = "reset_closed"


def issue_reset(session: Session, actor: Actor, email: str, now: datetime) -> str:
    """The token of a link that works once; an older link of the same person ends.

    The present password goes on working until the link is used. Raises NotFound.
    """
    require(actor, Act.RESET_SIGN_IN, _EVERY_STATE)
    user = people.user_id_of(session, same_case(email))
    if user is None:
        raise NotFound
    resets.end_resets_of(session, user, now)
    token = secrets.token_urlsafe(32)
    resets.add_reset(session, hash_of(token), user, now, now + RESET_FOR)
    _note(session, actor, Act.RESET_SIGN_IN, user, now)
    return token


def reset_of(session: Session, token: str, now: datetime) -> Reset:
    """Whose password an open link changes. Raises NotFound, and ResetClosed where it has ended."""
    reset = resets.reset_by_hash(session, hash_of(token))
    if reset is None:
        raise NotFound
    if not reset.is_open(now):
        raise ResetClosed
    return reset


def use_reset(session: Session, token: str, hashed: str, now: datetime) -> None:
    """Keep the hash of the new password, and end the link and every sign-in of the person.

    Wrong guesses at the old password are forgotten. Raises NotFound and ResetClosed.
    """
    reset = reset_of(session, token, now)
    if not resets.close_reset(session, hash_of(token), now):
        raise ResetClosed
    people.keep_password(session, reset.user, hashed)
    sign_ins.end_sign_ins_of(session, reset.user)
    sign_ins.forget_attempts(session, hash_of(reset.email))
    _note(session, None, "use_reset", reset.user, now)


def _note(session: Session, actor: Actor | None, act: str, user: UserId, now: datetime) -> None:
    """In the record of each state in which somebody has a role, or of none."""
    states = people.states_of(session, user, now) or (None,)
    audit.record_each(session, now, actor, act, [(f"user {user}", {}, each) for each in states])
