"""Documents of earlier versions hold figures of parts without a score that no donor is to see."""

import io

import pytest
from openpyxl import load_workbook

from reports.released_document import ReleasedPaper, released_html
from tests.conftest import NOON
from tests.donors.documents import a_document, figures, hidden
from tests.donors.portfolio_kit import UNTIL, Portfolio

EARLIER = {"stovepipe": 0.4321, "floor": 0.8765, "point": 0.7654, "band": 3}
TOLD = ("0.43", "87.6", "87.7", "76.5")


@pytest.fixture
def portfolio(app):
    return Portfolio(app)


def parts(portfolio):
    """The first area and element without a score, with all that an earlier version kept of them."""
    catalogue = portfolio.catalogue
    old = hidden("withheld") | EARLIER
    elements = {each.id: figures(0.5) for each in catalogue.elements}
    elements[catalogue.elements[0].id] = old
    return {"areas": {catalogue.areas[0].id: old}, "elements": elements}


@pytest.mark.parametrize(
    "address",
    [
        "/portfolio",
        "/portfolio.csv",
        "/portfolio/compare?states=XAA,XAB",
        "/portfolio/compare.csv?states=XAA,XAB",
        "/portfolio/releases/{id}",
        "/portfolio/releases/{id}/areas.csv",
        "/portfolio/releases/{id}/elements.csv",
    ],
)
def test_no_page_and_no_csv_shows_them(portfolio, address):
    release = portfolio.release(**parts(portfolio))
    portfolio.release("XAB")
    said = portfolio.get(address.format(id=release.id)).text
    assert "withheld" in said
    assert [figure for figure in TOLD if figure in said] == []


@pytest.mark.parametrize("address", ["/portfolio.xlsx", "/portfolio/releases/{id}.xlsx"])
def test_no_workbook_holds_them(portfolio, address):
    release = portfolio.release(**parts(portfolio))
    book = load_workbook(io.BytesIO(portfolio.get(address.format(id=release.id)).data))
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "withheld" in cells
    assert cells.isdisjoint({0.43, 87.6, 87.7, 76.5})


def test_no_paper_prints_them(portfolio):
    document = a_document(portfolio.catalogue, **parts(portfolio))
    with portfolio.app.test_request_context():
        paper = ReleasedPaper(document, portfolio.catalogue, "The River Fund", UNTIL)
        said = released_html(paper, NOON, "en")
    assert [figure for figure in TOLD if f">{figure}" in said] == []
