"""An agreement that was set aside: every screen of its workshop says so, and it is open again."""

import pytest

from tests.conftest import send
from tests.workshops.room_kit import QUESTION


@pytest.fixture
def put_aside(meeting):
    """A function that sets the agreed answer aside on the question's page."""

    def aside(reason="A law came in May.", version=1):
        page = f"/cycles/{meeting.cycle.id}/questions/{QUESTION}"
        values = {"version": str(version), "reason": reason}
        assert send(meeting.lead, f"{page}/set-aside", page, **values).status_code == 303

    return aside


@pytest.fixture
def agreed(meeting):
    """A workshop that has agreed on its only point, with a phone in the room."""
    meeting.press("agenda", act=f"add {QUESTION}")
    phone = meeting.phone()
    meeting.ask()
    meeting.vote(phone)
    meeting.reveal()
    meeting.agree("2")
    return phone


SAID = "Agreed, then set aside by Coordinator on 22 November 2026: A law came in May."


def console(meeting):
    return " ".join(meeting.lead.get(meeting.address).text.split())


def test_console_and_agenda_say_who_set_it_aside_when_and_why(meeting, agreed, put_aside):
    assert '<span class="tag done">agreed</span>' in console(meeting)
    put_aside()
    page = console(meeting)
    assert page.count(SAID) == 2  # the question on the screens, and its row of the agenda
    assert "The question is open again." in page
    assert '<span class="tag done">agreed</span>' not in page
    assert '<span class="tag warn">set aside</span>' in page


def test_projector_and_phone_say_it_while_the_agreement_stands_on_them(meeting, agreed, put_aside):
    put_aside()
    assert SAID in meeting.lead.get(f"{meeting.address}/projector").text
    assert SAID in agreed.get(f"/room/{meeting.code}").text


def test_screens_that_look_hear_of_it(meeting, agreed, put_aside):
    def keys():
        return [
            meeting.lead.get(f"{meeting.address}/state?screen={kind}").text.split('data-key="')[1]
            for kind in ("console", "projector")
        ]

    before = [key.split('"')[0] for key in keys()]
    put_aside()
    after = [key.split('"')[0] for key in keys()]
    assert [old == new for old, new in zip(before, after, strict=True)] == [False, False]


def test_a_console_hears_of_another_question_of_its_agenda(meeting, agreed, put_aside):
    meeting.ask("lists.list.practice")
    state = f"{meeting.address}/state?screen=console"
    before = meeting.lead.get(state).text
    put_aside()
    assert meeting.lead.get(state).text != before


def test_it_is_the_next_question_again_until_it_is_agreed_anew(meeting, agreed, put_aside):
    meeting.press("agenda", act="add lists.list.practice")
    meeting.ask("lists.list.practice")
    meeting.reveal()
    following = f'name="question" value="{QUESTION}"><button class="btn large plain"'
    assert following not in meeting.lead.get(meeting.address).text
    put_aside()
    assert following in meeting.lead.get(meeting.address).text
    meeting.agree("3")
    assert '<span class="tag done">agreed</span>' in console(meeting)


def test_a_closed_workshop_says_it_and_stays_closed(meeting, agreed, put_aside):
    meeting.press("close", sure="1")
    put_aside()
    page = console(meeting)
    assert "The workshop is over" in page
    assert SAID in page


def test_what_was_set_aside_is_proposed_to_the_next_workshop(meeting, agreed, put_aside):
    meeting.press("agenda", act=f"remove {QUESTION}")
    put_aside()
    assert "agreed before, then set aside" in console(meeting)
