"""An agreement on a console that is older than the room: nothing is written, nothing is lost."""

import re

import pytest

from tests.conftest import send
from tests.workshops.room_kit import FAMILIES, QUESTION, a_meeting

TYPED = {"reason": "The act says so.", "dissent": "The navy says 4."}
CHANGED = "Nothing was recorded: the question changed meanwhile"


def voted_on(meeting, number=1, choice="3"):
    meeting.ask()
    meeting.vote(meeting.phone(), choice, number)
    meeting.reveal()


def agreed(meeting):
    found = meeting.room.state.agreed.get(QUESTION)
    return found and (set(found.levels.values()), found.round)


def hidden(page):
    """What the form of an agreement carries unseen."""
    form = page.text.split('id="agreeing"')[1].split("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(round|version|question)" value="([^"]*)"', form))


def is_as_typed(page, level):
    assert all(words in page.text for words in TYPED.values())
    for family in FAMILIES:
        assert f'name="level-{family}" value="{level}" checked' in page.text
    return True


def test_the_form_carries_the_vote_and_the_version_that_its_page_shows(meeting):
    voted_on(meeting)
    assert hidden(meeting.lead.get(meeting.address)) == {
        "question": QUESTION,
        "round": "1",
        "version": "0",
    }


def test_a_vote_that_came_meanwhile_is_named_and_nothing_is_kept(meeting):
    voted_on(meeting)
    seen = meeting.seen()
    voted_on(meeting, 2)
    page = meeting.agree("1", **TYPED, **seen)
    assert page.status_code == 409
    assert CHANGED in page.text
    assert "Meanwhile the group voted on this question again: vote 2." in page.text
    assert is_as_typed(page, "1")
    assert agreed(meeting) is None
    assert meeting.agree("1", **TYPED, **hidden(page)).status_code == 303
    assert agreed(meeting) == ({1}, 2)


def test_an_agreement_that_came_meanwhile_is_named_with_who_recorded_it(meeting):
    voted_on(meeting)
    seen = meeting.seen()
    meeting.agree("3")
    page = meeting.agree("1", **TYPED, **seen)
    assert page.status_code == 409
    sentence = re.search(r"<li>(Meanwhile Coordinator recorded[^<]*)</li>", page.text)[1]
    assert "the same for all item families: level 3, substantial." in sentence
    assert is_as_typed(page, "1")
    assert agreed(meeting) == ({3}, 1)
    assert hidden(page) == {"question": QUESTION, "round": "1", "version": "1"}
    assert meeting.agree("1", **TYPED, **hidden(page)).status_code == 303
    assert agreed(meeting) == ({1}, 1)


def test_an_agreement_of_another_workshop_is_named_too(app, meeting, people, signed_in, cycle):
    other = a_meeting(app, people["coordinator"], signed_in("coordinator"), cycle)
    voted_on(meeting)
    seen = meeting.seen()
    other.agree("4", **{"level-chemical": "unknown"})
    page = meeting.agree("1", **TYPED, **seen)
    assert page.status_code == 409
    assert "Chemical: not known; Biological: level 4, " in page.text
    assert agreed(meeting) is None


def test_an_agreement_that_was_set_aside_meanwhile_is_named_with_its_reason(meeting, cycle):
    voted_on(meeting)
    meeting.agree("3")
    seen = meeting.seen()
    question = f"/cycles/{cycle.id}/questions/{QUESTION}"
    taken = {"version": "1", "reason": "A wrong figure"}
    assert send(meeting.lead, f"{question}/set-aside", question, **taken).status_code == 303
    page = meeting.agree("1", **TYPED, **seen)
    assert page.status_code == 409
    assert "set aside by Coordinator on" in page.text
    assert ": A wrong figure" in page.text
    assert is_as_typed(page, "1")


def test_a_form_that_says_nothing_of_what_it_saw_is_shown_again(meeting):
    voted_on(meeting)
    page = meeting.agree("1", **TYPED, round="", version="x")
    assert page.status_code == 409
    assert is_as_typed(page, "1")
    assert agreed(meeting) is None
    assert meeting.agree("1", **TYPED, **hidden(page)).status_code == 303


def test_the_form_of_somebody_who_met_an_open_vote_is_kept(meeting):
    voted_on(meeting)
    seen = meeting.seen()
    meeting.ask()
    page = meeting.agree("1", **TYPED, **seen)
    assert page.status_code == 422
    assert '<a href="#agreeing">A vote is open. Reveal it first.</a>' in page.text
    assert is_as_typed(page, "1")
    assert hidden(page)["round"] == "1"


def test_pressed_twice_is_one_agreement(meeting):
    voted_on(meeting)
    seen = meeting.seen()
    replies = [meeting.agree("3", **TYPED, **seen).status_code for _time in range(2)]
    assert replies == [303, 303]
    assert meeting.seen() == {"round": "1", "version": "1"}


@pytest.mark.parametrize("missing", ["reason", "level-arms"])
def test_a_form_with_a_fault_still_speaks_of_what_its_page_showed(meeting, missing):
    voted_on(meeting)
    seen = meeting.seen()
    voted_on(meeting, 2)
    page = meeting.agree("1", **{**TYPED, **seen, missing: ""})
    assert page.status_code == 422
    assert hidden(page)["round"] == "1"
    assert meeting.agree("1", **TYPED, **hidden(page)).status_code == 409


def test_an_agreement_on_a_question_without_item_families_is_named_by_its_level(meeting):
    practice = {"question": "lists.list.practice", "level-all": "2"}
    seen = meeting.seen("lists.list.practice")
    meeting.agree(**practice)
    page = meeting.agree(**{**practice, "level-all": "3"}, **seen)
    assert page.status_code == 409
    assert re.search(
        r"<li>Meanwhile Coordinator recorded[^:]*\(22 November 2026, [^)]*\): level 2, ", page.text
    )
