"""What a state sets for its plan, and the findings that follow."""

import pytest

from assessment.domain.cycle import CycleStatus, ProfileChange
from assessment.domain.errors import CycleClosed, Invalid, NotFound, NotPermitted, VersionMissing
from assessment.domain.packages import Assumption
from assessment.domain.response import Targets
from assessment.domain.revision import ProfileConflict
from assessment.domain.scoring import score
from assessment.records.results import assumptions_in
from assessment.services import cycles, roadmaps
from assessment.services.evidence import NewEvidence, add_evidence
from assessment.services.findings import findings_of
from assessment.services.roadmaps import PlanChange
from tests.builders import ARMS, CHEMICAL, the_worked_example
from tests.databases import ANA, BEN, LATER, NOW, QUESTION, STRANGER, counted_queries

STEP = (QUESTION, 2)


@pytest.fixture
def assume(database, cycle, catalogue):
    def assumed(assumption, step=STEP, actor=ANA):
        with database.writing() as session:
            roadmaps.change_assumption(session, actor, cycle.id, catalogue, step, assumption, NOW)
            session.commit()

    return assumed


@pytest.fixture
def plan(database, cycle):
    def planned(version=1, actor=ANA, **changes):
        with database.writing() as session:
            changed = roadmaps.change_plan(
                session, actor, cycle.id, PlanChange(**changes), version, LATER
            )
            session.commit()
            return changed

    return planned


def assumptions(database, cycle):
    with database.reading() as session:
        return assumptions_in(session, cycle.id)


def findings(database, cycle, catalogue, actor=ANA):
    with database.reading() as session:
        return findings_of(session, actor, cycle.id, catalogue)


def test_a_state_s_own_figure_comes_back_and_the_last_one_counts(database, cycle, assume):
    assume(Assumption(6, 2.5, 1000))
    assume(Assumption(effort=3))
    assert assumptions(database, cycle) == {STEP: Assumption(effort=3)}


@pytest.mark.parametrize("nothing", [None, Assumption()])
def test_a_figure_taken_back_is_the_catalogue_s_again(database, cycle, assume, nothing):
    assume(Assumption(6))
    assume(nothing)
    assert assumptions(database, cycle) == {}


@pytest.mark.parametrize(
    ("assumption", "place"),
    [
        (Assumption(months=0), "months"),
        (Assumption(effort=-1), "effort"),
        (Assumption(effort=float("nan")), "effort"),
        (Assumption(cost=1e12), "cost"),
    ],
)
def test_a_figure_out_of_all_bounds_is_refused(assume, assumption, place):
    with pytest.raises(Invalid) as error:
        assume(assumption)
    assert [(each.code, each.place) for each in error.value.faults] == [("out_of_range", place)]


@pytest.mark.parametrize("step", [("lists.list.none", 2), (QUESTION, 0), (QUESTION, 5)])
def test_a_step_that_is_not_there_is_not_found(assume, step):
    with pytest.raises(NotFound):
        assume(Assumption(6), step)


@pytest.mark.parametrize(("actor", "refusal"), [(BEN, NotPermitted), (STRANGER, NotFound)])
def test_only_a_coordinator_of_the_state_changes_figures(database, cycle, assume, actor, refusal):
    with pytest.raises(refusal):
        assume(Assumption(6), actor=actor)
    assert assumptions(database, cycle) == {}


def test_a_changed_plan_comes_back(database, cycle, plan):
    changed = plan(quarters=8, capacity=6, start_year=2028, start_quarter=3)
    with database.reading() as session:
        assert cycles.cycle_of(session, ANA, cycle.id) == changed
    assert (changed.quarters, changed.capacity, changed.version) == (8, 6.0, 2)
    assert (changed.start_year, changed.start_quarter) == (2028, 3)


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("quarters", 0),
        ("quarters", 41),
        ("capacity", 0),
        ("capacity", float("nan")),
        ("start_year", 1999),
        ("start_quarter", 5),
    ],
)
def test_a_plan_out_of_all_bounds_is_refused(plan, part, wrong):
    with pytest.raises(Invalid) as error:
        plan(**{part: wrong})
    assert [(each.code, each.place) for each in error.value.faults] == [("out_of_range", part)]


def test_a_plan_changed_from_an_old_page_conflicts_but_the_same_again_succeeds(plan):
    first = plan(quarters=8)
    assert plan(quarters=8) == first
    with pytest.raises(ProfileConflict):
        plan(quarters=9)
    with pytest.raises(VersionMissing):
        plan(None, quarters=9)


def test_a_contributor_cannot_change_the_plan_and_nobody_an_archived_one(database, cycle, plan):
    with pytest.raises(NotPermitted):
        plan(actor=BEN, quarters=8)
    with database.writing() as session:
        cycles.move_cycle(session, ANA, cycle.id, CycleStatus.ARCHIVED, 1, NOW)
        session.commit()
    with pytest.raises(CycleClosed):
        plan(2, quarters=8)


def test_the_worked_example_scores_the_same_from_the_database(
    database, cycle, catalogue, save, tmp_path
):
    _, profile, responses = the_worked_example()
    for response in responses.values():
        save(response.levels, question=response.question)
    with database.writing() as session:
        for response in responses.values():
            for piece in response.evidence:
                new = NewEvidence(response.question, piece.kind, piece.title)
                add_evidence(session, ANA, cycle.id, catalogue, new, tmp_path, NOW)
        session.commit()
    found = findings(database, cycle, catalogue)
    assert found.scorecard == score(catalogue, profile, responses)
    assert found.progress.answered_cells == 5
    assert len(found.open_cells) == 1
    assert {planned.package.question for planned in found.roadmap.planned}


def test_findings_follow_targets_and_assumptions(database, cycle, catalogue, save, assume):
    save({ARMS: 1, CHEMICAL: 1})
    before = findings(database, cycle, catalogue)
    assume(Assumption(effort=40))
    with database.writing() as session:
        change = ProfileChange(targets=Targets(2))
        cycles.change_profile(session, ANA, cycle.id, change, 1, NOW)
        session.commit()
    after = findings(database, cycle, catalogue)
    assert [package.level for package in before.packages] == [2, 3]
    assert [(each.level, each.effort) for each in after.packages] == [(2, 50.0)]


def test_findings_need_five_queries(database, cycle, catalogue, save):
    save({ARMS: 1})
    with database.reading() as session, counted_queries() as sent:
        findings_of(session, ANA, cycle.id, catalogue)
    assert len(sent) == 5


def test_findings_of_another_state_are_not_found(database, cycle, catalogue):
    with pytest.raises(NotFound):
        findings(database, cycle, catalogue, STRANGER)
