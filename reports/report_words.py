"""What a report is doing, and why it failed, in words. The codes are stable."""

from flask_babel import gettext as _

from assessment.services.jobs import Job, JobStatus

# Steps of the worker, in order, with how far the job is then.
STEPS = {"reading": 5, "writing": 15, "setting": 30}
# What can go wrong, besides the codes of the domain's own errors.
REPORT_FAILED = "report_failed"
FONT_MISSING = "font_missing"


def step_words(job: Job) -> str:
    """What happens now, as a sentence."""
    if job.status is JobStatus.WAITING:
        return _("Waiting for its turn.")
    return {
        "reading": _("Reading the answers and computing the figures."),
        "writing": _("Drawing the charts and writing the pages."),
        "setting": _("Setting the pages as a PDF. This takes the longest."),
    }.get(job.step, _("Beginning."))


def failure_words(code: str) -> tuple[str, str]:
    """What happened and what to do next."""
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
        _("The PDF could not be made. Your answers are safe."),
        _(
            "Ask for it again. If it fails again, tell whoever runs this Octant "
            "the code: %(code)s.",
            code=code or REPORT_FAILED,
        ),
    )
