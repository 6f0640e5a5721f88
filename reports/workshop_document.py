"""The report of a workshop as a tagged PDF, in the hand of the roadmap's."""

from datetime import datetime

from flask import render_template
from flask_babel import force_locale

from assessment.domain.identifiers import is_made_up
from assessment.services.jobs import Job
from reports import document_parts
from reports.document_scene import software_version
from reports.workshop_rows import (
    WorkshopReport,
    choice_heads,
    held_words,
    nothing_agreed,
    read_report,
)
from web.components import state_name


def read_workshop(job: Job) -> WorkshopReport:
    """The workshop that a job is about. Raises NotFound."""
    return read_report(job.cycle, job.about)


def workshop_html(report: WorkshopReport, made: datetime, language: str) -> str:
    """The report as one HTML document; it refers to nothing but our fonts."""
    with force_locale(language):
        state = state_name(report.cycle.state)
        made_up = is_made_up(report.cycle.state)
        return render_template(
            "reports/workshop/document.html",
            report=report,
            workshop=report.workshop,
            cycle=report.cycle,
            state=state,
            # The cover and every foot say that it is made up.
            plain_state=state.removesuffix(", fictional") if made_up else state,
            is_made_up=made_up,
            made=made,
            heads=choice_heads(),
            held=held_words(report.workshop),
            nothing=nothing_agreed(report),
            rings=document_parts.cover_rings(),
            software=software_version(),
        )
