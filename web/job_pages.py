"""The page of a PDF that is being made, and the reply with the PDF: the same in every room.

What a job is doing and why it failed are stable codes; here they become words.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Response, make_response, render_template, send_file
from flask_babel import gettext as _

from assessment.services.jobs import Job, JobStatus
from web.headers import attached

# How often the page of a job that is not done looks again, in seconds.
LOOK_AGAIN = 3
UNDER_WAY = (JobStatus.WAITING, JobStatus.RUNNING)

# Steps of the worker, in order, with how far the job is then.
STEPS = {"reading": 5, "writing": 15, "setting": 30}
# What can go wrong, besides the codes of the domain's own errors.
REPORT_FAILED = "report_failed"
FONT_MISSING = "font_missing"


def step_words(job: Job, *, of_release: bool = False) -> str:
    """What happens now, as a sentence; a PDF of a release reads no answers."""
    if job.status is JobStatus.WAITING:
        return _("Waiting for its turn.")
    return {
        "reading": _("Reading what was released.")
        if of_release
        else _("Reading the answers and computing the figures."),
        "writing": _("Drawing the charts and writing the pages."),
        "setting": _("Setting the pages as a PDF. This takes the longest."),
    }.get(job.step, _("Beginning."))


def failure_words(code: str, *, of_release: bool = False) -> tuple[str, str]:
    """What happened and what to do next; a donor has no answers here to worry about."""
    if code == FONT_MISSING:
        return (
            _("A font of Octant is missing on the server."),
            _("Tell whoever runs this Octant to install it again, then ask for the PDF again."),
        )
    if code == "gave_up":
        return (
            _("The PDF was begun three times and never finished."),
            _("Tell whoever runs this Octant: the server may have too little memory."),
        )
    return (
        _("The PDF could not be made. Nothing else was changed.")
        if of_release
        else _("The PDF could not be made. Your answers are safe."),
        _(
            "Ask for it again. If it fails again, tell whoever runs this Octant "
            "the code: %(code)s.",
            code=code or REPORT_FAILED,
        ),
    )


@dataclass(frozen=True, slots=True)
class JobPlaces:
    """Where a job's page leads: back (in words, and its address), ask again, look, download.

    `of_release` where the PDF is made of what a state released, which never changes.
    """

    back: str
    back_address: str
    ask: str
    look: str
    download: str
    of_release: bool = False


def progress_page(job: Job, places: JobPlaces, **values: Any) -> Response:
    """How far a PDF is; looks again by itself until it is done. `values` are the layout's."""
    under_way, of_release = job.status in UNDER_WAY, places.of_release
    page = make_response(
        render_template(
            "jobs/progress.html",
            job=job,
            leads_to=places,
            under_way=under_way,
            step=step_words(job, of_release=of_release),
            failure=failure_words(job.error, of_release=of_release)
            if job.status is JobStatus.FAILED
            else None,
            **values,
        )
    )
    page.headers["Cache-Control"] = "no-store"
    if under_way:
        # A header, not a script and not an element: it works in every browser, without either.
        page.headers["Refresh"] = str(LOOK_AGAIN)
    return page


def pdf_reply(path: Path, name: str) -> Response:
    """A finished PDF as an attachment of that name."""
    reply = send_file(
        path, mimetype="application/pdf", as_attachment=True, download_name=name, max_age=0
    )
    return attached(reply)
