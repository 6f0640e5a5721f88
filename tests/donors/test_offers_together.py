"""Several releases to one donor, on both databases: which one it sees, and how all of them end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessment.domain.errors import NotFound, NotPermitted
from assessment.records.audit import audit
from assessment.services.comparisons import released_to
from assessment.services.releases import (
    outlook,
    preview,
    releases_of,
    revoke,
    revoke_all,
    seen_of,
)
from tests.databases import ANA, BEN, NOW, SIA, STRANGER, XAA, counted_queries
from tests.donors.offering import HOUR, UNTIL

DAY = timedelta(days=1)


def outlook_for(offered, scope, *, actor=ANA, until=UNTIL, now=NOW):
    cycle, catalogue = offered.cycle, offered.catalogue
    document = offered.read(preview, ANA, cycle.id, catalogue, scope)
    return offered.read(outlook, actor, cycle.id, document, offered.donor, until, now)


def test_the_rule_in_python_and_the_rule_in_the_database_agree(offered):
    newer = offered.another_cycle(title="Round 2", now=NOW + HOUR)
    made = [
        offered.release("gaps", cycle=newer, until=NOW + 2 * DAY, now=NOW + HOUR),
        offered.release("areas", cycle=newer, until=NOW + 3 * DAY, now=NOW + 2 * HOUR),
        offered.release("roadmap", until=NOW + 4 * DAY, now=NOW + 2 * HOUR),
        offered.release("gaps", until=NOW + 5 * DAY, now=NOW + HOUR),
        offered.release("gaps", until=NOW + 6 * DAY, now=NOW + 3 * HOUR),
    ]
    expected = [made[0], made[0], made[1], made[2], made[4], made[4], None]
    for days, one in enumerate(expected):
        now = NOW + days * DAY
        held = offered.read(releases_of, ANA, XAA)
        shown = offered.read(released_to, offered.dina, offered.donor.id, now)
        assert seen_of(held, now) == one
        assert shown == ((one,) if one else ())


def test_the_rules_agree_on_two_made_in_the_same_moment(offered):
    for days in range(6):
        offered.release("gaps", until=UNTIL + days * DAY)
    held = offered.read(releases_of, ANA, XAA)
    assert offered.read(released_to, offered.dina, offered.donor.id, NOW) == (seen_of(held, NOW),)


def test_the_rules_agree_after_each_revoking(offered):
    for scope in ("areas", "gaps", "roadmap"):
        offered.release(scope)
    for left in range(3, 0, -1):
        held = offered.read(releases_of, ANA, XAA)
        (shown,) = offered.read(released_to, offered.dina, offered.donor.id, NOW)
        assert (sum(one.is_open(NOW) for one in held), seen_of(held, NOW)) == (left, shown)
        offered.write(revoke, ANA, shown.id, NOW)


def test_a_narrower_release_is_foretold_to_be_hidden(offered):
    wide = offered.release("roadmap")
    before = outlook_for(offered, "areas")
    assert (before.hiding, before.same) == ((wide,), None)
    offered.release("areas")
    assert offered.read(released_to, offered.dina, offered.donor.id, NOW) == (wide,)


def test_a_wider_release_is_foretold_to_be_seen(offered):
    narrow = offered.release("areas")
    before = outlook_for(offered, "gaps")
    assert (before.held, before.hiding) == ((narrow,), ())
    wide = offered.release("gaps")
    assert offered.read(released_to, offered.dina, offered.donor.id, NOW) == (wide,)


def test_the_same_once_more_is_found_out_before_it_is_made(offered):
    made = offered.release("gaps")
    before = outlook_for(offered, "gaps", now=NOW + HOUR)
    assert before.same == made
    assert offered.release("gaps", now=NOW + HOUR) == made


def test_an_outlook_takes_one_query_for_all_releases(offered):
    cycle = offered.cycle
    document = offered.read(preview, ANA, cycle.id, offered.catalogue, "areas")

    def queries():
        with counted_queries() as sent:
            offered.read(outlook, ANA, cycle.id, document, offered.donor, UNTIL, NOW)
        return len(sent)

    none = queries()
    for days in range(5):
        offered.release("gaps", until=UNTIL + days * DAY)
    assert queries() == none


@pytest.mark.parametrize(("actor", "refusal"), [(BEN, NotPermitted), (STRANGER, NotFound)])
def test_others_learn_of_no_release_and_end_none(offered, actor, refusal):
    made = offered.release("gaps")
    with pytest.raises(refusal):
        outlook_for(offered, "areas", actor=actor)
    with pytest.raises(refusal):
        offered.write(revoke_all, actor, made.id, NOW)
    with pytest.raises(NotFound):
        offered.write(revoke_all, offered.dina, made.id, NOW)
    assert offered.read(released_to, offered.dina, offered.donor.id, NOW) == (made,)


def test_all_releases_to_a_donor_end_together_and_those_to_others_go_on(offered):
    made = [offered.release(scope) for scope in ("areas", "gaps", "roadmap")]
    other, dora = offered.another_donor()
    theirs = offered.release("gaps", donor=other)
    ended = offered.write(revoke_all, SIA, made[0].id, NOW + HOUR)
    assert {one.id for one in ended} == {one.id for one in made}
    assert offered.read(released_to, offered.dina, offered.donor.id, NOW + HOUR) == ()
    assert offered.read(released_to, dora, other.id, NOW + HOUR) == (theirs,)
    found = {one.id: (one.revoked, one.revoked_by) for one in offered.read(releases_of, ANA, XAA)}
    assert all(found[one.id] == (NOW + HOUR, "Sia") for one in made)


def test_a_revoked_release_leads_to_those_that_are_left(offered):
    wide, narrow = offered.release("roadmap"), offered.release("areas")
    offered.write(revoke, ANA, wide.id, NOW)
    assert [one.id for one in offered.write(revoke_all, ANA, wide.id, NOW)] == [narrow.id]
    assert offered.write(revoke_all, ANA, wide.id, NOW) == ()


def test_the_record_holds_a_line_for_each_release_that_ended(offered):
    made = [offered.release(scope) for scope in ("areas", "gaps")]
    offered.write(revoke_all, SIA, made[0].id, NOW)
    query = select(audit.c.subject, audit.c.actor_name).where(audit.c.act == "revoke_release")
    with offered.database.reading() as session:
        noted = session.execute(query).all()
    assert sorted(noted) == sorted((f"release {one.id}", "Sia") for one in made)
