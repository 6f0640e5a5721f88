"""How a workshop comes to its end: all is agreed, or its assessment was signed off meanwhile."""

import pytest
from sqlalchemy import text

from tests.workshops.room_kit import QUESTION

ALL_AGREED = "All questions of the agenda are agreed"
FROZEN = "Nothing more can be agreed in this workshop."
STAGES = ("waiting", "voting", "revealed", "agreed")


@pytest.fixture
def freeze(app):
    """A function that signs the assessment off as the database notes it."""

    def signed_off():
        with app.extensions["octant"].writing() as session:
            change = "UPDATE cycles SET status = 'signed_off', version = version + 1"
            session.execute(text(change))
            session.commit()

    return signed_off


def agree_on(meeting, question):
    meeting.ask(question)
    meeting.reveal()
    families = {"level-all": "2"} if question.endswith("practice") else {}
    assert meeting.agree("2", question=question, **families).status_code == 303


def test_after_the_last_point_the_console_says_what_comes_next(meeting):
    for question in (QUESTION, "lists.list.practice"):
        meeting.press("agenda", act=f"add {question}")
    agree_on(meeting, QUESTION)
    assert ALL_AGREED not in meeting.lead.get(meeting.address).text
    agree_on(meeting, "lists.list.practice")
    page = meeting.lead.get(meeting.address).text
    steps = page.split(ALL_AGREED)[1].split("</section>")[0]
    for step in (f'href="{meeting.address}/report"', 'href="#agenda"', 'href="#close"'):
        assert step in steps
    assert all(f'id="{place}"' in page for place in ("agenda", "close"))


def test_with_another_question_on_the_agenda_not_all_is_agreed(meeting):
    meeting.press("agenda", act=f"add {QUESTION}")
    agree_on(meeting, QUESTION)
    meeting.press("agenda", act="add lists.list.practice")
    page = meeting.lead.get(meeting.address).text
    assert ALL_AGREED not in page
    assert "Next question: put it to the vote" in page


def test_a_console_whose_assessment_was_signed_off_offers_to_close(meeting, freeze):
    freeze()
    page = meeting.lead.get(meeting.address).text
    assert f"The assessment is signed off. {FROZEN}" in page
    assert '<a class="btn" href="#close">' in page
    assert meeting.press("close", sure="1").status_code == 303
    page = meeting.lead.get(meeting.address).text
    assert "The workshop is over" in page
    assert FROZEN not in page


def test_who_may_only_look_at_a_console_is_told_without_a_button(meeting, freeze, signed_in):
    freeze()
    page = signed_in("contributor").get(meeting.address).text
    assert f"The assessment is signed off. {FROZEN}" in page
    assert "#close" not in page


@pytest.mark.parametrize("stage", STAGES)
def test_phones_and_projector_say_that_the_assessment_is_closed_for_changes(meeting, freeze, stage):
    phone = meeting.phone()
    for step in (meeting.ask, meeting.reveal, meeting.agree)[: STAGES.index(stage)]:
        step()
    places = [
        (phone, f"/room/{meeting.code}"),
        (meeting.lead, f"{meeting.address}/projector"),
    ]
    before = [client.get(address).text for client, address in places]
    freeze()
    for (client, address), former in zip(places, before, strict=True):
        page = client.get(address).text
        assert f'class="shown stage-{stage}"' in page
        assert FROZEN in page
        assert FROZEN not in former
        assert "question comes here" not in page


@pytest.mark.parametrize("kind", ["console", "projector"])
def test_a_screen_that_looks_hears_of_the_sign_off(meeting, freeze, kind):
    state = f"{meeting.address}/state?screen={kind}"
    first = meeting.lead.get(state)
    heard = {"If-None-Match": first.headers["ETag"]}
    assert meeting.lead.get(state, headers=heard).status_code == 304
    freeze()
    second = meeting.lead.get(state, headers=heard)
    assert second.status_code == 200
    keys = [page.text.split('data-key="')[1].split('"')[0] for page in (first, second)]
    assert keys[0] != keys[1]


@pytest.mark.parametrize(
    ("agreed", "words"),
    [((), "No question was agreed."), ((QUESTION,), "1 question was agreed. Its answer is part")],
    ids=["nothing", "one question"],
)
def test_a_closed_workshop_says_how_much_was_agreed(meeting, agreed, words):
    phone = meeting.phone()
    for question in agreed:
        agree_on(meeting, question)
    assert meeting.press("close", sure="1").status_code == 303
    assert words in meeting.lead.get(meeting.address).text
    assert words in phone.get(f"/room/{meeting.code}").text


def test_a_vote_in_which_nobody_voted_shows_nothing_but_that(meeting):
    meeting.ask()
    meeting.reveal()
    page = meeting.lead.get(meeting.address).text
    assert "Nobody voted, so there is nothing to show." in page
    assert "Each dot is one vote" not in page
    assert "Filled in with the middle" not in page
