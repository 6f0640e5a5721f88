"""A workshop in real browsers: console, projector, phones that sleep, reload and lose the net."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import violations
from tests.browser.rooms import choose, is_in, send_vote
from tests.workshops.room_kit import QUESTION

pytestmark = pytest.mark.browser

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_the_screens_follow_the_room_by_themselves(meeting, phone, staff):
    projector, first, second = staff("/projector"), phone(), phone()
    expect(projector.locator("[data-count=present]")).to_have_text("2 people have joined")
    meeting.ask()
    for page in (first, second):
        choose(page, 2)
        send_vote(page)
        is_in(page)
    expect(projector.locator("[data-count=voted]")).to_have_text("2 of 2 have voted")
    meeting.reveal()
    for page in (projector, first, second):
        expect(page.locator(".stage-revealed")).to_be_visible()
    meeting.agree("3")
    for page in (projector, first, second):
        expect(page.locator(".settled")).to_contain_text("level 3, substantial")
    meeting.press("close", sure="1")
    expect(first.get_by_role("heading", name="The workshop is over")).to_be_visible()


def test_the_console_follows_another_facilitator_and_keeps_what_is_typed(meeting, phone, staff):
    console = staff()
    meeting.ask()
    expect(console.get_by_role("button", name="Reveal the result")).to_be_visible()
    meeting.reveal()
    console.get_by_label("Why", exact=True).fill("The act says so.")
    phone_of_a_latecomer = meeting.phone()
    assert phone_of_a_latecomer.get(f"/room/{meeting.code}").status_code == 200
    expect(console.get_by_label("Why", exact=True)).to_have_value("The act says so.")


def test_a_console_follows_another_facilitator_who_closes_the_workshop(meeting, staff):
    console = staff()
    meeting.press("close", sure="1")
    expect(console.get_by_role("heading", name="The workshop is over")).to_be_visible()
    expect(console.get_by_role("button", name="Close the workshop")).to_have_count(0)


def test_what_is_chosen_stays_while_others_vote(meeting, phone):
    page = phone()
    others = [meeting.phone() for _each in range(2)]
    meeting.ask()
    choose(page, 3)
    for each in others:
        meeting.vote(each)
    expect(page.locator("[data-count=voted]")).to_have_text("2 of 3 have voted")
    expect(page.locator("[name=same][value='3']")).to_be_checked()
    expect(page.locator("[name=choice-arms][value='3']")).to_be_checked()


def test_a_vote_without_a_connection_is_kept_and_sent_again_and_counts_once(meeting, phone):
    page = phone()
    meeting.ask()
    choose(page, 1)
    page.context.set_offline(True)
    send_vote(page)
    expect(page.locator("[data-says]")).to_contain_text("Your vote is kept here")
    page.context.set_offline(False)
    is_in(page)
    meeting.reveal()
    assert meeting.room.state.current.votes["arms"] == {"1": 1}


def test_a_vote_whose_reply_is_lost_counts_once(meeting, phone):
    page = phone()
    meeting.ask()
    choose(page, 4)

    def arrive_and_lose_the_reply(route):
        route.fetch()
        route.abort()

    page.route("**/votes", arrive_and_lose_the_reply, times=1)
    send_vote(page)
    is_in(page)
    meeting.reveal()
    assert meeting.room.state.current.votes["arms"] == {"4": 1}


def test_a_phone_that_reloads_still_knows_that_its_vote_is_in(meeting, phone):
    page = phone()
    meeting.ask()
    choose(page, 2)
    send_vote(page)
    is_in(page)
    page.reload()
    is_in(page)
    expect(page.get_by_role("button", name="Send my vote")).to_have_count(0)


def test_a_phone_that_was_away_comes_back_where_the_room_is(meeting, phone):
    page = phone()
    page.context.set_offline(True)
    meeting.ask()
    meeting.reveal()
    page.context.set_offline(False)
    expect(page.locator(".stage-revealed")).to_be_visible(timeout=10_000)


def test_a_phone_that_can_hold_no_stream_asks_again_and_again(meeting, device, phone):
    page = phone()
    page.route("**/stream**", lambda route: route.fulfill(status=503))
    page.reload()
    meeting.ask()
    expect(page.get_by_role("button", name="Send my vote")).to_be_visible(timeout=10_000)


def test_a_vote_needs_a_choice_for_each_family(meeting, phone):
    page = phone()
    meeting.ask()
    page.locator("[name=choice-arms][value='2']").check()
    send_vote(page)
    expect(page.locator("[data-says]")).to_contain_text("for every item family")
    assert meeting.room.voted == 0


def test_a_vote_is_cast_by_keyboard_alone(meeting, phone):
    page = phone()
    meeting.ask()
    page.locator("[name=same][value='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    is_in(page)
    expect(page.get_by_role("heading", name="Your vote is in")).to_be_focused()
    meeting.reveal()
    assert meeting.room.state.current.votes["arms"] == {"2": 1}


def test_a_whole_round_without_javascript(meeting, phone, staff):
    page, console = phone(java_script_enabled=False), staff(java_script_enabled=False)
    console.locator(f"button[value='add {QUESTION}']").click()
    console.get_by_role("button", name="Put it to the vote").click()
    page.get_by_role("link", name="Refresh").click()
    choose(page, 2)
    send_vote(page)
    is_in(page)
    console.get_by_role("link", name="Refresh").click()
    console.get_by_role("button", name="Reveal the result").click()
    page.get_by_role("link", name="Refresh").click()
    expect(page.locator(".stage-revealed")).to_be_visible()
    console.get_by_label("Why", exact=True).fill("The act says so.")
    console.get_by_role("button", name="Record the agreement").click()
    expect(console.get_by_text("The agreement is recorded.")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_wrong_on_any_screen_in_any_phase(meeting, phone, staff, width):
    meeting.press("agenda", act=f"add {QUESTION}")
    screens = {"console": staff("", width), "projector": staff("/projector", width, 720)}
    screens["phone"] = phone(width=width)
    wrong = {}

    def look(phase):
        for name, page in screens.items():
            expect(page.locator(f".stage-{phase}")).to_be_visible()
            faults = violations(page)
            if page.evaluate(OVERFLOW):
                faults.append("needs scrolling sideways")
            if faults:
                wrong[name, phase] = faults

    look("waiting")
    meeting.ask()
    look("voting")
    for choice in ("0", "0", "2", "3", "4", "unknown"):
        meeting.vote(meeting.phone(), choice)
    meeting.reveal()
    look("revealed")
    meeting.agree("2")
    look("agreed")
    assert wrong == {}


@pytest.mark.parametrize("address", ["/join", "/join/{code}"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_wrong_at_the_door(meeting, device, address, width):
    page = device(address.format(code=meeting.code), width)
    assert (violations(page), page.evaluate(OVERFLOW)) == ([], 0)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_screens_turn_round_where_people_read_from_the_right(meeting, phone, staff, width):
    screens = [staff("", width), staff("/projector", width), phone(width=width)]
    meeting.ask()
    for page in screens:
        expect(page.locator(".stage-voting")).to_be_visible()
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert page.evaluate(OVERFLOW) == 0
        first = page.locator(".levels li, .choice").first
        badge, words = first.locator(".lv").bounding_box(), first.locator(":scope > span").last
        assert badge["x"] > words.bounding_box()["x"]


def test_the_projector_shows_everything_on_one_screen(meeting, staff):
    projector = staff("/projector", 1280, 720)
    fits = "document.documentElement.scrollHeight <= innerHeight"
    assert projector.evaluate(fits)
    meeting.ask()
    expect(projector.locator(".stage-voting")).to_be_visible()
    assert projector.evaluate(fits)
    for choice in ("0", "0", "2", "3", "4", "unknown"):
        meeting.vote(meeting.phone(), choice)
    for step, stage in ((meeting.reveal, "revealed"), (meeting.agree, "agreed")):
        step()
        expect(projector.locator(f".stage-{stage}")).to_be_visible()
        assert projector.evaluate(fits)
    code = projector.locator(".hall .code")
    assert re.sub(r"\s", "", code.inner_text()) == meeting.code
    assert code.bounding_box()["height"] >= 40
