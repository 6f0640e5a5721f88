"""The PDF of a released part: of the release document alone, in the hand of the roadmap's PDF."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask_babel import force_locale

from assessment.domain.catalogue import Catalogue
from assessment.domain.identifiers import ReleaseId
from assessment.domain.permissions import OPERATOR
from assessment.services.comparisons import released_part
from assessment.services.jobs import Job
from reports import document_parts
from reports.charts import Chart
from reports.document_plan import gantt_of
from reports.document_scene import software_version
from reports.pictures import Corner, octagon_of
from reports.shown import svg_of
from web import context
from web.i18n import figure as exact
from web.released import WITHHELD, Document, Figures, Released, released_of

FIRST_LINES = 5
MOST_UNFUNDED = 24
MOST_GROUPS = 50


@dataclass(frozen=True, slots=True)
class ReleasedPaper:
    """What a PDF of a release is made of: its document, and to whom it was released until when."""

    document: Document
    catalogue: Catalogue
    donor: str
    until: datetime


def read_released(job: Job) -> ReleasedPaper:
    """The release that a job is about. Raises NotFound, ReleaseEnded."""
    release, document = released_part(
        context.session(), OPERATOR, ReleaseId(job.about), context.now()
    )
    return ReleasedPaper(document, context.catalogue(), release.donor_name, release.until)


def released_html(paper: ReleasedPaper, made: datetime, language: str) -> str:
    """A released part as one HTML document; it refers to nothing but our fonts."""
    with force_locale(language):
        part = released_of(paper.document, paper.catalogue, paper.until)
        return render_template("reports/released/document.html", **_values(paper, part, made))


def _values(paper: ReleasedPaper, part: Released, made: datetime) -> dict[str, object]:
    """All that the templates arrange."""
    plan = part.plan
    chart = octagon(part.areas)
    return {
        "part": part,
        "donor": paper.donor,
        "made": made,
        "rings": document_parts.cover_rings(),
        "octagon": None if chart.is_empty else svg_of(chart),
        "scored": sum(area.point is not None for area in part.areas),
        "withheld": sum(area.kind == WITHHELD for area in part.areas),
        "groups": part.gap_groups[:MOST_GROUPS],
        "groups_left": len(part.gap_groups[MOST_GROUPS:]),
        "first_gaps": part.gap_groups[:FIRST_LINES],
        "first_steps": plan.packages[:FIRST_LINES] if plan else (),
        "gantt": gantt_of(plan.packages, plan.start, plan.quarters) if plan else None,
        "unfunded": plan.unfunded[:MOST_UNFUNDED] if plan else (),
        "unfunded_left": plan.unfunded[MOST_UNFUNDED:] if plan else (),
        "software": software_version(),
        "figure": document_parts.figure,
        "exact": exact,
    }


def octagon(areas: tuple[Figures, ...]) -> Chart:
    """The released areas with the range that open answers leave, and the state's targets."""
    return octagon_of(
        [
            Corner(area.short, area.point, area.low, area.high, area.target)
            for area in areas
            if area.low is not None
        ]
    )
