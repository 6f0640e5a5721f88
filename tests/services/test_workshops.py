"""Running a workshop: who may, what it records, what it refuses."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from assessment.domain.errors import CatalogueMissing, CycleClosed, Invalid, NotFound, NotPermitted
from assessment.domain.identifiers import WorkshopId
from assessment.domain.response import NoLevel
from assessment.domain.workshop import (
    AgendaPoint,
    AgendaReason,
    EventKind,
    Phase,
    RoundClosed,
    WorkshopClosed,
)
from assessment.records.audit import audit
from assessment.records.workshops import events_of
from assessment.services import rooms, workshops
from assessment.services.cycles import open_cycle
from tests.builders import ARMS, BIOLOGICAL, CHEMICAL, a_catalogue, a_question
from tests.databases import ANA, BEN, LATER, NOW, QUESTION, SIA, STRANGER
from tests.workshop_rooms import CELLS, ENDS, a_meeting

OTHER = "lists.list.practice"
AGREED = {ARMS: 3, CHEMICAL: 2, BIOLOGICAL: NoLevel.UNKNOWN}
ACTS = {
    "agenda": lambda room, actor: room.did(workshops.set_agenda, room.catalogue, [], actor=actor),
    "vote": lambda room, actor: room.asked(actor=actor),
    "reveal": lambda room, actor: room.revealed(actor=actor),
    "agree": lambda room, actor: room.agreed(AGREED, actor=actor),
    "close": lambda room, actor: room.closed(actor=actor),
}


def opened(database, cycle, actor=ANA, title="Round table", begins=NOW, ends=ENDS):
    with database.writing() as session:
        found = workshops.open_workshop(session, actor, cycle.id, title, begins, ends, NOW)
        session.commit()
        return found


def faults_of(refused):
    return [(fault.code, fault.place) for fault in refused.value.faults]


def events(meeting):
    with meeting.database.reading() as session:
        return events_of(session, meeting.workshop.id)


def audited(database):
    with database.reading() as session:
        return [(row.act, row.state) for row in session.execute(select(audit).order_by(audit.c.id))]


def test_a_facilitator_of_the_cycle_opens_a_workshop(database, cycle, fay):
    found = opened(database, cycle, fay, title=" National\n workshop ")
    assert (found.title, found.cycle, found.state) == ("National workshop", cycle.id, cycle.state)
    assert (found.version, found.open_round, found.closed) == (cycle.version + 1, 0, None)


def test_its_code_has_six_characters_that_nobody_takes_for_another(database, cycle):
    codes = {opened(database, cycle).code for _ in range(20)}
    assert len(codes) == 20
    assert {len(code) for code in codes} == {6}
    assert not set("".join(codes)) & set("01ILOU")


def test_a_code_that_is_taken_is_drawn_again(database, cycle, monkeypatch):
    letters = iter("AAAAAAAAAAAABBBBBB")
    monkeypatch.setattr("assessment.services.workshop_days.secrets.choice", lambda _: next(letters))
    assert [opened(database, cycle).code for _ in range(2)] == ["AAAAAA", "BBBBBB"]


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ({"title": " "}, [("workshop_title_missing", "title")]),
        ({"title": "x" * 201}, [("too_long", "title")]),
        ({"ends": NOW}, [("ends_before_it_begins", "ends")]),
        (
            {"title": "", "begins": ENDS},
            [
                ("workshop_title_missing", "title"),
                ("ends_before_it_begins", "ends"),
            ],
        ),
    ],
)
def test_a_workshop_needs_a_title_and_an_end_after_its_beginning(database, cycle, said, faults):
    with pytest.raises(Invalid) as refused:
        opened(database, cycle, **said)
    assert faults_of(refused) == faults


@pytest.mark.parametrize(
    ("actor", "refusal"), [(BEN, NotPermitted), (SIA, NotPermitted), (STRANGER, NotFound)]
)
def test_nobody_else_opens_one(database, cycle, actor, refusal):
    with pytest.raises(refusal):
        opened(database, cycle, actor)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("actor", "refusal"), [(BEN, NotPermitted), (SIA, NotPermitted), (STRANGER, NotFound)]
)
def test_nobody_else_runs_one(meeting, act, actor, refusal):
    before = events(meeting)
    with pytest.raises(refusal):
        ACTS[act](meeting, actor)
    assert events(meeting) == before


def test_a_facilitator_runs_it_from_the_agenda_to_the_end(meeting, fay):
    for act in ACTS.values():
        act(meeting, fay)
    # Setting aside is done at the question, not in the room.
    expected = [kind for kind in EventKind if kind is not EventKind.SET_ASIDE]
    assert [event.kind for event in events(meeting)] == expected
    assert [event.number for event in events(meeting)] == [1, 2, 3, 4, 5, 6]
    assert {event.by for event in events(meeting)} == {"Ana", "Fay"}


def test_opening_agreeing_and_closing_can_be_read_by_the_coordinator(meeting):
    meeting.agreed(AGREED)
    meeting.closed()
    state = meeting.workshop.state
    assert audited(meeting.database)[-3:] == [
        ("open_workshop", state),
        ("agree", state),
        ("close_workshop", state),
    ]


def test_every_event_counts_the_version_up(meeting):
    before = meeting.room().workshop.version
    meeting.asked()
    meeting.revealed()
    meeting.agreed(AGREED)
    assert meeting.room().workshop.version == before + 3


def test_a_sign_off_counts_the_version_up_too(meeting, frozen):
    before = meeting.room().workshop
    frozen()
    after = meeting.room().workshop
    assert (before.frozen, after.frozen) == (False, True)
    with meeting.database.reading() as session:
        versions = rooms.versions_of(session, [before.id])
    assert before.version < after.version == versions[before.id]


def test_the_people_of_the_state_see_a_workshop_and_nobody_else_does(meeting):
    with meeting.database.reading() as session:
        for actor in (ANA, BEN, SIA):
            found = workshops.workshop_of(session, actor, meeting.cycle.id, meeting.workshop.id)
            assert found == meeting.room()
        with pytest.raises(NotFound):
            workshops.workshop_of(session, STRANGER, meeting.cycle.id, meeting.workshop.id)
        with pytest.raises(NotFound):
            workshops.workshops_of(session, STRANGER, meeting.cycle.id)
        with pytest.raises(NotFound):
            workshops.participants_of(session, STRANGER, meeting.workshop.id)


def test_a_workshop_of_another_cycle_is_not_found_here(meeting, database, catalogue):
    with database.writing() as session:
        other = open_cycle(session, ANA, meeting.cycle.state, "Round 2", catalogue, NOW)
        session.commit()
    with database.reading() as session, pytest.raises(NotFound):
        workshops.workshop_of(session, ANA, other.id, meeting.workshop.id)


@pytest.mark.parametrize("wrong", ["0" * 16, "x", "\x00"])
def test_a_workshop_that_does_not_exist_is_not_found(meeting, wrong):
    with meeting.database.reading() as session, pytest.raises(NotFound):
        workshops.workshop_of(session, ANA, meeting.cycle.id, WorkshopId(wrong))


def test_the_workshops_of_a_cycle_stand_the_newest_first(meeting, database, cycle):
    with database.writing() as session:
        newer = workshops.open_workshop(session, ANA, cycle.id, "Second", NOW, ENDS, LATER)
        session.commit()
    with database.reading() as session:
        assert workshops.workshops_of(session, BEN, cycle.id) == (newer, meeting.workshop)


def test_who_joined_stands_by_agency_not_in_the_order_of_joining(meeting):
    for agency in ("Police", "Customs", "Army"):
        meeting.token(agency, name="Nia")
    with meeting.database.reading() as session:
        found = workshops.participants_of(session, BEN, meeting.workshop.id)
    assert [each.agency for each in found] == ["Army", "Customs", "Police"]


def test_an_agenda_is_kept_with_its_reasons(meeting):
    points = (
        AgendaPoint(OTHER, AgendaReason.CHOSEN),
        AgendaPoint(QUESTION, AgendaReason.UNANSWERED),
    )
    meeting.did(workshops.set_agenda, meeting.catalogue, points)
    assert meeting.room().state.agenda == points


@pytest.mark.parametrize(
    ("questions", "code"),
    [(["lists.list.nothing"], "unknown_question"), ([OTHER, OTHER], "question_twice")],
)
def test_an_agenda_names_questions_that_are_asked_each_once(meeting, questions, code):
    points = [AgendaPoint(each, AgendaReason.CHOSEN) for each in questions]
    with pytest.raises(Invalid) as refused:
        meeting.did(workshops.set_agenda, meeting.catalogue, points)
    assert faults_of(refused) == [(code, "questions")]


def test_rounds_are_numbered_and_hold_the_cells_in_scope(meeting):
    numbers = []
    for question in (QUESTION, OTHER, QUESTION):
        numbers.append(meeting.asked(question))
        meeting.revealed()
    assert numbers == [1, 2, 3]
    assert meeting.room().state.rounds[0].families == CELLS


def test_while_a_round_is_open_there_is_no_other_no_agreement_and_no_end(meeting):
    meeting.asked()
    for act in ("vote", "agree", "close"):
        with pytest.raises(Invalid) as refused:
            ACTS[act](meeting, ANA)
        assert faults_of(refused) == [("round_open", "round")]
    assert meeting.room().state.phase is Phase.VOTING


def test_a_second_reveal_is_refused(meeting):
    meeting.asked()
    meeting.revealed()
    before = events(meeting)
    with pytest.raises(RoundClosed):
        meeting.revealed()
    assert events(meeting) == before


def test_a_closed_workshop_takes_nothing_more(meeting):
    meeting.closed()
    before = events(meeting)
    for act in ACTS.values():
        with pytest.raises(WorkshopClosed):
            act(meeting, ANA)
    assert events(meeting) == before
    assert meeting.room().state.phase is Phase.CLOSED


def test_a_question_this_state_is_not_asked_cannot_be_put_to_the_vote(meeting):
    with pytest.raises(Invalid) as refused:
        meeting.asked("lists.list.nothing")
    assert faults_of(refused) == [("unknown_question", "question")]


def test_a_workshop_reads_its_cycle_with_the_catalogue_of_the_cycle(meeting):
    other = replace(a_catalogue([a_question(QUESTION)]), digest="1" * 64)
    with pytest.raises(CatalogueMissing):
        meeting.did(workshops.put_to_vote, QUESTION, other)
    with meeting.database.reading() as session, pytest.raises(CatalogueMissing):
        workshops.propose_agenda(session, ANA, meeting.cycle.id, other)


@pytest.mark.parametrize("act", ["agenda", "vote", "agree"])
def test_a_frozen_cycle_is_not_changed_by_a_workshop(meeting, frozen, read, act):
    frozen()
    before = events(meeting), read()
    with pytest.raises(CycleClosed):
        ACTS[act](meeting, ANA)
    assert (events(meeting), read()) == before


def test_a_workshop_can_be_ended_after_its_cycle_was_frozen(meeting, frozen):
    meeting.asked()
    frozen()
    meeting.revealed()
    meeting.closed()
    assert meeting.room().state.closed


def test_no_workshop_is_opened_on_a_frozen_cycle(database, cycle, frozen):
    frozen()
    with pytest.raises(CycleClosed):
        opened(database, cycle)


def test_two_workshops_on_one_cycle_do_not_see_one_another(meeting, database, cycle, catalogue):
    other = a_meeting(database, cycle, catalogue)
    meeting.asked()
    assert other.room().state.phase is Phase.WAITING
    assert other.workshop.code != meeting.workshop.code
