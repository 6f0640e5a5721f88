"""Home, task list, element, profile, evidence and the pages about: what stands on them."""

import io
import re

import pytest
from sqlalchemy import event
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.conftest import send, token_of
from tests.pages.questionnaire_kit import LAW, a_cycle, address, browser_of, let_in, save

PDF = b"%PDF-1.7\nmade up"


@pytest.fixture
def cycle(app):
    let_in(app)
    return a_cycle(app)


@pytest.fixture
def ana(app, cycle):
    return browser_of(app, "ana")


@pytest.fixture
def ben(app, cycle):
    return browser_of(app, "ben")


@pytest.fixture
def zoe(app, cycle):
    return browser_of(app, "zoe")


def add(client, cycle, contents=PDF, filename="act.pdf", **fields):
    """Add evidence; by default a file."""
    page = client.get(address(cycle))
    sent = {"csrf_token": token_of(page), "kind": "file", "title": "The Act", **fields}
    if filename:
        sent["file"] = FileStorage(io.BytesIO(contents), filename)
    # Encoded here: the test client would spill a large form into a file and leave it open.
    boundary, body = encode_multipart(sent)
    return client.post(
        address(cycle) + "/evidence",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )


# Home and opening a cycle


def test_home_leads_to_the_first_unanswered_question(ana, cycle):
    save(ana, cycle, version="0", same="3")
    page = ana.get("/")
    assert f"{address(cycle, 'lists.list.practice')}" in page.text
    assert "1 of 3 questions answered" in page.text


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
    assert "1 of 2 questions answered" in page.text
    assert "Begun" in page.text


def test_the_task_list_says_that_the_areas_are_inferred(ana, cycle):
    assert "inferred" in ana.get(f"/cycles/{cycle}/").text


def test_an_answer_that_is_not_known_is_something_to_find_out(ana, cycle):
    save(ana, cycle, "lists.list.practice", version="0", **{"level-all": "unknown"})
    assert "Something to find out" in ana.get(f"/cycles/{cycle}/").text


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


def test_a_question_page_takes_at_most_ten_queries(app, ana, cycle):
    asked = []
    event.listen(
        app.extensions["octant"].engine,
        "before_cursor_execute",
        lambda _c, _k, statement, *_rest: asked.append(statement),
    )
    ana.get(address(cycle))
    assert 0 < len(asked) <= 10


# Profile


def profile_fields(page):
    """The fields of the profile form as they are chosen on a page."""
    fields = dict(re.findall(r'type="radio" name="([\w-]+)" value="(\w*)" checked', page.text))
    fields["families"] = re.findall(r'name="families" value="(\w+)" checked', page.text)
    fields["version"] = re.search(r'name="version" value="(\d+)"', page.text)[1]
    return fields


def change_profile(client, cycle, **changes):
    """Save the profile with some fields changed; gives the reply."""
    where = f"/cycles/{cycle}/profile"
    page = client.get(where)
    return client.post(
        where, data={"csrf_token": token_of(page), **profile_fields(page), **changes}
    )


def test_a_profile_that_is_saved_shows_what_was_chosen(ana, cycle):
    reply = change_profile(
        ana, cycle, families=["arms"], **{"part-att": "signatory", "target-lists": "4"}
    )
    page = ana.get(reply.location)
    assert reply.status_code == 303
    assert profile_fields(page)["families"] == ["arms"]
    assert profile_fields(page)["part-att"] == "signatory"
    assert '<option value="4" selected>' in page.text


def test_a_family_out_of_scope_is_not_asked(ana, cycle):
    change_profile(ana, cycle, families=["arms"])
    assert "level-chemical" not in ana.get(address(cycle)).text


def test_the_state_can_say_that_it_takes_no_part(ana, cycle):
    change_profile(ana, cycle, **{"part-att": "none"})
    assert profile_fields(ana.get(f"/cycles/{cycle}/profile"))["part-att"] == "none"


def test_a_silent_table_asks_for_confirmation_until_it_is_given(app, zoe):
    cycle = a_cycle(app, "zoe")
    where = f"/cycles/{cycle}/profile"
    assert "Please confirm" in zoe.get(where).text
    change_profile(zoe, cycle, **{"part-att": "party"})
    assert "Please confirm" not in zoe.get(where).text


def test_a_profile_without_families_is_refused_and_keeps_the_choices(ana, cycle):
    page = change_profile(ana, cycle, families=[], **{"part-att": "signatory"})
    assert page.status_code == 422
    assert "Choose at least one item family" in page.text
    assert profile_fields(page)["part-att"] == "signatory"


@pytest.mark.parametrize(
    "wrong", [{"part-att": "king"}, {"target-lists": "9"}, {"priority-lists": "99"}]
)
def test_a_choice_that_was_not_offered_is_refused(ana, cycle, wrong):
    assert change_profile(ana, cycle, **wrong).status_code == 422


def test_a_profile_that_names_no_version_is_refused(ana, cycle):
    assert change_profile(ana, cycle, version="").status_code == 428


def test_a_profile_that_changed_meanwhile_is_not_overwritten(ana, cycle):
    change_profile(ana, cycle, families=["arms"])
    page = change_profile(ana, cycle, version="1", families=["chemical"])
    assert page.status_code == 409
    assert profile_fields(page)["families"] == ["chemical"]
    assert profile_fields(ana.get(f"/cycles/{cycle}/profile"))["families"] == ["arms"]


def test_a_contributor_sees_the_profile_and_cannot_change_it(ben, cycle):
    page = ben.get(f"/cycles/{cycle}/profile")
    assert "Save the profile" not in page.text
    assert change_profile(ben, cycle, families=["arms"]).status_code == 403


# Evidence


def test_a_citation_stands_with_its_author_and_time(ben, cycle):
    add(ben, cycle, filename="", kind="law", title="Arms Act 2019, s. 12")
    page = ben.get(address(cycle))
    assert "Arms Act 2019, s. 12" in page.text
    assert "Added by Ben Okoro, 22 November 2026, 12:00" in page.text


def test_a_link_is_a_link(ana, cycle):
    add(ana, cycle, filename="", kind="link", title="Gazette", url="https://example.org/act")
    assert 'href="https://example.org/act"' in ana.get(address(cycle)).text


def test_a_file_comes_back_as_an_attachment_and_nothing_else(ana, cycle):
    add(ana, cycle)
    where = re.search(r'href="(/cycles/\w+/evidence/\w+)"', ana.get(address(cycle)).text)[1]
    reply = ana.get(where)
    assert reply.data == PDF
    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in reply.headers["Content-Security-Policy"]


def test_a_file_of_another_state_is_not_there(ana, zoe, cycle):
    add(ana, cycle)
    where = re.search(r'href="(/cycles/\w+/evidence/\w+)"', ana.get(address(cycle)).text)[1]
    assert zoe.get(where).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"filename": "act.exe"}, 422, "Files of this kind are not taken"),
        ({"contents": b"MZ no pdf"}, 422, "not what its name says"),
        ({"filename": ""}, 422, "Choose a file"),
        ({"contents": b"%PDF-" + b"x" * (10 * 1024 * 1024)}, 413, "too large"),
        ({"filename": "", "kind": "law", "title": " "}, 422, "Give a title"),
        ({"filename": "", "kind": "link", "url": "javascript:alert(1)"}, 422, "begins with https"),
        ({"filename": "", "kind": "oath"}, 422, "Say what it is"),
    ],
)
def test_evidence_that_cannot_be_kept_is_refused_in_words(ana, cycle, sent, status, words):
    page = add(ana, cycle, **sent)
    assert page.status_code == status
    assert words in page.text


def test_refused_evidence_keeps_what_was_typed(ana, cycle):
    assert "My long title" in add(ana, cycle, filename="act.exe", title="My long title").text


def test_removed_evidence_is_gone_from_the_page(ana, cycle):
    add(ana, cycle, filename="", kind="law", title="Repealed Act")
    where = re.search(r'action="(/cycles/\w+/evidence/\w+/remove)"', ana.get(address(cycle)).text)
    reply = send(ana, where[1], form_page=address(cycle))
    assert reply.status_code == 303
    assert "Repealed Act" not in ana.get(address(cycle)).text


# About


def test_the_catalogue_page_says_what_is_assumed_and_inferred(ana):
    page = ana.get("/about/catalogue")
    for words in ("test.1", "0" * 64, "planning assumptions", "These areas are inferred"):
        assert words in page.text


def test_the_method_page_says_when_the_range_shows(ana):
    assert "Below 65 % answered" in ana.get("/about/method").text
