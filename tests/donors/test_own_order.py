"""Figures keep their own order on a page that is written from right to left."""

import re

import html5lib
import pytest

from tests.donors.documents import figures, hidden
from tests.donors.portfolio_kit import Portfolio
from web.i18n import bdi, between

# A share or a range that stands alone: its digits would change places with its sign or its dash.
TURNS = re.compile(r"^[\d.,]+( %|\N{EN DASH}[\d.,]+)$")


@pytest.fixture
def portfolio(app):
    shown = Portfolio(app)
    areas = {"lists": figures(0.5, 0.1), "licensing": hidden("incomplete")}
    for state in ("XAA", "XAB"):
        shown.release(state, areas=areas)
    shown.own = shown.release("XAC", areas=areas)
    return shown


def alone(node, inside=()):
    """Every text of a page with the names of the elements around it; drawings left out."""
    if not isinstance(node.tag, str) or node.tag.endswith(("}svg", "script")):
        return
    around = (*inside, node.tag)
    yield (node.text or "").strip(), around
    for child in node:
        yield from alone(child, around)
        yield (child.tail or "").strip(), around


@pytest.mark.parametrize(
    "address", ["/portfolio", "/portfolio/compare?states=XAA,XAB", "/portfolio/releases/{own}"]
)
def test_every_share_and_range_on_a_donors_page_keeps_its_order(portfolio, address):
    page = portfolio.get(address.format(own=portfolio.own.id)).text
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    found = [(text, around) for text, around in alone(tree) if TURNS.match(text)]
    assert len(found) > 2
    assert [text for text, around in found if "bdi" not in around] == []


def test_a_range_says_the_lower_score_first_and_stands_on_one_line(app):
    with app.test_request_context():
        assert between(0.41, 0.625) == '<bdi class="nowrap">41.0\N{EN DASH}62.5</bdi>'


def test_a_range_without_figures_is_a_dash(app):
    with app.test_request_context():
        assert between(None, 0.5) == "\N{EN DASH}"


def test_what_keeps_its_order_cannot_become_markup():
    assert bdi("<b>") == "<bdi>&lt;b&gt;</bdi>"
