"""The wide tables of donors in a real browser: they fit, or scroll by themselves, or print."""

import pytest

from tests.conftest import PASSWORD
from tests.donors.documents import hidden
from tests.donors.portfolio_kit import Portfolio

pytestmark = pytest.mark.browser

SIX = "/portfolio/compare?states=XAA,XAB,XAC,XAD,XAE,XAF"
WIDER = (
    "[...document.querySelectorAll('.scroll:not(details *)')]"
    ".filter(one => one.scrollWidth > one.clientWidth)"
)
PRESSED = "main :is(button, input, select, summary, a.btn)"
OFF_THE_PAGE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def open_page(app, browse):
    """A function that opens an address as somebody of the donor to whom six states released."""
    portfolio = Portfolio(app)
    for state in ("XAA", "XAB", "XAC", "XAD", "XAE", "XAF"):
        portfolio.release(state, areas={"lists": hidden("incomplete")}, scope="gaps")

    def signed_in(address, width):
        page = browse("/sign-in", width=width)
        page.fill("[name=email]", "dina@example.org")
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.goto(address)
        return page

    return signed_in


@pytest.mark.parametrize("address", ["/portfolio", SIX])
def test_in_a_window_of_1280_pixels_every_column_is_in_view(open_page, address):
    page = open_page(address, 1280)
    assert page.evaluate(f"{WIDER}.length") == 0
    assert page.locator(".widehint:visible").count() == 0


@pytest.mark.parametrize("address", ["/portfolio", SIX])
def test_on_a_phone_a_wide_table_says_that_it_scrolls_and_does_by_keyboard(open_page, address):
    page = open_page(address, 360)
    assert page.evaluate(OFF_THE_PAGE) == 0
    assert page.evaluate(f"{WIDER}.length") > 0
    assert page.evaluate(f"{WIDER}.every(one => one.tabIndex === 0)")
    assert page.locator(".widehint:visible").count() == page.locator(".widehint").count() > 0


@pytest.mark.parametrize("address", ["/portfolio", SIX])
def test_on_paper_there_is_nothing_to_press(open_page, address):
    page = open_page(address, 1280)
    page.emulate_media(media="print")
    assert page.locator(f"{PRESSED} >> visible=true").count() == 0
