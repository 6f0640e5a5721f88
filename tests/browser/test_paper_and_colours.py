"""The same pages on paper, in a reader's own colours, and on a phone that has little room."""

import re
import subprocess

import pytest

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
COLOURS = """(selector) => [...document.querySelectorAll(selector)].map(
    (each) => [getComputedStyle(each).fill, getComputedStyle(document.body).color])"""
OVERLAPS = """() => [...document.querySelectorAll('table.areas tbody tr')].filter((row) => {
    const words = document.createRange();
    words.selectNodeContents(row.querySelector('td.num'));
    const bar = row.querySelector('.range').getBoundingClientRect();
    return words.getBoundingClientRect().right > bar.left;
}).length"""
IN_VIEW = """() => [...document.querySelectorAll('.masthead nav [aria-current]')].every((here) => {
    const box = here.getBoundingClientRect();
    return box.left >= 0 && box.right <= document.documentElement.clientWidth;
})"""


def sheets(page, tmp_path):
    """The words on each sheet of a page that is printed on A4."""
    file = tmp_path / "page.pdf"
    page.pdf(path=file, format="A4", prefer_css_page_size=True)
    found = subprocess.run(
        ["/usr/bin/pdftotext", "-layout", str(file), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout.split("\f")[:-1]


@pytest.mark.parametrize("path", ["results", "roadmap", "sign-off"])
def test_every_sheet_bears_the_marking_and_its_number(visit, tmp_path, path):
    page = visit(path)
    marking = page.locator(".marking").inner_text()
    printed = sheets(page, tmp_path)
    assert marking
    assert [marking in words for words in printed] == [True] * len(printed)
    numbers = [re.findall(r"(\d+) ?/ ?(\d+)", words)[-1] for words in printed]
    assert numbers == [(str(place), str(len(printed))) for place in range(1, len(printed) + 1)]


def test_paper_opens_folded_figures_and_drops_what_stays_shut(visit, tmp_path):
    page = visit("results")
    assert not page.get_by_text("Lowest possible").first.is_visible()
    printed = "".join(sheets(page, tmp_path))
    assert "Stovepipe " in printed
    assert "As a table" not in printed
    assert "As a drawing" not in printed


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("script", [True, False])
def test_the_words_of_a_chart_have_the_readers_colour(visit, scheme, script):
    page = visit(
        "results",
        height=6000,
        forced_colors="active",
        color_scheme=scheme,
        java_script_enabled=script,
    )
    if script:
        page.wait_for_selector(".dash figure[data-drawn]")
    words = page.evaluate(COLOURS, ".plotly-place text" if script else ".drawn text")
    assert words
    assert [fill for fill, ink in words if fill != ink] == []


def test_in_forced_colours_one_place_alone_has_a_line(visit):
    page = visit("results", forced_colors="active", color_scheme="light")
    lines = page.evaluate(
        "[...document.querySelectorAll('.masthead nav a')].filter(each =>"
        " getComputedStyle(each).borderBottomColor"
        " !== getComputedStyle(document.body).backgroundColor).map("
        "each => each.getAttribute('aria-current'))"
    )
    assert lines == ["page"]


@pytest.mark.parametrize("path", ["results", "sign-off"])
def test_a_range_in_words_never_runs_under_its_bar(visit, path):
    page = visit(path, **PHONE)
    page.evaluate(
        "document.querySelectorAll('table.areas td.num').forEach("
        "(cell) => { cell.textContent = '0.0\\u2013100.0'; })"
    )
    assert page.locator("table.areas .range").count()
    assert page.evaluate(OVERLAPS) == 0


@pytest.mark.parametrize("path", ["results", "sign-off"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_phone_has_low_menus_with_the_current_place_in_view(visit, path, direction):
    page = visit(path, **PHONE)
    page.evaluate(f"document.documentElement.dir = '{direction}'")
    if direction == "ltr":
        assert page.evaluate(IN_VIEW)
    assert page.locator("header").bounding_box()["height"] < 170
    for last in page.locator(".masthead nav li:last-child a").all():
        last.focus()
        box = last.bounding_box()
        assert 0 <= box["x"] <= PHONE["width"] - box["width"]


def test_bars_run_as_the_axes_do_from_right_to_left_too(visit):
    page = visit("results")
    page.evaluate("document.documentElement.dir = 'rtl'")
    turned = page.evaluate("getComputedStyle(document.querySelector('.range')).transform")
    assert turned == "none"
