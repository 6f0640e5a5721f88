"""Background work: asked for once, done once, never lost with its worker."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from assessment.domain.errors import NotFound, NotPermitted
from assessment.domain.permissions import OPERATOR
from assessment.services import jobs
from assessment.services.cycles import open_cycle
from assessment.services.jobs import STALE_AFTER, JobStatus
from tests.databases import ANA, BEN, NOW, STRANGER

MUCH_LATER = NOW + STALE_AFTER + timedelta(seconds=1)


@pytest.fixture
def do(database):
    """Call a job service in a transaction of its own."""

    def done(service, *arguments):
        with database.writing() as session:
            result = service(session, *arguments)
            session.commit()
            return result

    return done


@pytest.fixture
def asked(do, cycle):
    return do(jobs.ask_for_report, ANA, cycle.id, NOW)


def test_a_report_asked_for_waits(do, cycle, asked):
    assert do(jobs.job_of, BEN, cycle.id, asked.id) == asked
    assert (asked.status, asked.progress, asked.asked_by) == (JobStatus.WAITING, 0, "Ana")


def test_asking_twice_gives_the_same_job_and_somebody_else_another(do, cycle, asked):
    assert do(jobs.ask_for_report, ANA, cycle.id, NOW) == asked
    assert do(jobs.ask_for_report, BEN, cycle.id, NOW) != asked
    assert len(do(jobs.reports_of, ANA, cycle.id)) == 2


def test_a_job_is_taken_worked_on_finished_and_fetched(do, cycle, asked, tmp_path):
    job = do(jobs.next_job, OPERATOR, NOW)
    assert do(jobs.beat, OPERATOR, job, 40, "charts", NOW)
    running = do(jobs.job_of, ANA, cycle.id, asked.id)
    assert (running.status, running.progress, running.step) == (JobStatus.RUNNING, 40, "charts")
    assert do(jobs.finish, OPERATOR, job, b"%PDF", tmp_path, NOW)
    finished, path = do(jobs.open_result, ANA, cycle.id, asked.id, tmp_path)
    assert (finished.status, finished.progress, finished.size) == (JobStatus.DONE, 100, 4)
    assert path.read_bytes() == b"%PDF"


def test_progress_stays_between_0_and_100(do, cycle, asked):
    job = do(jobs.next_job, OPERATOR, NOW)
    do(jobs.beat, OPERATOR, job, 140, "charts", NOW)
    assert do(jobs.job_of, ANA, cycle.id, asked.id).progress == 100


def test_a_job_that_fails_says_why(do, cycle, asked):
    job = do(jobs.next_job, OPERATOR, NOW)
    assert do(jobs.fail, OPERATOR, job, "fonts_missing", NOW)
    failed = do(jobs.job_of, ANA, cycle.id, asked.id)
    assert (failed.status, failed.error) == (JobStatus.FAILED, "fonts_missing")


def test_the_oldest_job_comes_first_and_then_none(do, cycle, asked):
    second = do(jobs.ask_for_report, BEN, cycle.id, NOW + timedelta(seconds=1))
    taken = [do(jobs.next_job, OPERATOR, NOW) for _ in range(3)]
    assert [job and job.id for job in taken] == [asked.id, second.id, None]


def test_eight_workers_take_one_job_once(do, asked):
    start = Barrier(8)

    def take(_number):
        start.wait()
        return do(jobs.next_job, OPERATOR, NOW)

    with ThreadPoolExecutor(8) as pool:
        taken = [job for job in pool.map(take, range(8)) if job]
    assert [job.id for job in taken] == [asked.id]


def test_a_beating_job_is_not_taken_away(do, asked):
    job = do(jobs.next_job, OPERATOR, NOW)
    do(jobs.beat, OPERATOR, job, 10, "charts", MUCH_LATER)
    assert do(jobs.next_job, OPERATOR, MUCH_LATER) is None


def test_a_dead_worker_s_job_is_offered_again_and_the_dead_can_write_no_more(do, asked, tmp_path):
    dead = do(jobs.next_job, OPERATOR, NOW)
    second = do(jobs.next_job, OPERATOR, MUCH_LATER)
    assert (second.id, second.attempt) == (dead.id, 2)
    assert not do(jobs.beat, OPERATOR, dead, 90, "late", MUCH_LATER)
    assert not do(jobs.finish, OPERATOR, dead, b"late", tmp_path, MUCH_LATER)
    assert not do(jobs.fail, OPERATOR, dead, "late", MUCH_LATER)
    assert do(jobs.finish, OPERATOR, second, b"%PDF", tmp_path, MUCH_LATER)


def test_a_job_that_kills_three_workers_fails(do, cycle, asked):
    for attempt in range(3):
        assert do(jobs.next_job, OPERATOR, NOW + attempt * 2 * STALE_AFTER)
    assert do(jobs.next_job, OPERATOR, NOW + 6 * STALE_AFTER) is None
    failed = do(jobs.job_of, ANA, cycle.id, asked.id)
    assert (failed.status, failed.error) == (JobStatus.FAILED, "gave_up")


def test_a_stranger_learns_nothing(do, cycle, asked, tmp_path):
    for service, rest in (
        (jobs.ask_for_report, (NOW,)),
        (jobs.job_of, (asked.id,)),
        (jobs.reports_of, ()),
        (jobs.open_result, (asked.id, tmp_path)),
    ):
        with pytest.raises(NotFound):
            do(service, STRANGER, cycle.id, *rest)


def test_only_the_operator_works(do, asked, tmp_path):
    for service, rest in (
        (jobs.next_job, (NOW,)),
        (jobs.beat, (asked, 1, "x", NOW)),
        (jobs.finish, (asked, b"", tmp_path, NOW)),
        (jobs.fail, (asked, "x", NOW)),
    ):
        with pytest.raises((NotFound, NotPermitted)):
            do(service, ANA, *rest)


@pytest.mark.parametrize("wrong", ["\x00", "0" * 16])
def test_an_address_that_names_no_job_finds_none(do, cycle, wrong):
    with pytest.raises(NotFound):
        do(jobs.job_of, ANA, cycle.id, wrong)


def test_a_job_of_another_cycle_is_not_found_here(do, asked, catalogue):
    other = do(open_cycle, ANA, "XAA", "Round 2", catalogue, NOW)
    with pytest.raises(NotFound):
        do(jobs.job_of, ANA, other.id, asked.id)


def test_a_report_that_is_not_done_cannot_be_fetched(do, cycle, asked, tmp_path):
    with pytest.raises(NotFound):
        do(jobs.open_result, ANA, cycle.id, asked.id, tmp_path)


def test_a_report_that_is_gone_from_the_disk_is_not_found(do, cycle, asked, tmp_path):
    job = do(jobs.next_job, OPERATOR, NOW)
    do(jobs.finish, OPERATOR, job, b"%PDF", tmp_path, NOW)
    with pytest.raises(NotFound):
        do(jobs.open_result, ANA, cycle.id, asked.id, tmp_path / "elsewhere")
