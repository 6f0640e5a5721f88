"""An agreed answer is set aside: with a reason, by who may, and nothing is lost."""

import pytest
from sqlalchemy import select

from assessment.domain.catalogue import Family
from assessment.domain.errors import CycleClosed, Invalid, NotFound, NotPermitted, VersionMissing
from assessment.domain.response import Layer
from assessment.domain.revision import NOTHING, Conflict
from assessment.domain.workshop import AgendaPoint, AgendaReason, Phase, SetAside
from assessment.records import responses as records
from assessment.records.audit import audit
from assessment.services.agreements import set_aside
from assessment.services.workshops import propose_agenda, workshop_of
from tests.builders import ARMS, BIOLOGICAL, CHEMICAL
from tests.databases import ANA, BEN, LATER, QUESTION, SIA, STRANGER
from tests.workshop_rooms import a_meeting

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
    assert meeting.room().state.set_aside[QUESTION].levels == AGREED


def test_the_workshop_says_by_whom_when_and_why(meeting, fay):
    meeting.agreed(AGREED)
    before = meeting.room().workshop.version
    put_aside(meeting, actor=fay, reason=" A law came ")
    room = meeting.room()
    assert not room.state.agreed
    assert room.state.set_aside[QUESTION].aside == SetAside(LATER, "Fay", "A law came")
    assert room.workshop.version > before


def test_a_closed_workshop_learns_of_it_and_stays_closed(meeting):
    meeting.agreed(AGREED)
    meeting.closed()
    put_aside(meeting)
    room = meeting.room()
    assert (room.state.phase, set(room.state.set_aside)) == (Phase.CLOSED, {QUESTION})
    assert room.workshop.closed is not None


def test_while_another_question_is_voted_on_the_vote_goes_on(meeting):
    meeting.agreed(AGREED)
    meeting.asked("lists.list.practice")
    put_aside(meeting)
    assert meeting.room().state.phase is Phase.VOTING
    assert meeting.voted(meeting.joined(), 1, {Family.ALL: "2"})


def test_every_workshop_whose_agreement_stands_says_so(meeting, database, cycle, catalogue):
    other, third = (a_meeting(database, cycle, catalogue) for _ in range(2))
    meeting.agreed(AGREED)
    other.agreed({**AGREED, ARMS: 0})
    put_aside(meeting, version=2)
    assert [set(each.room().state.set_aside) for each in (meeting, other, third)] == [
        {QUESTION},
        {QUESTION},
        set(),
    ]


def test_what_was_set_aside_before_workshops_kept_it_is_open_all_the_same(meeting):
    """As older databases hold it: an empty consensus answer, and no event."""
    meeting.agreed(AGREED)
    with meeting.database.writing() as session:
        stored = records.answer_of(session, meeting.cycle.id, Layer.CONSENSUS, QUESTION)
        place = (meeting.cycle, Layer.CONSENSUS, QUESTION, stored.version, stored.contents)
        assert records.save_answer(session, records.Save(*place, NOTHING), ANA, LATER)
        session.commit()
    with meeting.database.reading() as session:
        room = workshop_of(session, ANA, meeting.cycle.id, meeting.workshop.id)
    assert not room.state.agreed
    assert room.state.set_aside[QUESTION].aside == SetAside(LATER, "Ana")


def test_what_was_set_aside_is_proposed_again(meeting, database, catalogue, save):
    save(dict.fromkeys(AGREED, 4))
    meeting.agreed(dict.fromkeys(AGREED, 4))
    put_aside(meeting)
    with database.reading() as session:
        found = propose_agenda(session, ANA, meeting.cycle.id, catalogue)
    assert AgendaPoint(QUESTION, AgendaReason.SET_ASIDE) in found


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
    assert meeting.room().state.agreed[QUESTION].levels[ARMS] == 0
    assert not meeting.room().state.set_aside


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
