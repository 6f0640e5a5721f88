"""METHOD.md 3 and 4: force, status, what counts, leverage; and the crosswalk."""

from dataclasses import replace

import pytest

from assessment.domain.catalogue import Duty, Family, Participation
from assessment.domain.crosswalk import Mapped, served_by, serving
from assessment.domain.gaps import find_gaps, leverages
from assessment.domain.obligations import (
    Force,
    Status,
    area_instrument_means,
    force_of,
    instrument_standings,
    standings,
)
from assessment.domain.packages import work_packages
from assessment.domain.response import NoLevel, Targets
from tests.builders import (
    ALL,
    ARMS,
    BIOLOGICAL,
    CHEMICAL,
    FIREARMS,
    FULL,
    PARTIAL,
    a_catalogue,
    a_profile,
    a_question,
    an_instrument,
    an_obligation,
    answers,
    the_worked_example,
)

NOT_APPLICABLE, UNKNOWN, WITHHELD = NoLevel.NOT_APPLICABLE, NoLevel.UNKNOWN, NoLevel.WITHHELD
PARTY = a_profile(participation={"att": Participation.PARTY})


def one(families=ALL, **changes):
    """A catalogue of the one question lists.list.law, serving att-1 in full."""
    question = a_question("lists.list.law", families=families, serves={"att-1": FULL}, **changes)
    return a_catalogue([question], obligations=[an_obligation("att-1")])


@pytest.mark.parametrize(
    ("duty", "binds", "part", "force"),
    [
        (Duty.SHALL, "", Participation.PARTY, Force.BINDING),
        (Duty.SHALL_WHERE_POSSIBLE, "", Participation.PARTY, Force.BINDING),
        (Duty.SHALL, "all", None, Force.BINDING),
        (Duty.SHALL, "members", Participation.MEMBER, Force.BINDING),
        (Duty.SHALL, "", Participation.MEMBER, Force.COMMITTED),
        (Duty.SHALL, "members", Participation.PARTICIPANT, Force.COMMITTED),
        (Duty.SHALL, "", Participation.SIGNATORY, Force.SIGNED),
        (Duty.SHALL, "all", Participation.SIGNATORY, Force.BINDING),
        (Duty.SHALL, "", Participation.ENDORSER, Force.COMMITTED),
        (Duty.SHALL, "", None, Force.VOLUNTARY),
        (Duty.POLITICAL, "", Participation.PARTY, Force.COMMITTED),
        (Duty.POLITICAL, "", Participation.SIGNATORY, Force.VOLUNTARY),
        (Duty.POLITICAL, "all", None, Force.VOLUNTARY),
        (Duty.ENCOURAGED, "", Participation.PARTY, Force.VOLUNTARY),
        (Duty.ENCOURAGED, "all", Participation.MEMBER, Force.VOLUNTARY),
    ],
)
def test_the_force_follows_from_duty_and_participation(duty, binds, part, force):
    instrument = an_instrument(
        "x", binds_all=binds == "all", binds_members=binds == "members", status_list="shared"
    )
    profile = a_profile(participation={"shared": part} if part else {})
    obligation = an_obligation("x-1", instrument="x", duty=duty)
    assert force_of(obligation, instrument, profile) is force


@pytest.mark.parametrize(
    ("levels", "status"),
    [
        ({ARMS: 3, FIREARMS: 4}, Status.MET),
        ({ARMS: 3, FIREARMS: UNKNOWN}, Status.PARTLY),
        ({ARMS: 3, FIREARMS: NOT_APPLICABLE}, Status.MET),
        ({ARMS: 0, FIREARMS: UNKNOWN}, Status.NOT_MET),
        ({ARMS: 1, FIREARMS: 0}, Status.PARTLY),
        ({ARMS: WITHHELD}, Status.UNKNOWN),
        ({ARMS: NOT_APPLICABLE, FIREARMS: NOT_APPLICABLE}, Status.NOT_APPLICABLE),
    ],
)
def test_the_status_of_an_obligation(levels, status):
    found = standings(one((ARMS, FIREARMS)), PARTY, answers(lists__list__law=levels))
    assert found["att-1"].status is status


def with_context():
    question = a_question("lists.list.law", serves={"att-1": FULL, "att-2": FULL, "att-3": FULL})
    obligations = [
        an_obligation("att-1"),
        an_obligation("att-2", context="Addressed to operators."),
        an_obligation("att-3", duty=Duty.ENCOURAGED),
    ]
    return a_catalogue([question], obligations=obligations)


def test_a_context_obligation_is_counted_nowhere():
    catalogue, given = with_context(), answers(lists__list__law={Family.ALL: 0})
    found = standings(catalogue, PARTY, given)
    assert set(found) == {"att-1", "att-3"}
    assert sum(instrument_standings(catalogue, found)["att"].counts.values()) == 1


def test_only_obligations_that_are_not_voluntary_give_leverage():
    catalogue, given = with_context(), answers(lists__list__law={Family.ALL: 0})
    assert leverages(catalogue, PARTY, given) == {("lists.list.law", Family.ALL): 1 / 3}
    (first, *_) = work_packages(catalogue, PARTY, given)
    assert first.obligations == ("att-1",)


def test_an_instrument_can_be_shown_by_another_force():
    catalogue, given = with_context(), answers(lists__list__law={Family.ALL: 3})
    found = standings(catalogue, PARTY, given)
    shown = instrument_standings(catalogue, found, (Force.VOLUNTARY,))
    assert (shown["att"].counts[Status.MET], shown["att"].mean) == (1, 1)


def test_the_matrix_tells_no_point_from_no_obligation():
    catalogue = with_context()
    means = area_instrument_means(catalogue, PARTY, {}, standings(catalogue, PARTY, {}))
    assert means == {("lists", "att"): None}
    gone = answers(lists__list__law={Family.ALL: NOT_APPLICABLE})
    assert area_instrument_means(catalogue, PARTY, gone, standings(catalogue, PARTY, gone)) == {}


def test_the_step_to_level_4_has_no_leverage_and_still_a_little_value():
    profile = replace(PARTY, targets=Targets(4))
    given = answers(lists__list__law={Family.ALL: 3})
    assert [gap.leverage for gap in find_gaps(one(), profile, given)] == [0]
    (package,) = work_packages(one(), profile, given)
    assert (package.level, package.value, package.obligations) == (4, 0.001, ())


def test_equal_gaps_stand_in_the_order_of_the_questions():
    questions = [a_question(f"a.e.{name}") for name in "xyz"]
    given = answers(**{f"a__e__{name}": {Family.ALL: 0} for name in "zyx"})
    gaps = find_gaps(a_catalogue(questions), PARTY, given)
    assert [gap.question for gap in gaps] == ["a.e.x", "a.e.y", "a.e.z"]


def test_the_crosswalk_reads_both_ways():
    catalogue, _, _ = the_worked_example()
    law = Mapped("lists.list.law", "att-5.2", FULL, (ARMS,))
    practice = Mapped("lists.list.practice", "att-5.2", PARTIAL, ALL)
    assert serving(catalogue, "att-5.2") == (law, practice)
    unscr = Mapped("lists.list.law", "unscr1540-3d", PARTIAL, (CHEMICAL, BIOLOGICAL))
    assert served_by(catalogue, "lists.list.law") == (law, unscr)


def test_an_instrument_with_no_point_among_its_obligations_has_no_mean():
    shown = instrument_standings(one(), standings(one(), PARTY, {}))
    assert (shown["att"].counts[Status.UNKNOWN], shown["att"].mean) == (1, None)
