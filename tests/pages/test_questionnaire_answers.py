"""Saving one answer: versions, merging, conflicts, refusals, and what the reply carries."""

import html
import re

import pytest

from tests.pages.questionnaire_kit import address, save

PRACTICE = "lists.list.practice"


def chosen(page):
    """Field to value of the radio buttons that are chosen on a page."""
    return dict(re.findall(r'name="(level-\w+)" value="(\w*)" checked', page.text))


def test_a_saved_answer_stands_on_the_page_with_its_time_and_version(ana, cycle):
    reply = save(ana, cycle, version="0", level_arms="3", comment="Act 12 of 2019")
    page = ana.get(reply.location)
    assert reply.status_code == 303
    assert chosen(page)["level-arms"] == "3"
    assert "Act 12 of 2019" in page.text
    assert "Saved 12:00 · version 1" in page.text


def test_save_and_next_leads_to_the_next_question(ana, cycle):
    reply = save(ana, cycle, version="0", level_arms="3", then="next")
    assert reply.location == address(cycle, PRACTICE)


def test_save_and_next_on_the_last_question_leads_to_the_task_list(ana, cycle):
    reply = save(ana, cycle, "licensing.export.law", version="0", level_arms="3", then="next")
    assert reply.location == f"/cycles/{cycle}/"


def test_one_tap_sets_every_item_family(ana, cycle):
    save(ana, cycle, version="0", level_arms="1", same="2")
    page = ana.get(address(cycle))
    assert chosen(page) == {"level-arms": "2", "level-chemical": "2", "level-biological": "2"}


def test_an_empty_choice_clears_a_cell(ana, cycle):
    save(ana, cycle, version="0", level_arms="1")
    save(ana, cycle, version="1", level_arms="")
    assert chosen(ana.get(address(cycle)))["level-arms"] == ""


def test_a_script_is_told_version_progress_and_changed_scores(ana, cycle):
    fields = {"level_arms": "3", "level_chemical": "1", "level_biological": "unknown"}
    told = save(ana, cycle, json=True, version="0", **fields).get_json()
    assert told["version"] == 1
    assert told["by"] == "Ana Silva"
    assert told["saved_at"] == "2026-11-22T12:00:00+00:00"
    assert told["progress"] == {"answered": 0, "questions": 3}
    assert told["response"]["levels"] == {"arms": "3", "chemical": "1", "biological": "unknown"}
    assert told["scores"]["area"]["lists"]["low"] == pytest.approx((4 / 12 + 0) / 2)


def test_a_script_is_told_no_point_below_65_percent(ana, cycle):
    told = save(ana, cycle, json=True, version="0", level_arms="3").get_json()
    assert told["scores"]["element"]["lists.list"]["completeness"] == 0.25
    assert told["scores"]["element"]["lists.list"]["point"] is None


def test_a_script_is_told_the_point_of_a_complete_part(ana, cycle):
    fields = {"level_arms": "3", "level_chemical": "1", "level_biological": "2"}
    told = save(ana, cycle, json=True, version="0", **fields).get_json()
    assert told["scores"]["area"]["lists"]["point"] == 0.5


@pytest.mark.parametrize("json", [False, True])
def test_a_save_that_names_no_version_is_refused(ana, cycle, json):
    reply = save(ana, cycle, json=json, level_arms="3")
    assert reply.status_code == 428
    assert chosen(ana.get(address(cycle)))["level-arms"] == ""


def test_a_save_without_the_form_token_is_refused(ana, cycle):
    assert ana.post(address(cycle), data={"version": "0"}).status_code == 400


def test_two_people_on_different_families_are_merged(ana, ben, cycle):
    save(ana, cycle, version="0", level_arms="3", level_chemical="", comment="")
    reply = save(ben, cycle, json=True, version="0", level_arms="", level_chemical="1")
    assert reply.get_json()["response"]["levels"] == {
        "arms": "3",
        "chemical": "1",
        "biological": "",
    }


def conflict_of(ana, ben, cycle, **fields):
    """Ben's refused save on a cell that Ana saved since."""
    save(ana, cycle, version="0", level_arms="3", level_chemical="4", comment="As in the Act")
    return save(ben, cycle, version="0", level_arms="1", level_chemical="", comment="Words of Ben")


def fields_of(page, button):
    """The fields of the form with this button, as a browser would send them."""
    form = next(
        form for form in re.findall(r"<form.*?</form>", page.text, re.DOTALL) if button in form
    )
    fields = dict(re.findall(r'<input type="\w+"[^>]* name="([\w-]+)" value="([^"]*)"', form))
    fields |= dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', form))
    fields |= dict(re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)<', form))
    return {name: html.unescape(value) for name, value in fields.items()}


def test_a_conflict_shows_both_answers_with_author_and_time(ana, ben, cycle):
    page = conflict_of(ana, ben, cycle)
    assert page.status_code == 409
    for words in ("3 substantial", "1 initial", "Ana Silva", "22 November 2026, 12:00"):
        assert words in page.text


def test_a_conflict_overwrites_nothing(ana, ben, cycle):
    conflict_of(ana, ben, cycle)
    assert chosen(ana.get(address(cycle)))["level-arms"] == "3"


def test_a_conflict_keeps_the_refused_text_in_a_field(ana, ben, cycle):
    assert fields_of(conflict_of(ana, ben, cycle), "Use mine")["comment"] == "Words of Ben"


def test_use_mine_saves_mine_and_leaves_what_only_they_changed(ana, ben, cycle):
    page = conflict_of(ana, ben, cycle)
    reply = ben.post(address(cycle), data=fields_of(page, "Use mine"))
    after = ben.get(address(cycle))
    assert reply.status_code == 303
    assert (chosen(after)["level-arms"], chosen(after)["level-chemical"]) == ("1", "4")
    assert "Words of Ben" in after.text


def test_keep_theirs_leaves_their_answer(ana, ben, cycle):
    page = conflict_of(ana, ben, cycle)
    reply = ben.post(address(cycle), data=fields_of(page, "Keep theirs"))
    after = ben.get(address(cycle))
    assert reply.status_code == 303
    assert chosen(after)["level-arms"] == "3"
    assert "As in the Act" in after.text


def test_a_script_in_conflict_is_told_both_answers(ana, ben, cycle):
    save(ana, cycle, version="0", level_arms="3")
    reply = save(ben, cycle, json=True, version="0", level_arms="1")
    assert reply.status_code == 409
    assert reply.get_json()["rows"] == [
        {"name": "Conventional arms", "theirs": "3 substantial", "yours": "1 initial"}
    ]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"level_arms": "5"}, "Choose a level from 0 to 4"),
        ({"level_arms": "not_applicable"}, "Say why it does not apply"),
        ({"level_nuclear": "2"}, "does not ask about"),
        ({"same": "x"}, "Choose a level from 0 to 4"),
        ({"comment": "x" * 5001}, "Keep it under 5000"),
        ({"comment": "bell \x07"}, "cannot be shown"),
    ],
)
def test_a_form_that_cannot_be_saved_says_why(ana, cycle, fields, words):
    page = save(ana, cycle, **{"version": "0", **fields})
    assert page.status_code == 422
    assert words in page.text


@pytest.mark.parametrize("version", ["x", "-1", "1.5", "²", "9" * 30])
def test_a_damaged_version_is_refused(ana, cycle, version):
    assert save(ana, cycle, version=version, level_arms="1").status_code == 422


def test_a_refused_form_comes_back_as_it_was_sent(ana, cycle):
    page = save(
        ana, cycle, version="0", level_arms="not_applicable", level_chemical="4", comment="Keep me"
    )
    assert chosen(page)["level-arms"] == "not_applicable"
    assert chosen(page)["level-chemical"] == "4"
    assert "Keep me" in page.text


def test_a_refused_form_says_that_it_is_not_saved(ana, cycle):
    save(ana, cycle, version="0", level_arms="1")
    page = save(ana, cycle, version="1", level_arms="not_applicable")
    assert 'class="saved failed"' in page.text
    assert "Not saved. Correct what is wrong, then save again." in page.text
    assert "Saved 12:00" not in page.text


def test_a_refused_script_is_told_why(ana, cycle):
    reply = save(ana, cycle, json=True, version="0", level_arms="not_applicable")
    assert reply.status_code == 422
    assert reply.get_json()["faults"][0]["place"] == "reason"


def test_markup_in_a_comment_is_shown_as_text(ana, cycle):
    save(ana, cycle, version="0", comment="<script>alert(1)</script>")
    assert "<script>alert" not in ana.get(address(cycle)).text


def test_the_history_names_author_and_change(ana, ben, cycle):
    save(ana, cycle, version="0", level_arms="1")
    save(ben, cycle, version="1", level_arms="3")
    page = ana.get(address(cycle) + "/history")
    assert "Conventional arms: from 1 initial to 3 substantial" in page.text
    assert page.text.index("Ben Okoro") < page.text.index("Conventional arms: from no answer yet")


def test_a_history_with_nothing_in_it_says_what_to_do(ana, cycle):
    assert "Answer the question" in ana.get(address(cycle) + "/history").text
