"""The made-up states: who they are, and how `flask demo` loads them."""

import pytest

from app import create_app
from assessment.domain.identifiers import is_made_up
from assessment.domain.permissions import Actor, Grant, Role
from assessment.domain.response import NoLevel
from assessment.domain.scoring import COMPLETE_ENOUGH, progress, score
from assessment.records.base import metadata
from assessment.services.cycles import cycles_of
from assessment.services.responses import assessment_of
from questionnaires.demo import PASSWORD, address
from questionnaires.demonstration import (
    ARCADIA,
    BRINDLE,
    profile_of,
    responses_of,
)
from questionnaires.demonstration import (
    WRITTEN as CHARACTERS,
)
from questionnaires.loader import load_catalogue
from tests.conftest import sign_in

CATALOGUE = load_catalogue()


def card_of(character):
    return score(CATALOGUE, profile_of(character), responses_of(character, CATALOGUE))


@pytest.fixture
def loaded(settings):
    """An Octant with the real catalogue, into which `flask demo` was run once."""
    application = create_app(settings, catalogue=CATALOGUE)
    octant = application.extensions["octant"]
    metadata.create_all(octant.engine)
    result = application.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 0, result.output
    yield application, result.output
    octant.engine.dispose()


def coordinator_of(character):
    return Actor("nobody", "", "", (Grant(Role.COORDINATOR, character.code),))


@pytest.mark.parametrize("character", CHARACTERS, ids=lambda each: each.code)
def test_nobody_can_mistake_a_made_up_state(character):
    assert is_made_up(character.code)
    assert "fictional" in CATALOGUE.state_by_code[character.code].name


@pytest.mark.parametrize("character", CHARACTERS, ids=lambda each: each.code)
def test_the_rule_gives_the_same_answers_each_time(character):
    assert responses_of(character, CATALOGUE) == responses_of(character, CATALOGUE)


def test_one_state_is_answered_to_the_end():
    profile, responses = profile_of(ARCADIA), responses_of(ARCADIA, CATALOGUE)
    asked = {question.id for question in CATALOGUE.questions if profile.cells(question)}
    assert responses.keys() == asked


def test_one_state_is_too_incomplete_for_a_score():
    assert card_of(BRINDLE).overall.completeness < COMPLETE_ENOUGH


def test_the_states_differ_in_kind():
    points = [card_of(each).overall.point for each in CHARACTERS]
    assert max(points) - min(points) > 0.3


def test_an_answer_that_does_not_apply_has_its_reason():
    responses = [one for each in CHARACTERS for one in responses_of(each, CATALOGUE).values()]
    unreasoned = [
        one for one in responses if NoLevel.NOT_APPLICABLE in one.levels.values() and not one.reason
    ]
    assert unreasoned == []


def test_demo_loads_what_the_rule_says(loaded):
    octant = loaded[0].extensions["octant"]
    with octant.reading() as session:
        for character in CHARACTERS:
            actor = coordinator_of(character)
            (cycle,) = cycles_of(session, actor)
            stored = assessment_of(session, actor, cycle.id)
            expected = responses_of(character, CATALOGUE)
            assert {key: one.levels for key, one in stored.responses.items()} == {
                key: one.levels for key, one in expected.items()
            }
            assert stored.cycle.profile.targets == profile_of(character).targets


def test_demo_again_does_no_harm(loaded):
    application, _output = loaded
    octant = application.extensions["octant"]
    again = application.test_cli_runner().invoke(args=["demo"])
    assert again.exit_code == 0
    assert again.output.count("already there") == len(CHARACTERS)
    with octant.reading() as session:
        assert [len(cycles_of(session, coordinator_of(each))) for each in CHARACTERS] == [1, 1, 1]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CONTRIBUTOR])
def test_the_printed_address_and_password_open_the_door(loaded, role):
    application, output = loaded
    assert address(ARCADIA, role) in output
    assert PASSWORD in output
    reply = sign_in(application.test_client(), address(ARCADIA, role), PASSWORD)
    assert reply.status_code == 303


def test_every_question_of_the_demonstration_counts_as_reached():
    done = progress(CATALOGUE, profile_of(ARCADIA), responses_of(ARCADIA, CATALOGUE))
    assert done.answered_cells > 0.9 * done.cells
