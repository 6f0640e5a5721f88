"""Releases on both databases: who may make, see and end them, and who looked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from assessment.domain.errors import Invalid, NotFound, NotPermitted
from assessment.domain.permissions import Actor, Grant, Role, UserId
from assessment.domain.release import NotSignedOff, ReleaseEnded, latest_end
from assessment.domain.revision import Submission
from assessment.records.audit import audit
from assessment.records.releases import releases
from assessment.services.comparisons import (
    note_looks,
    released_part,
    released_parts,
    released_to,
    unnoted,
)
from assessment.services.cycles import open_cycle
from assessment.services.releases import (
    donors_for,
    last_looks_of,
    looks_of,
    preview,
    release,
    release_of,
    releases_of,
    revoke,
)
from assessment.services.sign_off import frozen_of
from tests.builders import the_worked_example
from tests.databases import ANA, BEN, NOW, SIA, STRANGER, XAA, XAB, counted_queries
from tests.donors.signing import a_donor, a_signed_cycle, one_of

UNTIL = NOW + timedelta(days=90)
HOUR = timedelta(hours=1)
ADMINISTRATOR = Actor(UserId("adm"), "Adam", "adam@example.org", (Grant(Role.ADMINISTRATOR),))
ANSWERS = [
    Submission(one.question, 0, one.levels, "zq-secret comment", "zq-secret reason")
    for one in the_worked_example()[2].values()
]


class Offered:
    """A signed-off cycle of XAA, a donor, and what is released to it; each step committed."""

    def __init__(self, database, catalogue):
        """Sign a cycle off and make a donor with one of its people, Dina."""
        self.database, self.catalogue = database, catalogue
        with database.writing() as session:
            self.cycle = a_signed_cycle(session, catalogue, ANSWERS)
            self.donor, self.dina = a_donor(session)
            session.commit()

    def write(self, service, actor, *given):
        with self.database.writing() as session:
            result = service(session, actor, *given)
            session.commit()
            return result

    def read(self, service, actor, *given):
        with self.database.reading() as session:
            return service(session, actor, *given)

    def release(self, scope="areas", *, actor=ANA, cycle=None, donor=None, until=UNTIL, now=NOW):
        cycle, donor = cycle or self.cycle, donor or self.donor
        given = (cycle.id, self.catalogue, donor.id, scope, until, now)
        return self.write(release, actor, *given)

    def another_donor(self):
        with self.database.writing() as session:
            made = a_donor(session, "The Lake Fund", "Dora")
            session.commit()
        return made

    def another_cycle(self, **changes):
        with self.database.writing() as session:
            cycle = a_signed_cycle(session, self.catalogue, **changes)
            session.commit()
        return cycle


@pytest.fixture
def offered(database, catalogue):
    return Offered(database, catalogue)


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


def test_a_revoked_release_is_gone_at_once(offered):
    made = offered.release()
    offered.write(revoke, SIA, made.id, NOW)
    with pytest.raises(ReleaseEnded):
        offered.read(released_part, offered.dina, made.id, NOW)
    assert offered.read(released_to, offered.dina, offered.donor.id, NOW) == ()


def test_revoking_again_keeps_the_first_revoking(offered):
    made = offered.release()
    offered.write(revoke, SIA, made.id, NOW)
    offered.write(revoke, ANA, made.id, NOW + HOUR)
    found, _document = offered.read(release_of, ANA, made.id)
    assert (found.revoked, found.revoked_by) == (NOW, "Sia")


def test_a_release_is_gone_when_its_time_is_over(offered):
    made = offered.release()
    with pytest.raises(ReleaseEnded):
        offered.read(released_part, offered.dina, made.id, UNTIL)
    assert offered.read(released_to, offered.dina, offered.donor.id, UNTIL) == ()


def test_another_donor_cannot_know_of_a_release_open_or_ended(offered):
    made = offered.release()
    other, dora = offered.another_donor()
    for _each in range(2):
        with pytest.raises(NotFound):
            offered.read(released_part, dora, made.id, NOW)
        offered.write(revoke, ANA, made.id, NOW)
    assert offered.read(released_to, dora, other.id, NOW) == ()


def test_a_donor_cannot_read_what_another_donor_has(offered):
    _other, dora = offered.another_donor()
    with pytest.raises(NotFound):
        offered.read(released_to, dora, offered.donor.id, NOW)


def test_the_portfolio_shows_the_widest_release_of_a_cycle(offered):
    wide = offered.release("roadmap")
    offered.release("areas", now=NOW + HOUR)
    assert offered.read(released_to, offered.dina, offered.donor.id, NOW + HOUR) == (wide,)


def test_the_portfolio_shows_the_newest_cycle_even_where_less_of_it_is_released(offered):
    offered.release("roadmap")
    newer = offered.another_cycle(title="Round 2", now=NOW + HOUR)
    narrow = offered.release("areas", cycle=newer, now=NOW + HOUR)
    assert offered.read(released_to, offered.dina, offered.donor.id, NOW + HOUR) == (narrow,)


def test_the_portfolio_falls_back_to_what_is_still_open(offered):
    narrow = offered.release("areas")
    wide = offered.release("roadmap")
    offered.write(revoke, ANA, wide.id, NOW)
    assert offered.read(released_to, offered.dina, offered.donor.id, NOW) == (narrow,)


def test_the_portfolio_holds_each_state_once_in_one_query(offered):
    lead = Actor(ANA.user, "Ana", "", (Grant(Role.COORDINATOR, XAB),))
    there = offered.another_cycle(state=XAB)
    offered.release(cycle=there, actor=lead)
    offered.release()
    with counted_queries() as sent:
        found = offered.read(released_to, offered.dina, offered.donor.id, NOW)
    assert [each.state for each in found] == [XAA, XAB]
    assert len(sent) == 1


def test_the_portfolio_reads_no_document(offered):
    offered.release("roadmap")
    (found,) = offered.read(released_to, offered.dina, offered.donor.id, NOW)
    assert found.summary.keys().isdisjoint({"elements", "gaps", "open_cells", "roadmap"})


def test_several_parts_come_in_the_order_asked_for_in_one_query(offered):
    ids = [offered.release(scope).id for scope in ("areas", "gaps", "roadmap")]
    asked = [ids[2], ids[0], ids[1]]
    with counted_queries() as sent:
        found = offered.read(released_parts, offered.dina, asked, NOW)
    assert [release.id for release, _document in found] == asked
    assert len(sent) == 1


def test_several_parts_are_refused_when_one_is_another_donors(offered):
    other, _dora = offered.another_donor()
    ids = [offered.release().id, offered.release(donor=other).id]
    with pytest.raises(NotFound):
        offered.read(released_parts, offered.dina, ids, NOW)


def test_a_look_is_noted_once_an_hour_for_a_person_and_a_place(offered):
    made = offered.release()
    moments = [NOW, NOW + timedelta(minutes=59), NOW + HOUR]
    noted = [
        offered.write(note_looks, offered.dina, [made.id], "state", moment) for moment in moments
    ]
    noted.append(offered.write(note_looks, offered.dina, [made.id], "pdf", NOW))
    assert noted == [True, False, True, True]
    looks = offered.read(looks_of, ANA, made.id)
    assert [(look.place, look.at) for look in looks] == [
        ("state", NOW + HOUR),
        ("pdf", NOW),
        ("state", NOW),
    ]


def test_two_people_of_one_donor_are_two_lookers(offered):
    made = offered.release()
    for person in ("Dina", "Dora"):
        looker = one_of(offered.donor.id, person)
        assert offered.write(note_looks, looker, [made.id], "state", NOW)
    assert {look.user_name for look in offered.read(looks_of, SIA, made.id)} == {"Dina", "Dora"}


def test_a_look_is_due_until_it_is_noted(offered):
    made = offered.release()
    given = ([made.id], "state", NOW)
    assert offered.read(unnoted, offered.dina, *given) == (made.id,)
    offered.write(note_looks, offered.dina, *given)
    assert offered.read(unnoted, offered.dina, *given) == ()


def test_nobody_notes_a_look_at_what_is_not_theirs(offered):
    made = offered.release()
    _other, dora = offered.another_donor()
    for service in (note_looks, unnoted):
        with pytest.raises(NotFound):
            offered.write(service, dora, [made.id], "state", NOW)
    assert offered.read(looks_of, ANA, made.id) == ()


def test_no_look_is_noted_at_nothing(offered):
    assert not offered.write(note_looks, offered.dina, [], "portfolio", NOW)


def test_the_list_knows_the_last_look_at_each_release(offered):
    seen, unseen = offered.release(), offered.release("gaps")
    for moment in (NOW, NOW + HOUR):
        offered.write(note_looks, offered.dina, [seen.id], "state", moment)
    last = offered.read(last_looks_of, ANA, XAA)
    assert (last[seen.id].at, unseen.id in last) == (NOW + HOUR, False)


def test_the_record_of_the_state_tells_of_release_look_and_revoking(offered):
    made = offered.release("gaps")
    offered.write(note_looks, offered.dina, [made.id], "state", NOW)
    offered.write(revoke, SIA, made.id, NOW)
    query = select(audit.c.act, audit.c.actor_name, audit.c.state, audit.c.detail).where(
        audit.c.subject == f"release {made.id}"
    )
    with offered.database.reading() as session:
        lines = session.execute(query.order_by(audit.c.id)).all()
    assert [(line.act, line.actor_name, line.state) for line in lines] == [
        ("release", "Ana", XAA),
        ("look", "Dina", XAA),
        ("revoke_release", "Sia", XAA),
    ]
    assert lines[0].detail["donor"] == "The River Fund"


def test_a_refused_release_leaves_nothing_behind(offered):
    with pytest.raises(Invalid):
        offered.release(until=None)
    with offered.database.reading() as session:
        assert session.execute(select(releases.c.id)).all() == []
