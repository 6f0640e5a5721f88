"""Opening, reading and changing cycles."""

from dataclasses import replace

import pytest

from assessment.domain.catalogue import Family, Known, Participation
from assessment.domain.cycle import CycleStatus, ProfileChange, to_confirm
from assessment.domain.errors import (
    CatalogueMissing,
    CycleClosed,
    Invalid,
    MoveRefused,
    NotFound,
    NotPermitted,
    VersionMissing,
)
from assessment.domain.identifiers import CycleId, StateCode
from assessment.domain.permissions import OPERATOR, Actor, Grant, Role, UserId
from assessment.domain.response import Targets
from assessment.domain.revision import ProfileConflict
from assessment.records import audit
from assessment.services import cycles
from tests.builders import ARMS, CHEMICAL
from tests.databases import ANA, BEN, LATER, NOW, STRANGER, XAA, XAB, an_actor, counted_queries

# Coordinator and signatory at once.
DEA = Actor(
    UserId("dea"),
    "Dea",
    "dea@example.org",
    (Grant(Role.COORDINATOR, XAA), Grant(Role.SIGNATORY, XAA)),
)


def change(database, cycle, version=1, actor=ANA, **changes):
    with database.writing() as session:
        changed = cycles.change_profile(
            session, actor, cycle.id, ProfileChange(**changes), version, LATER
        )
        session.commit()
        return changed


def read(database, cycle, actor=ANA):
    with database.reading() as session:
        return cycles.cycle_of(session, actor, cycle.id)


def faults(error):
    return [(fault.code, fault.place) for fault in error.value.faults]


def test_a_cycle_comes_back_as_it_was_opened(database, cycle):
    assert read(database, cycle) == cycle


def test_a_new_cycle_holds_the_catalogue_s_table(cycle):
    assert cycle.profile.participation == {"att": Participation.PARTY}
    assert cycle.confirmed == {}


def test_a_new_plan_starts_in_the_next_quarter(cycle):
    assert (cycle.start_year, cycle.start_quarter) == (2027, 1)


@pytest.mark.parametrize(
    ("state", "title", "fault"),
    [
        (XAA, " ", ("title_missing", "title")),
        (XAA, "x" * 201, ("too_long", "title")),
        (XAB, "Round 1", None),
        ("XAC", "Round 1", ("unknown_state", "state")),
    ],
)
def test_a_cycle_needs_a_title_and_a_known_state(database, catalogue, state, title, fault):
    coordinator = an_actor(state=StateCode(state))
    with database.writing() as session:
        if fault is None:
            assert cycles.open_cycle(session, coordinator, state, title, catalogue, NOW)
            return
        with pytest.raises(Invalid) as error:
            cycles.open_cycle(session, coordinator, state, title, catalogue, NOW)
    assert faults(error) == [fault]


def test_a_contributor_cannot_open_a_cycle(database, catalogue):
    with database.writing() as session, pytest.raises(NotPermitted):
        cycles.open_cycle(session, BEN, XAA, "Round 1", catalogue, NOW)


def test_a_cycle_of_another_state_does_not_exist(database, cycle):
    with pytest.raises(NotFound):
        read(database, cycle, STRANGER)


@pytest.mark.parametrize("wrong", ["0" * 16, "x", "\x00", "", "'; --"])
def test_an_address_that_names_no_cycle_finds_none(database, wrong):
    with database.reading() as session, pytest.raises(NotFound):
        cycles.cycle_of(session, ANA, CycleId(wrong))


def test_each_sees_the_cycles_of_their_states_and_the_operator_all(database, cycle):
    with database.reading() as session:
        seen = [len(cycles.cycles_of(session, actor)) for actor in (ANA, BEN, STRANGER, OPERATOR)]
    assert seen == [1, 1, 0, 1]


def test_the_newest_cycle_comes_first(database, cycle, catalogue):
    with database.writing() as session:
        second = cycles.open_cycle(session, ANA, XAA, "Round 2", catalogue, LATER)
        session.commit()
    with database.reading() as session:
        assert [each.id for each in cycles.cycles_of(session, ANA)] == [second.id, cycle.id]


def test_a_changed_profile_comes_back(database, cycle):
    changed = change(
        database,
        cycle,
        families=(CHEMICAL, ARMS),
        confirmed={"att": None},
        targets=Targets(4, {"lists": 2}),
        priorities={"licensing": 1.5},
        title=" Round one ",
        marking="RESTRICTED",
    )
    assert read(database, cycle) == changed
    assert changed.profile.families == (ARMS, CHEMICAL)
    assert changed.profile.participation == {}
    assert (changed.title, changed.marking, changed.version) == ("Round one", "RESTRICTED", 2)


def test_confirming_one_list_leaves_the_others_confirmed(database, cycle):
    change(database, cycle, confirmed={"att": Participation.SIGNATORY})
    changed = change(database, cycle, 2, confirmed={"unscr1540": Participation.MEMBER})
    assert changed.confirmed == {
        "att": Participation.SIGNATORY,
        "unscr1540": Participation.MEMBER,
    }


def test_every_change_of_a_profile_is_kept_in_the_trail(database, cycle):
    change(database, cycle, families=(ARMS,))
    with database.reading() as session:
        rows = session.connection().execute(audit.audit.select()).all()
    assert [(row.act, row.actor_name) for row in rows] == [
        ("open_cycle", "Ana"),
        ("change_profile", "Ana"),
    ]
    assert rows[1].detail["families"] == ["arms"]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"families": ()}, ("no_family", "families")),
        ({"families": (Family.ALL,)}, ("no_family", "families")),
        ({"confirmed": {"cwc": None}}, ("unknown_status_list", "participation.cwc")),
        ({"targets": Targets(5)}, ("target_out_of_range", "targets.default")),
        ({"targets": Targets(3, {"lists": -1})}, ("target_out_of_range", "targets.lists")),
        ({"targets": Targets(3, {"none": 1})}, ("unknown_area", "targets.none")),
        ({"priorities": {"lists": 0}}, ("priority_out_of_range", "priorities.lists")),
        ({"priorities": {"lists": float("nan")}}, ("priority_out_of_range", "priorities.lists")),
        ({"priorities": {"none": 1}}, ("unknown_area", "priorities.none")),
        ({"title": ""}, ("title_missing", "title")),
        ({"marking": "x" * 101}, ("too_long", "marking")),
    ],
)
def test_a_profile_that_cannot_be_is_refused(database, cycle, changes, fault):
    with pytest.raises(Invalid) as error:
        change(database, cycle, **changes)
    assert faults(error) == [fault]


def test_a_contributor_cannot_change_the_profile(database, cycle):
    with pytest.raises(NotPermitted):
        change(database, cycle, actor=BEN, families=(ARMS,))


def test_a_change_that_names_no_version_is_refused(database, cycle):
    with pytest.raises(VersionMissing):
        change(database, cycle, None, families=(ARMS,))


def test_a_change_made_from_an_old_page_conflicts_and_is_handed_back(database, cycle):
    change(database, cycle, families=(ARMS,))
    with pytest.raises(ProfileConflict) as error:
        change(database, cycle, 1, families=(CHEMICAL,))
    assert error.value.change.families == (CHEMICAL,)
    assert error.value.cycle.profile.families == (ARMS,)


def test_the_same_change_sent_again_succeeds(database, cycle):
    first = change(database, cycle, families=(ARMS,))
    assert change(database, cycle, 1, families=(ARMS,)) == first


def move(database, cycle, to, version):
    with database.writing() as session:
        moved = cycles.move_cycle(session, ANA, cycle.id, to, version, LATER)
        session.commit()
        return moved


def test_a_cycle_moves_into_review_and_back(database, cycle):
    assert move(database, cycle, CycleStatus.IN_REVIEW, 1).takes_answers
    assert move(database, cycle, CycleStatus.DRAFT, 2) == read(database, cycle)


@pytest.mark.parametrize("to", [CycleStatus.DRAFT, CycleStatus.SIGNED_OFF])
def test_a_draft_does_not_go_everywhere(database, cycle, to):
    with database.writing() as session, pytest.raises(MoveRefused):
        cycles.move_cycle(session, DEA, cycle.id, to, 1, LATER)
    assert read(database, cycle).status is CycleStatus.DRAFT


def test_only_the_signature_signs_off(database, cycle):
    move(database, cycle, CycleStatus.IN_REVIEW, 1)
    with database.writing() as session, pytest.raises(MoveRefused):
        cycles.move_cycle(session, DEA, cycle.id, CycleStatus.SIGNED_OFF, 2, LATER)
    assert read(database, cycle).status is CycleStatus.IN_REVIEW


def test_a_move_from_an_old_page_conflicts(database, cycle):
    change(database, cycle, families=(ARMS,))
    with pytest.raises(ProfileConflict):
        move(database, cycle, CycleStatus.IN_REVIEW, 1)


def test_a_signed_off_profile_stays_as_it_is(database, cycle, frozen):
    frozen()
    with pytest.raises(CycleClosed):
        change(database, cycle, 3, families=(ARMS,))
    assert read(database, cycle).profile == cycle.profile


def test_a_cycle_is_read_with_the_catalogue_it_was_begun_with(database, cycle, catalogue):
    newer = replace(catalogue, version="test.2", digest="1" * 64)
    with database.reading() as session:
        assert cycles.catalogue_for(session, ANA, cycle.id, catalogue) is catalogue
        assert cycles.catalogue_for(session, ANA, cycle.id, newer) == catalogue


def test_an_old_catalogue_is_read_from_the_database_once(database, catalogue):
    old = replace(catalogue, digest="2" * 64)
    with database.writing() as session:
        cycle_id = cycles.open_cycle(session, ANA, XAA, "Round 1", old, NOW).id
        session.commit()
    with database.reading() as session:
        cycles.catalogue_for(session, ANA, cycle_id, catalogue)
        with counted_queries() as sent:
            cycles.catalogue_for(session, ANA, cycle_id, catalogue)
    assert len(sent) == 1


def test_a_catalogue_that_is_lost_is_said_to_be_missing(database):
    with database.reading() as session, pytest.raises(CatalogueMissing):
        cycles.records.kept_catalogue(session, "3" * 64)


def test_nothing_is_assumed_in_silence(catalogue, cycle):
    assert to_confirm(catalogue, cycle) == ()
    entry = replace(catalogue.participation[XAA]["att"], known=Known.MEMORY)
    weak = replace(catalogue, participation={XAA: {"att": entry}})
    silent = replace(catalogue, participation={})
    assert to_confirm(weak, cycle) == to_confirm(silent, cycle) == ("att",)
    assert to_confirm(silent, replace(cycle, confirmed={"att": None})) == ()


def test_only_a_few_old_catalogues_are_held_in_memory(database, catalogue):
    with database.writing() as session:
        for number in range(cycles.records._MOST_READ + 2):
            old = replace(catalogue, digest=f"{number + 1000:064x}", version=f"old.{number}")
            cycle_id = cycles.open_cycle(session, ANA, XAA, "Round 1", old, NOW).id
            newer = replace(catalogue, digest="f" * 64)
            assert cycles.catalogue_for(session, ANA, cycle_id, newer) == old
        session.commit()
    assert len(cycles.records._READ) <= cycles.records._MOST_READ
