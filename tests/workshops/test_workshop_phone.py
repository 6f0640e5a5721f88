"""A phone in the room: join, vote once, come back where the room is; and what is refused."""

import re
from datetime import timedelta

import pytest

from tests.conftest import TOKEN, send
from tests.databases import counted_queries
from tests.workshops.room_kit import FAMILIES, QUESTION, a_meeting


def joined(meeting):
    return meeting.room.present


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}-{}", "{} {}"])
def test_a_code_opens_its_room_however_it_is_typed(app, meeting, typed):
    halves = (meeting.code, "") if typed.count("{}") == 1 else (meeting.code[:3], meeting.code[3:])
    reply = send(app.test_client(), "/join", code=typed.format(*halves).lower())
    assert reply.headers["Location"] == f"/join/{meeting.code}"


def test_a_wrong_code_keeps_the_form(app, meeting):
    reply = send(app.test_client(), "/join", code="ZZZ-ZZZ")
    assert reply.status_code == 422
    assert "No workshop has this code" in reply.text
    assert 'value="ZZZ-ZZZ"' in reply.text


def test_an_address_with_a_wrong_code_is_not_there(client, meeting):
    assert client.get("/join/ZZZZZZ").status_code == 404


def guessed(client, times):
    return [client.get(f"/join/AAA{number:03}").status_code for number in range(times)]


def test_guessing_codes_is_stopped_in_one_browser_long_before_its_address(app, client, meeting):
    assert guessed(client, 16) == [404] * 15 + [429]
    refused = [
        client.get(f"/join/{meeting.code}"),
        send(client, "/join", code=meeting.code),
        send(client, f"/join/{meeting.code}", "/join", agency="Customs", role="Officer"),
    ]
    for reply in refused:
        assert (reply.status_code, reply.headers["Retry-After"]) == (429, "900")
        assert "Too many wrong codes. Wait 15 minutes." in reply.text
        assert "ask the facilitator" in reply.text
        assert f'value="{meeting.code}"' in reply.text
    assert app.test_client().get(f"/join/{meeting.code}").status_code == 200


def test_a_browser_that_was_stopped_does_not_count_against_its_address(app, client, meeting):
    guessed(client, 200)
    assert app.test_client().get(f"/join/{meeting.code}").status_code == 200


def test_guessing_codes_in_many_browsers_is_stopped_by_their_address(app, meeting):
    statuses = [code for _each in range(10) for code in guessed(app.test_client(), 11)]
    assert statuses == [404] * 100 + [429] * 10
    assert app.test_client().get(f"/join/{meeting.code}").status_code == 429


def test_a_browser_may_try_again_after_a_while(app, client, meeting, monkeypatch):
    guessed(client, 15)
    octant = app.extensions["octant"]
    now = octant.clock() + timedelta(minutes=15)
    monkeypatch.setattr(octant, "clock", lambda: now)
    assert client.get(f"/join/{meeting.code}").status_code == 200


@pytest.mark.parametrize("missing", ["agency", "role"])
def test_who_joins_says_agency_and_role(app, meeting, missing):
    sent = {"agency": "Customs", "role": "Officer", missing: " "}
    reply = send(app.test_client(), f"/join/{meeting.code}", **sent)
    assert (reply.status_code, joined(meeting)) == (422, 0)
    assert f'href="#{missing}"' in reply.text


def test_who_has_joined_is_not_asked_again(meeting):
    phone = meeting.phone()
    assert phone.get(f"/join/{meeting.code}").headers["Location"] == f"/room/{meeting.code}"
    assert joined(meeting) == 1


def test_who_has_not_joined_is_led_to_the_form(client, meeting):
    for address in (f"/room/{meeting.code}", f"/room/{meeting.code}/state"):
        assert client.get(address).headers["Location"] == f"/join/{meeting.code}"
    assert client.get(f"/room/{meeting.code}/stream").status_code == 403


def test_a_seat_in_one_room_opens_no_other(app, meeting, cycle, people, signed_in):
    other = a_meeting(app, people["coordinator"], signed_in("coordinator"), cycle)
    assert meeting.phone().get(f"/room/{other.code}").status_code == 303


def test_a_phone_that_waits_refreshes_itself_without_javascript(meeting):
    page = meeting.phone().get(f"/room/{meeting.code}").text
    assert '<noscript><meta http-equiv="refresh"' in page


def test_a_phone_that_may_vote_is_never_reloaded_by_itself(meeting):
    phone = meeting.phone()
    meeting.ask()
    page = phone.get(f"/room/{meeting.code}").text
    assert "http-equiv" not in page
    assert 'name="same" value="4"' in page
    assert all(f'name="choice-{family}"' in page for family in FAMILIES)


def test_a_vote_is_in_and_the_page_says_that_it_cannot_change(meeting):
    phone = meeting.phone()
    meeting.ask()
    assert meeting.vote(phone).status_code == 303
    page = phone.get(f"/room/{meeting.code}").text
    assert "Your vote is in" in page
    assert "data-vote>" not in page
    assert f'data-voted="{meeting.room.state.current.number}"' in page


def test_a_family_that_differs_goes_before_the_same_for_all(meeting):
    phone = meeting.phone()
    meeting.ask()
    page = phone.get(f"/room/{meeting.code}")
    sent = {"csrf_token": TOKEN.search(page.text)[1], "choice-chemical": "unknown"}
    meeting.cast(phone, sent, "3")
    meeting.reveal()
    votes = meeting.room.state.current.votes
    assert votes == {"arms": {"3": 1}, "chemical": {"unknown": 1}, "biological": {"3": 1}}


def test_a_vote_sent_twice_counts_once_and_gets_the_same_reply(meeting):
    phone = meeting.phone()
    meeting.ask()
    sent = {"csrf_token": TOKEN.search(phone.get(f"/room/{meeting.code}").text)[1]}
    replies = [
        meeting.cast(phone, sent, choice, Accept="application/json") for choice in ("1", "4")
    ]
    assert [(each.status_code, each.json) for each in replies] == [(200, {"voted": 1})] * 2
    meeting.reveal()
    assert meeting.room.state.current.votes["arms"] == {"1": 1}


def test_a_vote_whose_reply_was_lost_is_not_called_late(meeting):
    phone = meeting.phone()
    meeting.ask()
    sent = {"csrf_token": TOKEN.search(phone.get(f"/room/{meeting.code}").text)[1]}
    meeting.cast(phone, sent)
    meeting.reveal()
    again = meeting.cast(phone, sent, Accept="application/json")
    assert (again.status_code, again.json) == (200, {"voted": 1})


def test_a_late_vote_is_refused_and_shows_where_the_room_is(meeting):
    phone = meeting.phone()
    meeting.ask()
    page = phone.get(f"/room/{meeting.code}")
    meeting.reveal()
    reply = meeting.cast(phone, {"csrf_token": TOKEN.search(page.text)[1]})
    assert reply.status_code == 409
    assert "If your choice had arrived before, it was counted." in reply.text
    assert "stage-revealed" in reply.text
    assert meeting.room.state.current.voted == 0


def test_a_late_vote_of_a_live_phone_is_refused_as_json(meeting):
    phone = meeting.phone()
    meeting.ask()
    sent = {"csrf_token": TOKEN.search(phone.get(f"/room/{meeting.code}").text)[1]}
    meeting.reveal()
    reply = meeting.cast(phone, sent, Accept="application/json")
    assert reply.status_code == 409
    assert "If your choice had arrived before, it was counted." in reply.json["message"]


@pytest.mark.parametrize("choice", ["", "5", "withheld"])
def test_a_vote_with_a_choice_missing_keeps_the_form(meeting, choice):
    phone = meeting.phone()
    meeting.ask()
    page = phone.get(f"/room/{meeting.code}")
    sent = {"csrf_token": TOKEN.search(page.text)[1], "choice-arms": "2"}
    reply = meeting.cast(phone, sent, choice)
    assert reply.status_code == 422
    assert re.search(r'name="choice-arms" value="2" checked', reply.text)
    assert meeting.room.voted == 0


def test_each_item_family_without_a_choice_is_named_and_linked(meeting):
    phone = meeting.phone()
    meeting.ask()
    page = phone.get(f"/room/{meeting.code}")
    sent = {"csrf_token": TOKEN.search(page.text)[1], "choice-arms": "2"}
    reply = meeting.cast(phone, sent, "")
    linked = re.findall(r'<li><a href="#([\w-]+)">([^<]+)</a></li>', reply.text)
    assert linked == [
        ("choice-chemical", "Chemical: choose a level, or “not known”."),
        ("choice-biological", "Biological: choose a level, or “not known”."),
    ]
    for place, _words in linked:
        fieldset = reply.text.split(f'id="{place}"')[1].split("</fieldset>")[0]
        assert '<span class="fault">Choose a level, or “not known”.</span>' in fieldset


def test_a_question_without_item_families_asks_for_one_choice(meeting):
    phone = meeting.phone()
    meeting.ask("lists.list.practice")
    page = phone.get(f"/room/{meeting.code}")
    sent = {"csrf_token": TOKEN.search(page.text)[1], "round": 1, "families": "all"}
    reply = phone.post(f"/room/{meeting.code}/votes", data=sent)
    assert '<a href="#choice-all">Choose a level, or “not known”.</a>' in reply.text
    assert 'id="choice-all"' in reply.text


def test_a_vote_needs_the_token_of_its_form(meeting):
    phone = meeting.phone()
    meeting.ask()
    assert meeting.cast(phone, {}).status_code == 400
    assert meeting.room.voted == 0


def test_a_closed_workshop_is_gone_and_says_so(client, meeting):
    phone = meeting.phone()
    meeting.press("close", sure="1")
    page = phone.get(f"/room/{meeting.code}")
    assert page.status_code == 410
    assert "The workshop is over" in page.text
    assert client.get(f"/join/{meeting.code}").status_code == 410


def test_what_was_agreed_reaches_the_phones(meeting):
    phone = meeting.phone()
    meeting.ask()
    meeting.reveal()
    meeting.agree("3")
    page = phone.get(f"/room/{meeting.code}").text
    assert "level 3, substantial" in page
    assert "The act names it." in page


def test_a_page_of_a_phone_keeps_to_its_queries(meeting):
    phone = meeting.phone()
    meeting.ask()
    with counted_queries() as statements:
        phone.get(f"/room/{meeting.code}")
    assert len(statements) <= 8


def test_a_phone_that_asks_in_vain_costs_two_queries(meeting):
    phone = meeting.phone()
    state = f"/room/{meeting.code}/state"
    tag = {"If-None-Match": phone.get(state).headers["ETag"]}
    with counted_queries() as statements:
        phone.get(state, headers=tag)
    assert len(statements) == 2


def test_a_phone_that_asks_again_hears_that_nothing_changed(meeting):
    phone = meeting.phone()
    state = f"/room/{meeting.code}/state"
    first = phone.get(state)
    tag = {"If-None-Match": first.headers["ETag"]}
    assert phone.get(state, headers=tag).status_code == 304
    meeting.ask()
    news = phone.get(state, headers=tag)
    assert news.status_code == 200
    assert QUESTION in news.text


def test_the_partial_of_a_phone_names_no_participant_and_holds_no_token(meeting):
    phone = meeting.phone()
    meeting.ask()
    page = phone.get(f"/room/{meeting.code}/state").text
    assert 'name="csrf_token" value=""' in page
    assert "Customs" not in page


def test_a_phone_says_how_the_assessment_is_marked(meeting):
    phone = meeting.phone()
    assert "Demonstration state" in phone.get(f"/room/{meeting.code}").text
    assert "Demonstration state" in meeting.app.test_client().get(f"/join/{meeting.code}").text
