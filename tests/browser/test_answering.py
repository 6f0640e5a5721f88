"""Answering in a real browser: by keyboard, saved as one goes, without JavaScript, offline."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import violations
from tests.pages.questionnaire_kit import COOKIE, a_cycle, address, let_in

pytestmark = pytest.mark.browser

SAVED = re.compile(r"Saved 12:00 · version \d+")
PRACTICE = "lists.list.practice"


@pytest.fixture
def cycle(app):
    let_in(app)
    return a_cycle(app)


@pytest.fixture
def enter(chromium, live, cycle):
    """A function that opens a page as somebody: `enter("/", person="ben")`."""
    contexts = []

    def open_page(where, person="ana", width=1280, **options):
        context = chromium.new_context(
            base_url=live, viewport={"width": width, "height": 900}, **options
        )
        contexts.append(context)
        context.add_cookies([{"name": COOKIE, "value": person, "url": live}])
        page = context.new_page()
        page.goto(where)
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()


def pick(page, family, value):
    return page.locator(f'input[name="level-{family}"][value="{value}"]')


def saved(page):
    return page.locator("#saved")


def test_an_answer_given_by_keyboard_alone_is_saved_and_stands_after_a_reload(enter, cycle):
    page = enter(address(cycle))
    pick(page, "arms", "").focus()
    for _press in range(2):
        page.keyboard.press("ArrowDown")
    expect(saved(page)).to_have_text(SAVED)
    chosen = page.locator('input[name="level-arms"]:checked').get_attribute("value")
    page.reload()
    expect(pick(page, "arms", chosen)).to_be_checked()
    assert chosen == "1"


def test_one_tap_sets_and_saves_every_item_family(enter, cycle):
    page = enter(address(cycle))
    page.get_by_role("button", name="Level 3 for all item families").click()
    expect(saved(page)).to_contain_text("version 1 · 1 of 3 questions fully answered")
    page.reload()
    for family in ("arms", "chemical", "biological"):
        expect(pick(page, family, "3")).to_be_checked()


def test_a_save_shows_the_changed_score_of_the_area(enter, cycle):
    page = enter(address(cycle))
    page.get_by_role("button", name="Level 2 for all item families").click()
    expect(page.locator('[data-figure="lists"]')).to_contain_text("50.0 of 100")


def test_a_comment_is_saved_after_a_pause(enter, cycle):
    page = enter(address(cycle))
    page.get_by_label("Comment").fill("Act 12 of 2019")
    expect(saved(page)).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_label("Comment")).to_have_value("Act 12 of 2019")


def test_not_applicable_asks_for_its_reason_and_then_saves(enter, cycle):
    page = enter(address(cycle))
    expect(page.get_by_label("Why it does not apply")).to_be_hidden()
    pick(page, "arms", "not_applicable").check()
    told = "Say why it does not apply. One sentence is enough."
    expect(saved(page)).to_contain_text(f"Not saved: {told}")
    reason = page.get_by_label("Why it does not apply")
    expect(reason).to_have_accessible_description(re.compile(re.escape(told)))
    expect(page.locator("#reason-fault")).to_have_text(told)
    assert violations(page) == []
    reason.fill("We have no such goods.")
    expect(saved(page)).to_have_text(SAVED)
    expect(page.locator(".field.wrong, .fault")).to_have_count(0)


def test_a_refused_page_says_not_saved_until_it_is_mended(enter, cycle):
    page = enter(address(cycle))
    pick(page, "arms", "not_applicable").check()
    saved(page).get_by_role("button", name="Show what to do").click()
    expect(page.locator(".faults")).to_contain_text("Please correct this")
    expect(saved(page)).to_have_text("Not saved. Correct what is wrong, then save again.")
    tick = "getComputedStyle(document.querySelector('#saved'), '::before').content"
    assert "!" in page.evaluate(tick)
    assert violations(page) == []
    page.get_by_label("Why it does not apply").fill("We have no such goods.")
    expect(saved(page)).to_have_text(SAVED)
    expect(page.locator(".faults, .fault")).to_have_count(0)


def test_without_javascript_a_refused_save_says_so(enter, cycle):
    page = enter(address(cycle), java_script_enabled=False)
    pick(page, "arms", "2").check()
    page.get_by_role("button", name="Save", exact=True).last.click()
    pick(page, "arms", "not_applicable").check()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(saved(page)).to_have_text("Not saved. Correct what is wrong, then save again.")
    expect(page.locator("#reason-fault")).to_be_visible()


def test_what_is_answered_without_a_connection_is_saved_when_it_comes_back(enter, cycle):
    page = enter(address(cycle))
    page.context.set_offline(True)
    pick(page, "arms", "4").check()
    expect(saved(page)).to_have_text("Not saved: no connection, trying again")
    page.context.set_offline(False)
    expect(saved(page)).to_have_text(SAVED)


def test_what_could_not_be_saved_outlasts_a_reload(enter, cycle):
    page = enter(address(cycle))
    page.route("**/questions/*", lambda route: route.abort(), times=1)
    pick(page, "arms", "4").check()
    expect(saved(page)).to_contain_text("Not saved")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(saved(page)).to_have_text(SAVED)
    expect(pick(page, "arms", "4")).to_be_checked()


def test_two_people_on_one_cell_see_both_answers_and_nothing_is_lost(enter, cycle):
    ana, ben = enter(address(cycle)), enter(address(cycle), person="ben")
    pick(ana, "arms", "3").check()
    expect(saved(ana)).to_have_text(SAVED)
    pick(ben, "arms", "1").check()
    expect(saved(ben)).to_contain_text("somebody else changed this answer")
    saved(ben).get_by_role("button").click()
    expect(ben.get_by_role("heading", level=1)).to_have_text("Two answers to one question")
    assert violations(ben) == []
    ben.get_by_role("button", name="Use mine").click()
    expect(pick(ben, "arms", "1")).to_be_checked()


def test_two_people_on_two_families_do_not_disturb_each_other(enter, cycle):
    ana, ben = enter(address(cycle)), enter(address(cycle), person="ben")
    pick(ana, "arms", "3").check()
    expect(saved(ana)).to_have_text(SAVED)
    pick(ben, "chemical", "1").check()
    expect(saved(ben)).to_have_text(SAVED)
    expect(pick(ben, "arms", "3")).to_be_checked()


def test_save_and_next_goes_on_once_all_is_saved(enter, cycle):
    page = enter(address(cycle))
    pick(page, "arms", "2").check()
    page.get_by_role("button", name="Save and next").click()
    page.wait_for_url(f"**{address(cycle, PRACTICE)}")
    page.go_back()
    page.reload()
    expect(pick(page, "arms", "2")).to_be_checked()


def test_somebody_signed_out_is_told_and_keeps_the_answer(enter, cycle):
    page = enter(address(cycle))
    page.context.clear_cookies(name=COOKIE)
    pick(page, "arms", "2").check()
    expect(saved(page)).to_contain_text("you are signed out")
    expect(pick(page, "arms", "2")).to_be_checked()


def test_without_javascript_a_button_saves(enter, cycle):
    page = enter(address(cycle), java_script_enabled=False)
    pick(page, "arms", "2").check()
    page.get_by_label("Comment").fill("By hand")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(saved(page)).to_have_text(SAVED)
    expect(pick(page, "arms", "2")).to_be_checked()


def test_without_javascript_enter_in_a_field_saves_and_sets_no_level(enter, cycle):
    page = enter(address(cycle), java_script_enabled=False)
    page.get_by_label("Why it does not apply").fill("None")
    page.keyboard.press("Enter")
    expect(saved(page)).to_have_text(SAVED)
    expect(pick(page, "arms", "")).to_be_checked()


def test_without_javascript_one_tap_sets_every_item_family(enter, cycle):
    page = enter(address(cycle), java_script_enabled=False)
    page.get_by_role("button", name="Level 4 for all item families").click()
    for family in ("arms", "chemical", "biological"):
        expect(pick(page, family, "4")).to_be_checked()


def test_a_question_on_an_element_page_saves_alone(enter, cycle):
    page = enter(f"/cycles/{cycle}/elements/lists.list")
    pick(page, "all", "3").check()
    expect(page.locator("#q2saved")).to_have_text(SAVED)
    expect(page.locator("#q1saved")).to_contain_text("Not answered yet")


def test_not_applicable_on_an_element_page_unfolds_its_reason(enter, cycle):
    page = enter(f"/cycles/{cycle}/elements/lists.list")
    pick(page, "all", "not_applicable").check()
    expect(page.locator("#q2reason")).to_be_visible()


def test_the_save_bar_makes_no_tick_before_anything_is_saved(enter, cycle):
    page = enter(address(cycle))
    tick = "getComputedStyle(document.querySelector('#saved'), '::before').content"
    assert page.evaluate(tick) == "none"


PLACES = ["/", "", "profile", "elements/lists.list", "questions/lists.list.law"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_wrong(enter, cycle, place, width):
    page = enter(place if place == "/" else f"/cycles/{cycle}/{place}", width=width)
    assert violations(page) == []


@pytest.mark.parametrize("place", PLACES)
def test_no_page_needs_scrolling_sideways_on_a_phone(enter, cycle, place):
    page = enter(place if place == "/" else f"/cycles/{cycle}/{place}", width=320)
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0
