"""Many cycles at once say what each says by itself."""

from dataclasses import replace

import pytest

from assessment.domain.catalogue import Family
from assessment.domain.cycle import ProfileChange
from assessment.domain.identifiers import StateCode
from assessment.domain.response import NoLevel
from assessment.services.cycles import change_profile, open_cycle
from assessment.services.overviews import overviews_of
from tests.databases import ANA, NOW, XAA, an_actor, counted_queries

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
    assert seen() == (replace(whole, responses=levels_alone, versions={}, own={}),)


def test_a_family_out_of_scope_is_left_out(seen, save, database, cycle):
    save(LEVELS, reason="no industry")
    with database.writing() as session:
        change = ProfileChange(families=(Family.ARMS,))
        change_profile(session, ANA, cycle.id, change, cycle.version, NOW)
        session.commit()
    assert [dict(each.levels) for each in seen()[0].responses.values()] == [{Family.ARMS: 3}]


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
