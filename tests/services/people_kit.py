"""What the tests of people and of what administrators make share."""

from assessment.domain.permissions import OPERATOR, Actor, Grant, Role, UserId
from assessment.services import invitations, people, sign_ins
from assessment.services.passwords import passwords_at
from tests.databases import NOW

QUICK = passwords_at("test")
WORDS = "three calm harbours"
ADMIN = Actor(UserId("admin"), "Ada", "ada@example.org", (Grant(Role.ADMINISTRATOR),))


def enter(session, token, name="Nina", now=NOW):
    """Accept an invitation as somebody new; gives the actor as a request would find it."""
    user = invitations.accept_invitation(session, token, name, WORDS, QUICK, now)
    return present(session, user, now)


def present(session, user, now=NOW):
    return sign_ins.presence_of(session, sign_ins.begin(session, user, now), now).actor


def enrolled(session, name, grant):
    email = f"{name.lower()}@example.org"
    return people.enrol(session, OPERATOR, grant, email, name, WORDS, QUICK, NOW)


def codes(refused):
    return [fault.code for fault in refused.value.faults]
