"""What somebody was about to send stays on the screen while the room changes around it."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from assessment.records.workshops import workshops
from tests.browser.conftest import violations
from tests.browser.rooms import choose, is_in, send_vote
from tests.browser.test_workshop_room import OVERFLOW
from tests.conftest import NOON
from tests.workshops.room_kit import QUESTION

pytestmark = pytest.mark.browser


@pytest.fixture
def freeze(app):
    """A function that signs the assessment off as the database notes it."""

    def signed_off():
        with app.extensions["octant"].writing() as session:
            session.execute(text("UPDATE cycles SET status = 'signed_off', version = version + 1"))
            session.commit()

    return signed_off


def test_what_is_chosen_stays_when_the_assessment_is_signed_off(meeting, phone, freeze):
    page = phone()
    meeting.ask()
    choose(page, 3)
    page.locator("[name=choice-chemical][value='1']").check()
    freeze()
    expect(page.get_by_text("Nothing more can be agreed in this workshop.")).to_be_visible()
    expect(page.locator("[name=choice-arms][value='3']")).to_be_checked()
    expect(page.locator("[name=choice-chemical][value='1']")).to_be_checked()
    send_vote(page)
    is_in(page)
    meeting.reveal()
    assert meeting.room.state.current.votes["chemical"] == {"1": 1}


def test_what_was_chosen_in_one_round_is_not_chosen_in_the_next(meeting, phone):
    page = phone()
    meeting.ask()
    choose(page, 3)
    meeting.reveal()
    expect(page.locator(".stage-revealed")).to_be_visible()
    meeting.ask()
    expect(page.locator("[name=same]").first).to_be_visible()
    expect(page.locator("[name=same]:checked")).to_have_count(0)


def test_a_form_that_was_refused_stays_while_the_room_changes(meeting, staff):
    meeting.ask()
    meeting.reveal()
    console = staff()
    console.route("**/stream**", lambda route: route.abort())
    console.reload()
    meeting.agree("3")
    for family in ("arms", "chemical", "biological"):
        console.locator(f"[name=level-{family}][value='1']").check()
    console.get_by_label("Why", exact=True).fill("The act says so.")
    console.unroute("**/stream**")
    console.get_by_role("button", name="Record the agreement").click()
    expect(console.get_by_role("alert")).to_contain_text("Nothing was recorded")
    expect(console.get_by_role("alert")).to_be_focused()
    meeting.press("agenda", act=f"add {QUESTION}")
    expect(console.locator("ol.agenda")).to_be_visible()
    expect(console.get_by_label("Why", exact=True)).to_have_value("The act says so.")
    expect(console.locator("[name=level-arms][value='1']")).to_be_checked()
    console.get_by_role("button", name="Record the agreement").click()
    expect(console.get_by_text("The agreement is recorded.")).to_be_visible()
    assert set(meeting.room.state.agreed[QUESTION].levels.values()) == {1}


def test_recording_without_a_vote_by_keyboard(meeting, staff):
    meeting.press("agenda", act=f"add {QUESTION}")
    console = staff()
    console.locator("summary", has_text="Record without a vote").focus()
    console.keyboard.press("Enter")
    console.get_by_role("button", name="Open its form").press("Enter")
    expect(console.get_by_text("Without a vote. The report says so.")).to_be_visible()
    for family in ("arms", "chemical", "biological"):
        console.locator(f"[name=level-{family}][value='0']").focus()
        console.keyboard.press("ArrowLeft")
        expect(console.locator(f"[name=level-{family}][value='not_applicable']")).to_be_checked()
    console.get_by_label("Why", exact=True).fill("We have none.")
    console.get_by_role("button", name="Record the agreement").press("Enter")
    expect(console.locator(".settled")).to_contain_text("not applicable")


def test_recording_without_a_vote_without_javascript(meeting, staff):
    meeting.press("agenda", act=f"add {QUESTION}")
    console = staff("", 360, java_script_enabled=False)
    console.locator("summary", has_text="Record without a vote").click()
    console.get_by_role("button", name="Open its form").click()
    for family in ("arms", "chemical", "biological"):
        console.locator(f"[name=level-{family}][value='2']").check()
    console.get_by_label("Why", exact=True).fill("All see it alike.")
    console.get_by_role("button", name="Record the agreement").click()
    expect(console.get_by_text("The agreement is recorded.")).to_be_visible()
    assert meeting.room.state.agreed[QUESTION].round == 0


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_wrong_where_a_form_was_refused_or_the_time_is_over(
    app, meeting, staff, width
):
    meeting.press("agenda", act=f"add {QUESTION}")
    console = staff(f"?record={QUESTION}", width)
    wrong = {}

    def look(place):
        faults = violations(console)
        if console.evaluate(OVERFLOW):
            faults.append("needs scrolling sideways")
        if faults:
            wrong[place] = faults

    look("without a vote")
    for family in ("arms", "chemical", "biological"):
        console.locator(f"[name=level-{family}][value='not_applicable']").check()
    console.get_by_label("Why", exact=True).fill("We have none.")
    console.locator("form.agreeing input[name=version]").evaluate("each => each.value = 7")
    console.get_by_role("button", name="Record the agreement").click()
    expect(console.get_by_role("alert")).to_be_visible()
    look("refused")
    with app.extensions["octant"].writing() as session:
        session.execute(workshops.update().values(ends=NOON - timedelta(days=2)))
        session.commit()
    console.goto(meeting.address)
    expect(console.get_by_label("New last day")).to_be_visible()
    look("over")
    assert wrong == {}
