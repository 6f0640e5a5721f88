"""The results in a real browser: axe, Plotly under the content policy, clicks, paper, a phone."""

import pytest

from tests.browser.conftest import violations

pytestmark = pytest.mark.browser

PAGES = {
    "results": "results",
    "area": "results/areas/lists",
    "cut": "results/areas/lists?family=chemical",
    "matrix": "results/matrix/lists/att",
    "instrument": "instruments/att",
    "gaps": "results/gaps",
    "roadmap": "roadmap",
    "assumptions": "roadmap/assumptions?area=lists",
}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
DRAWN = "document.querySelectorAll('figure[data-drawn]').length"


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_wrong(visit, name, width):
    assert violations(visit(PAGES[name], width=width)) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_of_results_needs_scrolling_sideways(visit, name):
    page = visit(PAGES[name], width=320)
    left_to_right = page.evaluate(OVERFLOW)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert (left_to_right, page.evaluate(OVERFLOW)) == (0, 0)


def test_plotly_draws_every_kind_of_chart_in_view(visit):
    page = visit(PAGES["results"], height=6000)
    page.wait_for_function(f"{DRAWN} === 4")
    kinds = page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')].map(plot => plot._fullData[0].type)"
    )
    assert sorted(kinds) == ["bar", "heatmap", "scatter", "scatterpolar"]


def test_plotly_draws_the_matrix_when_it_is_unfolded(visit):
    page = visit(PAGES["results"], height=6000)
    page.click("#instruments summary:has-text('As a drawing')")
    page.wait_for_selector("#instruments figure[data-drawn] .heatmaplayer image")
    assert page.locator("#instruments .js-plotly-plot").is_visible()


def test_a_click_on_a_corner_opens_the_answers_behind_it(visit):
    page = visit(PAGES["results"], height=6000)
    page.wait_for_selector(".dash figure[data-drawn]")
    mark = page.locator(".dash .plotly-place .point").first
    box = mark.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/results/areas/lists")
    assert page.locator("h1").inner_text()


def test_a_click_on_a_familys_cell_opens_its_answers(visit):
    page = visit(PAGES["results"], height=6000)
    page.wait_for_selector("#families figure[data-drawn] .heatmaplayer image")
    box = page.locator("#families .js-plotly-plot .nsewdrag").bounding_box()
    # The first column and row: conventional arms, lists.
    place = (box["x"] + box["width"] / 12, box["y"] + box["height"] / 4)
    page.mouse.move(*place)
    page.mouse.click(*place)
    page.wait_for_url("**/results/areas/lists?family=arms")
    assert "Conventional arms" in page.locator("h1").inner_text()


def test_without_a_script_the_drawings_stay(visit):
    page = visit(PAGES["results"], java_script_enabled=False)
    assert page.locator("svg.drawing").first.is_visible()


def test_paper_gets_the_drawing_and_not_the_library(visit):
    page = visit(PAGES["results"], height=6000)
    page.wait_for_selector(".dash figure[data-drawn]")
    page.emulate_media(media="print")
    shown = [
        page.locator(f".dash {each}").first.is_visible()
        for each in ("svg.drawing", ".plotly-place")
    ]
    assert shown == [True, False]


def test_a_phone_keeps_a_wide_drawing_readable(visit):
    page = visit(PAGES["results"], width=360)
    assert page.locator("#aspects svg.drawing").bounding_box()["width"] > 600
