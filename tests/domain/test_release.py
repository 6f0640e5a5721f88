"""Release documents: what is in them, and how the scopes nest."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.cycle import CycleStatus
from assessment.domain.identifiers import CycleId, DonorId, ReleaseId, StateCode
from assessment.domain.permissions import Subject
from assessment.domain.release import (
    AssessmentArchived,
    NotSignedOff,
    Release,
    Scope,
    ensure_releasable,
    latest_end,
    summary_of,
)
from assessment.domain.response import NoLevel, Targets
from tests.builders import (
    ARMS,
    BIOLOGICAL,
    CHEMICAL,
    NUCLEAR,
    a_catalogue,
    a_profile,
    a_question,
    answers,
    the_worked_example,
)
from tests.release_documents import SIGNED, documents_of

FIGURES = {"point", "low", "high", "floor", "completeness", "confidence", "band", "stovepipe"}


@pytest.fixture(scope="module")
def worked():
    return documents_of(*the_worked_example())


def test_a_document_says_what_it_is_of(worked):
    document = worked[Scope.AREAS]
    assert {name: document[name] for name in document if name not in ("areas", "families")} == {
        "format": "octant-release/1",
        "state": "XAA",
        "scope": "areas",
        "marking": "Restricted",
        "title": "Cycle 2026",
        "signed": "2026-11-20T10:00:00+00:00",
        "digest": "ab" * 32,
        "method": "1",
        "catalogue": "test.1",
        "catalogue_digest": "0" * 64,
        "completeness": pytest.approx(0.8333, abs=1e-4),
        "confidence": pytest.approx(0.2),
    }


def test_the_figures_of_an_area_are_those_of_the_method(worked):
    assert worked[Scope.AREAS]["areas"]["lists"] == {
        "kind": "scored",
        "point": pytest.approx(0.5),
        "low": pytest.approx(0.4167, abs=1e-4),
        "high": pytest.approx(0.5833, abs=1e-4),
        "floor": pytest.approx(0.5),
        "completeness": pytest.approx(0.75),
        "confidence": pytest.approx(1 / 3),
        "band": 2,
        "stovepipe": pytest.approx(0.5),
        "target": 3,
    }


def test_an_area_has_its_own_target():
    catalogue, profile, responses = the_worked_example()
    profile = replace(profile, targets=Targets(3, {"lists": 4}))
    areas = documents_of(catalogue, profile, responses)[Scope.AREAS]["areas"]
    assert (areas["lists"]["target"], areas["licensing"]["target"]) == (4, 3)


def test_an_element_has_figures_and_no_target(worked):
    assert worked[Scope.GAPS]["elements"]["lists.list"].keys() == FIGURES | {"kind"}


def test_a_gap_names_its_cell_and_what_a_step_brings(worked):
    assert worked[Scope.GAPS]["gaps"][0] == {
        "question": "licensing.export.law",
        "family": "chemical",
        "level": 0,
        "target": 3,
        "gap": 3,
        "reuse": True,
        "leverage": pytest.approx(1 / 6),
    }


def test_the_open_cells_are_counted_and_not_named(worked):
    assert worked[Scope.GAPS]["open_cells"] == 1


def test_the_roadmap_holds_its_packages_by_quarter(worked):
    roadmap = worked[Scope.ROADMAP]["roadmap"]
    assert roadmap["packages"][0].keys() == {
        "question",
        "level",
        "families",
        "effort",
        "cost",
        "value",
        "start",
        "end",
    }


def test_the_roadmap_says_when_it_starts_and_what_it_saves(worked):
    roadmap = worked[Scope.ROADMAP]["roadmap"]
    names = ("start_year", "start_quarter", "effort_integrated", "effort_stovepiped")
    assert [roadmap[name] for name in names] == [2027, 2, 20, 32]


def test_what_does_not_fit_has_no_quarter():
    catalogue, profile, responses = the_worked_example()
    law = replace(responses["licensing.export.law"], levels={ARMS: 0, CHEMICAL: 0})
    steps = tuple(replace(step, months=360) for step in catalogue.questions[2].steps)
    long = replace(catalogue.questions[2], steps=steps)
    catalogue = a_catalogue((*catalogue.questions[:2], long))
    documents = documents_of(catalogue, profile, {**responses, law.question: law})
    unfunded = documents[Scope.ROADMAP]["roadmap"]["unfunded"]
    assert unfunded[0].keys() == {"question", "level", "families", "effort", "cost", "value"}


def kind_of(arms, chemical, biological, nuclear):
    families = (ARMS, CHEMICAL, BIOLOGICAL, NUCLEAR)
    catalogue = a_catalogue((a_question("lists.list.law", families=families),), obligations=())
    given = dict(zip(families, (arms, chemical, biological, nuclear), strict=True))
    given = {family: answer for family, answer in given.items() if answer is not None}
    documents = documents_of(catalogue, a_profile(), answers(lists__list__law=given))
    area = documents[Scope.GAPS]["areas"]["lists"]
    element = documents[Scope.GAPS]["elements"]["lists.list"]
    assert (area["kind"], area["point"]) == (element["kind"], element["point"])
    for beside in ("floor", "stovepipe"):
        assert (area[beside] is None) == (area["point"] is None)
        assert (element[beside] is None) == (element["point"] is None)
    return area["kind"], area["point"], area["band"]


def test_a_part_with_enough_answers_is_scored():
    assert kind_of(2, 2, 2, None) == ("scored", 0.5, 2)


def test_a_part_with_too_few_answers_shows_no_point():
    assert kind_of(2, 2, NoLevel.UNKNOWN, None) == ("incomplete", None, None)


def test_a_part_that_the_state_keeps_to_itself_is_withheld():
    assert kind_of(2, NoLevel.WITHHELD, NoLevel.WITHHELD, None) == ("withheld", None, None)


def test_one_withheld_answer_does_not_make_up_for_those_not_given():
    assert kind_of(2, NoLevel.WITHHELD, None, None) == ("incomplete", None, None)


def test_a_part_in_which_nothing_applies_is_left_out():
    catalogue, profile, responses = the_worked_example()
    nothing = dict.fromkeys((ARMS, CHEMICAL), NoLevel.NOT_APPLICABLE)
    law = replace(responses["licensing.export.law"], levels=nothing)
    document = documents_of(catalogue, profile, {**responses, law.question: law})[Scope.GAPS]
    assert (list(document["areas"]), list(document["elements"])) == (["lists"], ["lists.list"])


def test_a_summary_is_the_document_of_areas_but_for_its_scope(worked):
    assert summary_of(worked[Scope.ROADMAP]) == worked[Scope.AREAS] | {"scope": "roadmap"}


def a_release(**changes):
    made = Release(
        id=ReleaseId("1" * 16),
        state=StateCode("XAA"),
        cycle=CycleId("2" * 16),
        donor=DonorId("3" * 16),
        donor_name="The River Fund",
        scope=Scope.AREAS,
        until=SIGNED + timedelta(days=1),
        created=SIGNED,
        by="Ana",
        revoked=None,
        revoked_by=None,
        summary={},
    )
    return replace(made, **changes)


def test_a_release_is_open_until_its_end():
    release = a_release()
    before = release.until - timedelta(seconds=1)
    assert (release.is_open(before), release.is_open(release.until)) == (True, False)


def test_a_release_belongs_to_the_state_its_cycle_and_the_donor():
    release = a_release()
    assert release.subject == Subject(release.state, release.cycle, release.donor)


def test_a_revoked_release_is_not_open():
    assert not a_release(revoked=SIGNED).is_open(SIGNED)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.times())
def test_a_release_can_last_three_years_and_hardly_more(day, clock):
    day = day.replace(day=min(day.day, 28))
    last_day = latest_end(datetime.combine(day, clock, tzinfo=UTC)).date() - timedelta(days=1)
    assert last_day - day.replace(year=day.year + 3) in (timedelta(0), timedelta(days=1))


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (CycleStatus.DRAFT, NotSignedOff),
        (CycleStatus.IN_REVIEW, NotSignedOff),
        (CycleStatus.ARCHIVED, AssessmentArchived),
    ],
)
def test_only_of_a_signed_off_cycle_something_can_be_released(status, error):
    with pytest.raises(error):
        ensure_releasable(status)
    ensure_releasable(CycleStatus.SIGNED_OFF)
