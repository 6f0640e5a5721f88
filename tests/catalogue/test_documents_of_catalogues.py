"""The export: FORMATS.md's shape, its exact inverse, and what the digest holds."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.catalogue import Check, Family
from assessment.domain.document import (
    catalogue_document,
    catalogue_from_document,
    digest_of,
    with_digest,
)
from questionnaires.loader import load_catalogue
from tests.builders import the_worked_example
from tests.catalogue.folders import rewrite, write_small_catalogue


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return load_catalogue(write_small_catalogue(tmp_path_factory.mktemp("small") / "catalogue"))


def test_a_catalogue_comes_back_from_its_json_document_unchanged(small):
    text = json.dumps(catalogue_document(small))
    assert catalogue_from_document(json.loads(text)) == small


def test_the_worked_example_comes_back_from_its_document_unchanged():
    catalogue, _, _ = the_worked_example()
    assert catalogue_from_document(catalogue_document(catalogue)) == catalogue


texts = st.text(max_size=20)


@given(
    texts,
    texts,
    st.sampled_from(list(Check)),
    st.lists(st.sampled_from([*Family]), max_size=3),
    st.floats(0.1, 10),
    st.none() | st.integers(0, 300),
)
def test_any_values_come_back_from_a_document_unchanged(
    note, title, check, families, weight, parties
):
    catalogue, _, _ = the_worked_example()
    obligation, *others = catalogue.obligations
    instrument, *instruments = catalogue.instruments
    area, *areas = catalogue.areas
    element, *elements = area.elements
    question, *questions = element.questions
    question = replace(question, weight=weight, why=note, families=tuple(families))
    element = replace(element, title=title, questions=(question, *questions))
    changed = replace(
        catalogue,
        obligations=(replace(obligation, note=note, context=title, check=check), *others),
        instruments=(replace(instrument, parties=parties, title=title), *instruments),
        areas=(replace(area, elements=(element, *elements)), *areas),
    )
    text = json.dumps(catalogue_document(changed))
    assert catalogue_from_document(json.loads(text)) == changed


def test_the_export_has_the_keys_that_other_programs_read(small):
    document = catalogue_document(small)
    instrument, obligation, area = (
        document[part][0] for part in ("instruments", "obligations", "areas")
    )
    question = area["elements"][0]["questions"][0]
    assert document["version"] == "2026.1"
    assert instrument["id"] == instrument["status_list"] == "small"
    assert (instrument["binds_all"], instrument["binds_members"]) == (False, False)
    assert obligation == {
        **obligation,
        "id": "small-1",
        "instrument": "small",
        "cite": "Art. 1",
        "duty": "shall",
        "context": False,
        "families": ["arms", "chemical"],
    }
    assert question == {
        **question,
        "id": "legislation.one.law",
        "aspect": "law",
        "weight": 1,
        "foundation": False,
        "families": ["arms", "chemical"],
        "levels": ["Nothing.", "A little.", "Some.", "Much.", "All of it."],
        "obligations": [
            {"id": "small-1", "strength": "full"},
            {"id": "small-2a", "strength": "partial"},
        ],
    }
    assert question["steps"][0] == {
        **question["steps"][0],
        "level": 1,
        "kind": "legislation",
        "lead": "justice",
        "months": 6,
        "effort": 4,
        "cost": 20000,
        "requires": [],
    }
    assert document["participation"] == {
        "FRA": {"small": "party", "un": "member"},
        "XAA": {"small": "signatory"},
    }


def test_an_obligation_without_families_reaches_its_instruments(small):
    assert small.obligation_by_id["small-1"].families == (Family.ARMS, Family.CHEMICAL)


def test_a_context_obligation_is_exported_as_context_with_its_reason(small):
    shown = {entry["id"]: entry for entry in catalogue_document(small)["obligations"]}["small-3"]
    assert shown["context"] is True
    assert shown["reason"] == "Addressed to the conference of the parties."


def test_the_areas_stand_in_the_methods_order(small):
    assert [area.id for area in small.areas] == [
        "legislation",
        "coordination",
        "lists",
        "licensing",
        "borders",
        "security",
        "outreach",
        "cooperation",
    ]


def test_the_digest_is_the_sha_256_of_the_export_without_itself(small):
    assert re.fullmatch(r"[0-9a-f]{64}", small.digest)
    assert digest_of(json.loads(json.dumps(catalogue_document(small)))) == small.digest


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("areas/lists.yaml", "Much.", "Very much."),
        ("areas/lists.yaml", "effort: 4", "effort: 4.5"),
        ("areas/lists.yaml", "strength: full", "strength: partial"),
        ("instruments/small.yaml", "duty: shall", "duty: political"),
        ("participation.csv", "FRA,party", "FRA,signatory"),
        ("roles.yaml", "Ministry of Justice", "Justice"),
    ],
)
def test_the_digest_changes_with_everything_that_changes_meaning(small, tmp_path, file, old, new):
    folder = write_small_catalogue(tmp_path / "catalogue")
    rewrite(folder, file, old, new)
    assert load_catalogue(folder).digest != small.digest


def test_the_digest_does_not_change_with_the_layout_of_a_file(small, tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    rewrite(folder, "areas/lists.yaml", "effort: 4", "effort: 4.0  # person-months")
    rewrite(folder, "areas/lists.yaml", "why: Because it is asked.", 'why: "Because it is asked."')
    assert load_catalogue(folder).digest == small.digest


def test_the_digest_of_a_catalogue_with_a_digest_is_the_same(small):
    assert with_digest(small) == small
