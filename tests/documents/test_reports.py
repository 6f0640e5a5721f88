"""Asking for a PDF, the worker that makes it, and the commands."""

import io
import json
from datetime import timedelta

import pypdf
import pytest

from assessment.domain.errors import DomainError
from assessment.domain.permissions import OPERATOR
from assessment.domain.responses_file import responses_document
from assessment.records.jobs import jobs as job_table
from assessment.services import jobs
from assessment.services.jobs import STALE_AFTER, JobStatus
from reports import papers
from reports import worker as workers
from reports.worker import Worker
from tests.builders import the_worked_example
from tests.conftest import NOON, token_of


@pytest.fixture
def asked(signed_in, cycle):
    """A contributor's browser, and the address of the report they asked for."""
    browser = signed_in("contributor")
    token = token_of(browser.get(f"/cycles/{cycle.id}/roadmap"))
    reply = browser.post(f"/cycles/{cycle.id}/reports", data={"csrf_token": token})
    assert reply.status_code == 303
    return browser, reply.location


def job_at(app, address, people):
    octant = app.extensions["octant"]
    _root, _cycles, cycle_id, _reports, job_id = address.split("/")
    with octant.reading() as session:
        return jobs.job_of(session, people["contributor"], cycle_id, job_id)


def test_the_page_of_a_waiting_report_looks_again_by_itself(asked):
    browser, address = asked
    page = browser.get(address)
    assert page.headers["Refresh"] == "3"
    assert "Waiting for its turn" in page.text
    assert "http-equiv" not in page.text


def test_a_report_is_made_and_downloaded_as_an_attachment(app, asked):
    browser, address = asked
    assert Worker(app).work_one()
    page = browser.get(address)
    assert "Refresh" not in page.headers
    assert f"{address}.pdf" in page.text
    reply = browser.get(f"{address}.pdf")
    assert reply.headers["Content-Disposition"].startswith(
        "attachment; filename=octant-roadmap-XAA"
    )
    assert reply.mimetype == "application/pdf"
    assert "Cycle 2026" in pypdf.PdfReader(io.BytesIO(reply.data)).pages[0].extract_text()


def test_a_report_that_is_not_done_cannot_be_downloaded(asked):
    browser, address = asked
    assert browser.get(f"{address}.pdf").status_code == 404


@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_people_of_another_state_do_not_learn_of_a_report(app, asked, signed_in, ending):
    _browser, address = asked
    assert signed_in("stranger").get(address + ending).status_code == 404


def test_there_is_nothing_to_do_where_nothing_was_asked(app, people):
    assert Worker(app).work_one() is False


@pytest.mark.parametrize(
    ("error", "code"),
    [(RuntimeError("no paper"), "report_failed"), (workers.FontMissing("gone"), "font_missing")],
    ids=["accident", "font"],
)
def test_a_report_that_fails_is_marked_with_a_code(app, asked, people, monkeypatch, error, code):
    def fails(_html):
        raise error

    monkeypatch.setattr(workers, "pdf_of", fails)
    browser, address = asked
    assert Worker(app).work_one()
    job = job_at(app, address, people)
    assert (job.status, job.error) == (JobStatus.FAILED, code)
    page = browser.get(address)
    assert page.status_code == 200
    assert "The PDF was not made" in page.text


def test_an_error_of_the_domain_keeps_its_own_code(app, asked, people, monkeypatch, caplog):
    class Odd(DomainError):
        code = "odd"

    def fails(_cycle):
        raise Odd

    monkeypatch.setattr(papers, "scene_of", fails)
    Worker(app).work_one()
    assert job_at(app, asked[1], people).error == "odd"
    assert [record.exc_info for record in caplog.records if "odd" in record.message] == [None]


def test_a_job_of_a_kind_that_this_octant_does_not_make_fails(app, asked, people):
    octant = app.extensions["octant"]
    with octant.writing() as session:
        session.execute(job_table.update().values(kind="of_tomorrow"))
        session.commit()
    assert Worker(app).work_one()
    with octant.reading() as session:
        assert session.execute(job_table.select()).one().error == "not_found"


def test_one_bad_report_does_not_stop_the_next(app, asked, signed_in, cycle, people, monkeypatch):
    made = iter([RuntimeError("no paper"), b"%PDF-1.7"])

    def sometimes(_html):
        found = next(made)
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(workers, "pdf_of", sometimes)
    other = signed_in("coordinator")
    token = token_of(other.get(f"/cycles/{cycle.id}/roadmap"))
    second = other.post(f"/cycles/{cycle.id}/reports", data={"csrf_token": token}).location
    worker = Worker(app)
    assert (worker.work_one(), worker.work_one(), worker.work_one()) == (True, True, False)
    found = {job_at(app, address, people).status for address in (asked[1], second)}
    assert found == {JobStatus.DONE, JobStatus.FAILED}


def test_what_a_dead_worker_left_is_taken_up_again(app, asked, people, monkeypatch):
    octant = app.extensions["octant"]
    with octant.writing() as session:
        jobs.next_job(session, OPERATOR, NOON)
        session.commit()
    monkeypatch.setattr(workers, "pdf_of", lambda _html: b"%PDF-1.7")
    worker = Worker(app)
    assert worker.work_one() is False
    octant.clock = lambda: NOON + STALE_AFTER + timedelta(seconds=1)
    assert worker.work_one()
    assert job_at(app, asked[1], people).status is JobStatus.DONE


def test_the_steps_of_a_report_are_told_as_it_is_made(app, asked, people, monkeypatch):
    seen = []

    def watching(_html):
        job = job_at(app, asked[1], people)
        seen.append((job.step, job.progress, asked[0].get(asked[1]).text))
        return b"%PDF-1.7"

    monkeypatch.setattr(workers, "pdf_of", watching)
    Worker(app).work_one()
    assert seen[0][:2] == ("setting", 30)
    assert "Setting the pages as a PDF" in seen[0][2]


def test_a_worker_that_is_told_to_stop_takes_no_more(app, asked, people):
    worker = Worker(app)
    worker.stop()
    worker.run()
    assert job_at(app, asked[1], people).status is JobStatus.WAITING


def test_the_worker_command_works_off_what_waits(app, asked, people, monkeypatch):
    monkeypatch.setattr(workers, "pdf_of", lambda _html: b"%PDF-1.7")
    done = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert done.exit_code == 0, done.output
    assert job_at(app, asked[1], people).status is JobStatus.DONE


def written(tmp_path, **more):
    document = responses_document(*the_worked_example()) | more
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_a_report_is_made_of_a_responses_file(app, tmp_path):
    path = written(tmp_path, name="Republic of Test", title="Cycle 7", marking="Secret")
    out = tmp_path / "roadmap.pdf"
    done = app.test_cli_runner().invoke(args=["report", str(path), "--out", str(out)])
    assert done.exit_code == 0, done.output
    cover = pypdf.PdfReader(out).pages[0].extract_text()
    for words in ("Republic of Test", "Cycle 7", "SECRET", "2027 to 2029"):
        assert words in cover


def test_a_bad_responses_file_makes_no_report(app, tmp_path):
    path = written(tmp_path, state="nowhere")
    out = tmp_path / "roadmap.pdf"
    done = app.test_cli_runner().invoke(args=["report", str(path), "--out", str(out)])
    assert done.exit_code == 2
    assert "state" in done.stderr
    assert not out.exists()
