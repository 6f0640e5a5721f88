"""One state's released part as its donor sees it, and as it ends."""

import re
from datetime import timedelta

import html5lib
import pytest

from assessment.domain.permissions import Actor, Grant, Role, UserId
from assessment.domain.release import Look
from assessment.services.releases import looks_of
from tests.conftest import NOON
from tests.databases import counted_queries
from tests.donors.documents import a_gap, a_package, a_roadmap, figures, hidden
from tests.donors.portfolio_kit import Portfolio, a_donor, a_person


@pytest.fixture
def portfolio(app):
    return Portfolio(app)


def page_of(portfolio, release, client=None):
    return portfolio.get(f"/portfolio/releases/{release.id}", client)


def words_of(page):
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    return " ".join(" ".join(tree.find(".//main").itertext()).split())


def row_of(page, title):
    """The words of the table's line of a part."""
    lines = re.findall(r'<tr><th scope="row">.*?</tr>', page.text, re.DOTALL)
    found = next(line for line in lines if title in line)
    return " ".join(re.sub(r"<[^>]*>", " ", found).split())


def test_the_page_says_what_was_released_of_which_cycle_and_until_when(portfolio):
    page = words_of(page_of(portfolio, portfolio.release("XAA", title="Cycle 2026")))
    assert "Cycle 2026, signed off 20 November 2026" in page
    assert "Open to you until 20 February 2027" in page
    assert "scores, gaps and the full roadmap" in page
    assert "0f1e2d3c" * 8 in page
    assert "method 1, catalogue test.1" in page


def test_the_marking_of_the_state_stands_at_the_top_of_the_page(portfolio):
    page = page_of(portfolio, portfolio.release("XAA", marking="Restricted"))
    assert '<div class="marking">Restricted · Demonstration state</div>' in page.text


def test_an_area_that_is_not_complete_enough_shows_its_range_and_no_score(portfolio):
    area = portfolio.catalogue.areas[0]
    release = portfolio.release(areas={area.id: hidden("incomplete", 0.2, 0.75)})
    row = row_of(page_of(portfolio, release), area.title)
    assert "not complete enough" in row
    assert "20.0\N{EN DASH}75.0" in row
    assert "no level" in row


def test_an_area_that_is_withheld_says_so_in_words(portfolio):
    area = portfolio.catalogue.areas[0]
    release = portfolio.release(areas={area.id: hidden("withheld", 0.1, 0.9)})
    assert "withheld" in row_of(page_of(portfolio, release), area.title)


def test_a_score_that_a_document_should_not_hold_is_not_shown(portfolio):
    area = portfolio.catalogue.areas[0]
    release = portfolio.release(areas={area.id: figures(0.6177, kind="withheld")})
    assert "61.8" not in page_of(portfolio, release).text


def test_a_scored_area_shows_its_point_its_range_and_its_level(portfolio):
    area = portfolio.catalogue.areas[0]
    page = page_of(portfolio, portfolio.release(areas={area.id: figures(0.62)}))
    assert re.search(r"62\.0 .*2 , partial", row_of(page, area.title))
    assert "62.0 of 100, between 52.0 and 72.0" in page.text


def test_the_octagon_has_a_name_and_its_numbers_as_a_table(portfolio):
    page = page_of(portfolio, portfolio.release()).text
    assert re.search(
        r'<svg class="octagon"[^>]*role="img"[^>]*><title>The practice areas</title>', page
    )
    assert "As a table" in page


@pytest.mark.parametrize(
    ("scope", "parts"),
    [("areas", []), ("gaps", ["elements", "gaps"]), ("roadmap", ["elements", "gaps", "roadmap"])],
)
def test_the_page_shows_the_parts_that_were_released_and_no_others(portfolio, scope, parts):
    page = page_of(portfolio, portfolio.release(scope=scope)).text
    assert re.findall(r'<section id="(\w+)">', page) == ["areas", *parts]


def test_a_gap_says_its_level_its_target_and_who_asks_for_the_practice(portfolio):
    question = next(one for one in portfolio.catalogue.questions if one.obligations)
    release = portfolio.release(gaps=[a_gap(question, level=1, target=3, leverage=2.5)])
    row = row_of(page_of(portfolio, release), question.text)
    instrument = portfolio.catalogue.obligation_by_id[question.obligations[0].obligation].instrument
    assert re.search(r" 1 .* 3 2\.50 ", row)
    assert portfolio.catalogue.instrument_by_id[instrument].short in row


def test_the_roadmap_lists_its_steps_by_quarter_and_what_does_not_fit(portfolio):
    page = words_of(page_of(portfolio, portfolio.release()))
    assert "Roadmap, Q1 2027 \N{EN DASH} Q4 2029" in page
    assert re.search(r"Q1 2027 \d steps? begins? · 4\.5 person-months in the quarter", page)
    assert "Steps that do not fit the plan" in page
    assert re.search(r"Regime by regime it would take [\d.,]+", page)


def test_a_question_that_the_catalogue_no_longer_knows_is_shown_by_its_id(portfolio):
    gap = a_gap(portfolio.catalogue.questions[0]) | {"question": "gone.old.question"}
    assert "gone.old.question" in page_of(portfolio, portfolio.release(gaps=[gap])).text


def test_what_a_state_typed_is_only_text(portfolio):
    release = portfolio.release(title="<script>alert(1)</script>", marking="{{ 7 * 7 }}")
    page = page_of(portfolio, release).text
    assert "<script>alert(1)" not in page
    assert "{{ 7 * 7 }}" in page


def test_the_states_see_that_somebody_looked(portfolio):
    release = portfolio.release()
    page_of(portfolio, release)
    page_of(portfolio, release)
    looks = portfolio.write(lambda session: looks_of(session, lead_of(release), release.id))
    assert looks == (Look("Dina", "state", NOON),)


def queries_of(portfolio, release):
    with counted_queries() as statements:
        assert page_of(portfolio, release).status_code == 200
    return len(statements)


def test_the_page_takes_few_queries_and_as_many_for_a_roadmap_as_for_scores(portfolio):
    both = portfolio.release("XAA", "areas"), portfolio.release("XAB", "roadmap")
    counts = [queries_of(portfolio, release) for release in both for _again in range(2)]
    assert max(counts) <= 12
    assert counts[0] == counts[2]
    assert counts[1] == counts[3] <= counts[0]


def test_a_long_plan_is_drawn_in_part_and_listed_in_full(portfolio):
    question = portfolio.catalogue.questions[0]
    roadmap = a_roadmap(portfolio.catalogue) | {
        "packages": [a_package(question, 1, 1 + place % 12, 12) for place in range(50)]
    }
    page = page_of(portfolio, portfolio.release(roadmap=roadmap)).text
    assert "The first 40 steps; all of them are in the list below." in page
    listed = page.partition("Steps by quarter")[2].partition('id="unfunded"')[0]
    assert listed.count('<th scope="row">') == 50


def test_an_octagon_without_targets_has_no_ring_of_targets(portfolio):
    areas = {area.id: {"target": None} for area in portfolio.catalogue.areas}
    assert 'class="target"' in page_of(portfolio, portfolio.release()).text
    assert 'class="target"' not in page_of(portfolio, portfolio.release("XAB", areas=areas)).text


def lead_of(release):
    return Actor(UserId("lead"), "Lead", "", (Grant(Role.COORDINATOR, release.state),))


ENDINGS = ("", ".xlsx", "/areas.csv")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_revoked_release_is_gone_at_once(portfolio, ending):
    release = portfolio.release()
    address = f"/portfolio/releases/{release.id}{ending}"
    assert portfolio.get(address).status_code == 200
    portfolio.revoke(release)
    page = portfolio.get(address)
    assert page.status_code == 410
    assert "This release has ended" in page.text
    assert '<a class="btn" href="/portfolio">Portfolio</a>' in page.text
    assert portfolio.catalogue.areas[0].title not in page.text


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_release_whose_last_day_has_passed_is_gone(portfolio, ending):
    release = portfolio.release(until=NOON + timedelta(minutes=1))
    portfolio.octant.clock = lambda: NOON + timedelta(minutes=1)
    page = portfolio.get(f"/portfolio/releases/{release.id}{ending}")
    assert page.status_code == 410
    assert "its last day has passed" in page.text


@pytest.mark.parametrize("ending", ENDINGS)
def test_another_donor_does_not_learn_of_a_release(portfolio, ending):
    other = portfolio.write(a_donor, "The Hill Fund")
    hal = portfolio.browser(portfolio.write(a_person, [other], "hal@example.org", "Hal"))
    release = portfolio.release()
    assert portfolio.get(f"/portfolio/releases/{release.id}{ending}", hal).status_code == 404
    portfolio.revoke(release)
    assert portfolio.get(f"/portfolio/releases/{release.id}{ending}", hal).status_code == 404


@pytest.mark.parametrize("named", ["0" * 16, "no-such-release", "0" * 400])
def test_a_release_that_is_not_there_is_not_found(portfolio, named):
    assert portfolio.get(f"/portfolio/releases/{named}").status_code == 404
