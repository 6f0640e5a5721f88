"""What the tests of the accounts pages share: somebody of each kind, and their browsers."""

import re
from datetime import timedelta

from assessment.domain.identifiers import StateCode
from assessment.domain.permissions import OPERATOR, Actor, Grant, Role
from assessment.services.cycles import open_cycle
from assessment.services.instance import add_donor
from assessment.services.passwords import passwords_at
from assessment.services.people import enrol
from assessment.services.sign_ins import begin
from tests.conftest import NOON, send

HERE, THERE = StateCode("XAA"), StateCode("XAB")
PASSWORD = "three calm harbours"
WEEK = timedelta(days=7)
LINK = re.compile(r'value="http://localhost(/invitations/[^"]+)"')


class World:
    """A state with its people and a cycle, a donor and an administrator; `users` by name."""

    def __init__(self, app):
        """Make them all; the facilitator stays a week."""
        self.app, self.octant = app, app.extensions["octant"]
        self.users = {}
        self.lead = self.enrol("Lea", Grant(Role.COORDINATOR, HERE))
        with self.octant.writing() as session:
            self.cycle = open_cycle(
                session, self.lead, HERE, "Round 1", self.octant.catalogue, NOON
            ).id
            self.donor = add_donor(session, OPERATOR, "Northern Fund (made up)", NOON).id
            session.commit()
        self.enrol("Omar", Grant(Role.CONTRIBUTOR, HERE))
        self.enrol("Sia", Grant(Role.SIGNATORY, HERE))
        self.enrol("Finn", Grant(Role.FACILITATOR, HERE, self.cycle, until=NOON + WEEK))
        self.enrol("Dora", Grant(Role.DONOR, donor=self.donor))
        self.enrol("Ada", Grant(Role.ADMINISTRATOR))

    def enrol(self, name, grant):
        """Somebody with a role, as an actor."""
        email = f"{name.lower()}@example.org"
        with self.octant.writing() as session:
            user = enrol(
                session, OPERATOR, grant, email, name, PASSWORD, passwords_at("test"), NOON
            )
            session.commit()
        self.users[name] = user
        return Actor(user, name, email, (grant,))

    def browser(self, name, now=NOON):
        """A browser in which somebody is signed in."""
        self.octant.clock = lambda: now
        with self.octant.writing() as session:
            token = begin(session, self.users[name], now)
            session.commit()
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["sign_in"] = token
        return client

    def accepted(self, page, name="Nina"):
        """The browser of somebody new who accepts the invitation that a page shows."""
        newcomer = self.app.test_client()
        reply = send(newcomer, LINK.search(page.text)[1], name=name, password="seven quiet rivers")
        assert reply.status_code == 303
        return newcomer
