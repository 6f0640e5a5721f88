"""Releases on both databases: who may make them, see them and end them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from assessment.domain.errors import Invalid, NotFound, NotPermitted
from assessment.domain.permissions import Actor, Grant, Role, UserId
from assessment.domain.release import NotSignedOff, latest_end
from assessment.records.answer_tables import responses
from assessment.records.cycles import cycles
from assessment.services.comparisons import released_part, released_to
from assessment.services.cycles import open_cycle
from assessment.services.releases import (
    donors_for,
    last_looks_of,
    looks_of,
    preview,
    release_of,
    releases_of,
    revoke,
)
from assessment.services.sign_off import frozen_of
from tests.databases import ANA, BEN, NOW, SIA, STRANGER, XAA
from tests.donors.offering import HOUR

ADMINISTRATOR = Actor(UserId("adm"), "Adam", "adam@example.org", (Grant(Role.ADMINISTRATOR),))


def faults_of(raised):
    return [(fault.place, fault.code) for fault in raised.value.faults]


def test_a_preview_is_what_the_donor_then_sees(offered):
    shown = offered.read(preview, ANA, offered.cycle.id, offered.catalogue, "roadmap")
    made = offered.release("roadmap")
    assert offered.read(released_part, offered.dina, made.id, NOW)[1] == shown


def test_a_release_carries_the_digest_that_was_signed(offered):
    made = offered.release()
    signed = offered.read(frozen_of, ANA, offered.cycle.id)
    assert (made.summary["digest"], made.summary["signed"]) == (signed.digest, NOW.isoformat())


def test_a_release_is_made_of_what_was_frozen_and_of_no_live_answer(offered):
    before = offered.read(preview, ANA, offered.cycle.id, offered.catalogue, "roadmap")
    with offered.database.writing() as session:
        session.execute(update(responses).values(levels=""))
        session.execute(update(cycles).values(title="Another", marking="Other", quarters=2))
        session.commit()
    assert offered.read(preview, ANA, offered.cycle.id, offered.catalogue, "roadmap") == before


def test_releasing_the_same_again_gives_the_same_release(offered):
    first = offered.release("gaps")
    assert offered.release("gaps", actor=SIA, now=NOW + HOUR) == first


def test_what_was_revoked_can_be_released_anew(offered):
    first = offered.release()
    offered.write(revoke, ANA, first.id, NOW)
    second = offered.release()
    assert offered.read(released_to, offered.dina, offered.donor.id, NOW) == (second,)


def test_nothing_that_people_wrote_is_in_a_release(offered):
    made = offered.release("roadmap")
    assert "zq-secret" not in repr(offered.read(released_part, offered.dina, made.id, NOW))


def test_a_signatory_may_release(offered):
    assert offered.release(actor=SIA).by == "Sia"


@pytest.mark.parametrize(
    ("actor", "refusal"), [(BEN, NotPermitted), (STRANGER, NotFound), (ADMINISTRATOR, NotFound)]
)
def test_others_may_not_preview_or_release(offered, actor, refusal):
    with pytest.raises(refusal):
        offered.read(preview, actor, offered.cycle.id, offered.catalogue, "areas")
    with pytest.raises(refusal):
        offered.release(actor=actor)


@pytest.mark.parametrize("service", [releases_of, last_looks_of, donors_for])
def test_only_those_who_release_see_the_releases_of_a_state(offered, service):
    for actor, refusal in ((BEN, NotPermitted), (STRANGER, NotFound), (offered.dina, NotFound)):
        with pytest.raises(refusal):
            offered.read(service, actor, XAA)


def test_the_donors_to_choose_from_stand_by_name(offered):
    offered.another_donor()
    names = [donor.name for donor in offered.read(donors_for, SIA, XAA)]
    assert names == ["The Lake Fund", "The River Fund"]


def test_a_draft_can_be_neither_shown_nor_released(offered):
    with offered.database.writing() as session:
        draft = open_cycle(session, ANA, XAA, "Round 2", offered.catalogue, NOW)
        session.commit()
    with pytest.raises(NotSignedOff):
        offered.read(preview, ANA, draft.id, offered.catalogue, "areas")
    with pytest.raises(NotSignedOff):
        offered.release(cycle=draft)


def test_a_release_needs_its_donor_its_scope_and_its_end(offered):
    nobody = replace(offered.donor, id="0" * 16)
    with pytest.raises(Invalid) as raised:
        offered.release("everything", donor=nobody, until=None)
    assert faults_of(raised) == [
        ("donor", "donor_missing"),
        ("scope", "scope_missing"),
        ("until", "until_missing"),
    ]


def test_a_preview_needs_its_scope(offered):
    with pytest.raises(Invalid) as raised:
        offered.read(preview, ANA, offered.cycle.id, offered.catalogue, "")
    assert faults_of(raised) == [("scope", "scope_missing")]


def test_a_release_cannot_end_before_it_begins(offered):
    with pytest.raises(Invalid) as raised:
        offered.release(until=NOW)
    assert faults_of(raised) == [("until", "until_past")]


def test_a_release_lasts_three_years_at_most(offered):
    assert offered.release(until=latest_end(NOW)).until == latest_end(NOW)
    with pytest.raises(Invalid) as raised:
        offered.release(until=latest_end(NOW) + timedelta(seconds=1))
    assert faults_of(raised) == [("until", "until_too_far")]


def test_a_state_reads_its_releases_the_newest_first(offered):
    first = offered.release()
    second = offered.release("gaps", now=NOW + HOUR)
    found = offered.read(releases_of, SIA, XAA)
    assert [each.id for each in found] == [second.id, first.id]
    assert found[1] == first


def test_a_release_reads_back_as_it_was_made(offered):
    made = offered.release("gaps")
    found, document = offered.read(release_of, ANA, made.id)
    assert (found, document["scope"]) == (made, "gaps")


@pytest.mark.parametrize("service", [release_of, looks_of])
def test_a_release_of_another_state_is_not_there(offered, service):
    made = offered.release()
    for actor, refusal in ((STRANGER, NotFound), (ADMINISTRATOR, NotFound), (BEN, NotPermitted)):
        with pytest.raises(refusal):
            offered.read(service, actor, made.id)


@pytest.mark.parametrize("release_id", ["0" * 16, "no-such", "'; --"])
def test_a_release_that_never_was_is_not_there(offered, release_id):
    with pytest.raises(NotFound):
        offered.read(release_of, ANA, release_id)
    with pytest.raises(NotFound):
        offered.read(released_part, offered.dina, release_id, NOW)


def test_another_state_cannot_revoke(offered):
    made = offered.release()
    with pytest.raises(NotFound):
        offered.write(revoke, STRANGER, made.id, NOW)
    assert offered.read(released_part, offered.dina, made.id, NOW)[0] == made
