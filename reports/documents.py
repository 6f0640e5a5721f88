"""The roadmap as a document: findings to HTML, HTML to PDF (WeasyPrint, nothing fetched).

The address `octant:fonts/NAME` is all that a document may load, and it means a file of
`static/fonts`. Whatever else an answer or a comment makes of an address is refused.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app, render_template
from flask_babel import force_locale
from weasyprint import HTML
from weasyprint.document import Document
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from assessment.domain.catalogue import Aspect
from reports import document_areas, document_law, document_parts, document_plan, pictures
from reports.charts import table
from reports.document_scene import PaperScene, answers_digest, software_version
from reports.plans import lead_rows, start_of, totals, unfunded_rows
from reports.presenters import area_rows
from reports.shown import svg_of
from reports.summary import summary
from web.i18n import figure as exact
from web.words import aspect_name, family_name

LOG = logging.getLogger("octant")
FONT = re.compile(r"octant:fonts/([a-z0-9-]+\.woff2)")
OUR_FONTS = ("Source Sans 3", "Source Serif 4", "Noto Sans Arabic")
VARIANT = "pdf/ua-1"
# What is shown of the packages that do not fit; annex B lists them all.
MOST_UNFUNDED = 24


class FontMissing(Exception):
    """A font of ours is not there: the document would come out in another hand."""


class _Stop(FatalURLFetchingError):
    """The only thing a fetcher can raise that WeasyPrint does not pass over in silence."""


class ClosedFetcher(URLFetcher):
    """Opens fonts of ours, and nothing else: no host, no file, no data."""

    def __init__(self, fonts: Path) -> None:
        """`fonts` is the one folder to read from."""
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.fonts = fonts
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 WeasyPrint's own signature
        """The font that `url` names. Raises ValueError; a font not there stops all."""
        found = FONT.fullmatch(url)
        if found is None:
            self.refused.append(url)
            raise ValueError(f"A document opens no address: {url[:200]}")
        path = self.fonts / found[1]
        if not path.is_file():
            raise _Stop(f"The font {path} is missing. Install Octant again.")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/woff2"})


def make_report(scene: PaperScene, language: str) -> bytes:
    """The roadmap of a cycle as a tagged PDF. Raises FontMissing."""
    return pdf_of(report_html(scene, language))


def report_html(scene: PaperScene, language: str) -> str:
    """The roadmap of a cycle as one HTML document; it refers to nothing but our fonts."""
    with force_locale(language):
        return render_template("reports/document/document.html", **_values(scene))


def fonts_folder() -> Path:
    """Where the fonts are."""
    return Path(current_app.static_folder or "static") / "fonts"


def pdf_of(html: str) -> bytes:
    """A document as PDF/UA-1. Raises FontMissing."""
    fetcher = ClosedFetcher(fonts_folder())
    with _missing_letters() as missing:
        try:
            document = HTML(string=html, url_fetcher=fetcher).render(pdf_variant=VARIANT)
            pdf = document.write_pdf(pdf_variant=VARIANT)
        except _Stop as stop:
            raise FontMissing(str(stop)) from stop
    borrowed = foreign_fonts(document)
    if borrowed or missing:
        LOG.warning(
            "A report holds letters that no font of Octant has: %d drawn as boxes, others in %s.",
            len(missing),
            ", ".join(borrowed) or "no other font",
        )
    return pdf


def foreign_fonts(document: Document) -> list[str]:
    """The families, not ours, that a written document had to borrow letters from."""
    families = {font.family for font in document.fonts.values()}
    return sorted(family for family in families if not family.startswith(OUR_FONTS))


@contextmanager
def _missing_letters() -> Iterator[list[str]]:
    """What WeasyPrint says of letters that no font has, gathered while a document is made."""
    found: list[str] = []

    def gather(record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if message.startswith(".notdef"):
            found.append(message)
            return False
        return True

    logger = logging.getLogger("weasyprint")
    logger.addFilter(gather)
    try:
        yield found
    finally:
        logger.removeFilter(gather)


def _values(scene: PaperScene) -> dict[str, object]:
    """All that the templates arrange."""
    catalogue, found, profile = scene.catalogue, scene.findings, scene.profile
    card, plan, start = found.scorecard, found.roadmap, start_of(scene)
    effort = pictures.effort_by_lead(catalogue, plan, start)
    rest = unfunded_rows(scene)
    return {
        "scene": scene,
        "cycle": scene.cycle,
        "catalogue": catalogue,
        "years": document_parts.plan_years(scene),
        "rings": document_parts.cover_rings(),
        "areas": area_rows(scene),
        "summary": summary(scene),
        "totals": totals(scene),
        "effect": document_parts.effect(scene),
        "progress": found.progress,
        "families": document_parts.families_in_scope(scene),
        "participation": document_parts.participation_rows(scene),
        "octagon": svg_of(pictures.octagon(catalogue, profile, card, scene.area_address)),
        "aspects_chart": svg_of(pictures.law_against_practice(catalogue, card, scene.area_address)),
        "aspects": [aspect_name(aspect) for aspect in Aspect],
        "by_aspect": document_areas.aspect_figures(scene, tuple(Aspect), family=False),
        "family_names": [family_name(family) for family in profile.families],
        "by_family": document_areas.aspect_figures(scene, profile.families, family=True),
        "spreads": document_areas.spreads(scene),
        "gaps": document_areas.gap_groups(scene, list(found.gaps))[: document_areas.TOP_GAPS],
        "gaps_in_all": len(found.gaps),
        "open_cells": len(found.open_cells),
        "gantt": document_plan.gantt(scene),
        "leads": lead_rows(scene),
        "effort_chart": None if effort.is_empty or not plan.planned else svg_of(effort),
        "effort_table": table(effort),
        "unfunded": rest[:MOST_UNFUNDED],
        "unfunded_left": rest[MOST_UNFUNDED:],
        "instruments": document_law.instrument_sections(scene),
        "answers": document_areas.answer_sections(scene),
        "assumptions": document_plan.assumption_sections(scene),
        "answers_digest": answers_digest(scene),
        "software": software_version(),
        "figure": document_parts.figure,
        "exact": exact,
    }
