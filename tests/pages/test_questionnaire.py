"""Home, task list, element, profile, evidence and the pages about: what stands on them."""

from dataclasses import replace

import pytest

from assessment.domain.cycle import CycleStatus
from assessment.services.cycles import move_cycle
from tests.builders import a_catalogue, a_question
from tests.conftest import NOON, send, token_of
from tests.databases import counted_queries
from tests.pages.questionnaire_kit import LAW, PEOPLE, address, save

# Home and opening a cycle


def test_home_leads_to_the_first_unanswered_question(ana, cycle):
    save(ana, cycle, version="0", same="3")
    page = ana.get("/")
    assert f"{address(cycle, 'lists.list.practice')}" in page.text
    assert "1 of 3 questions gone through, 1 fully answered." in page.text


def test_home_names_what_changed_lately_and_by_whom(ana, ben, cycle):
    save(ben, cycle, version="0", level_arms="3")
    assert "Ben Okoro, 22 November 2026, 12:00" in ana.get("/").text


def test_home_with_no_cycle_says_what_to_do(zoe):
    assert "Open an assessment" in zoe.get("/").text


def test_a_coordinator_opens_a_cycle_and_comes_to_its_profile(zoe):
    reply = send(zoe, "/cycles/new", title="Assessment 2027", state="XAB")
    assert reply.status_code == 303
    assert reply.location.endswith("/profile")
    assert "Assessment 2027" in zoe.get("/").text


def test_a_cycle_without_a_title_is_refused(zoe):
    reply = send(zoe, "/cycles/new", title="  ", state="XAB")
    assert (reply.status_code, "Give a title" in reply.text) == (422, True)


def test_a_cycle_of_another_state_cannot_be_opened(zoe):
    assert send(zoe, "/cycles/new", title="Theirs", state="XAA").status_code == 404


def test_a_contributor_cannot_open_a_cycle(ben):
    assert ben.get("/cycles/new").status_code == 403


# Task list, next, element


def test_the_task_list_counts_answers_by_element(ana, cycle):
    save(ana, cycle, version="0", same="3")
    page = ana.get(f"/cycles/{cycle}/")
    assert "1 of 2 questions fully answered" in page.text
    assert "Begun" in page.text


def test_the_task_list_says_that_the_areas_are_inferred(ana, cycle):
    assert "inferred" in ana.get(f"/cycles/{cycle}/").text


def test_an_answer_that_is_not_known_is_something_to_find_out(ana, cycle):
    save(ana, cycle, "lists.list.practice", version="0", **{"level-all": "unknown"})
    page = ana.get(f"/cycles/{cycle}/").text
    assert "Something to find out" in page
    assert "1 of 3 questions gone through, 0 fully answered." in page


def test_next_leads_to_the_first_open_question_and_then_to_the_list(ana, cycle):
    assert ana.get(f"/cycles/{cycle}/next").location == address(cycle)
    for question in ("lists.list.law", "lists.list.practice", "licensing.export.law"):
        save(ana, cycle, question, version="0", same="2")
    assert ana.get(f"/cycles/{cycle}/next").location == f"/cycles/{cycle}/"


def test_an_element_page_has_one_form_for_each_question(ana, cycle):
    page = ana.get(f"/cycles/{cycle}/elements/lists.list")
    for question in ("lists.list.law", "lists.list.practice"):
        assert f'action="{address(cycle, question)}"' in page.text


def test_saving_on_an_element_page_comes_back_to_the_question_there(ana, cycle):
    reply = save(ana, cycle, version="0", level_arms="3", then="element")
    assert reply.location == f"/cycles/{cycle}/elements/lists.list#{LAW}"


def test_a_question_without_item_families_has_one_row_and_no_same_for_all(ana, cycle):
    page = ana.get(address(cycle, "lists.list.practice"))
    assert 'name="level-all"' in page.text
    assert 'name="same"' not in page.text


@pytest.mark.parametrize("place", ["questions/lists.list.none", "elements/lists.none"])
def test_what_is_not_asked_is_not_there(ana, cycle, place):
    assert ana.get(f"/cycles/{cycle}/{place}").status_code == 404


@pytest.mark.parametrize(
    "place",
    ["", "next", "profile", "elements/lists.list", f"questions/{LAW}", f"questions/{LAW}/history"],
)
def test_another_state_does_not_learn_that_a_cycle_exists(zoe, cycle, place):
    assert zoe.get(f"/cycles/{cycle}/{place}").status_code == 404


def test_another_state_cannot_save(zoe, cycle):
    token = token_of(zoe.get("/cycles/new"))
    sent = {"csrf_token": token, "version": "0", "level-arms": "4"}
    assert zoe.post(address(cycle), data=sent).status_code == 404


def test_a_question_page_takes_at_most_ten_queries(ana, cycle):
    with counted_queries() as asked:
        ana.get(address(cycle))
    assert 0 < len(asked) <= 10


# About


def test_the_catalogue_page_says_what_is_assumed_and_inferred(ana):
    page = ana.get("/about/catalogue")
    for words in ("test.1", "0" * 64, "planning assumptions", "These areas are inferred"):
        assert words in page.text


def test_the_method_page_says_when_the_range_shows(ana):
    assert "Below 65 % answered" in ana.get("/about/method").text


# Cycles that are closed, or older than the catalogue


def test_a_signed_off_cycle_is_read_and_not_changed(app, ana, cycle):
    tasks = f"/cycles/{cycle}/"
    assert "Start with the first question" in ana.get(tasks).text
    octant = app.extensions["octant"]
    with octant.open_session(True) as session:  # noqa: FBT003 - "writing"
        move_cycle(session, PEOPLE["ana"], cycle, CycleStatus.ARCHIVED, 1, NOON)
        session.commit()
    page = ana.get(address(cycle))
    assert "You can read it, not change it" in page.text
    assert "Save and next" not in page.text
    listed = ana.get(tasks).text
    assert "Start with the first question" not in listed
    assert "You can read it, not change it" in listed
    # A level that is none needs no correction where nothing is taken.
    for level in ("3", "9"):
        assert save(ana, cycle, version="0", level_arms=level).status_code == 409


def test_an_old_cycle_is_asked_and_saved_with_its_own_catalogue(app, ana, cycle):
    octant = app.extensions["octant"]
    octant.catalogue = replace(
        a_catalogue([a_question("borders.search.law")]), version="test.2", digest="1" * 64
    )
    page = ana.get(f"/cycles/{cycle}/")
    assert "Lists" in page.text
    assert "Borders" not in page.text
    assert save(ana, cycle, version="0", level_arms="3").status_code == 303
