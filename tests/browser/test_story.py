"""The whole mission once through, each person at a screen of their own.

A coordinator and a facilitator, a projector, three phones, a signatory and two donors: open,
vote, agree, sign off, release, compare, revoke, gone.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from assessment.domain.cycle import CycleStatus
from assessment.domain.permissions import OPERATOR, Actor, Grant, Role
from assessment.domain.revision import Submission
from assessment.services.cycles import move_cycle, open_cycle
from assessment.services.instance import add_donor
from assessment.services.passwords import Passwords
from assessment.services.people import enrol
from assessment.services.releases import release
from assessment.services.responses import record_many
from assessment.services.sign_off import sign_off
from tests.conftest import NOON, PASSWORD, STATE

pytestmark = pytest.mark.browser

OTHER = "XAB"
QUESTION = "lists.list.law"
UNTIL = "2027-06-30"
REASON = "Two lists are in force, the third is a draft."
# What each phone chooses, family by family: the lower medians are 3, 1 and 2.
BALLOTS = (
    {"arms": "3", "chemical": "1", "biological": "2"},
    {"arms": "4", "chemical": "1", "biological": "unknown"},
    {"arms": "3", "chemical": "0", "biological": "2"},
)


class Company:
    """Everybody in the story, and the neighbour who released before."""

    def __init__(self, app, cycle, people):
        self.octant = app.extensions["octant"]
        self.cycle, self.people = cycle, people
        with self.octant.writing() as session:
            self.donors = {
                name: add_donor(session, OPERATOR, f"{name.title()} Fund, fictional", NOON)
                for name in ("lantern", "harbour")
            }
            until = NOON + timedelta(days=30)
            grants = {
                "facilitator": Grant(Role.FACILITATOR, STATE, cycle.id, until=until),
                **{name: Grant(Role.DONOR, donor=donor.id) for name, donor in self.donors.items()},
            }
            for name, grant in grants.items():
                email = f"{name}@example.org"
                passwords = Passwords("test")
                enrol(session, OPERATOR, grant, email, name.title(), PASSWORD, passwords, NOON)
            self._neighbour(session)
            session.commit()

    def _answer(self, session, actor, cycle):
        levels = {
            question.id: dict.fromkeys(cycle.profile.cells(question), 1)
            for question in self.octant.catalogue.questions
            if question.id != QUESTION
        }
        submissions = [Submission(question, 0, given) for question, given in levels.items()]
        record_many(session, actor, cycle.id, self.octant.catalogue, submissions, NOON)

    def _neighbour(self, session):
        """A second state, signed off and released to both donors."""
        lead = self.people["stranger"]
        known = self.octant.catalogue
        (state,) = lead.states
        cycle = open_cycle(session, lead, state, "Neighbour 2026", known, NOON)
        self._answer(session, lead, cycle)
        move_cycle(session, lead, cycle.id, CycleStatus.IN_REVIEW, cycle.version, NOON)
        signer = Actor(lead.user, "Nia", lead.email, (Grant(Role.SIGNATORY, state),))
        sign_off(session, signer, cycle.id, known, cycle.version + 1, "So it is.", NOON)
        for donor in self.donors.values():
            until = NOON + timedelta(days=300)
            release(session, lead, cycle.id, known, donor.id, "gaps", until, NOON)


@pytest.fixture
def company(app, cycle, people):
    return Company(app, cycle, people)


@pytest.fixture
def enter(browse):
    """A function that signs somebody in and opens an address."""

    def entered(name, address, **options):
        page = browse("/sign-in", **options)
        page.fill("[name=email]", f"{name}@example.org")
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url("**/")
        page.goto(address)
        return page

    return entered


def press(page, name):
    page.get_by_role("button", name=re.compile(name)).first.click()


def open_workshop(console):
    console.fill("[name=title]", "National workshop")
    press(console, "Open the workshop")
    expect(console.get_by_role("heading", level=1)).to_have_text("National workshop")
    return re.sub(r"\W", "", console.locator(".bigcode").inner_text())


def join(phone, code, agency):
    phone.goto("/join")
    phone.fill("[name=code]", f" {code[:3].lower()}-{code[3:]} ")
    phone.click("main button[type=submit]")
    phone.fill("[name=agency]", agency)
    phone.fill("[name=role]", "Officer")
    phone.click("main button[type=submit]")
    expect(phone.get_by_text("You are in the room")).to_be_visible()


def vote(phone, ballot):
    for family, choice in ballot.items():
        phone.locator(f"[name=choice-{family}][value='{choice}']").check(force=True)
    press(phone, "Send my vote")
    expect(phone.get_by_role("heading", name="Your vote is in")).to_be_visible()


def hold_the_vote(console, projector, phones):
    """Phones and projector follow the console; a phone that reloads finds its vote in."""
    press(console, rf"^Add\W+How far is {QUESTION}")
    press(console, "Put it to the vote")
    for phone in phones:
        expect(phone.get_by_role("heading", name=f"How far is {QUESTION}")).to_be_visible()
    vote(phones[0], BALLOTS[0])
    expect(projector.locator("[data-count=voted]")).to_contain_text("1 of 3")
    phones[0].reload()
    expect(phones[0].get_by_role("heading", name="Your vote is in")).to_be_visible()
    for phone, ballot in zip(phones[1:], BALLOTS[1:], strict=True):
        vote(phone, ballot)
    expect(console.locator("[data-count=voted]")).to_contain_text("3 of 3")
    press(console, "Reveal the result")
    for screen in (projector, *phones):
        expect(screen.locator("[data-stage=revealed]")).to_be_visible()


def agree(console, projector):
    console.fill("[name=reason]", REASON)
    console.fill("[name=dissent]", "Customs sees one level less for chemicals.")
    press(console, "Record the agreement")
    for screen in (console, projector):
        expect(screen.locator("[data-stage=agreed]")).to_be_visible()


def sign(coordinator, signatory):
    press(coordinator, "Send to review")
    signatory.reload()
    signatory.check("[name=meant]")
    press(signatory, "Sign off and freeze")
    expect(signatory.get_by_role("heading", name="What was signed")).to_be_visible()


def let_see(signatory, cycle, donor):
    """Release to one donor, after a preview of just what it will see."""
    signatory.goto(f"/releases/new?cycle={cycle.id}")
    signatory.select_option("[name=donor]", donor.id)
    signatory.check("[name=scope][value=gaps]")
    signatory.fill("[name=until]", UNTIL)
    press(signatory, "See what the donor will see")
    expect(signatory.get_by_role("heading", level=1)).to_contain_text("Preview")
    press(signatory, "Release this")
    expect(signatory.get_by_role("heading", level=1)).to_contain_text(donor.name)


def test_from_the_workshop_to_the_donor_and_back(company, enter, browse):
    cycle = f"/cycles/{company.cycle.id}"

    console = enter("facilitator", f"{cycle}/workshops")
    code = open_workshop(console)
    projector = enter("facilitator", f"{console.url.split('?')[0]}/projector")
    expect(projector.get_by_role("img", name=" ".join(code))).to_be_visible()
    phones = [browse("/join", width=360, height=740) for _ballot in BALLOTS]
    for number, phone in enumerate(phones):
        join(phone, code, f"Agency {number}")
    hold_the_vote(console, projector, phones)
    agree(console, projector)
    coordinator = enter("coordinator", f"{cycle}/questions/{QUESTION}")
    expect(coordinator.get_by_text(REASON).first).to_be_visible()
    console.check("[name=sure]")
    press(console, "Close the workshop")
    expect(phones[0].locator("[data-stage=closed]")).to_be_visible()

    coordinator.goto(f"{cycle}/sign-off")
    signatory = enter("signatory", f"{cycle}/sign-off")
    sign(coordinator, signatory)
    let_see(signatory, company.cycle, company.donors["lantern"])
    lantern, harbour = enter("lantern", "/portfolio"), enter("harbour", "/portfolio")
    assert (boxes(lantern), boxes(harbour)) == ({STATE, OTHER}, {OTHER})

    lantern.goto(f"/portfolio/compare?states={STATE},{OTHER}")
    expect(lantern.get_by_role("heading", name="Gaps that several share")).to_be_visible()
    assert REASON not in lantern.content()
    signatory.reload()
    expect(signatory.locator("#looks")).to_contain_text("Lantern")

    lantern.goto("/portfolio")
    part = address_of_part(lantern)
    signatory.check("[name=sure]")
    press(signatory, "Revoke the release")
    expect(signatory.get_by_text("Revoked").first).to_be_visible()
    reply = lantern.context.request.get(part)
    assert (reply.status, "has ended" in reply.text()) == (410, True)
    lantern.reload()
    assert boxes(lantern) == {OTHER}


def boxes(page):
    """The states of a portfolio, by the boxes that choose them."""
    return {box.get_attribute("value") for box in page.locator("[name=states]").all()}


def address_of_part(page):
    """Where the portfolio leads to in the row of the story's own state."""
    row = page.locator("tr", has=page.locator(f"[name=states][value={STATE}]"))
    return row.locator("a[href*='/portfolio/releases/']").first.get_attribute("href")
