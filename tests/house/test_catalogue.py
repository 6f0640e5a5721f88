"""The catalogue that Octant ships: it loads, it is fast, and released versions never change."""

import json
import time

import pytest

from assessment.domain.catalogue import Check
from assessment.domain.document import catalogue_document, catalogue_from_document
from assessment.domain.identifiers import is_made_up
from questionnaires.checks import AREAS
from questionnaires.loader import CATALOGUE_FOLDER, load_catalogue

DIGESTS = CATALOGUE_FOLDER / "digests.txt"


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def released():
    lines = DIGESTS.read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line and not line.startswith("#"))


def test_the_catalogue_loads_with_its_eight_areas(catalogue):
    assert tuple(area.id for area in catalogue.areas) == AREAS


def test_the_catalogue_loads_in_less_than_a_second_and_a_half():
    start = time.process_time()
    load_catalogue(complete=False)
    assert time.process_time() - start < 1.5


def test_the_catalogue_comes_back_from_its_export_unchanged(catalogue):
    text = json.dumps(catalogue_document(catalogue))
    assert catalogue_from_document(json.loads(text)) == catalogue


def test_a_released_version_keeps_its_digest(catalogue):
    assert released().get(catalogue.version, catalogue.digest) == catalogue.digest


def test_what_was_not_read_says_how_sure_its_citation_is(catalogue):
    silent = [
        obligation.id
        for obligation in catalogue.obligations
        if obligation.check is not Check.TEXT and not obligation.cite_confidence
    ]
    assert silent == []


def test_what_was_read_here_says_where_and_when(catalogue):
    for obligation in catalogue.obligations:
        assert bool(obligation.checked_on) == bool(obligation.checked_in)


def test_areas_say_where_they_come_from(catalogue):
    assert {area.source_status for area in catalogue.areas} == {"inferred"}


def test_only_real_states_take_part_in_anything(catalogue):
    real = {state.code for state in catalogue.states if not is_made_up(state.code)}
    assert len(real) == 197
    assert set(catalogue.participation) <= real


def test_nobody_can_mistake_a_made_up_state_for_a_real_one(catalogue):
    made_up = [state.name for state in catalogue.states if is_made_up(state.code)]
    assert made_up
    assert [name for name in made_up if not name.endswith(", fictional")] == []


def test_membership_counts_agree_with_the_sources(catalogue):
    counts = {}
    for entries in catalogue.participation.values():
        for name, entry in entries.items():
            counts[name, entry.status.value] = counts.get((name, entry.status.value), 0) + 1
    assert counts["att", "party"] == 117
    assert counts["un", "member"] == 193
    assert counts["cwc", "party"] == 193
