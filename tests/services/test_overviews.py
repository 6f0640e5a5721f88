"""Many cycles at once say what each says by itself."""

from dataclasses import replace

import pytest

from assessment.domain.catalogue import Family
from assessment.domain.cycle import ProfileChange
from assessment.domain.identifiers import StateCode
from assessment.domain.response import NoLevel
from assessment.services.agreements import set_aside
from assessment.services.cycles import change_profile, open_cycle
from assessment.services.overviews import Change, ChangeKind, overviews_of
from tests.databases import ANA, LATER, NOW, QUESTION, XAA, an_actor, counted_queries
from tests.workshop_rooms import CELLS

LEVELS = {Family.ARMS: 3, Family.CHEMICAL: NoLevel.NOT_APPLICABLE}


@pytest.fixture
def seen(database):
    """The overviews that somebody sees."""

    def found(actor=ANA):
        with database.reading() as session:
            return overviews_of(session, actor)

    return found


def test_an_overview_holds_the_levels_and_saves_of_the_assessment(seen, save, read):
    save(LEVELS, comment="seen by nobody here", reason="no industry")
    whole = read()
    levels_alone = {
        question: replace(response, comment="", reason="")
        for question, response in whole.responses.items()
    }
    (found,) = seen()
    assert found.assessment == replace(whole, responses=levels_alone, versions={}, own={})


def test_a_family_out_of_scope_is_left_out(seen, save, database, cycle):
    save(LEVELS, reason="no industry")
    with database.writing() as session:
        change = ProfileChange(families=(Family.ARMS,))
        change_profile(session, ANA, cycle.id, change, cycle.version, NOW)
        session.commit()
    assert [dict(each.levels) for each in seen()[0].assessment.responses.values()] == [
        {Family.ARMS: 3}
    ]


def test_the_last_change_of_each_answer_says_what_kind_it_was(seen, save, meeting):
    save(LEVELS, reason="no industry")
    meeting.agreed(dict.fromkeys(CELLS, 2), now=LATER)
    saved = Change(QUESTION, ChangeKind.SAVED, NOW, "Ana")
    agreed = Change(QUESTION, ChangeKind.AGREED, LATER, "Ana")
    assert set(seen()[0].changes) == {saved, agreed}


def test_what_was_set_aside_is_a_change_too(seen, database, cycle, meeting):
    meeting.agreed(dict.fromkeys(CELLS, 2))
    with database.writing() as session:
        set_aside(session, ANA, cycle.id, QUESTION, 1, "a wrong figure", LATER)
        session.commit()
    assert seen()[0].changes == (Change(QUESTION, ChangeKind.SET_ASIDE, LATER, "Ana"),)


def test_another_state_sees_none(seen, cycle):
    assert seen(an_actor("Zoe", state=StateCode("XAB"))) == ()


def test_five_cycles_need_no_more_queries_than_one(seen, database, cycle, catalogue):
    with counted_queries() as for_one:
        seen()
    with database.writing() as session:
        for number in range(4):
            open_cycle(session, ANA, XAA, f"Round {number + 2}", catalogue, NOW)
        session.commit()
    with counted_queries() as for_five:
        found = seen()
    assert (len(found), len(for_one), len(for_five)) == (5, 2, 2)
