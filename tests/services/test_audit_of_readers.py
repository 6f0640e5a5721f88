"""The record of a state tells who comes to read its releases, and who gets a new password."""

from datetime import timedelta

import pytest

from assessment.domain.permissions import OPERATOR, Grant, Role
from assessment.services import invitations, people, resets
from assessment.services.audit import record_of
from assessment.services.releases import release, revoke
from tests.databases import ANA, LATER, NOW, SIA, STRANGER, XAA, XAB
from tests.donors.signing import a_donor, a_signed_cycle
from tests.services.people_kit import ADMIN, enrolled, enter

MONTH = timedelta(days=30)


@pytest.fixture
def session(database):
    with database.writing() as opened:
        yield opened


@pytest.fixture
def donor(session):
    return a_donor(session, "The River Fund", "Dina")[0]


@pytest.fixture
def released(session, catalogue, donor):
    cycle = a_signed_cycle(session, catalogue)
    return release(session, SIA, cycle.id, catalogue, donor.id, "areas", NOW + MONTH, NOW)


def newcomer(session, donor, now=LATER):
    grant = Grant(Role.DONOR, donor=donor.id)
    _invitation, token = invitations.invite(session, ADMIN, grant, "nina@fund.org", now)
    return enter(session, token, now=now)


def newest(session, actor=ANA, state=XAA):
    return record_of(session, actor, state).lines[0]


def test_a_state_reads_who_joined_a_donor_that_sees_its_release(session, donor, released):
    newcomer(session, donor)
    line = newest(session)
    assert (line.act, line.who, dict(line.values)) == (
        "join_donor",
        "Nina",
        {"person": "Nina", "donor": "The River Fund"},
    )


def test_a_state_reads_who_was_removed_from_such_a_donor(session, donor, released):
    user = newcomer(session, donor).user
    people.remove_from_donor(session, ADMIN, donor.id, user, LATER)
    line = newest(session)
    assert (line.act, line.who, line.values["person"]) == ("leave_donor", "Ada", "Nina")


def test_a_state_reads_nothing_of_a_donor_that_sees_nothing_of_it(session, donor, released):
    revoke(session, ANA, released.id, NOW)
    newcomer(session, donor)
    assert newest(session).act == "revoke_release"


def test_a_state_reads_nothing_of_another_donor(session, released):
    other, _dora = a_donor(session, "The Lake Fund", "Dora")
    newcomer(session, other)
    assert newest(session).act == "release"


def test_of_a_release_that_has_ended_its_donor_sees_nothing(session, donor, released):
    newcomer(session, donor, NOW + 2 * MONTH)
    assert newest(session).act == "release"


def test_a_new_password_stands_in_the_record_of_each_state_of_the_person(session):
    for state in (XAA, XAB):
        enrolled(session, "Bea", Grant(Role.SIGNATORY, state))
    token = resets.issue_reset(session, OPERATOR, "bea@example.org", LATER)
    for actor, state in ((ANA, XAA), (STRANGER, XAB)):
        line = newest(session, actor, state)
        assert (line.act, line.who, line.values["person"]) == ("reset_sign_in", "", "Bea")
    resets.use_reset(session, token, "hash", LATER)
    for actor, state in ((ANA, XAA), (STRANGER, XAB)):
        assert (newest(session, actor, state).act, newest(session, actor, state).who) == (
            "use_reset",
            "Bea",
        )
