"""What the tests of the questionnaire's pages share: two people, one cycle, and how they save."""

from flask import g, request

from assessment.domain.identifiers import StateCode
from assessment.domain.permissions import Actor, Grant, Role, UserId
from assessment.services.cycles import open_cycle
from tests.conftest import NOON, token_of

XAA, XAB = StateCode("XAA"), StateCode("XAB")
PEOPLE = {
    "ana": Actor(UserId("ana"), "Ana Silva", "ana@example.org", (Grant(Role.COORDINATOR, XAA),)),
    "ben": Actor(UserId("ben"), "Ben Okoro", "ben@example.org", (Grant(Role.CONTRIBUTOR, XAA),)),
    "zoe": Actor(UserId("zoe"), "Zoe Lund", "zoe@example.org", (Grant(Role.COORDINATOR, XAB),)),
}
COOKIE = "person"
LAW = "lists.list.law"


def let_in(app):
    """Take the person whom the cookie names, before the wall asks for a sign-in."""

    def enter():
        person = PEOPLE.get(request.cookies.get(COOKIE, ""))
        if person:
            g.actor = person

    app.before_request_funcs.setdefault(None, []).insert(0, enter)


def browser_of(app, person):
    """A browser in which somebody is signed in."""
    client = app.test_client()
    client.set_cookie(COOKIE, person)
    return client


def a_cycle(app, person="ana"):
    """The id of a new cycle of this person's state."""
    octant = app.extensions["octant"]
    actor = PEOPLE[person]
    with app.app_context(), octant.open_session(True) as session:  # noqa: FBT003 - "writing"
        cycle = open_cycle(
            session, actor, actor.states[0], "Assessment 2026", octant.catalogue, NOON
        )
        session.commit()
    return cycle.id


def address(cycle, question=LAW):
    """Where a question is asked."""
    return f"/cycles/{cycle}/questions/{question}"


def save(client, cycle, question=LAW, json=False, **fields):
    """Save an answer; cells as `level_arms="3"`, in a form or as a script does it."""
    page = client.get(address(cycle, question))
    sent = {name.replace("level_", "level-"): value for name, value in fields.items()}
    headers = {"Accept": "application/json"} if json else {}
    return client.post(
        address(cycle, question), data={"csrf_token": token_of(page), **sent}, headers=headers
    )
