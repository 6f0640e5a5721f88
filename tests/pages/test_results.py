"""Results: the figures on the pages are the scorecard's, and each opens what is behind it."""

import re
from html import unescape

import html5lib
import pytest

from assessment.domain.scoring import score
from tests.builders import the_worked_example
from tests.pages.questionnaire_kit import LAW, save

H = "{http://www.w3.org/1999/xhtml}"
PRACTICE, LICENCE = "lists.list.practice", "licensing.export.law"


@pytest.fixture
def answered(app, ana, cycle):
    """The cycle with the answers of the worked example, given one after the other."""
    for response in the_worked_example()[2].values():
        levels = {f"level_{family}": str(level) for family, level in response.levels.items()}
        reply = save(ana, cycle, response.question, version="0", **levels)
        assert reply.status_code < 400, reply.text
    return f"/cycles/{cycle}"


def words_of(page):
    tree = html5lib.parse(page.text)
    return " ".join("".join(tree.itertext()).split())


def row_of(page, name):
    """The texts of the line of the table of parts that bears a name."""
    parts = (each for each in html5lib.parse(page.text).iter(f"{H}table"))
    tree = next(each for each in parts if each.get("class") == "areas")
    for line in tree.iter(f"{H}tr"):
        heads = [" ".join("".join(cell.itertext()).split()) for cell in line.iter(f"{H}th")]
        if heads and heads[0].startswith(name):
            return [
                " ".join("".join(cell.itertext()).split())
                for cell in line
                if cell.tag in {f"{H}td", f"{H}th"}
            ]
    raise AssertionError(f"no line {name}")


def links_of(page):
    return re.findall(r'href="([^"]+)"', unescape(page.text))


def test_the_scores_of_the_areas_are_those_of_the_scorecard(app, ana, answered):
    catalogue = app.extensions["octant"].catalogue
    page = ana.get(f"{answered}/results")
    card = score(catalogue, *the_worked_example()[1:])
    shown = {area.id: row_of(page, area.title)[1] for area in catalogue.areas}
    expected = {area.id: f"{card.areas[area.id].point * 100:.1f}" for area in catalogue.areas}
    assert shown == expected


def test_every_figure_of_an_area_is_in_its_table(ana, answered):
    page = ana.get(f"{answered}/results")
    table = page.text[page.text.index('class="fit figures"') :]
    first = re.findall(r'<td class="num">(?:<(?:a|bdi)[^>]*>)?([^<]*)', table)[:8]
    # METHOD.md 8, lists: point, low, high, floor, stovepipe, completeness, confidence, target;
    # the answers were given without their evidence.
    assert [each.replace("\N{NO-BREAK SPACE}", " ") for each in first] == [
        "50.0",
        "41.7",
        "58.3",
        "50.0",
        "0.50",
        "75 %",
        "0 %",
        "3",
    ]


def test_below_65_per_cent_an_area_shows_its_range_and_no_score(ana, answered, cycle):
    save(ana, cycle, LAW, version="1", level_arms="3", level_chemical="unknown")
    line = row_of(ana.get(f"{answered}/results"), "Lists")
    assert re.fullmatch(r"[\d.]+\N{EN DASH}[\d.]+", line[1])


def test_below_65_per_cent_an_area_has_no_band(ana, answered, cycle):
    save(ana, cycle, LAW, version="1", level_arms="3", level_chemical="unknown")
    line = row_of(ana.get(f"{answered}/results"), "Lists")
    assert line[-1] == "\N{EN DASH} no level"


def test_below_65_per_cent_the_chart_holds_no_score_either(ana, answered, cycle):
    save(ana, cycle, LAW, version="1", level_arms="3", level_chemical="unknown")
    page = ana.get(f"{answered}/results")
    drawn = re.search(r'"name": "Score", "r": \[([^\]]*)\]', page.text)
    assert drawn[1].startswith("null")


def test_the_foundation_that_holds_a_band_down_is_named(app, ana, answered):
    question = app.extensions["octant"].catalogue.question_by_id[LICENCE]
    line = row_of(ana.get(f"{answered}/results"), "Licensing")
    assert f"Held at level 1 by: {question.text}" in line[0]


def test_an_empty_cycle_says_what_to_do_next(ana, cycle):
    page = ana.get(f"/cycles/{cycle}/results")
    assert (f"/cycles/{cycle}/next" in page.text, "<svg class" in page.text) == (True, False)


def test_every_link_of_the_results_opens_a_page(ana, answered):
    page = ana.get(f"{answered}/results")
    own = {link for link in links_of(page) if link.startswith("/cycles/")}
    statuses = {link: ana.get(link.partition("#")[0]).status_code for link in own}
    assert {link: found for link, found in statuses.items() if found not in {200, 303}} == {}


def test_each_mark_of_a_chart_opens_a_page(ana, answered):
    page = ana.get(f"{answered}/results")
    sources = re.findall(r'"(/cycles/[^"]+)"', page.text)
    statuses = {link: ana.get(link.replace("\\u0026", "&")).status_code for link in set(sources)}
    assert {link: found for link, found in statuses.items() if found not in {200, 303}} == {}


def test_the_page_behind_a_score_holds_its_answers(ana, answered):
    page = words_of(ana.get(f"{answered}/results/areas/lists"))
    told = ("3, substantial Conventional arms", "Biological, not known")
    assert [words in page for words in told] == [True, True]


def test_the_page_behind_a_familys_score_holds_the_answers_of_that_family_alone(ana, answered):
    page = ana.get(f"{answered}/results/areas/lists?family=chemical")
    lists = page.text[page.text.index('class="behind"') :]
    assert ("Chemical" in lists, "Conventional arms" in lists) == (True, False)


def test_the_page_behind_an_aspects_score_shows_that_score(ana, answered):
    page = ana.get(f"{answered}/results/areas/lists?aspect=practice")
    figure = re.search(r'class="big num">\s*<b>([^<]*)', page.text)
    assert (figure[1], LAW in page.text) == ("50.0", False)


@pytest.mark.parametrize("cut", ["aspect=no", "family=no", "family=all"])
def test_a_part_that_there_is_not_is_not_found(ana, answered, cut):
    assert ana.get(f"{answered}/results/areas/lists?{cut}").status_code == 404


def test_a_family_that_no_question_of_the_area_asks_about_has_an_empty_page(ana, answered):
    page = ana.get(f"{answered}/results/areas/lists?family=nuclear")
    assert (page.status_code, "Nothing is asked here" in page.text) == (200, True)


def test_the_page_behind_a_cell_of_the_matrix_holds_its_provisions_and_answers(ana, answered):
    page = ana.get(f"{answered}/results/matrix/licensing/unscr1540")
    # METHOD.md 8: unscr1540-3d is at 0.1111, between 0.0833 and 0.3333.
    assert ("11.1 of 100, between 8.3 and 33.3" in words_of(page), LICENCE in page.text) == (
        True,
        True,
    )


def test_the_page_of_an_instrument_holds_its_provisions_with_their_status(ana, answered):
    page = words_of(ana.get(f"{answered}/instruments/att"))
    assert "partly met 88.9 of 100" in page


def test_the_gaps_stand_by_leverage(ana, answered):
    page = ana.get(f"{answered}/results/gaps")
    found = re.findall(r'data-label="Leverage">([\d.]+)<', page.text)
    assert (found, found[0]) == (sorted(found, key=float, reverse=True), "0.17")


def test_what_is_still_to_find_out_is_listed_behind_the_gaps(ana, answered):
    assert "1 question has an open answer" in words_of(ana.get(f"{answered}/results/gaps"))


@pytest.mark.parametrize("page", ["0", "2", "x", "-1", "9" * 30])
def test_a_page_of_gaps_that_is_not_there_is_not_found(ana, answered, page):
    assert ana.get(f"{answered}/results/gaps?page={page}").status_code == 404


@pytest.mark.parametrize(
    "place",
    [
        "results",
        "results/areas/lists",
        "results/matrix/lists/att",
        "results/gaps",
        "instruments/att",
        "roadmap",
        "roadmap/assumptions",
    ],
)
def test_another_states_results_are_not_there(zoe, answered, place):
    assert zoe.get(f"{answered}/{place}").status_code == 404


@pytest.mark.parametrize(
    "place",
    [
        "results/areas/none",
        "results/matrix/lists/none",
        "results/matrix/none/att",
        "instruments/none",
        "roadmap/assumptions?area=none",
        "roadmap?page=9",
        "roadmap?beyond=x",
    ],
)
def test_a_place_that_is_not_in_the_catalogue_is_not_found(ana, answered, place):
    assert ana.get(f"{answered}/{place}").status_code == 404


def test_a_contributor_sees_the_results(ben, answered):
    assert "Where your state stands" in ben.get(f"{answered}/results").text


def test_the_chart_library_may_be_kept_for_a_year(app):
    reply = app.test_client().get("/plotly.js?v=1")
    assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_chart_library_comes_packed_to_those_who_take_it_so(app):
    packed = app.test_client().get("/plotly.js", headers={"Accept-Encoding": "gzip"})
    plain = app.test_client().get("/plotly.js", headers={"Accept-Encoding": "identity"})
    assert (packed.headers["Content-Encoding"], len(packed.data) < len(plain.data) / 3) == (
        "gzip",
        True,
    )
