"""Signing off: who may, when, what is frozen, and that nothing of it moves afterwards."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from assessment.domain.cycle import CycleStatus
from assessment.domain.errors import (
    AlreadySignedOff,
    CatalogueMissing,
    Invalid,
    MoveRefused,
    NotFound,
    NotPermitted,
    VersionMissing,
)
from assessment.domain.frozen import METHOD, basis_digest, digest_of, verify
from assessment.domain.packages import Assumption
from assessment.domain.permissions import OPERATOR
from assessment.domain.responses_file import read_responses
from assessment.domain.revision import ProfileConflict
from assessment.records.audit import audit
from assessment.records.freezes import frozen_cycles
from assessment.services.agreements import Decision, record_agreement
from assessment.services.cycles import cycle_of, move_cycle, open_cycle
from assessment.services.responses import Submission, record_many
from assessment.services.roadmaps import (
    PlanChange,
    change_assumption,
    change_plan,
)
from assessment.services.sign_off import frozen_file_of, frozen_of, sign_off
from tests.builders import ARMS, BIOLOGICAL, CHEMICAL
from tests.databases import ANA, BEN, LATER, NOW, QUESTION, SIA, STRANGER, XAA, sign

SURE = "These are our answers."


@pytest.fixture
def in_review(database, cycle):
    with database.writing() as session:
        moved = move_cycle(session, ANA, cycle.id, CycleStatus.IN_REVIEW, 1, NOW)
        session.commit()
    return moved


@pytest.fixture
def signing(database, cycle, catalogue):
    """Sign off as somebody, from a version, with a statement; commits."""

    def signed(actor=SIA, version=2, statement=SURE, known=catalogue):
        with database.writing() as session:
            found = sign_off(session, actor, cycle.id, known, version, statement, LATER)
            session.commit()
            return found

    return signed


def document(database, cycle, actor=ANA):
    with database.reading() as session:
        return json.loads(frozen_file_of(session, actor, cycle.id))


def test_a_cycle_in_review_is_signed_off_and_frozen(database, cycle, in_review, signing, catalogue):
    made = signing()
    assert (made.method, made.catalogue_digest) == (METHOD, catalogue.digest)
    assert (made.signed.at, made.signed.by, made.signed.statement) == (LATER, "Sia", SURE)
    with database.reading() as session:
        assert frozen_of(session, BEN, cycle.id) == made
        assert cycle_of(session, ANA, cycle.id).status is CycleStatus.SIGNED_OFF


def test_what_is_kept_has_the_digest_that_was_signed(database, cycle, frozen):
    made = frozen()
    kept = document(database, cycle)
    assert digest_of(kept) == kept["frozen"]["digest"] == made.digest


def test_the_frozen_answers_are_the_national_ones_with_their_layers(
    database, cycle, catalogue, save, read, frozen
):
    save({ARMS: 3, CHEMICAL: 1}, comment="See the act.")
    with database.writing() as session:
        levels = {ARMS: 2, CHEMICAL: 1, BIOLOGICAL: 0}
        record_agreement(session, ANA, cycle, Decision(QUESTION, levels, "Agreed."), NOW)
        save_more = Submission("licensing.export.law", 0, {ARMS: 1})
        record_many(session, ANA, cycle.id, catalogue, [save_more], NOW)
        session.commit()
    before = read()
    frozen()
    kept = document(database, cycle)
    answer = kept["answers"][QUESTION]
    assert answer["levels"] == {"arms": 2, "chemical": 1, "biological": 0}
    assert answer["layers"] == dict.fromkeys(("arms", "chemical", "biological"), "consensus")
    assert kept["answers"]["licensing.export.law"]["layers"] == {"arms": "self"}
    assert read_responses(json.dumps(kept), catalogue) == (
        before.cycle.profile,
        dict(before.responses),
    )
    assert verify(kept, catalogue) == ()


def test_the_plan_is_frozen_with_its_own_figures(database, cycle, catalogue, frozen):
    with database.writing() as session:
        change_plan(session, ANA, cycle.id, PlanChange(quarters=8, capacity=2.5), 1, NOW)
        step, own = ("lists.list.law", 2), Assumption(months=9, cost=500)
        change_assumption(session, ANA, cycle.id, catalogue, step, own, NOW)
        session.commit()
    frozen()
    plan = document(database, cycle)["plan"]
    assert (plan["quarters"], plan["capacity"], plan["start_year"]) == (8, 2.5, 2027)
    assert plan["assumptions"] == [
        {"question": "lists.list.law", "level": 2, "months": 9, "effort": None, "cost": 500}
    ]


def test_a_second_signature_is_refused_and_the_first_stands(database, cycle, in_review, signing):
    first = signing()
    with pytest.raises(AlreadySignedOff):
        signing(version=3, statement="Other words.")
    with database.reading() as session:
        assert frozen_of(session, ANA, cycle.id) == first


def test_an_archived_cycle_keeps_its_signature_and_takes_no_other(
    database, cycle, in_review, signing
):
    first = signing()
    with database.writing() as session:
        move_cycle(session, ANA, cycle.id, CycleStatus.ARCHIVED, 3, NOW)
        session.commit()
    with pytest.raises(AlreadySignedOff):
        signing(version=4)
    with database.reading() as session:
        assert frozen_of(session, ANA, cycle.id) == first


def test_a_draft_cannot_be_signed_off_unreviewed(database, cycle, signing):
    with pytest.raises(MoveRefused):
        signing(version=1)
    with database.reading() as session:
        assert frozen_of(session, ANA, cycle.id) is None
        with pytest.raises(NotFound):
            frozen_file_of(session, ANA, cycle.id)


@pytest.mark.parametrize(
    ("version", "refusal"),
    [(None, VersionMissing), (1, ProfileConflict), (10**30, ProfileConflict)],
)
def test_a_signature_counts_for_the_version_that_was_seen(
    database, cycle, in_review, signing, version, refusal
):
    with pytest.raises(refusal):
        signing(version=version)
    with database.reading() as session:
        assert frozen_of(session, ANA, cycle.id) is None


def test_nobody_signs_other_answers_than_they_saw(
    database, cycle, catalogue, save, read, in_review
):
    seen = basis_digest(catalogue, cycle, read().responses, {}, {})
    save({ARMS: 3})

    def signed(digest):
        with database.writing() as session:
            found = sign_off(session, SIA, cycle.id, catalogue, 2, SURE, NOW, seen=digest)
            session.commit()
            return found

    with pytest.raises(ProfileConflict):
        signed(seen)
    with database.reading() as session:
        assert frozen_of(session, ANA, cycle.id) is None
    assert signed(basis_digest(catalogue, cycle, read().responses, {}, {}))


@pytest.mark.parametrize(
    ("statement", "code"),
    [(" \n", "statement_missing"), ("x" * 2001, "too_long"), ("a\x00", "unreadable_characters")],
)
def test_a_signature_needs_its_statement(in_review, signing, statement, code):
    with pytest.raises(Invalid) as refused:
        signing(statement=statement)
    assert [(fault.code, fault.place) for fault in refused.value.faults] == [(code, "statement")]


def test_a_cycle_is_never_frozen_with_another_catalogue(in_review, signing, catalogue):
    with pytest.raises(CatalogueMissing):
        signing(known=replace(catalogue, digest="9" * 64))


@pytest.mark.parametrize("actor", [ANA, BEN, OPERATOR], ids=["lead", "contributor", "operator"])
def test_only_a_signatory_signs(in_review, signing, actor):
    with pytest.raises(NotPermitted):
        signing(actor)


def test_a_stranger_learns_nothing_of_a_signature(database, cycle, frozen, signing):
    frozen()
    with pytest.raises(NotFound):
        signing(STRANGER)
    with database.reading() as session:
        for service in (frozen_of, frozen_file_of):
            with pytest.raises(NotFound):
                service(session, STRANGER, cycle.id)


def test_the_signature_is_on_the_state_s_record(database, cycle, frozen):
    made = frozen()
    with database.reading() as session:
        query = select(audit).where(audit.c.act == "sign_off")
        line = session.execute(query).one()
    assert (line.state, line.subject, line.actor_name) == ("XAA", cycle.id, "Sia")
    assert line.detail["digest"] == made.digest


def test_what_is_frozen_cannot_be_changed_in_the_database(database, frozen):
    frozen()
    for statement in (frozen_cycles.update().values(statement=""), frozen_cycles.delete()):
        with database.writing() as session, pytest.raises(DatabaseError):
            session.execute(statement)


def test_of_eight_signatures_at_once_one_stands(database, cycle, catalogue, in_review):
    start = Barrier(8)

    def once(number):
        start.wait()
        try:
            with database.writing() as session:
                words = f"Signature {number}"
                made = sign_off(session, SIA, cycle.id, catalogue, 2, words, LATER)
                session.commit()
                return made
        except AlreadySignedOff:
            return None

    with ThreadPoolExecutor(8) as pool:
        made = [one for one in pool.map(once, range(8)) if one]
    with database.reading() as session:
        assert made == [frozen_of(session, ANA, cycle.id)]


def test_two_cycles_are_frozen_apart(database, cycle, catalogue, frozen):
    first = frozen()
    with database.writing() as session:
        other = open_cycle(session, ANA, XAA, "Round 2", catalogue, NOW)
        second = sign(session, other.id, catalogue)
        session.commit()
    assert first.digest != second.digest
