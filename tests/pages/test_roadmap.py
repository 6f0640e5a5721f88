"""The roadmap: its totals, the frame of the plan, and the state's own figures."""

import re

import pytest

from tests.conftest import send, token_of
from tests.pages.test_results import answered

__all__ = ["answered"]
STEP = "lists.list.law-2"


def change(client, answered, **values):
    """Send the frame of the plan as its page has it, with changes."""
    frame = {"quarters": "12", "capacity": "12", "start_year": "2027", "start_quarter": "1"}
    page = client.get(f"{answered}/roadmap")
    version = page.text.split('name="version" value="')[1].split('"')[0]
    sent = {**frame, "version": version, "csrf_token": token_of(page), **values}
    return client.post(f"{answered}/roadmap", data=sent)


def assume(client, answered, **values):
    """Send the figures of steps, as `months="7"` of one step."""
    address = f"{answered}/roadmap/assumptions?area=lists"
    sent = {f"{STEP}-{name}": value for name, value in values.items()}
    return send(client, address, **sent)


def effort_of(page):
    """The person-months of all steps, as the roadmap shows them."""
    return page.text.split("Person-months, all steps</h2>")[1].split(">")[1].split("<")[0]


def test_the_totals_are_those_of_the_worked_example(ana, answered):
    page = ana.get(f"{answered}/roadmap")
    # METHOD.md 8: integrated 20 person-months, stovepiped 32.
    separate = "Regime by regime it would take 32."
    assert (effort_of(page), separate in page.text) == ("20", True)


def test_a_roadmap_without_answers_says_what_to_do_next(ana, cycle):
    page = ana.get(f"/cycles/{cycle}/roadmap").text
    assert "Nothing to plan yet" in page
    assert "There is no step in this plan yet." in page
    assert "0 steps" not in page
    assert re.search(r'class="btn plain"[^>]*>Make the PDF<', page)


def test_the_quarters_of_the_plan_can_be_changed(ana, answered):
    assert change(ana, answered, quarters="4", start_year="2030").status_code == 303
    assert "Roadmap, Q1 2030 \N{EN DASH} Q4 2030" in ana.get(f"{answered}/roadmap").text


def test_what_is_beyond_a_smaller_capacity_is_listed_as_such(ana, answered):
    change(ana, answered, capacity="1", quarters="2")
    assert "beyond the capacity of this plan" in ana.get(f"{answered}/roadmap").text


def test_a_capacity_may_be_a_fraction(ana, answered):
    change(ana, answered, capacity="2.5")
    assert 'value="2.5"' in ana.get(f"{answered}/roadmap").text


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("quarters", "0", "Write a number from 1 to 40."),
        ("quarters", "2.5", "Write a whole number."),
        ("quarters", "many", "Write a number, such as 6 or 2.5."),
        ("capacity", "nan", "Write a number, such as 6 or 2.5."),
        ("capacity", "1e400", "Write a number, such as 6 or 2.5."),
        ("start_year", "1800", "Write a number from 2000 to 2100."),
        ("start_quarter", "5", "Write a number from 1 to 4."),
    ],
)
def test_a_bad_number_is_refused_in_words_beside_its_field(ana, answered, name, value, words):
    reply = change(ana, answered, **{name: value})
    assert (reply.status_code, f'<a href="#{name}">{words}</a>' in reply.text) == (422, True)


def test_what_was_typed_is_still_there_after_a_refusal(ana, answered):
    assert 'value="many"' in change(ana, answered, quarters="many").text


@pytest.mark.parametrize("version", ["", "x"])
def test_a_change_that_names_no_version_is_refused(ana, answered, version):
    assert change(ana, answered, version=version).status_code == 428


def test_a_plan_refused_for_its_age_can_be_sent_again(ana, answered):
    change(ana, answered, quarters="8")
    refused = change(ana, answered, quarters="6", version="1")
    fresh = refused.text.split('name="version" value="')[1].split('"')[0]
    assert ('value="6"' in refused.text, fresh) == (True, "2")


def test_a_change_of_an_old_version_is_refused(ana, answered):
    first = ana.get(f"{answered}/roadmap").text.split('name="version" value="')[1].split('"')[0]
    change(ana, answered, quarters="8")
    assert change(ana, answered, quarters="6", version=first).status_code == 409


def test_a_contributor_may_not_change_the_plan(ben, ana, answered):
    page = ben.get(f"{answered}/profile")
    sent = {"csrf_token": token_of(page), "version": "0", "quarters": "4"}
    assert ben.post(f"{answered}/roadmap", data=sent).status_code == 403


def test_a_contributor_sees_the_frame_without_its_form(ben, answered):
    page = ben.get(f"{answered}/roadmap")
    assert ("Plan again" in page.text, "12 person-months in each" in page.text) == (False, True)


def test_another_states_plan_cannot_be_changed(zoe, answered):
    sent = {"csrf_token": token_of(zoe.get("/cycles/new")), "version": "0"}
    assert zoe.post(f"{answered}/roadmap", data=sent).status_code == 404


def test_a_states_own_figure_changes_the_totals(ana, answered):
    assert assume(ana, answered, months="6", effort="14", cost="10000").status_code == 303
    # Ten person-months more for one step that half counts, as another family stands there.
    assert effort_of(ana.get(f"{answered}/roadmap")) == "25"


def test_a_states_own_figure_is_marked_as_such(ana, answered):
    assume(ana, answered, months="6", effort="14", cost="10000")
    pages = [
        ana.get(f"{answered}/{place}").text
        for place in ("roadmap", "roadmap/assumptions?area=lists")
    ]
    assert ["your figure" in pages[0], "catalogue: 4" in pages[1]] == [True, True]


def test_an_empty_field_goes_back_to_the_catalogues_figure(ana, answered):
    assume(ana, answered, months="6", effort="14", cost="10000")
    assume(ana, answered, months="6", effort="", cost="10000")
    assert effort_of(ana.get(f"{answered}/roadmap")) == "20"


def test_the_catalogues_own_figures_are_no_change(ana, answered):
    reply = assume(ana, answered, months="6", effort="4", cost="10000")
    assert "Nothing was changed." in ana.get(reply.location).text


@pytest.mark.parametrize(
    ("name", "value"),
    [("months", "0"), ("months", "1.5"), ("effort", "-1"), ("cost", "free"), ("cost", "1e12")],
)
def test_a_bad_figure_of_a_step_is_refused_beside_its_field(ana, answered, name, value):
    figures = {"months": "6", "effort": "5", "cost": "10000", name: value}
    reply = assume(ana, answered, **figures)
    assert (reply.status_code, f'id="{STEP}-{name}-fault"' in reply.text) == (422, True)


def test_one_bad_figure_keeps_all_of_the_page_from_being_saved(ana, answered):
    address = f"{answered}/roadmap/assumptions?area=lists"
    good = {f"{STEP}-effort": "14"}
    send(ana, address, **good, **{"lists.list.law-3-effort": "no"})
    assert effort_of(ana.get(f"{answered}/roadmap")) == "20"


def test_a_contributor_sees_the_figures_without_fields(ben, answered):
    page = ben.get(f"{answered}/roadmap/assumptions?area=lists")
    assert ("Cost in US dollars" in page.text, f'name="{STEP}-cost"' in page.text) == (True, False)


def test_a_contributor_may_not_change_the_figures(ben, answered):
    sent = {"csrf_token": token_of(ben.get(f"{answered}/profile")), f"{STEP}-effort": "1"}
    address = f"{answered}/roadmap/assumptions?area=lists"
    assert ben.post(address, data=sent).status_code == 403
