"""The made-up states and donors: who they are, and the rule that draws them."""

from collections import Counter
from pathlib import Path
from statistics import mean

import pytest

from assessment.domain.catalogue import Family
from assessment.domain.identifiers import StateCode, is_made_up
from assessment.domain.response import NoLevel
from assessment.domain.scoring import COMPLETE_ENOUGH, progress, score
from questionnaires.demonstration import ARCADIA, BRINDLE, WRITTEN, profile_of, responses_of
from questionnaires.demonstration_regions import (
    CHARACTERS,
    HALF_WAY,
    LDC,
    LLDC,
    MISTRAL,
    PLATEAU,
    REGIONS,
    SIDS,
    SUNWARD,
)
from questionnaires.demonstration_releases import DONORS, dates_of, releases_by
from questionnaires.loader import load_catalogue
from tests.databases import NOW

CATALOGUE = load_catalogue()
CARDS = {
    each.code: score(CATALOGUE, profile_of(each), responses_of(each, CATALOGUE))
    for each in CHARACTERS
}
STATES = {each.code: CATALOGUE.state_by_code[each.code] for each in CHARACTERS}


def points_of(region, area):
    """The scores of an area, of the states drawn for a region and of those drawn for the others."""
    found = {each.name: [] for each in REGIONS}
    for each in REGIONS:
        points = (CARDS[code].areas[area].point for code in each.people)
        found[each.name] += [point for point in points if point is not None]
    own = found.pop(region.name)
    return own, [point for points in found.values() for point in points]


@pytest.mark.parametrize("character", CHARACTERS, ids=lambda each: each.code)
def test_nobody_can_mistake_a_made_up_state(character):
    assert is_made_up(character.code)
    assert CATALOGUE.state_by_code[character.code].name.endswith(", fictional")


@pytest.mark.parametrize("donor", DONORS, ids=lambda each: each.name)
def test_nobody_can_mistake_a_made_up_donor(donor):
    assert donor.name.endswith(", fictional")
    assert donor.domain.endswith(".example")


def test_every_made_up_state_of_the_catalogue_has_a_character():
    made_up = {state.code for state in CATALOGUE.states if is_made_up(state.code)}
    assert made_up == {each.code for each in CHARACTERS}


def test_each_of_three_regions_has_eight_states():
    assert sorted(Counter(state.region for state in STATES.values()).values()) == [8, 8, 8]


@pytest.mark.parametrize("region", REGIONS, ids=lambda each: each.name)
def test_a_state_is_drawn_for_the_region_where_the_catalogue_has_it(region):
    assert {STATES[code].region for code in region.people} == {region.name}


@pytest.mark.parametrize("region", REGIONS, ids=lambda each: each.name)
def test_a_region_has_two_subregions_of_four(region):
    of_region = [state for state in STATES.values() if state.region == region.name]
    assert sorted(Counter(state.subregion for state in of_region).values()) == [4, 4]


def test_the_groups_of_the_rule_are_those_of_the_catalogue():
    drawn = [state for code, state in STATES.items() if code not in {"XAA", "XAB", "XAC"}]
    ldc = {state.code for state in drawn if state.ldc}
    sids = {state.code for state in drawn if state.sids} - ldc
    assert (ldc, sids) == (LDC, SIDS)
    assert {state.code for state in drawn if state.lldc} - ldc == LLDC


@pytest.mark.parametrize("character", CHARACTERS, ids=lambda each: each.code)
def test_the_rule_gives_the_same_answers_each_time(character):
    assert responses_of(character, CATALOGUE) == responses_of(character, CATALOGUE)


@pytest.mark.parametrize(
    ("region", "area"),
    [(SUNWARD, "outreach"), (SUNWARD, "lists"), (MISTRAL, "borders"), (PLATEAU, "security")],
    ids=lambda each: getattr(each, "name", each),
)
def test_neighbours_are_weak_in_the_same_area(region, area):
    own, others = points_of(region, area)
    assert mean(own) < mean(others) - 0.1


@pytest.mark.parametrize("code", sorted(PLATEAU.people.keys() - HALF_WAY))
def test_on_the_plateau_security_is_weaker_for_nuclear_goods(code):
    security = {
        family: part.point
        for (area, family), part in CARDS[code].area_families.items()
        if area == "security" and part.point is not None
    }
    nuclear = security.pop(Family.NUCLEAR, 0.0)
    assert nuclear < mean(security.values())


def test_some_states_are_not_complete_enough_in_some_areas():
    thin = {
        code
        for code, card in CARDS.items()
        if any(part.completeness < COMPLETE_ENOUGH for part in card.areas.values())
    }
    assert 8 <= len(thin) <= 16


def test_some_states_withhold_an_area():
    assert len([each for each in CHARACTERS if each.withheld]) >= 3


@pytest.mark.parametrize(
    "character", [each for each in CHARACTERS if each.withheld], ids=lambda each: each.code
)
def test_what_a_state_withholds_is_not_complete_enough(character):
    for area in character.withheld:
        assert CARDS[character.code].areas[area].completeness < COMPLETE_ENOUGH


def test_one_state_is_answered_to_the_end():
    profile, responses = profile_of(ARCADIA), responses_of(ARCADIA, CATALOGUE)
    asked = {question.id for question in CATALOGUE.questions if profile.cells(question)}
    assert responses.keys() == asked


def test_one_state_is_too_incomplete_for_a_score():
    assert CARDS[BRINDLE.code].overall.completeness < COMPLETE_ENOUGH


def test_the_states_differ_in_kind():
    points = [CARDS[each.code].overall.point for each in WRITTEN]
    assert max(points) - min(points) > 0.3


def test_an_answer_that_does_not_apply_has_its_reason():
    responses = [one for each in CHARACTERS for one in responses_of(each, CATALOGUE).values()]
    unreasoned = [
        one for one in responses if NoLevel.NOT_APPLICABLE in one.levels.values() and not one.reason
    ]
    assert unreasoned == []


def test_every_question_of_the_demonstration_counts_as_reached():
    done = progress(CATALOGUE, profile_of(ARCADIA), responses_of(ARCADIA, CATALOGUE))
    assert done.answered_cells > 0.9 * done.cells


@pytest.mark.parametrize("donor", DONORS, ids=lambda each: each.name)
def test_a_donor_is_given_each_state_once_and_by_states_that_there_are(donor):
    given = " ".join(donor.released.values()).split()
    assert len(set(given)) == len(given)
    assert {*given} <= STATES.keys()
    assert {*donor.revoked, *donor.expired} <= {*given}


def test_some_states_release_nothing_to_anybody():
    silent = {code for code in STATES if not list(releases_by(code))}
    assert silent == {"XAB", "XAC", "XAR", "XAU"}


@pytest.mark.parametrize("code", STATES)
def test_the_dates_of_a_state_follow_one_another(code):
    dates = dates_of(StateCode(code), NOW)
    steps = [dates.opened, dates.answered, dates.reviewed, dates.signed, dates.released]
    assert steps == sorted(steps)
    assert dates.released < dates.middle(NOW) < NOW < dates.until


def test_the_document_names_every_state_and_what_each_donor_was_given():
    text = (Path(__file__).parents[2] / "docs" / "demonstration.md").read_text(encoding="utf-8")
    for code, state in STATES.items():
        assert f"{code} {state.name.removesuffix(', fictional')}" in text
    for donor in DONORS:
        ended = (" ".join(codes) or "none" for codes in (donor.revoked, donor.expired))
        assert f"| {donor.name} | {' | '.join([*donor.released.values(), *ended])} |" in text
