"""The PDF of a released part: asking for it, seeing how far it is, and fetching it.

All three ask for the release itself: when it has ended, its PDFs are gone with it.
"""

from flask import Response, redirect, url_for

from assessment.domain.identifiers import ReleaseId
from assessment.services.comparisons import released_part
from assessment.services.jobs import (
    ask_for_released_report,
    open_released_result,
    released_job_of,
)
from donors import looks
from web import context
from web.components import state_name
from web.job_pages import JobPlaces, pdf_reply, progress_page
from web.released import marked_of


def ask(release_id: str) -> Response:
    """Ask for the PDF of a released part. Raises NotFound, ReleaseEnded."""
    job = ask_for_released_report(
        context.session(), context.actor(), ReleaseId(release_id), context.now()
    )
    return redirect(url_for("released.progress", release_id=release_id, job_id=job.id), 303)


def progress(release_id: str, job_id: str) -> Response:
    """How far a PDF is; looks again by itself. Raises NotFound, ReleaseEnded."""
    job = released_job_of(
        context.session(), context.actor(), ReleaseId(release_id), job_id, context.now()
    )
    release, document = released_part(
        context.session(), context.actor(), ReleaseId(release_id), context.now()
    )
    places = JobPlaces(
        back=state_name(release.state),
        back_address=url_for("released.page", release_id=release_id),
        ask=url_for("released.ask", release_id=release_id),
        look=url_for("released.progress", release_id=release_id, job_id=job.id),
        download=url_for("released.download", release_id=release_id, job_id=job.id),
        of_release=True,
    )
    return progress_page(job, places, marked=marked_of(document), place="portfolio")


def download(release_id: str, job_id: str) -> Response:
    """The PDF as an attachment. Raises NotFound till it is done, ReleaseEnded, LookNotNoted."""
    job, path = open_released_result(
        context.session(),
        context.actor(),
        ReleaseId(release_id),
        job_id,
        context.settings().folder,
        context.now(),
    )
    release, _document = released_part(
        context.session(), context.actor(), ReleaseId(release_id), context.now()
    )
    looks.note([release.id], looks.PDF)
    day = (job.finished_at or job.asked_at).strftime("%Y-%m-%d")
    return pdf_reply(path, f"octant-released-{release.state}-{day}.pdf")
