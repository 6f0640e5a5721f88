"""The open workshops of many cycles, and how far their agendas are."""

from datetime import timedelta

import pytest

from assessment.domain.errors import NotFound
from assessment.domain.identifiers import QuestionId
from assessment.domain.workshop import AgendaPoint, AgendaReason
from assessment.services.agreements import set_aside
from assessment.services.cycles import open_cycle
from assessment.services.open_workshops import open_workshops_on
from assessment.services.workshops import open_workshop, set_agenda
from tests.databases import ANA, LATER, NOW, QUESTION, STRANGER, XAA, counted_queries
from tests.workshop_rooms import CELLS


@pytest.fixture
def seen(database):
    """The open workshops that somebody sees of some cycles."""

    def found(*cycles, actor=ANA):
        with database.reading() as session:
            return open_workshops_on(session, actor, cycles)

    return found


def agenda(meeting, *questions):
    points = [AgendaPoint(QuestionId(each), AgendaReason.CHOSEN) for each in questions]
    meeting.did(set_agenda, meeting.catalogue, points)


def questions_of(catalogue, cycle):
    return [each.id for each in catalogue.questions if cycle.profile.cells(each)]


def test_an_open_workshop_says_how_much_of_its_agenda_is_agreed(meeting, cycle, seen):
    other = next(q for q in questions_of(meeting.catalogue, cycle) if q != QUESTION)
    agenda(meeting, QUESTION, other)
    assert [(each.asked, each.agreed, each.left) for each in seen(cycle)] == [(2, 0, 2)]
    meeting.agreed(dict.fromkeys(CELLS, 2))
    assert [(each.asked, each.agreed, each.left) for each in seen(cycle)] == [(2, 1, 1)]


def test_what_was_set_aside_is_open_again(meeting, database, cycle, seen):
    agenda(meeting, QUESTION)
    meeting.agreed(dict.fromkeys(CELLS, 2))
    with database.writing() as session:
        set_aside(session, ANA, cycle.id, QUESTION, 1, "a wrong figure", LATER)
        session.commit()
    assert [(each.asked, each.agreed, each.left) for each in seen(cycle)] == [(1, 0, 1)]


def test_what_was_agreed_off_the_agenda_counts_nowhere(meeting, cycle, seen):
    meeting.agreed(dict.fromkeys(CELLS, 2))
    assert [(each.asked, each.agreed) for each in seen(cycle)] == [(0, 0)]


def test_an_open_workshop_has_its_title_code_and_days(meeting, cycle, seen):
    (found,) = seen(cycle)
    held = meeting.workshop
    assert (found.id, found.cycle, found.title, found.code) == (
        held.id,
        cycle.id,
        held.title,
        held.code,
    )
    assert (found.begins, found.ends) == (held.begins, held.ends)


def test_a_closed_workshop_is_not_among_them(meeting, cycle, seen):
    meeting.closed()
    assert seen(cycle) == ()


def test_the_soonest_comes_first(meeting, database, cycle, seen):
    with database.writing() as session:
        begins = NOW - timedelta(days=1)
        open_workshop(session, ANA, cycle.id, "Rehearsal", begins, LATER, NOW)
        session.commit()
    assert [each.title for each in seen(cycle)] == ["Rehearsal", "Round table"]


def test_of_no_cycle_there_is_none_and_nothing_is_asked(seen):
    with counted_queries() as statements:
        assert seen() == ()
    assert statements == []


def test_a_facilitator_sees_those_of_the_own_cycle(meeting, cycle, seen, fay):
    assert len(seen(cycle, actor=fay)) == 1


def test_another_state_sees_none(meeting, cycle, seen):
    with pytest.raises(NotFound):
        seen(cycle, actor=STRANGER)


def test_five_cycles_need_no_more_queries_than_one(meeting, database, cycle, catalogue, seen):
    cycles = [cycle]
    with database.writing() as session:
        for number in range(4):
            more = open_cycle(session, ANA, XAA, f"Round {number + 2}", catalogue, NOW)
            open_workshop(session, ANA, more.id, f"Meeting {number}", NOW, LATER, NOW)
            cycles.append(more)
        session.commit()
    with counted_queries() as for_one:
        seen(cycle)
    with counted_queries() as for_five:
        found = seen(*cycles)
    assert (len(found), len(for_one), len(for_five)) == (5, 2, 2)
