"""The facilitator's pages: open, agenda, vote, reveal, agree, close."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.conftest import send
from tests.databases import counted_queries
from tests.workshops.room_kit import QUESTION
from web.settings import SettingsRefused, from_environment
from workshops.updates import LONGEST, LONGEST_SIGNED_IN, Watch


def agenda(meeting):
    return [point.question for point in meeting.room.state.agenda]


def test_an_empty_list_says_what_to_do_next(signed_in, cycle):
    page = signed_in("coordinator").get(f"/cycles/{cycle.id}/workshops")
    assert "No workshop yet" in page.text
    assert "Open the workshop" in page.text


def test_somebody_who_may_not_run_one_gets_no_form(signed_in, cycle):
    page = signed_in("contributor").get(f"/cycles/{cycle.id}/workshops")
    assert "A coordinator or a facilitator opens it" in page.text
    assert "Open the workshop" not in page.text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": ""}, "Give the workshop a title."),
        ({"begins": "soon"}, "Write the day as year, month and day"),
        ({"ends": "2026-11-01"}, "The last day is before the first."),
    ],
)
def test_a_faulty_opening_keeps_what_was_typed(signed_in, cycle, values, sentence):
    sent = {"title": "Harbour days", "begins": "2026-11-22", "ends": "2026-11-24", **values}
    page = send(signed_in("coordinator"), f"/cycles/{cycle.id}/workshops", **sent)
    assert page.status_code == 422
    assert sentence in page.text
    assert all(f'value="{typed}"' in page.text for typed in sent.values())


def test_a_proposal_shows_its_reason_in_words(meeting):
    page = meeting.lead.get(meeting.address).text
    assert "not fully answered yet" in page
    assert f'value="add {QUESTION}"' in page


def test_questions_are_added_moved_and_removed_by_plain_buttons(meeting):
    for question in (QUESTION, "lists.list.practice"):
        meeting.press("agenda", act=f"add {question}")
    meeting.press("agenda", act="add", question="licensing.export.law")
    assert agenda(meeting) == [QUESTION, "lists.list.practice", "licensing.export.law"]
    meeting.press("agenda", act="up licensing.export.law")
    meeting.press("agenda", act=f"down {QUESTION}")
    assert agenda(meeting) == ["licensing.export.law", QUESTION, "lists.list.practice"]
    meeting.press("agenda", act=f"remove {QUESTION}")
    assert agenda(meeting) == ["licensing.export.law", "lists.list.practice"]


def test_a_question_is_added_once(meeting):
    for _time in range(2):
        meeting.press("agenda", act=f"add {QUESTION}")
    assert agenda(meeting) == [QUESTION]


@pytest.mark.parametrize("act", ["up lists.none", "remove", "", "add no.such.question"])
def test_a_button_that_the_page_does_not_have_is_refused(meeting, act):
    reply = meeting.press("agenda", act=act)
    assert (reply.status_code, agenda(meeting)) == (422, [])


def test_a_vote_goes_from_the_question_to_the_agreed_answer(meeting):
    meeting.ask()
    page = meeting.lead.get(meeting.address).text
    assert "0 of 0 have voted" in page
    assert "Most is in place." in page
    for choice in ("1", "2", "2", "3", "4"):
        meeting.vote(meeting.phone(), choice)
    assert "5 of 5 have voted" in meeting.lead.get(meeting.address).text
    assert meeting.reveal().status_code == 303
    page = meeting.lead.get(meeting.address).text
    assert "Agreement 0.62 of 1: partly apart" in page
    assert re.search(r'name="level-arms" value="2" checked', page)
    meeting.agree("2", dissent="The navy says 3.")
    page = meeting.lead.get(meeting.address).text
    assert "level 2, partial" in page
    assert "The act names it." in page
    assert "The navy says 3." in page


def test_an_agreement_shows_how_the_score_moved(meeting):
    meeting.ask()
    meeting.reveal()
    meeting.agree("4")
    page = meeting.lead.get(meeting.address).text
    assert "Lists: 50.0 of 100 before, 75.0 of 100 now." in page


@pytest.mark.parametrize("missing", ["reason", "level-arms"])
def test_an_agreement_without_its_reason_or_a_level_is_refused_and_kept(meeting, missing):
    meeting.ask()
    meeting.reveal()
    reply = meeting.agree("3", dissent="The navy says 4.", **{missing: ""})
    assert reply.status_code == 422
    assert "The navy says 4." in reply.text
    named = {"reason": "Write why the group", "level-arms": "Conventional arms: choose what was"}
    assert f'href="#{missing}">{named[missing]}' in reply.text
    assert meeting.room.state.agreed == {}


def test_a_question_is_voted_again_and_both_rounds_are_kept(meeting):
    for _round in range(2):
        meeting.ask()
        meeting.reveal()
    assert [each.number for each in meeting.room.state.rounds_on(QUESTION)] == [1, 2]


def test_a_second_question_waits_until_the_first_is_revealed(meeting):
    meeting.ask()
    reply = meeting.ask("lists.list.practice")
    assert reply.status_code == 422
    assert "A vote is open. Reveal it first." in reply.text


def test_a_reveal_pressed_twice_is_one_reveal(meeting):
    meeting.ask()
    assert [meeting.reveal().status_code for _time in range(2)] == [303, 303]
    assert len(meeting.room.state.rounds) == 1


def test_so_few_votes_warn_before_the_reveal_and_are_dots_after_it(meeting):
    meeting.ask()
    for choice in ("1", "4"):
        meeting.vote(meeting.phone(), choice)
    assert "everybody can see who chose what" in meeting.lead.get(meeting.address).text
    meeting.reveal()
    page = meeting.lead.get(meeting.address).text
    assert "Each dot is one vote." in page
    assert "one person changes the agreement much" in page


def test_a_split_is_said_in_words(meeting):
    meeting.ask()
    for choice in ("0", "0", "1", "3", "4", "4"):
        meeting.vote(meeting.phone(), choice)
    meeting.reveal()
    assert "Split between 0 or 1 and 3 or 4" in meeting.lead.get(meeting.address).text


def test_a_workshop_closes_only_with_its_tick(meeting):
    assert meeting.press("close").status_code == 422
    assert meeting.press("close", sure="1").status_code == 303
    page = meeting.lead.get(meeting.address).text
    assert "The workshop is over" in page
    assert meeting.code not in page


def test_the_projector_holds_the_code_and_the_qr_code_in_every_phase(meeting):
    projector = f"{meeting.address}/projector"

    def has_both():
        page = meeting.lead.get(projector).text
        return f">{meeting.code[:3]}<" in page and "qrline" in page and "localhost/join" in page

    phases = [has_both()]
    for step in (meeting.ask, meeting.reveal, meeting.agree):
        step()
        phases.append(has_both())
    assert phases == [True] * 4


def test_the_qr_code_leads_where_the_setting_says(app, meeting):
    object.__setattr__(app.extensions["octant"].settings, "address", "http://192.168.1.10:8000")
    page = meeting.lead.get(f"{meeting.address}/projector").text
    assert "192.168.1.10:8000/join" in page


@pytest.mark.parametrize(("part", "most"), [("", 20), ("/projector", 10)])
def test_the_screens_keep_to_their_queries_however_much_happened(meeting, part, most):
    meeting.press("agenda", act=f"add {QUESTION}")
    counts = []
    for _round in range(3):
        meeting.ask()
        meeting.vote(meeting.phone())
        with counted_queries() as statements:
            meeting.lead.get(meeting.address + part)
        counts.append(len(statements))
        meeting.reveal()
    assert max(counts) == min(counts) <= most


def test_the_console_leads_to_the_report(meeting):
    assert f'href="{meeting.address}/report"' in meeting.lead.get(meeting.address).text


def test_after_a_sign_off_a_vote_is_revealed_and_closed_but_nothing_is_agreed(app, meeting):
    meeting.ask()
    with app.extensions["octant"].writing() as session:
        session.execute(text("UPDATE cycles SET status = 'archived'"))
        session.commit()
    page = meeting.lead.get(meeting.address).text
    assert "The assessment is archived. Nothing more can be agreed in this workshop." in page
    assert "Reveal the open vote. Then close the workshop." in page
    assert "Reveal the result" in page
    assert "Add to the agenda" not in page
    assert meeting.reveal().status_code == 303
    assert meeting.agree().status_code == 409
    assert meeting.press("close", sure="1").status_code == 303


@pytest.mark.parametrize("address", ["hotel", "ftp://hotel", "http://", "http://hotel/?a=1"])
def test_an_address_that_no_phone_could_open_stops_the_start(tmp_path, address):
    with pytest.raises(SettingsRefused, match="OCTANT_ADDRESS"):
        from_environment({"OCTANT_DATA": str(tmp_path), "OCTANT_ADDRESS": address})


def test_a_closed_workshop_takes_no_question(meeting):
    meeting.press("close", sure="1")
    assert meeting.ask().status_code == 410


def test_the_right_of_somebody_signed_in_is_asked_for_again_soon(meeting, monkeypatch):
    streams = []
    monkeypatch.setattr(Watch, "stream", lambda _self, *given: streams.append(given) or iter(()))
    meeting.lead.get(f"{meeting.address}/stream?screen=projector")
    meeting.phone().get(f"/room/{meeting.code}/stream?screen=phone")
    assert [longest for _channel, _held, longest in streams] == [LONGEST_SIGNED_IN, LONGEST]


@pytest.mark.parametrize(("begins", "ends"), [("2026-11-22", "9999-12-31"), ("0001-01-01",) * 2])
@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_a_workshop_at_the_edge_of_the_calendar_is_refused(meeting, begins, ends, zone):
    settings = meeting.app.extensions["octant"].settings
    meeting.app.extensions["octant"].settings = replace(settings, time_zone=zone)
    address = meeting.address.rpartition("/")[0]
    reply = send(meeting.lead, address, title="Far", begins=begins, ends=ends)
    assert reply.status_code == 422
    assert meeting.lead.get(address).status_code == 200
