"""The profile of a state: what is chosen, refused, and who may change it."""

import re

import pytest

from tests.conftest import token_of
from tests.pages.questionnaire_kit import a_cycle, address


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
