"""The pages of a question that a workshop agreed: the agreed answer beside the agencies' own."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from assessment.domain.catalogue import Family
from assessment.domain.response import NoLevel
from assessment.services import workshops
from questionnaires.workbook import LEVEL, QUESTION
from tests.conftest import NOON, token_of
from tests.pages.questionnaire_kit import LAW, PEOPLE, address, save

ARMS, CHEMICAL, BIOLOGICAL = Family.ARMS, Family.CHEMICAL, Family.BIOLOGICAL
AGREED = {ARMS: 3, CHEMICAL: 3, BIOLOGICAL: NoLevel.UNKNOWN}
ELEMENT = "lists.list"
OWN = {"version": "0", "level_arms": "1", "level_chemical": "0", "level_biological": "0"}


@pytest.fixture
def agree(app, cycle):
    """A workshop of Ana's agrees on the control list."""

    def agreed(levels=AGREED, **said):
        octant, ana = app.extensions["octant"], PEOPLE["ana"]
        ends = NOON + timedelta(hours=8)
        with octant.writing() as session:
            held = workshops.open_workshop(session, ana, cycle, "Round <table>", NOON, ends, NOON)
            decision = workshops.Decision(LAW, levels, **said)
            workshops.agree(session, ana, held.id, octant.catalogue, decision, NOON)
            session.commit()

    return agreed


def put_aside(client, cycle, **fields):
    page = client.get(address(cycle))
    return client.post(f"{address(cycle)}/set-aside", data={"csrf_token": token_of(page), **fields})


def checked(page):
    """What the form on a page has chosen, by field."""
    found = re.findall(r'name="(level-\w+)" value="(\w*)" checked', page.text)
    return dict(found)


def test_a_question_that_nobody_agreed_on_says_nothing_of_workshops(ana, cycle):
    assert "greed" not in ana.get(address(cycle)).text


def test_the_agreed_answer_stands_with_its_workshop_day_reason_and_dissent(ana, cycle, agree):
    agree(reason="A draft <law>", dissent="Customs: 2")
    text = ana.get(address(cycle)).text
    assert "Agreed in the workshop “Round &lt;table&gt;” on 22 November 2026" in text
    assert "A draft &lt;law&gt;" in text
    assert "Customs: 2" in text
    assert "Recorded by Ana Silva." in text
    assert "3 substantial" in text


def test_one_level_for_all_item_families_is_said_once(ana, cycle, agree):
    agree(dict.fromkeys(AGREED, 2))
    note = ana.get(address(cycle)).text.partition('<section class="agreed"')[2]
    assert note.partition("</dl>")[0].count("<dd>") == 1


def test_the_form_keeps_what_the_agencies_said(ana, cycle, agree):
    save(ana, cycle, **OWN)
    agree()
    for page in (ana.get(address(cycle)), ana.get(f"/cycles/{cycle}/elements/{ELEMENT}")):
        assert checked(page)["level-arms"] == "1"
        assert checked(page)["level-chemical"] == "0"


def test_a_person_who_saves_the_form_as_it_stands_does_not_repeat_what_was_agreed(
    ana, cycle, agree
):
    agree()
    reply = save(ana, cycle, json=True, version="0", comment="seen").get_json()
    assert reply["response"]["levels"] == {"arms": "", "chemical": "", "biological": ""}


def test_the_reply_to_a_save_counts_the_agreed_answer(ana, cycle, agree):
    agree(dict.fromkeys(AGREED, 4))
    low = save(ana, cycle, json=True, **OWN).get_json()
    high = save(ana, cycle, json=True, version="1", level_arms="4").get_json()
    assert low["response"]["levels"]["arms"] == "1"
    assert low["scores"] == high["scores"]
    assert low["progress"] == high["progress"]


def test_the_figures_on_the_page_are_those_of_the_reply(ana, cycle, agree):
    agree(dict.fromkeys(AGREED, 4))
    reply = save(ana, cycle, json=True, **OWN).get_json()
    assert f'data-figure="{ELEMENT}">{reply["figures"][ELEMENT]}' in ana.get(address(cycle)).text


def test_the_page_of_an_element_shows_what_was_agreed(ben, cycle, agree):
    agree()
    text = ben.get(f"/cycles/{cycle}/elements/{ELEMENT}").text
    assert "Agreed in a workshop on 22 November 2026" in text


def test_the_workbook_holds_what_the_agencies_said(ana, cycle, agree):
    save(ana, cycle, **OWN)
    agree()
    book = load_workbook(BytesIO(ana.get(f"/cycles/{cycle}/workbook.xlsx").data))
    levels = [
        row[LEVEL - 1].value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        if row[QUESTION - 1].value == LAW
    ]
    assert levels == [1, 0, 0]


def test_a_coordinator_sets_it_aside_and_the_agencies_answer_counts_again(ana, cycle, agree):
    save(ana, cycle, **OWN)
    agree()
    reply = put_aside(ana, cycle, version="1", reason="A new law")
    assert (reply.status_code, reply.location) == (303, address(cycle))
    text = ana.get(address(cycle)).text
    assert "The agreed answer is set aside." in text
    assert "Agreed in" not in text


def test_without_a_reason_it_stays_and_the_page_says_what_to_mend(ana, cycle, agree):
    agree()
    reply = put_aside(ana, cycle, version="1", reason=" ")
    assert reply.status_code == 422
    assert '<a href="#set-aside-reason">Say why the agreed answer is set aside.' in reply.text
    assert "Agreed in" in ana.get(address(cycle)).text


def test_a_script_is_told_the_same_as_json(ana, cycle, agree):
    agree()
    page = ana.get(address(cycle))
    reply = ana.post(
        f"{address(cycle)}/set-aside",
        data={"csrf_token": token_of(page), "version": "1"},
        headers={"Accept": "application/json"},
    )
    assert (reply.status_code, reply.get_json()["code"]) == (422, "invalid")


@pytest.mark.parametrize(("version", "status"), [("", 428), ("x", 428), ("7", 409)])
def test_a_form_that_means_another_agreement_changes_nothing(ana, cycle, agree, version, status):
    agree()
    assert put_aside(ana, cycle, version=version, reason="A law").status_code == status
    assert "Agreed in" in ana.get(address(cycle)).text


def test_a_contributor_sees_it_and_cannot_set_it_aside(ben, cycle, agree):
    agree()
    text = ben.get(address(cycle)).text
    assert "Agreed in" in text
    assert "set-aside" not in text
    assert put_aside(ben, cycle, version="1", reason="A law").status_code == 403


def test_somebody_of_another_state_finds_nothing(ana, zoe, cycle, agree):
    agree()
    token = token_of(zoe.get("/cycles/new"))
    reply = zoe.post(f"{address(cycle)}/set-aside", data={"csrf_token": token, "version": "1"})
    assert reply.status_code == 404
    assert "Agreed in" in ana.get(address(cycle)).text
