"""Asking for the PDF of a roadmap, seeing how far it is, and fetching it."""

from flask import Response, make_response, redirect, render_template, send_file, url_for

from assessment.domain.identifiers import CycleId
from assessment.services.cycles import cycle_of
from assessment.services.jobs import JobStatus, ask_for_report, job_of, open_result
from reports.report_words import failure_words, step_words
from web import context
from web.headers import attached

# How often the page of a job that is not done looks again, in seconds.
LOOK_AGAIN = 3
UNDER_WAY = (JobStatus.WAITING, JobStatus.RUNNING)


def ask(cycle_id: str) -> Response:
    """Ask for the PDF of a cycle. Raises NotFound and NotPermitted."""
    job = ask_for_report(context.session(), context.actor(), CycleId(cycle_id), context.now())
    return redirect(url_for("reports.progress", cycle_id=cycle_id, job_id=job.id), 303)


def progress(cycle_id: str, job_id: str) -> Response:
    """How far a PDF is; looks again by itself until it is done. Raises NotFound."""
    job = job_of(context.session(), context.actor(), CycleId(cycle_id), job_id)
    page = make_response(
        render_template(
            "reports/report.html",
            cycle=cycle_of(context.session(), context.actor(), CycleId(cycle_id)),
            place="roadmap",
            job=job,
            under_way=job.status in UNDER_WAY,
            step=step_words(job),
            failure=failure_words(job.error) if job.status is JobStatus.FAILED else None,
        )
    )
    page.headers["Cache-Control"] = "no-store"
    if job.status in UNDER_WAY:
        # A header, not a script and not an element: it works in every browser, without either.
        page.headers["Refresh"] = str(LOOK_AGAIN)
    return page


def download(cycle_id: str, job_id: str) -> Response:
    """The PDF as an attachment. Raises NotFound while it is not done."""
    job, path = open_result(
        context.session(),
        context.actor(),
        CycleId(cycle_id),
        job_id,
        context.settings().folder,
    )
    cycle = cycle_of(context.session(), context.actor(), CycleId(cycle_id))
    day = (job.finished_at or job.asked_at).strftime("%Y-%m-%d")
    reply = send_file(
        path,
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"octant-roadmap-{cycle.state}-{day}.pdf",
        max_age=0,
    )
    return attached(reply)
