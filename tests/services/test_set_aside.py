"""An agreed answer is set aside: with a reason, by who may, and nothing is lost."""

import pytest
from sqlalchemy import select

from assessment.domain.errors import CycleClosed, Invalid, NotFound, NotPermitted, VersionMissing
from assessment.domain.response import Layer
from assessment.domain.revision import Conflict
from assessment.records import responses as records
from assessment.records.audit import audit
from assessment.services.agreements import set_aside
from tests.builders import ARMS, BIOLOGICAL, CHEMICAL
from tests.databases import ANA, BEN, LATER, QUESTION, SIA, STRANGER

AGREED = {ARMS: 3, CHEMICAL: 2, BIOLOGICAL: 1}
OWN = {ARMS: 1, CHEMICAL: 1}


def put_aside(meeting, version=1, reason="A law came", actor=ANA, question=QUESTION, now=LATER):
    with meeting.database.writing() as session:
        set_aside(session, actor, meeting.cycle.id, question, version, reason, now)
        session.commit()


def revisions(meeting, layer=Layer.CONSENSUS):
    with meeting.database.reading() as session:
        return records.revisions_of(session, meeting.cycle.id, layer, QUESTION)


def faults_of(refused):
    return [(fault.code, fault.place) for fault in refused.value.faults]


def test_an_answer_that_is_set_aside_gives_way_to_the_agencies(meeting, save, read):
    save(OWN, reason="own reason")
    meeting.agreed(AGREED, reason="agreed reason")
    put_aside(meeting)
    found = read()
    assert found.agreed == {}
    assert (found.responses[QUESTION].levels, found.responses[QUESTION].reason) == (
        OWN,
        "own reason",
    )


def test_what_was_set_aside_stays_in_its_history_and_in_the_workshop(meeting):
    meeting.agreed(AGREED)
    put_aside(meeting)
    assert [each.levels for each in revisions(meeting)] == [AGREED, {}]
    assert meeting.room().state.agreed[QUESTION].levels == AGREED


def test_setting_aside_is_audited_with_its_reason(meeting):
    meeting.agreed(AGREED)
    put_aside(meeting, reason=" A law came ")
    with meeting.database.reading() as session:
        row = session.execute(select(audit).order_by(audit.c.id.desc()).limit(1)).one()
    assert (row.act, row.state, row.detail) == (
        "set_aside",
        meeting.cycle.state,
        {"question": QUESTION, "reason": "A law came"},
    )


def test_after_it_was_set_aside_a_question_can_be_agreed_anew(meeting, read):
    meeting.agreed(AGREED)
    put_aside(meeting)
    meeting.agreed({**AGREED, ARMS: 0})
    assert read().agreed[QUESTION].version == 3


@pytest.mark.parametrize(
    ("actor", "refusal"), [(BEN, NotPermitted), (SIA, NotPermitted), (STRANGER, NotFound)]
)
def test_nobody_but_coordinator_and_facilitator_sets_aside(meeting, read, actor, refusal):
    meeting.agreed(AGREED)
    with pytest.raises(refusal):
        put_aside(meeting, actor=actor)
    assert read().agreed


def test_a_facilitator_sets_aside(meeting, read, fay):
    meeting.agreed(AGREED)
    put_aside(meeting, actor=fay)
    assert not read().agreed


@pytest.mark.parametrize(
    ("reason", "code"), [(" ", "set_aside_reason_missing"), ("x" * 5001, "too_long")]
)
def test_setting_aside_needs_a_reason_that_can_be_kept(meeting, read, reason, code):
    meeting.agreed(AGREED)
    with pytest.raises(Invalid) as refused:
        put_aside(meeting, reason=reason)
    assert faults_of(refused) == [(code, "set-aside-reason")]
    assert read().agreed


def test_setting_aside_names_the_agreement_it_means(meeting, read):
    meeting.agreed(AGREED)
    with pytest.raises(VersionMissing):
        put_aside(meeting, version=None)
    meeting.agreed({**AGREED, ARMS: 4})
    with pytest.raises(Conflict):
        put_aside(meeting, version=1)
    assert read().agreed[QUESTION].levels[ARMS] == 4


@pytest.mark.parametrize("question", [QUESTION, "lists.list.nothing", "\x00"])
def test_what_was_not_agreed_cannot_be_set_aside(meeting, question):
    with pytest.raises(Conflict):
        put_aside(meeting, question=question)


def test_what_is_set_aside_already_is_not_set_aside_again(meeting):
    meeting.agreed(AGREED)
    put_aside(meeting)
    with pytest.raises(Conflict):
        put_aside(meeting, version=2)


def test_of_a_frozen_cycle_nothing_is_set_aside(meeting, frozen, read):
    meeting.agreed(AGREED)
    frozen()
    with pytest.raises(CycleClosed):
        put_aside(meeting)
    assert read().agreed
