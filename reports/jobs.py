"""Asking for the PDF of a roadmap, seeing how far it is, and fetching it."""

from flask import Response, redirect, url_for
from flask_babel import gettext as _

from assessment.domain.identifiers import CycleId
from assessment.services.cycles import cycle_of
from assessment.services.jobs import ask_for_report, job_of, open_result
from web import context
from web.job_pages import JobPlaces, pdf_reply, progress_page


def ask(cycle_id: str) -> Response:
    """Ask for the PDF of a cycle. Raises NotFound and NotPermitted."""
    job = ask_for_report(context.session(), context.actor(), CycleId(cycle_id), context.now())
    return redirect(url_for("reports.progress", cycle_id=cycle_id, job_id=job.id), 303)


def progress(cycle_id: str, job_id: str) -> Response:
    """How far a PDF is; looks again by itself until it is done. Raises NotFound."""
    job = job_of(context.session(), context.actor(), CycleId(cycle_id), job_id)
    cycle = cycle_of(context.session(), context.actor(), CycleId(cycle_id))
    places = JobPlaces(
        back=_("Roadmap"),
        back_address=url_for("reports.roadmap", cycle_id=cycle_id),
        ask=url_for("reports.ask", cycle_id=cycle_id),
        look=url_for("reports.progress", cycle_id=cycle_id, job_id=job.id),
        download=url_for("reports.download", cycle_id=cycle_id, job_id=job.id),
    )
    return progress_page(job, places, cycle=cycle, place="roadmap")


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
    return pdf_reply(path, f"octant-roadmap-{cycle.state}-{day}.pdf")
