"""PDFs of releases on both databases: who may ask for one, and that it ends with its release."""

from datetime import timedelta

import pytest

from assessment.domain.errors import NotFound, NotPermitted
from assessment.domain.permissions import OPERATOR
from assessment.domain.release import ReleaseEnded
from assessment.services import jobs
from assessment.services.jobs import JobStatus
from assessment.services.releases import release, revoke
from tests.databases import ANA, NOW, STRANGER
from tests.donors.signing import a_donor, a_signed_cycle

UNTIL = NOW + timedelta(days=90)


class Shown:
    """A signed-off cycle released to a donor, with Dina of it; each step is committed."""

    def __init__(self, database, catalogue):
        """Sign off, make two donors, and release to the first."""
        self.database = database
        with database.writing() as session:
            self.cycle = a_signed_cycle(session, catalogue)
            self.donor, self.dina = a_donor(session)
            _other, self.hal = a_donor(session, "The Hill Fund", "Hal")
            made = release(
                session, ANA, self.cycle.id, catalogue, self.donor.id, "areas", UNTIL, NOW
            )
            self.release = made.id
            session.commit()

    def do(self, service, actor, *given):
        with self.database.writing() as session:
            result = service(session, actor, *given)
            session.commit()
        return result

    def done(self, store):
        """A PDF that Dina asked for and a worker made."""
        asked = self.do(jobs.ask_for_released_report, self.dina, self.release, NOW)
        job = self.do(jobs.next_job, OPERATOR, NOW)
        self.do(jobs.finish, OPERATOR, job, b"%PDF", store, NOW)
        return asked


@pytest.fixture
def shown(database, catalogue):
    return Shown(database, catalogue)


def test_a_pdf_asked_for_is_about_its_release(shown):
    job = shown.do(jobs.ask_for_released_report, shown.dina, shown.release, NOW)
    assert (job.kind, job.about, job.cycle) == (jobs.RELEASE, shown.release, shown.cycle.id)
    assert shown.do(jobs.released_job_of, shown.dina, shown.release, job.id, NOW) == job
    assert shown.do(jobs.released_reports_of, shown.dina, shown.release, NOW) == (job,)


def test_asking_again_before_it_is_begun_gives_the_same_pdf(shown):
    first, again = (
        shown.do(jobs.ask_for_released_report, shown.dina, shown.release, NOW) for _ in range(2)
    )
    assert first == again


def test_a_finished_pdf_is_fetched_with_its_release(shown, tmp_path):
    asked = shown.done(tmp_path)
    job, path = shown.do(
        jobs.open_released_result, shown.dina, shown.release, asked.id, tmp_path, NOW
    )
    assert job.status is JobStatus.DONE
    assert path.read_bytes() == b"%PDF"


def test_the_pdf_of_a_release_is_none_of_the_states_reports(shown, tmp_path):
    asked = shown.done(tmp_path)
    assert shown.do(jobs.reports_of, ANA, shown.cycle.id) == ()
    with pytest.raises(NotFound):
        shown.do(jobs.job_of, ANA, shown.cycle.id, asked.id)


def test_a_report_of_the_state_is_not_found_as_the_pdf_of_a_release(shown):
    own = shown.do(jobs.ask_for_report, ANA, shown.cycle.id, NOW)
    with pytest.raises(NotFound):
        shown.do(jobs.released_job_of, shown.dina, shown.release, own.id, NOW)


@pytest.mark.parametrize("ended", ["revoked", "expired"])
def test_every_door_to_the_pdf_closes_with_the_release(shown, tmp_path, ended):
    asked = shown.done(tmp_path)
    if ended == "revoked":
        shown.do(revoke, ANA, shown.release, NOW)
    now = NOW if ended == "revoked" else UNTIL
    for service, given in (
        (jobs.ask_for_released_report, (now,)),
        (jobs.released_reports_of, (now,)),
        (jobs.released_job_of, (asked.id, now)),
        (jobs.open_released_result, (asked.id, tmp_path, now)),
    ):
        with pytest.raises(ReleaseEnded):
            shown.do(service, shown.dina, shown.release, *given)


def test_another_donor_and_another_state_do_not_learn_of_a_release(shown):
    for stranger in (shown.hal, STRANGER):
        with pytest.raises(NotFound):
            shown.do(jobs.ask_for_released_report, stranger, shown.release, NOW)


def test_the_state_itself_makes_no_pdf_for_a_donor(shown):
    with pytest.raises(NotPermitted):
        shown.do(jobs.ask_for_released_report, ANA, shown.release, NOW)
