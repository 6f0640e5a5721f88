"""The kit in a real browser: axe, keyboard, a narrow phone, large text, print, right to left."""

import pytest

from tests.browser.conftest import violations

pytestmark = pytest.mark.browser

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
COVERED = """() => {
  const bar = document.querySelector('.savebar').getBoundingClientRect();
  const box = document.activeElement.getBoundingClientRect();
  const inBar = document.activeElement.matches('body, .savebar *');
  return !inBar && box.bottom > bar.top && box.top < bar.bottom;
}"""


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_wrong_with_the_kit(browse, kit, width):
    assert violations(browse(kit, width=width)) == []


def test_axe_finds_nothing_wrong_with_an_error_page(app, kit, browse):
    page = browse(kit)
    page.set_content(app.test_client().get("/static/not-here").text)
    assert violations(page) == []


@pytest.mark.parametrize("width", [1280, 768, 360, 320])
def test_no_page_needs_scrolling_sideways(browse, kit, width):
    assert browse(kit, width=width).evaluate(OVERFLOW) == 0


def test_no_page_needs_scrolling_sideways_from_right_to_left(browse, kit):
    page = browse(kit, width=320)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate(OVERFLOW) == 0


def test_the_first_link_of_a_page_skips_to_the_page(browse, kit):
    page = browse(kit)
    first = page.locator("a, button, input").first
    first.focus()
    assert first.is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_after_a_refused_form_the_faults_have_the_focus(browse, kit):
    assert browse(kit).evaluate("document.activeElement.className") == "faults"


def test_the_save_bar_never_covers_what_has_the_focus(browse, kit):
    page = browse(kit, height=600)
    covered = []
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(COVERED):
            covered.append(page.evaluate("document.activeElement.outerHTML")[:80])
    assert covered == []


def test_a_pick_is_chosen_with_the_arrow_keys(browse, kit):
    page = browse(kit)
    page.locator("#f0-3").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#f0-4").is_checked()


def test_what_can_be_pressed_is_large_enough_for_a_finger(browse, kit):
    sizes = browse(kit, width=320).evaluate(
        "[...document.querySelectorAll('.pick, main .btn:not(.linklike)')]"
        ".map(each => each.getBoundingClientRect()).map(box => Math.min(box.width, box.height))"
    )
    assert min(sizes) >= 44


def test_a_page_works_without_its_script(browse, kit):
    page = browse(kit, java_script_enabled=False)
    page.locator("#f0-4").check()
    assert page.locator("#f0-4").is_checked()


def test_on_paper_there_are_no_buttons_and_no_navigation(browse, kit):
    page = browse(kit)
    page.emulate_media(media="print")
    shown = [page.locator(each).first.is_visible() for each in (".savebar", ".masthead nav")]
    assert shown == [False, False]
