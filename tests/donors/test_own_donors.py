"""Where somebody of a donor belongs; and the writer of scores beside the plain one."""

import pytest

from assessment.domain.errors import NotFound, NotPermitted
from assessment.domain.permissions import Actor, Grant, Role, UserId
from assessment.services.memberships import own_donors
from tests.databases import ANA
from tests.donors.portfolio_kit import a_donor
from web.i18n import points, points_writer


def somebody(*donors):
    grants = tuple(Grant(Role.DONOR, donor=donor.id) for donor in donors)
    return Actor(UserId("dina"), "Dina", "dina@example.org", grants)


def test_somebody_meets_their_own_donors_by_name_and_no_other(database):
    with database.writing() as session:
        river, lake, sea = (a_donor(session, name) for name in ("River", "Lake", "Sea"))
        session.commit()
        found = own_donors(session, somebody(river, lake))
    assert [donor.name for donor in found] == ["Lake", "River"]
    assert sea not in found


def test_somebody_of_a_state_is_told_of_no_donor(database):
    with database.reading() as session, pytest.raises(NotFound):
        own_donors(session, ANA)


def test_an_administrator_sees_nothing_that_was_released(database):
    actor = Actor(UserId("adm"), "Adm", "", (Grant(Role.ADMINISTRATOR),))
    with database.reading() as session, pytest.raises(NotPermitted):
        own_donors(session, actor)


@pytest.mark.parametrize("share", [None, 0.0, 0.00049, 0.5, 0.41666, 0.9995, 1.0])
def test_a_score_reads_the_same_from_the_writer_of_many(app, share):
    with app.test_request_context("/"):
        assert points_writer()(share) == points(share)
