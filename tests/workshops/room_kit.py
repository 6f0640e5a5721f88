"""A workshop as people meet it: a console, and phones that joined by the code."""

import re
from dataclasses import dataclass

from flask.testing import FlaskClient

from assessment.services.agreements import versions_of
from assessment.services.workshops import workshop_of
from tests.conftest import TOKEN, send

QUESTION = "lists.list.law"
FAMILIES = ("arms", "chemical", "biological")
SPELLED = re.compile(r'aria-label="((?:[0-9A-Z] ){5}[0-9A-Z])"')


@dataclass
class Meeting:
    """A workshop on a cycle, its facilitator's browser and its address."""

    app: object
    actor: object
    cycle: object
    lead: FlaskClient
    address: str
    code: str

    def press(self, button, **values):
        """Press a button of the console."""
        return send(self.lead, f"{self.address}/{button}", self.address, **values)

    def ask(self, question=QUESTION):
        """Put a question to the vote."""
        return self.press("rounds", question=question)

    def reveal(self):
        """Show the vote."""
        return self.press("reveal")

    def agree(self, level="2", **values):
        """Record one level for every item family, on a console that shows what stands now."""
        levels = {f"level-{family}": level for family in FAMILIES}
        sent = {"question": QUESTION, "reason": "The act names it.", "dissent": "", **levels}
        seen = self.seen(values.get("question", QUESTION))
        return self.press("agree", **{**sent, **seen, **values})

    def seen(self, question=QUESTION):
        """What the form of a console carries: the newest vote, the version of the answer."""
        rounds = self.room.state.rounds_on(question)
        with self.app.extensions["octant"].reading() as session:
            version = versions_of(session, self.actor, self.cycle).get(question, 0)
        return {"round": str(rounds[-1].number if rounds else 0), "version": str(version)}

    def phone(self):
        """Another phone that joined."""
        client = self.app.test_client()
        joined = send(client, f"/join/{self.code}", agency="Customs", role="Officer")
        assert joined.status_code == 303
        return client

    def vote(self, phone, choice="2", number=1, **headers):
        """Send a vote: one choice for every item family."""
        page = phone.get(f"/room/{self.code}")
        sent = {"csrf_token": TOKEN.search(page.text)[1]} if TOKEN.search(page.text) else {}
        return self.cast(phone, sent, choice, number, **headers)

    def cast(self, phone, sent, choice="2", number=1, **headers):
        """Send a ballot with what a page carried."""
        form = {**sent, "round": number, "families": " ".join(FAMILIES), "same": choice}
        return phone.post(f"/room/{self.code}/votes", data=form, headers=headers)

    @property
    def id(self):
        """The workshop's id."""
        return self.address.rpartition("/")[2]

    @property
    def room(self):
        """The room as the services know it."""
        with self.app.extensions["octant"].reading() as session:
            return workshop_of(session, self.actor, self.cycle.id, self.id)


def a_meeting(app, actor, lead, cycle):
    """Open a workshop as a facilitator does."""
    place = f"/cycles/{cycle.id}/workshops"
    days = {"begins": "2026-11-22", "ends": "2026-11-24"}
    opened = send(lead, place, title="Port Alder", **days)
    assert opened.status_code == 303, opened.text
    address = opened.headers["Location"]
    code = SPELLED.search(lead.get(address).text)[1].replace(" ", "")
    return Meeting(app, actor, cycle, lead, address, code)
