"""Nothing of a frozen cycle is edited: not its answers, nor what its figures rest on."""

import json

import pytest

from assessment.domain.catalogue import Family
from assessment.domain.cycle import ProfileChange
from assessment.domain.errors import CycleClosed
from assessment.domain.frozen import verify
from assessment.domain.packages import Assumption
from assessment.records.results import assumptions_in
from assessment.services.agreements import Decision, record_agreement
from assessment.services.assessments import assessment_of
from assessment.services.cycles import change_profile, cycle_of
from assessment.services.evidence import NewEvidence, add_evidence, evidence_of, remove_evidence
from assessment.services.responses import Submission, record_many, record_response
from assessment.services.roadmaps import PlanChange, change_assumption, change_plan
from assessment.services.sign_off import frozen_file_of
from assessment.services.workshops import open_workshop
from tests.builders import ARMS
from tests.databases import ANA, BEN, LATER, NOW, QUESTION


def document(database, cycle, actor=ANA):
    with database.reading() as session:
        return json.loads(frozen_file_of(session, actor, cycle.id))


EDITS = {
    "answer": lambda session, cycle, catalogue, _folder: record_response(
        session, BEN, cycle, catalogue, Submission(QUESTION, 1, {ARMS: 4}), LATER
    ),
    "workbook": lambda session, cycle, catalogue, _folder: record_many(
        session, ANA, cycle, catalogue, [Submission(QUESTION, 1, {ARMS: 4})], LATER
    ),
    "agreement": lambda session, cycle, _catalogue, _folder: record_agreement(
        session, ANA, cycle_of(session, ANA, cycle), Decision(QUESTION, {ARMS: 4}), LATER
    ),
    "profile": lambda session, cycle, _catalogue, _folder: change_profile(
        session, ANA, cycle, ProfileChange(families=(Family.ARMS,)), 3, LATER
    ),
    "plan": lambda session, cycle, _catalogue, _folder: change_plan(
        session, ANA, cycle, PlanChange(quarters=4), 3, LATER
    ),
    "assumption": lambda session, cycle, catalogue, _folder: change_assumption(
        session, ANA, cycle, catalogue, (QUESTION, 2), Assumption(months=1), LATER
    ),
    "workshop": lambda session, cycle, _catalogue, _folder: open_workshop(
        session, ANA, cycle, "Port Alder", NOW, LATER, LATER
    ),
    "evidence": lambda session, cycle, catalogue, folder: add_evidence(
        session, BEN, cycle, catalogue, NewEvidence(QUESTION, "law", "An act"), folder, LATER
    ),
    "evidence taken away": lambda session, cycle, _catalogue, _folder: remove_evidence(
        session, BEN, cycle, evidence_of(session, BEN, cycle, QUESTION)[0].id, LATER
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_nothing_of_a_frozen_cycle_is_edited(
    database, cycle, catalogue, save, frozen, tmp_path, edit
):
    save({ARMS: 2})
    with database.writing() as session:
        law = NewEvidence(QUESTION, "law", "Arms Act")
        add_evidence(session, BEN, cycle.id, catalogue, law, tmp_path, NOW)
        session.commit()
    frozen()
    before = standing(database, cycle)
    with database.writing() as session, pytest.raises(CycleClosed):
        EDITS[edit](session, cycle.id, catalogue, tmp_path)
    assert standing(database, cycle) == before
    assert verify(document(database, cycle), catalogue) == ()


def standing(database, cycle):
    """All that a person could have edited."""
    with database.reading() as session:
        found = assessment_of(session, ANA, cycle.id)
        return found, assumptions_in(session, cycle.id)
