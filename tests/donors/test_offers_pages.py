"""The pages on which a state releases, looks at what it released, and revokes."""

from datetime import timedelta

import pytest

from assessment.domain.permissions import OPERATOR, Grant, Role
from assessment.services.comparisons import note_looks, released_to
from assessment.services.cycles import open_cycle
from assessment.services.instance import add_donor
from assessment.services.passwords import Passwords
from assessment.services.people import enrol
from assessment.services.sign_ins import begin, presence_of
from tests.conftest import NOON, PASSWORD, STATE, send, sign_in, token_of
from tests.databases import counted_queries, sign

UNTIL = "2027-03-31"


class Sharing:
    """A signed-off cycle of XAA and a donor, and what people do with their browsers."""

    def __init__(self, app, signed_in, people, cycle):
        self.app, self.signed_in, self.people, self.cycle = app, signed_in, people, cycle
        self.octant = app.extensions["octant"]
        with self.octant.writing() as session:
            sign(
                session,
                cycle.id,
                self.octant.catalogue,
                NOON,
                lead=people["coordinator"],
                signatory=people["signatory"],
            )
            self.donor = add_donor(session, OPERATOR, "The River Fund", NOON)
            grant = Grant(Role.DONOR, donor=self.donor.id)
            words = Passwords("test")
            user = enrol(
                session, OPERATOR, grant, "dina@example.org", "Dina", PASSWORD, words, NOON
            )
            people["donor"] = presence_of(session, begin(session, user, NOON), NOON).actor
            session.commit()

    def form(self, **changes):
        filled = {"cycle": self.cycle.id, "donor": self.donor.id, "scope": "gaps", "until": UNTIL}
        return filled | changes

    def post(self, who, address="/releases", **changes):
        browser = self.signed_in(who)
        return send(browser, address, form_page="/account", **self.form(**changes))

    def released(self, **changes):
        """The address of a new release, made by the coordinator."""
        reply = self.post("coordinator", **changes)
        assert reply.status_code == 303
        return reply.location

    def open_to_donor(self):
        with self.octant.reading() as session:
            return released_to(session, self.people["donor"], self.donor.id, NOON)

    def revoke(self, who, address, sure="1"):
        return send(self.signed_in(who), f"{address}/revoke", form_page="/account", sure=sure)


@pytest.fixture
def sharing(app, signed_in, people, cycle):
    return Sharing(app, signed_in, people, cycle)


def main_of(page):
    return page.text.partition("<main")[2].partition("</main>")[0]


def test_without_a_signed_off_cycle_the_page_says_what_comes_first(signed_in, cycle):
    page = signed_in("coordinator").get("/releases")
    assert "No assessment is signed off yet" in page.text
    assert f"/cycles/{cycle.id}/sign-off" in main_of(page)


def test_without_any_cycle_the_page_says_who_begins_one(signed_in):
    page = signed_in("signatory").get("/releases/new")
    assert "A coordinator of your state opens an assessment" in page.text


def test_without_a_donor_the_page_says_whom_to_ask(app, signed_in, people, cycle):
    octant = app.extensions["octant"]
    with octant.writing() as session:
        lead, signatory = people["coordinator"], people["signatory"]
        sign(session, cycle.id, octant.catalogue, NOON, lead=lead, signatory=signatory)
        session.commit()
    for address in ("/releases", "/releases/new"):
        assert "Ask your administrator to add the donor" in signed_in("signatory").get(address).text


def test_with_nothing_released_the_page_leads_to_the_form(sharing):
    page = sharing.signed_in("coordinator").get("/releases")
    assert "Nothing is released yet" in page.text
    assert "/releases/new?state=XAA" in main_of(page)


def test_the_form_proposes_the_least_for_a_year(sharing):
    page = sharing.signed_in("signatory").get("/releases/new")
    assert 'value="areas" checked' in page.text
    assert 'value="2027-11-22"' in page.text


def test_the_form_keeps_what_the_preview_sends_back(sharing):
    address = f"/releases/new?cycle={sharing.cycle.id}&donor={sharing.donor.id}&scope=roadmap"
    page = sharing.signed_in("coordinator").get(f"{address}&until={UNTIL}")
    assert 'value="roadmap" checked' in page.text
    assert f'value="{sharing.donor.id}" selected' in page.text
    assert f'value="{UNTIL}"' in page.text


def test_a_preview_releases_nothing(sharing):
    page = sharing.post("coordinator", "/releases/preview")
    assert page.status_code == 200
    assert "Preview: what The River Fund will see" in page.text
    assert sharing.open_to_donor() == ()


def test_a_preview_shows_the_part_that_the_donor_then_gets(sharing):
    def part(page):
        return page.text.partition('<section id="areas">')[2].partition("</main>")[0]

    previewed = part(sharing.post("signatory", "/releases/preview", scope="roadmap"))
    release = sharing.released(scope="roadmap").rpartition("/")[2]
    seen = part(sharing.signed_in("donor").get(f"/portfolio/releases/{release}"))
    assert previewed.split() == seen.split()
    assert "Steps by quarter" in seen


def test_a_narrow_preview_shows_no_gap_and_no_plan(sharing):
    page = sharing.post("coordinator", "/releases/preview", scope="areas")
    assert 'id="areas"' in page.text
    assert 'id="gaps"' not in page.text
    assert 'id="roadmap"' not in page.text


def test_the_preview_carries_the_release_in_its_form(sharing):
    browser = sharing.signed_in("coordinator")
    preview = send(browser, "/releases/preview", form_page="/account", **sharing.form())
    hidden = sharing.form()
    for name, value in hidden.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in preview.text
    made = browser.post("/releases", data={"csrf_token": token_of(preview), **hidden})
    assert made.status_code == 303


def test_a_release_lasts_to_the_end_of_its_last_day(sharing):
    sharing.released()
    (made,) = sharing.open_to_donor()
    assert made.until.isoformat() == "2027-03-31T23:59:59+00:00"


def test_a_release_may_end_today(sharing):
    sharing.released(until="2026-11-22")
    assert len(sharing.open_to_donor()) == 1


def test_the_list_shows_a_release_with_its_donor_and_its_end(sharing):
    sharing.released()
    shown = main_of(sharing.signed_in("signatory").get("/releases"))
    for words in ("The River Fund", "Scores and gaps", "Cycle 2026", "31 March 2027", "nobody yet"):
        assert words in shown


def test_a_release_past_its_last_day_is_listed_as_ended(sharing):
    address = sharing.released(until="2026-11-22")
    sharing.octant.clock = lambda: NOON + timedelta(hours=12)
    browser = sharing.app.test_client()
    sign_in(browser, "coordinator@example.org", PASSWORD)
    assert '<span class="tag ">ended</span>' in browser.get("/releases").text
    assert "What the donor saw" in browser.get(address).text


def test_the_page_of_a_release_says_who_looked_where_and_when(sharing):
    address = sharing.released()
    with sharing.octant.writing() as session:
        looker = sharing.people["donor"]
        (made,) = released_to(session, looker, sharing.donor.id, NOON)
        note_looks(session, looker, [made.id], "compare", NOON + timedelta(minutes=5))
        session.commit()
    shown = main_of(sharing.signed_in("coordinator").get(address))
    assert "Dina" in shown
    assert "Side by side with other states" in shown
    assert "22 November 2026, 12:05" in shown
    assert "22 November 2026, 12:05, Dina" in sharing.signed_in("signatory").get("/releases").text


def test_the_page_of_a_release_shows_what_the_donor_sees(sharing):
    shown = sharing.signed_in("coordinator").get(sharing.released(scope="gaps")).text
    assert 'id="gaps"' in shown
    assert 'id="roadmap"' not in shown


def test_revoking_ends_a_release_for_the_donor_at_once(sharing):
    address = sharing.released()
    assert sharing.revoke("signatory", address).location == address
    shown = sharing.signed_in("coordinator").get(address).text
    assert "What the donor saw" in shown
    assert "/revoke" not in shown
    donors_page = address.replace("/releases/", "/portfolio/releases/")
    gone = sharing.signed_in("donor").get(donors_page)
    assert gone.status_code == 410
    assert "This release has ended" in gone.text


def test_revoking_needs_its_tick(sharing):
    address = sharing.released()
    reply = sharing.revoke("coordinator", address, sure="")
    assert reply.status_code == 422
    assert "Tick the box" in reply.text
    assert len(sharing.open_to_donor()) == 1


@pytest.mark.parametrize("address", ["/releases", "/releases/preview"])
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"donor": ""}, "Choose one of the donors on the page."),
        ({"scope": "all"}, "Choose what the donor may see."),
        ({"until": "soon"}, "Give the last day as a date"),
        ({"until": "9999-12-31"}, "Choose a day within three years."),
        ({"until": "2026-11-21"}, "This day has passed."),
        ({"cycle": ""}, "Choose one of your signed-off assessments."),
    ],
)
def test_a_form_says_what_to_correct(sharing, address, changes, words):
    reply = sharing.post("coordinator", address, **changes)
    assert reply.status_code == 422
    assert words in reply.text
    assert sharing.open_to_donor() == ()


def test_a_draft_is_refused_with_what_to_do(sharing):
    with sharing.octant.writing() as session:
        lead, catalogue = sharing.people["coordinator"], sharing.octant.catalogue
        draft = open_cycle(session, lead, STATE, "Next", catalogue, NOON)
        session.commit()
    replies = [
        sharing.signed_in("coordinator").get(f"/releases/new?cycle={draft.id}"),
        sharing.post("coordinator", "/releases/preview", cycle=draft.id),
        sharing.post("coordinator", cycle=draft.id),
    ]
    assert [reply.status_code for reply in replies] == [409, 409, 409]
    assert "This assessment is not signed off" in replies[0].text


@pytest.mark.parametrize(("who", "status"), [("contributor", 403), ("stranger", 404)])
def test_others_of_this_state_and_of_another_are_kept_out(sharing, who, status):
    address = sharing.released()
    browser = sharing.signed_in(who)
    pages = ["/releases?state=XAA", f"/releases/new?cycle={sharing.cycle.id}", address]
    assert [browser.get(page).status_code for page in pages] == [status] * 3
    posts = [
        sharing.post(who),
        sharing.post(who, "/releases/preview"),
        sharing.revoke(who, address),
    ]
    assert [reply.status_code for reply in posts] == [status] * 3
    assert len(sharing.open_to_donor()) == 1


def test_a_donor_cannot_reach_the_pages_of_the_state(sharing):
    address = sharing.released()
    browser = sharing.signed_in("donor")
    pages = ["/releases", "/releases?state=XAA", "/releases/new", address, "/releases?state=*"]
    assert [browser.get(page).status_code for page in pages] == [404] * 5


def test_no_page_of_a_release_shows_what_a_person_wrote(app, sharing):
    address = sharing.released(scope="roadmap")
    shown = main_of(sharing.signed_in("coordinator").get(address))
    assert "Arms Act 2019" not in shown


def test_a_release_shows_the_marking_of_its_state(sharing):
    page = sharing.signed_in("coordinator").get(sharing.released())
    assert "Demonstration state" in page.text.partition("<main")[0]


def test_the_list_takes_as_many_queries_for_many_releases_as_for_few(sharing):
    browser = sharing.signed_in("coordinator")

    def queries():
        with counted_queries() as sent:
            assert browser.get("/releases").status_code == 200
        return len(sent)

    sharing.released()
    few = queries()
    for day in range(1, 6):
        sharing.released(until=f"2027-04-0{day}")
    assert queries() == few <= 8
