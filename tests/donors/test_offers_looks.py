"""What donors have of releases on both databases, when it ends, and who looked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessment.domain.errors import Invalid, NotFound
from assessment.domain.permissions import Actor, Grant, Role, UserId
from assessment.domain.release import ReleaseEnded
from assessment.records.audit import audit
from assessment.records.releases import releases
from assessment.services.comparisons import (
    note_looks,
    released_part,
    released_parts,
    released_to,
    unnoted,
)
from assessment.services.releases import (
    last_looks_of,
    looks_of,
    release_of,
    revoke,
)
from tests.databases import ANA, NOW, SIA, XAA, XAB, counted_queries
from tests.donors.offering import HOUR, UNTIL
from tests.donors.signing import one_of

ADMINISTRATOR = Actor(UserId("adm"), "Adam", "adam@example.org", (Grant(Role.ADMINISTRATOR),))


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
