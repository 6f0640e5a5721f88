"""The PDF of a workshop's report: asked for, found and handed out at its own workshop alone."""

from datetime import timedelta

import pytest

from assessment.domain.errors import NotFound
from assessment.domain.permissions import OPERATOR
from assessment.services import jobs
from assessment.services.cycles import catalogue_by_digest
from assessment.services.workshops import open_workshop
from tests.databases import ANA, BEN, NOW, STRANGER


@pytest.fixture
def do(database):
    """Call a service in a transaction of its own."""

    def done(service, *arguments):
        with database.writing() as session:
            result = service(session, *arguments)
            session.commit()
            return result

    return done


@pytest.fixture
def workshop(do, cycle):
    return do(open_workshop, ANA, cycle.id, "Port Alder", NOW, NOW + timedelta(days=1), NOW)


def test_a_report_of_a_workshop_waits_beside_the_others(do, cycle, workshop):
    asked = do(jobs.ask_for_workshop_report, BEN, cycle.id, workshop.id, NOW)
    assert (asked.kind, asked.about) == (jobs.WORKSHOP, workshop.id)
    assert do(jobs.ask_for_workshop_report, BEN, cycle.id, workshop.id, NOW) == asked
    assert do(jobs.workshop_reports_of, ANA, cycle.id, workshop.id) == (asked,)
    assert do(jobs.reports_of, ANA, cycle.id) == ()


def test_it_is_made_and_fetched(do, cycle, workshop, tmp_path):
    asked = do(jobs.ask_for_workshop_report, BEN, cycle.id, workshop.id, NOW)
    job = do(jobs.next_job, OPERATOR, NOW)
    assert do(jobs.finish, OPERATOR, job, b"%PDF", tmp_path, NOW)
    given = (ANA, cycle.id, workshop.id, asked.id)
    done, path = do(jobs.open_workshop_result, *given, tmp_path)
    assert (done, path.read_bytes()) == (do(jobs.workshop_job_of, *given), b"%PDF")


def test_a_report_of_the_cycle_is_not_found_at_a_workshop(do, cycle, workshop):
    asked = do(jobs.ask_for_report, ANA, cycle.id, NOW)
    with pytest.raises(NotFound):
        do(jobs.workshop_job_of, ANA, cycle.id, workshop.id, asked.id)


def test_a_stranger_learns_nothing(do, cycle, workshop):
    asked = do(jobs.ask_for_workshop_report, ANA, cycle.id, workshop.id, NOW)
    for service, rest in (
        (jobs.ask_for_workshop_report, (NOW,)),
        (jobs.workshop_reports_of, ()),
        (jobs.workshop_job_of, (asked.id,)),
    ):
        with pytest.raises(NotFound):
            do(service, STRANGER, cycle.id, workshop.id, *rest)


def test_only_the_operator_asks_for_a_catalogue_by_its_digest(do, cycle, catalogue):
    assert do(catalogue_by_digest, OPERATOR, cycle.catalogue_digest, catalogue) == catalogue
    assert do(catalogue_by_digest, OPERATOR, "9" * 64, catalogue) is None
    with pytest.raises(NotFound):
        do(catalogue_by_digest, ANA, cycle.catalogue_digest, catalogue)
