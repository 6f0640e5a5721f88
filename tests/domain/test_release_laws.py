"""The laws of release documents, on assessments drawn at random: what never is in them."""

import json
from dataclasses import replace
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.domain.document import canonical_json
from assessment.domain.gaps import find_gaps
from assessment.domain.release import SCOPES, Kind, Scope
from assessment.domain.response import Evidence, is_answered
from assessment.domain.scoring import score
from tests.assessments import an_assessment
from tests.release_documents import documents_of

SECRET = "zq-secret"

calm = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
sources = st.randoms(use_true_random=False)
scopes = st.sampled_from(SCOPES)


def with_secrets(responses):
    """The same answers, with a secret in every place for text."""
    return {
        question: replace(
            response,
            comment=f"{SECRET} comment",
            reason=f"{SECRET} reason",
            evidence=(Evidence("link", f"{SECRET} title", f"https://{SECRET}.example"),),
        )
        for question, response in responses.items()
    }


def test_a_random_assessment_has_a_gap_and_a_package():
    document = documents_of(*an_assessment(Random(1)))[Scope.ROADMAP]
    assert document["gaps"]
    assert document["roadmap"]["packages"]


@calm
@given(sources, scopes)
def test_no_comment_reason_or_evidence_is_in_any_document(source, scope):
    catalogue, profile, responses = an_assessment(source)
    document = documents_of(catalogue, profile, with_secrets(responses))[scope]
    assert SECRET not in canonical_json(document).decode()


@calm
@given(sources)
def test_the_only_answers_in_a_document_are_those_below_their_target(source):
    catalogue, profile, responses = an_assessment(source)
    document = documents_of(catalogue, profile, responses)[Scope.ROADMAP]
    below = {
        (question, family.value): answer
        for question, response in responses.items()
        for family, answer in response.levels.items()
        if is_answered(answer)
        and answer < profile.targets.of(catalogue.question_by_id[question].area)
    }
    told = {(gap["question"], gap["family"]): gap["level"] for gap in document["gaps"]}
    assert told.items() <= below.items()


@calm
@given(sources)
def test_a_package_names_only_families_that_stand_below_its_level(source):
    catalogue, profile, responses = an_assessment(source)
    document = documents_of(catalogue, profile, responses)[Scope.ROADMAP]
    below = {
        (gap.question, gap.family.value): gap.level
        for gap in find_gaps(catalogue, profile, responses)
    }
    roadmap = document["roadmap"]
    assert all(
        below[package["question"], family] < package["level"]
        for package in (*roadmap["packages"], *roadmap["unfunded"])
        for family in package["families"]
    )


@calm
@given(sources)
def test_a_level_raised_from_the_target_upwards_changes_no_gap(source):
    catalogue, profile, responses = an_assessment(source)
    raised = {
        question: replace(
            response,
            levels={
                family: 4
                if is_answered(answer)
                and answer >= profile.targets.of(catalogue.question_by_id[question].area)
                else answer
                for family, answer in response.levels.items()
            },
        )
        for question, response in responses.items()
    }
    before = documents_of(catalogue, profile, responses)[Scope.GAPS]["gaps"]
    after = documents_of(catalogue, profile, raised)[Scope.GAPS]["gaps"]
    known = {(gap["question"], gap["family"]): gap["level"] for gap in before}
    assert {(gap["question"], gap["family"]): gap["level"] for gap in after} == known


@calm
@given(sources)
def test_a_narrower_scope_is_a_part_of_the_wider(source):
    documents = documents_of(*an_assessment(source))
    areas, gaps, roadmap = (dict(documents[scope], scope="") for scope in SCOPES)
    assert areas.items() <= gaps.items()  # by name and value
    assert gaps.items() <= roadmap.items()


@calm
@given(sources, scopes)
def test_a_document_is_plain_json_and_comes_back_as_it_was(source, scope):
    document = documents_of(*an_assessment(source))[scope]
    assert json.loads(canonical_json(document)) == document


@calm
@given(sources)
def test_a_point_shows_only_where_the_part_is_scored(source):
    catalogue, profile, responses = an_assessment(source)
    document = documents_of(catalogue, profile, responses)[Scope.GAPS]
    card = score(catalogue, profile, responses)
    parts = {**card.areas, **card.elements}
    for name, figures in (document["areas"] | document["elements"]).items():
        scored = figures["kind"] == Kind.SCORED
        assert figures["point"] == (parts[name].point if scored else None)
        assert scored == parts[name].is_complete_enough
