"""What is not there says why, in words that differ: on pages, in their key and in files."""

import csv
import io

import html5lib
import pytest
from openpyxl import load_workbook

from tests.donors.documents import a_gap, hidden
from tests.donors.portfolio_kit import Portfolio

NAMESPACE = "{http://www.w3.org/1999/xhtml}"
STATES = "states=XAA,XAB,XAC,XAD"
NO_GAP, NO_GAPS = "no gap released", "gaps not released"


@pytest.fixture
def portfolio(app):
    """XAA and XAB share a gap; XAC released gaps without it, XAD no gaps at all."""
    shown = Portfolio(app)
    question = shown.catalogue.questions[0]
    for state, gaps in (("XAA", [a_gap(question, level=0)]), ("XAB", [a_gap(question, level=2)])):
        shown.release(state, "gaps", gaps=gaps)
    shown.release("XAC", "gaps", gaps=[])
    shown.release("XAD", "areas")
    return shown


def words(node):
    return " ".join("".join(node.itertext()).split())


def marked_words(page):
    """The words on a pattern, in the order of the page."""
    return [
        words(node)
        for node in html5lib.parse(page.text).iter(NAMESPACE + "span")
        if "heatword" in (node.get("class") or "")
    ]


def test_a_shared_gap_tells_a_state_without_it_from_one_that_released_no_gaps(portfolio):
    page = html5lib.parse(portfolio.get(f"/portfolio/compare?{STATES}").text)
    shared = next(node for node in page.iter(NAMESPACE + "section") if node.get("id") == "shared")
    _head, row = shared.iter(NAMESPACE + "tr")
    cells = [words(cell) for cell in row.iter(NAMESPACE + "td")]
    assert cells[2:] == ["0 target 3", "2 target 3", NO_GAP, NO_GAPS]
    assert "Gaps not released: the state released scores alone." in words(shared)


NAMES = ("Alphaland", "Betaland", "Çammaland", "Deltaland")
TOLD = ["yes", "yes", NO_GAP, NO_GAPS]


def test_the_csv_of_shared_gaps_says_the_same(portfolio):
    reply = portfolio.get(f"/portfolio/compare.csv?{STATES}&table=shared")
    rows = list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"))))
    head, line = rows[rows.index([]) + 1 :]
    found = dict(zip(head, line, strict=True))
    assert [found[f"{name}, fictional: gap"] for name in NAMES] == TOLD
    assert [found[f"{name}, fictional: level now"] for name in NAMES] == ["0", "2", "", ""]


def test_the_workbook_of_shared_gaps_says_the_same(portfolio):
    book = load_workbook(io.BytesIO(portfolio.get(f"/portfolio/compare.xlsx?{STATES}").data))
    rows = list(book["Gaps that several share"].iter_rows(values_only=True))
    place = next(place for place, row in enumerate(rows) if row[0] == "Practice area")
    found = dict(zip(rows[place], rows[place + 1], strict=True))
    assert [found[f"{name}, fictional: gap"] for name in NAMES] == TOLD


def test_the_table_of_gaps_names_what_a_state_without_gaps_released(portfolio):
    reply = portfolio.get(f"/portfolio/compare.csv?{STATES}&table=gaps")
    rows = list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"))))
    facts = dict(rows[: rows.index([])])
    assert "(scores of the areas)" in facts["Deltaland, fictional"]


@pytest.mark.parametrize("address", ["/portfolio", f"/portfolio/compare?{STATES}"])
def test_each_mark_of_the_key_bears_the_words_that_stand_in_cells(portfolio, address):
    key = marked_words(portfolio.get(address))[:3]
    assert key == ["not complete enough", "withheld", "nothing applies"]


@pytest.mark.parametrize("kind", ["incomplete", "withheld"])
def test_side_by_side_the_words_stand_in_place_of_the_level(portfolio, kind):
    portfolio.release("XAE", areas={"lists": hidden(kind)})
    found = marked_words(portfolio.get("/portfolio/compare?states=XAA,XAE"))
    assert found[3:] == [{"incomplete": "not complete enough", "withheld": "withheld"}[kind]]


def test_what_is_not_released_is_in_the_key_where_such_states_are_listed(portfolio):
    listed = portfolio.get("/portfolio?region=West+Hills&others=1")
    assert marked_words(listed)[-1] == "not released to you"
    assert "not released to you" not in marked_words(portfolio.get("/portfolio"))
