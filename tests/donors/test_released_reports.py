"""The PDF of a released part: asked for, made by the worker, fetched, and gone with the release."""

import io
from dataclasses import replace

import pypdf
import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from assessment.records.jobs import job_by_id
from assessment.records.releases import looks
from assessment.services.jobs import JobStatus
from reports.worker import Worker
from tests.conftest import token_of
from tests.donors.portfolio_kit import Portfolio, a_donor, a_person
from web.job_pages import failure_words, step_words


@pytest.fixture
def portfolio(app):
    return Portfolio(app)


@pytest.fixture
def release(portfolio):
    return portfolio.release("XAA", marking="Restricted")


@pytest.fixture
def asked(portfolio, release):
    """The address of the PDF that was asked for."""
    return ask(portfolio, release)


def ask(portfolio, release):
    page = f"/portfolio/releases/{release.id}"
    token = token_of(portfolio.get(page))
    reply = portfolio.client.post(f"{page}/reports", data={"csrf_token": token})
    assert reply.status_code == 303
    return reply.location


def test_the_page_of_a_waiting_pdf_looks_again_and_bears_the_marking(portfolio, asked):
    page = portfolio.get(asked)
    assert page.headers["Refresh"] == "3"
    assert "Waiting for its turn" in page.text
    assert "Restricted" in page.text


def test_a_pdf_is_made_and_downloaded_as_an_attachment(app, portfolio, asked):
    assert Worker(app).work_one()
    ready = portfolio.get(asked).text
    assert f"{asked}.pdf" in ready
    assert "It shows what the state signed off and released to you. That does not change." in ready
    assert "Answers that changed later" not in ready
    reply = portfolio.get(f"{asked}.pdf")
    assert reply.headers["Content-Disposition"].startswith(
        "attachment; filename=octant-released-XAA"
    )
    cover = pypdf.PdfReader(io.BytesIO(reply.data)).pages[0].extract_text()
    assert "Released to The River Fund, open until 20 February 2027" in " ".join(cover.split())


def test_whoever_waits_for_the_pdf_of_a_release_is_told_of_no_answers(app, portfolio, asked):
    job = portfolio.write(lambda session: _job(session, asked))
    running = replace(job, status=JobStatus.RUNNING, step="reading")
    with app.test_request_context():
        said = (step_words(running, of_release=True), *failure_words("", of_release=True))
    assert said[:2] == (
        "Reading what was released.",
        "The PDF could not be made. Nothing else was changed.",
    )


def test_no_pdf_is_handed_out_while_nobody_can_note_who_takes_it(
    app, portfolio, asked, monkeypatch
):
    def busy(*_arguments):
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    Worker(app).work_one()
    monkeypatch.setattr("donors.looks.note_looks", busy)
    reply = portfolio.get(f"{asked}.pdf")
    assert (reply.status_code, reply.mimetype) == (503, "text/html")


def test_a_pdf_that_is_not_done_cannot_be_downloaded(portfolio, asked):
    assert portfolio.get(f"{asked}.pdf").status_code == 404


def test_asking_twice_before_it_is_begun_gives_the_same_pdf(portfolio, release, asked):
    assert ask(portfolio, release) == asked


def test_the_page_of_the_release_leads_to_its_pdfs(app, portfolio, release, asked):
    address = f"/portfolio/releases/{release.id}"
    assert asked in portfolio.get(address).text
    Worker(app).work_one()
    assert f"{asked}.pdf" in portfolio.get(address).text


@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_the_pdf_of_a_revoked_release_is_gone_too(app, portfolio, release, asked, ending):
    Worker(app).work_one()
    assert portfolio.get(asked + ending).status_code == 200
    portfolio.revoke(release)
    assert portfolio.get(asked + ending).status_code == 410


def test_nobody_can_ask_for_the_pdf_of_a_revoked_release(portfolio, release):
    token = token_of(portfolio.get(f"/portfolio/releases/{release.id}"))
    portfolio.revoke(release)
    reply = portfolio.client.post(
        f"/portfolio/releases/{release.id}/reports", data={"csrf_token": token}
    )
    assert reply.status_code == 410


def test_a_pdf_asked_for_before_the_release_ended_is_not_made(app, portfolio, release, asked):
    portfolio.revoke(release)
    Worker(app).work_one()
    job = portfolio.write(lambda session: _job(session, asked))
    assert (job.status, job.error, job.digest) == ("failed", "release_ended", "")


def _job(session, address):
    return job_by_id(session, address.rpartition("/")[2])


@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_another_donor_does_not_learn_of_a_pdf(app, portfolio, asked, ending):
    Worker(app).work_one()
    other = portfolio.write(a_donor, "The Hill Fund")
    hal = portfolio.browser(portfolio.write(a_person, [other], "hal@example.org", "Hal"))
    assert portfolio.get(asked + ending, hal).status_code == 404


@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_a_pdf_is_found_at_its_own_release_alone(app, portfolio, release, asked, ending):
    Worker(app).work_one()
    other = portfolio.release("XAB")
    moved = asked.replace(release.id, other.id)
    assert portfolio.get(moved + ending).status_code == 404


def test_the_state_sees_that_the_pdf_was_taken(app, portfolio, release, asked):
    Worker(app).work_one()
    portfolio.get(f"{asked}.pdf")
    assert "pdf" in portfolio.write(lambda session: _places(session, release))


def _places(session, release):
    rows = session.execute(select(looks.c.place).where(looks.c.release_id == release.id))
    return {row.place for row in rows}
