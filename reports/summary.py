"""The few figures that stand alone: on the dashboard's cards and the PDF's first page."""

from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.domain.catalogue import Family, PracticeArea
from assessment.domain.obligations import IN_FORCE, Status
from assessment.domain.packages import effort_of
from reports.scenes import Scene
from web.i18n import points
from web.words import family_name


@dataclass(frozen=True, slots=True)
class Summary:
    """The three figures that stand alone, and what else the head of the page says."""

    met: int
    in_force: int
    partly: int
    not_met: int
    not_known: int
    stovepipe: float | None
    uneven: str
    saving: float | None
    effort: float
    effort_separate: float
    completeness: float | None
    confidence: float | None


def summary(scene: Scene) -> Summary:
    """The cards of the dashboard and the first lines of the PDF."""
    counts = dict.fromkeys(Status, 0)
    for standing in scene.findings.standings.values():
        if standing.force in IN_FORCE:
            counts[standing.status] += 1
    effort, separate = effort_of(scene.findings.packages)
    overall = scene.findings.scorecard.overall
    return Summary(
        met=counts[Status.MET],
        in_force=sum(counts.values()) - counts[Status.NOT_APPLICABLE],
        partly=counts[Status.PARTLY],
        not_met=counts[Status.NOT_MET],
        not_known=counts[Status.UNKNOWN],
        stovepipe=overall.stovepipe,
        uneven=_most_uneven(scene),
        saving=effort / separate - 1 if separate else None,
        effort=effort,
        effort_separate=separate,
        completeness=overall.completeness,
        confidence=overall.confidence,
    )


def _most_uneven(scene: Scene) -> str:
    """The area whose families stand furthest apart, in a sentence; empty where none does."""
    card = scene.findings.scorecard
    best: tuple[float, PracticeArea, Family, Family] | None = None
    for area in scene.catalogue.areas:
        standing = {
            family: part.point
            for family in scene.profile.families
            if (part := card.area_families.get((area.id, family))) and part.point is not None
        }
        if len(standing) > 1:
            high, low = (
                max(standing, key=standing.__getitem__),
                min(standing, key=standing.__getitem__),
            )
            spread = standing[high] - standing[low]
            if spread > 0 and (best is None or spread > best[0]):
                best = (spread, area, high, low)
    if best is None:
        return ""
    _spread, area, high, low = best
    figures = {
        family: points(card.area_families[area.id, family].point or 0) for family in (high, low)
    }
    return _(
        "%(area)s: %(high)s stands at %(high_figure)s, %(low)s at %(low_figure)s.",
        area=area.title,
        high=family_name(high),
        high_figure=figures[high],
        low=family_name(low),
        low_figure=figures[low],
    )
