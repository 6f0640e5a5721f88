"""A level that a missing foundation holds down says so wherever a donor meets it."""

import csv
import io
import re

import pytest

from reports.released_document import ReleasedPaper, released_html
from tests.conftest import NOON
from tests.donors.documents import a_document, figures, hidden
from tests.donors.portfolio_kit import UNTIL, Portfolio

WHY = "held at level 1: a foundation is missing"
LEGEND = "held at level 1, whatever the score: a foundation is missing, on which other work rests"
HELD = {"lists": figures(0.72, band=1)}
FREE = {"lists": figures(0.72)}


@pytest.fixture
def portfolio(app):
    return Portfolio(app)


def words(markup):
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())


def csv_lines(reply):
    rows = list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"))))
    head, *lines = rows[rows.index([]) + 1 :]
    return [dict(zip(head, line, strict=True)) for line in lines]


def paper_of(portfolio, areas, elements=None):
    changes = {"elements": elements} if elements else {}
    document = a_document(portfolio.catalogue, "XAA", areas=areas, **changes)
    with portfolio.app.test_request_context():
        paper = ReleasedPaper(document, portfolio.catalogue, "The River Fund", UNTIL)
        return released_html(paper, NOON, "en")


def test_the_portfolio_marks_a_held_level_and_says_why(portfolio):
    portfolio.release(areas=HELD)
    page = words(portfolio.get("/portfolio").text)
    assert f"1 * {WHY} 72.0" in page.replace("1* ", "1 * ")
    assert LEGEND in page


def test_the_portfolio_marks_no_other_level(portfolio):
    portfolio.release(areas=FREE)
    assert WHY not in words(portfolio.get("/portfolio").text)


def test_side_by_side_only_the_state_whose_level_is_held_is_marked(portfolio):
    portfolio.release("XAA", areas=HELD)
    portfolio.release("XAB", areas=FREE)
    page = portfolio.get("/portfolio/compare?states=XAA,XAB").text
    table = page.partition('<table class="heat side-areas')[2].partition("</table>")[0]
    assert table.count(WHY) == 1
    assert LEGEND in words(page)


def test_an_octagon_marks_a_score_whose_level_is_held(portfolio):
    portfolio.release("XAA", areas=HELD)
    portfolio.release("XAB", areas=FREE)
    page = portfolio.get("/portfolio/compare?states=XAA,XAB").text
    assert re.findall(r">(72\.0\*?)</text>", page) == ["72.0*", "72.0"]
    assert f"; {WHY}</title>" in page


@pytest.mark.parametrize(("areas", "times"), [(HELD, 1), (FREE, 0)])
def test_the_page_of_a_release_marks_a_held_area_and_explains_it_once(portfolio, areas, times):
    release = portfolio.release(scope="areas", areas=areas)
    page = portfolio.get(f"/portfolio/releases/{release.id}").text
    assert page.count(f'<span class="hidden"> {WHY}</span>') == times
    assert page.count(LEGEND) == times


def test_the_page_of_a_release_marks_a_held_element(portfolio):
    first = portfolio.catalogue.elements[0].id
    release = portfolio.release(areas=FREE, elements={first: figures(0.9, band=1)})
    page = portfolio.get(f"/portfolio/releases/{release.id}").text
    assert f'<span class="hidden"> {WHY}</span>' in page.partition('id="elements"')[2]
    assert LEGEND in page.partition('id="elements"')[2]


def test_a_part_without_a_score_is_never_marked(portfolio):
    portfolio.release(areas={"lists": hidden("withheld") | {"point": 0.9, "band": 1}})
    assert WHY not in words(portfolio.get("/portfolio").text)


@pytest.mark.parametrize(("areas", "told"), [(HELD, "yes"), (FREE, "no")])
def test_the_files_say_whether_a_level_is_held(portfolio, areas, told):
    release = portfolio.release(areas=areas)
    for address in ("/portfolio.csv", f"/portfolio/releases/{release.id}/areas.csv"):
        assert csv_lines(portfolio.get(address))[0]["Held at level 1"] == told


def test_the_files_leave_it_open_where_there_is_no_level(portfolio):
    release = portfolio.release(areas={"lists": hidden("incomplete")})
    for address in ("/portfolio.csv", f"/portfolio/releases/{release.id}/areas.csv"):
        assert csv_lines(portfolio.get(address))[0]["Held at level 1"] == ""


def test_the_paper_marks_a_held_level_on_every_table_of_levels(portfolio):
    first = portfolio.catalogue.elements[0].id
    html = paper_of(portfolio, HELD, {first: figures(0.9, band=1)})
    assert html.count('<span class="star">*</span>') == 3  # summary, results, elements
    assert html.count("* The level is held at 1, whatever the score") == 3


def test_the_paper_explains_no_mark_that_it_does_not_use(portfolio):
    assert "* The level is held at 1" not in paper_of(portfolio, FREE)
