"""Recording without a vote: what all agree on at once, or what does not apply."""

import re

import pytest

from assessment.domain.response import NoLevel
from tests.workshops.room_kit import FAMILIES, QUESTION

PRACTICE = "lists.list.practice"
OFFER = "Record without a vote"
NOT_APPLICABLE = {f"level-{family}": "not_applicable" for family in FAMILIES}


@pytest.fixture
def listed(meeting):
    """A workshop with two questions on its agenda."""
    for question in (QUESTION, PRACTICE):
        meeting.press("agenda", act=f"add {question}")
    return meeting


def opened(meeting, question=QUESTION):
    return meeting.lead.get(f"{meeting.address}?record={question}").text


def offered(page):
    if OFFER not in page:
        return []
    return re.findall(r'<option value="([^"]+)"', page.split(OFFER)[1].split("</select>")[0])


def test_the_console_offers_it_folded_for_every_question_that_is_not_voted_on(listed):
    page = listed.lead.get(listed.address).text
    assert offered(page) == [QUESTION, PRACTICE]
    assert f"<summary>{OFFER}</summary>" in page
    listed.ask()
    assert offered(listed.lead.get(listed.address).text) == []
    listed.reveal()
    assert offered(listed.lead.get(listed.address).text) == [PRACTICE]


def test_its_form_has_every_answer_and_says_that_nobody_votes(listed):
    page = opened(listed)
    assert "Without a vote. The report says so." in page
    for family in FAMILIES:
        found = re.findall(rf'name="level-{family}" value="(\w+)"( checked)?', page)
        answers = [value for value, _checked in found]
        assert answers == ["0", "1", "2", "3", "4", "unknown", "not_applicable"]
        assert not any(checked for _value, checked in found)


@pytest.mark.parametrize(
    ("level", "answer"),
    [("3", 3), ("unknown", NoLevel.UNKNOWN), ("not_applicable", NoLevel.NOT_APPLICABLE)],
)
def test_what_is_recorded_without_a_vote_says_so(listed, level, answer):
    reply = listed.agree(level, dissent="The navy is not sure.")
    assert reply.status_code == 303
    found = listed.room.state.agreed[QUESTION]
    assert (set(found.levels.values()), found.round) == ({answer}, 0)
    page = listed.lead.get(listed.address).text
    assert "The navy is not sure." in page
    assert "stage-agreed" in page


def test_what_does_not_apply_reaches_the_phones_in_words(listed):
    phone = listed.phone()
    listed.agree(**NOT_APPLICABLE, reason="We have no laboratories.")
    page = phone.get(f"/room/{listed.code}").text
    assert "not applicable" in page
    assert "We have no laboratories." in page


def test_what_does_not_apply_needs_a_reason_and_the_form_stays_open(listed):
    reply = listed.agree(**NOT_APPLICABLE, reason=" ")
    assert reply.status_code == 422
    assert '<a href="#reason">Write why the group agreed on this.' in reply.text
    assert 'name="level-arms" value="not_applicable" checked' in reply.text
    assert f'data-page="{listed.address}?record={QUESTION}"' in reply.text
    assert listed.room.state.agreed == {}


def test_after_a_vote_on_another_question_its_own_votes_are_named(listed):
    listed.ask()
    listed.vote(listed.phone(), "1")
    listed.reveal()
    listed.agree("1")
    page = opened(listed)
    assert "It is recorded as what followed vote 1." in page
    assert "Without a vote." not in page


def test_while_another_vote_is_on_the_screens_its_form_is_the_one_that_was_opened(listed):
    listed.ask()
    listed.reveal()
    page = opened(listed, PRACTICE)
    assert page.count('id="agreeing"') == 1
    assert f'name="question" value="{PRACTICE}"' in page
    assert listed.agree("2", question=PRACTICE, **{"level-all": "2"}).status_code == 303
    assert listed.room.state.agreed[PRACTICE].round == 0


@pytest.mark.parametrize("asked", ["no.such.question", "licensing.export.law", ""])
def test_only_a_question_of_the_agenda_is_opened(listed, asked):
    assert 'id="agreeing"' not in opened(listed, asked)


def test_while_a_vote_is_open_no_form_is(listed):
    listed.ask()
    assert 'id="agreeing"' not in opened(listed, PRACTICE)


def test_who_may_only_look_is_offered_nothing(listed, signed_in):
    page = signed_in("contributor").get(f"{listed.address}?record={QUESTION}").text
    assert OFFER not in page
    assert 'id="agreeing"' not in page
