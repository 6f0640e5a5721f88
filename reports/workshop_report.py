"""The report of a workshop: its page, its Excel file, and the job that makes its PDF."""

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from assessment.domain.identifiers import CycleId, WorkshopId
from assessment.services.cycles import cycle_of
from assessment.services.jobs import (
    ask_for_workshop_report,
    open_workshop_result,
    workshop_job_of,
    workshop_reports_of,
)
from reports.workshop_files import workshop_workbook
from reports.workshop_rows import choice_heads, held_words, nothing_agreed, read_report
from web import context
from web.headers import attached
from web.job_pages import JobPlaces, pdf_reply, progress_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page(cycle_id: str, workshop_id: str) -> str:
    """What was voted and agreed. Raises NotFound and NotPermitted."""
    report = read_report(cycle_id, workshop_id)
    given = (CycleId(cycle_id), WorkshopId(workshop_id))
    return render_template(
        "reports/workshop.html",
        cycle=report.cycle,
        place="workshops",
        report=report,
        heads=choice_heads(),
        held=held_words(report.workshop),
        nothing=nothing_agreed(report),
        jobs=workshop_reports_of(context.session(), context.actor(), *given),
    )


def workbook(cycle_id: str, workshop_id: str) -> Response:
    """The same as an Excel file, as an attachment. Raises NotFound and NotPermitted."""
    report = read_report(cycle_id, workshop_id)
    reply = make_response(workshop_workbook(report, context.now()))
    reply.mimetype = XLSX
    name = f"octant-workshop-{report.cycle.state}-{report.workshop.begins:%Y-%m-%d}.xlsx"
    reply.headers["Content-Disposition"] = f"attachment; filename={name}"
    return attached(reply)


def ask(cycle_id: str, workshop_id: str) -> Response:
    """Ask for the PDF. Raises NotFound and NotPermitted."""
    given = (CycleId(cycle_id), WorkshopId(workshop_id))
    job = ask_for_workshop_report(context.session(), context.actor(), *given, context.now())
    here = {"cycle_id": cycle_id, "workshop_id": workshop_id}
    return redirect(url_for("reports.workshop_progress", **here, job_id=job.id), 303)


def progress(cycle_id: str, workshop_id: str, job_id: str) -> Response:
    """How far the PDF is; looks again by itself until it is done. Raises NotFound."""
    session, actor = context.session(), context.actor()
    job = workshop_job_of(session, actor, CycleId(cycle_id), WorkshopId(workshop_id), job_id)
    here = {"cycle_id": cycle_id, "workshop_id": workshop_id}
    places = JobPlaces(
        back=_("Report of the workshop"),
        back_address=url_for("reports.workshop_report", **here),
        ask=url_for("reports.ask_workshop", **here),
        look=url_for("reports.workshop_progress", **here, job_id=job.id),
        download=url_for("reports.workshop_download", **here, job_id=job.id),
    )
    cycle = cycle_of(session, actor, CycleId(cycle_id))
    return progress_page(job, places, cycle=cycle, place="workshops")


def download(cycle_id: str, workshop_id: str, job_id: str) -> Response:
    """The PDF as an attachment. Raises NotFound while it is not done."""
    session, actor = context.session(), context.actor()
    given = (CycleId(cycle_id), WorkshopId(workshop_id), job_id)
    job, path = open_workshop_result(session, actor, *given, context.settings().folder)
    cycle = cycle_of(session, actor, CycleId(cycle_id))
    day = (job.finished_at or job.asked_at).strftime("%Y-%m-%d")
    return pdf_reply(path, f"octant-workshop-{cycle.state}-{day}.pdf")
