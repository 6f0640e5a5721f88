"""`flask demo`: what it loads, for whom, and that it does no harm when repeated."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app import create_app
from assessment.domain.cycle import CycleStatus
from assessment.domain.document import with_digest
from assessment.domain.identifiers import StateCode
from assessment.domain.permissions import OPERATOR, Actor, Grant, Role, UserId
from assessment.records.base import metadata
from assessment.services.comparisons import released_to
from assessment.services.cycles import cycles_of, open_cycle
from assessment.services.instance import donors_of
from assessment.services.releases import releases_of
from assessment.services.responses import assessment_of
from assessment.services.sign_off import frozen_of
from assessment.services.workshops import participants_of, workshop_of, workshops_of
from questionnaires.demo import PASSWORD, address
from questionnaires.demo_states import EARLIER
from questionnaires.demonstration import ARCADIA, COBALT, profile_of, responses_of
from questionnaires.demonstration_regions import CHARACTERS, DRAWN, HALF_WAY
from questionnaires.demonstration_releases import DONORS
from questionnaires.loader import load_catalogue
from tests.conftest import sign_in
from web.settings import from_environment

CATALOGUE = load_catalogue()
OPEN = {"Lantern Fund, fictional": 18, "Office for Safe Trade, fictional": 12}
OPEN["Harbour Partnership, fictional"] = 6


def an_octant(folder):
    """An Octant with the real catalogue and an empty database."""
    settings = from_environment({"OCTANT_DATA": str(folder), "OCTANT_PASSWORD_COST": "test"})
    application = create_app(settings, catalogue=CATALOGUE)
    metadata.create_all(application.extensions["octant"].engine)
    return application


def demo(application, *states):
    """Run the command; gives what it prints."""
    result = application.test_cli_runner().invoke(args=["demo", *states])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """The whole demonstration, loaded once for all tests that only read it, and what it said."""
    application = an_octant(tmp_path_factory.mktemp("demonstration"))
    yield application, demo(application)
    application.extensions["octant"].engine.dispose()


@pytest.fixture
def reading(loaded):
    octant = loaded[0].extensions["octant"]
    with octant.reading() as session:
        yield session


@pytest.fixture
def empty(tmp_path):
    application = an_octant(tmp_path)
    yield application
    application.extensions["octant"].engine.dispose()


def coordinator_of(code):
    return Actor(UserId("nobody"), "", "", (Grant(Role.COORDINATOR, StateCode(code)),))


def newest_of(session, code):
    return cycles_of(session, coordinator_of(code))[0]


def rows_in(application):
    """How many rows each table has."""
    with application.extensions["octant"].reading() as session:
        return {
            table.name: session.execute(select(func.count()).select_from(table)).scalar()
            for table in metadata.sorted_tables
        }


@pytest.mark.parametrize("character", CHARACTERS, ids=lambda each: each.code)
def test_demo_loads_what_the_rule_says(reading, character):
    actor, cycle = coordinator_of(character.code), newest_of(reading, character.code)
    stored = assessment_of(reading, actor, cycle.id)
    agreed = stored.agreed.keys()
    expected = responses_of(character, CATALOGUE)
    assert {key: one.levels for key, one in stored.responses.items() if key not in agreed} == {
        key: one.levels for key, one in expected.items() if key not in agreed
    }
    assert stored.cycle.profile.targets == profile_of(character).targets
    assert stored.cycle.profile.participation == profile_of(character).participation


def test_arcadia_has_a_draft_and_a_signed_cycle_before_it(reading):
    found = cycles_of(reading, coordinator_of(ARCADIA.code))
    assert [(cycle.title, cycle.status) for cycle in found] == [
        (ARCADIA.title, CycleStatus.DRAFT),
        (EARLIER.title, CycleStatus.SIGNED_OFF),
    ]


def test_cobalt_is_in_review(reading):
    assert newest_of(reading, COBALT.code).status is CycleStatus.IN_REVIEW


def test_most_of_the_drawn_states_are_signed_off_at_moments_of_their_own(reading):
    signed = set()
    for character in DRAWN:
        cycle = newest_of(reading, character.code)
        if character.code not in HALF_WAY:
            assert cycle.status is CycleStatus.SIGNED_OFF
            signed.add(frozen_of(reading, coordinator_of(character.code), cycle.id).signed.at)
    assert len(signed) == 20


@pytest.mark.parametrize("donor", DONORS, ids=lambda each: each.name)
def test_each_donor_sees_other_states(loaded, reading, donor):
    now = loaded[0].extensions["octant"].clock()
    known = {each.name: each.id for each in donors_of(reading, OPERATOR)}
    assert len(released_to(reading, OPERATOR, known[donor.name], now)) == OPEN[donor.name]


def test_some_releases_were_revoked_and_some_have_ended(loaded, reading):
    now = loaded[0].extensions["octant"].clock()
    found = [
        each
        for character in CHARACTERS
        for each in releases_of(reading, coordinator_of(character.code), character.code)
    ]
    assert sum(each.revoked is not None for each in found) == 2
    assert sum(each.until <= now for each in found) == 2


def test_a_workshop_on_arcadias_draft_has_people_an_agenda_and_one_question_agreed(reading):
    actor, cycle = coordinator_of(ARCADIA.code), newest_of(reading, ARCADIA.code)
    (workshop,) = workshops_of(reading, actor, cycle.id)
    state = workshop_of(reading, actor, cycle.id, workshop.id).state
    assert len(state.agenda) >= 3
    assert len(participants_of(reading, actor, workshop.id)) == 5
    assert len(state.agreed) == 1
    assert not state.closed


@pytest.mark.parametrize("number", range(9))
def test_each_printed_address_opens_the_door(loaded, number):
    application, output = loaded
    assert PASSWORD in output
    printed = re.findall(r"^  (\S+@\S+\.example) ", output, re.MULTILINE)
    assert len(printed) == 9
    assert sign_in(application.test_client(), printed[number], PASSWORD).status_code == 303


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CONTRIBUTOR, Role.SIGNATORY])
def test_the_pattern_of_addresses_holds_for_the_other_states(loaded, role):
    email = address(DRAWN[-1], role)
    assert email == f"{role.value}@xax.example"
    assert email.replace("xax", "xad") in loaded[1]
    assert sign_in(loaded[0].test_client(), email, PASSWORD).status_code == 303


def test_only_the_named_states_are_loaded(empty):
    assert "loaded: XAB." in demo(empty, "xab")
    with empty.extensions["octant"].reading() as session:
        assert {cycle.state for cycle in cycles_of(session, OPERATOR)} == {"XAB"}


def test_a_state_that_is_not_made_up_is_refused(empty):
    result = empty.test_cli_runner().invoke(args=["demo", "FRA"])
    assert result.exit_code == 2
    assert "FRA" in result.output


def invite_somebody_real(application):
    invite = ["people", "invite", "--administrator", "anna.real@ministry.test"]
    assert application.test_cli_runner().invoke(args=invite).exit_code == 0


def test_where_somebody_real_was_invited_first_nothing_made_up_is_loaded(empty):
    invite_somebody_real(empty)
    before = rows_in(empty)
    refused = empty.test_cli_runner().invoke(args=["demo", "XAB"])
    assert (refused.exit_code, rows_in(empty)) == (3, before)
    assert "real people are here" in refused.stderr
    assert "loaded: XAB." in demo(empty, "XAB", "--beside-real-people")


def test_somebody_real_who_joins_the_demonstration_does_not_keep_it_from_growing(empty):
    demo(empty, "XAB")
    invite_somebody_real(empty)
    assert "loaded: XAD. There already: 1." in demo(empty, "XAB", "XAD")


def test_the_states_that_were_there_stay_as_they_were(empty):
    demo(empty, "XAB", "XAD")
    with empty.extensions["octant"].reading() as session:
        before = {cycle.state: cycle for cycle in cycles_of(session, OPERATOR)}
    assert "loaded: XAE. There already: 2." in demo(empty, "XAB", "XAD", "XAE")
    with empty.extensions["octant"].reading() as session:
        after = {cycle.state: cycle for cycle in cycles_of(session, OPERATOR)}
    assert after == {**before, "XAE": after["XAE"]}


def test_demo_again_adds_no_row(empty):
    demo(empty, "XAA", "XAD", "XAN")
    before = rows_in(empty)
    assert "loaded: none. There already: 3." in demo(empty, "XAA", "XAD", "XAN")
    assert rows_in(empty) == before


def test_a_draft_of_an_earlier_catalogue_keeps_it_and_gains_the_rest(empty):
    octant = empty.extensions["octant"]
    fewer = with_digest(replace(CATALOGUE, states=CATALOGUE.states[:-1]))
    with octant.writing() as session:
        actor = coordinator_of(ARCADIA.code)
        draft = open_cycle(session, actor, ARCADIA.code, ARCADIA.title, fewer, octant.clock())
        session.commit()
    demo(empty, "XAA")
    with octant.reading() as session:
        found = cycles_of(session, actor)
        assert [(each.title, each.catalogue_digest) for each in found] == [
            (ARCADIA.title, fewer.digest),
            (EARLIER.title, CATALOGUE.digest),
        ]
        assert found[0] == draft
        assert len(workshops_of(session, actor, draft.id)) == 1
