"""A workshop that nobody closed, after its time: every screen says so, and it can go on."""

from datetime import timedelta

import pytest

from assessment.records.workshops import workshops
from tests.conftest import NOON, TOKEN
from tests.workshops.room_kit import QUESTION

OVER = "The time of this workshop is over"


@pytest.fixture
def late(app, meeting):
    """A function after which the last day was three days ago."""

    def passed():
        with app.extensions["octant"].writing() as session:
            days = {"begins": NOON - timedelta(days=5), "ends": NOON - timedelta(days=3)}
            session.execute(workshops.update().values(**days))
            session.commit()

    return passed


def test_console_list_and_projector_say_it_and_show_no_code(meeting, late):
    late()
    for place in ("", "/projector"):
        page = meeting.lead.get(meeting.address + place).text
        assert OVER in page
        assert meeting.code[:3] not in page
    assert "its last day was 19 November 2026" in meeting.lead.get(meeting.address).text
    page = meeting.lead.get(meeting.address.rpartition("/")[0]).text
    assert "its time is over, not closed" in page
    assert "open, code" not in page


def test_before_its_time_is_over_nothing_says_so(meeting):
    for place in ("", "/projector"):
        assert OVER not in meeting.lead.get(meeting.address + place).text


def test_phones_are_told_by_page_state_and_stream_and_nobody_joins(app, meeting, late):
    phone = meeting.phone()
    meeting.ask()
    sent = {"csrf_token": TOKEN.search(phone.get(f"/room/{meeting.code}").text)[1]}
    late()
    for part in ("", "/state", "/stream"):
        assert phone.get(f"/room/{meeting.code}{part}").status_code == 410
    assert meeting.cast(phone, sent).status_code == 410
    assert app.test_client().get(f"/join/{meeting.code}").status_code == 410


def test_a_phone_that_holds_the_newest_picture_is_told_too(meeting, late):
    phone = meeting.phone()
    state = f"/room/{meeting.code}/state"
    held = {"If-None-Match": phone.get(state).headers["ETag"]}
    late()
    assert phone.get(state, headers=held).status_code == 410


@pytest.mark.parametrize("kind", ["console", "projector"])
def test_a_screen_that_asks_again_hears_of_it(meeting, late, kind):
    state = f"{meeting.address}/state?screen={kind}"
    first = meeting.lead.get(state)
    late()
    second = meeting.lead.get(state, headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert second.text.split('data-key="')[1].split('"')[0].rpartition(".over")[1]


def test_no_vote_begins_and_the_console_says_what_to_do(meeting, late):
    meeting.press("agenda", act=f"add {QUESTION}")
    late()
    assert ">Put it to the vote<" not in meeting.lead.get(meeting.address).text
    reply = meeting.ask()
    assert reply.status_code == 409
    sentence = "No vote can begin. Give the workshop a new last day, or close it."
    assert f'<a href="#over">{OVER}. {sentence}</a>' in reply.text
    assert 'id="over"' in reply.text
    assert meeting.room.state.rounds == ()


def test_it_is_closed_from_there(meeting, late):
    late()
    assert '<a href="#close">' in meeting.lead.get(meeting.address).text
    assert meeting.press("close", sure="1").status_code == 303
    page = meeting.lead.get(meeting.address).text
    assert "The workshop is over" in page
    assert OVER not in page


def test_an_open_vote_is_still_revealed_and_agreed(meeting, late):
    meeting.ask()
    late()
    assert "Reveal the open vote." in meeting.lead.get(meeting.address).text
    assert meeting.reveal().status_code == 303
    assert meeting.agree("2").status_code == 303


def test_with_a_new_last_day_votes_go_on(meeting, late):
    phone = meeting.phone()
    late()
    reply = meeting.press("extend", ends="2026-11-23")
    assert reply.status_code == 303
    page = meeting.lead.get(meeting.address).text
    assert "The last day of the workshop is now 23 November 2026." in page
    assert OVER not in page
    assert meeting.ask().status_code == 303
    assert phone.get(f"/room/{meeting.code}").status_code == 200
    assert meeting.vote(phone).status_code == 303


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "Write the day as year, month and day"),
        ("2026-11-16", "The last day is before the first."),
        ("2026-11-21", "This day is over. Choose today or a later day."),
        ("2036-11-23", "Choose a day within two years of today."),
    ],
)
def test_a_last_day_that_cannot_be_is_kept_for_mending(meeting, late, day, sentence):
    late()
    reply = meeting.press("extend", ends=day)
    assert reply.status_code == 422
    assert f'<a href="#ends">{sentence}' in reply.text
    assert f'name="ends" type="date" value="{day}"' in reply.text


def test_who_may_only_look_is_told_without_a_form(meeting, late, signed_in):
    late()
    page = signed_in("contributor").get(meeting.address).text
    assert OVER in page
    assert 'name="ends"' not in page


def test_the_record_of_the_state_says_who_gave_it_a_new_last_day(meeting, late):
    late()
    meeting.press("extend", ends="2026-11-23")
    page = meeting.lead.get("/audit").text
    assert "gave the workshop Port Alder a new last day: 23 November 2026." in page
