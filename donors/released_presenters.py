"""A released part as the frozen values that `donors/_released.html` arranges.

The donor's page and the state's preview show the same partial of the same values, so what a
state looks at before it releases is what the donor sees. The partial reads one name, `released`.
"""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from assessment.domain.catalogue import Catalogue
from donors.drawings import Gantt, Octagon, gantt, octagon
from web.i18n import number, points
from web.released import Document, Figures, GapGroup, Released, released_of

FIRST_GAPS = 15
Head = tuple[str | tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The table behind a drawing, as `plain_table` takes it."""

    head: Head
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ReleasedPage:
    """What the partial arranges: the part in words, its drawings with their tables, its gaps.

    `gaps` are the questions with most leverage, `more_gaps` the rest; None where the gaps were
    not released. A drawing is None where there is nothing to draw. `areas_held` and `elements_held`
    say whether a missing foundation holds down the level of any.
    """

    part: Released
    octagon: Octagon | None
    octagon_table: Listed
    gantt: Gantt | None
    gantt_table: Listed
    gaps: tuple[GapGroup, ...] | None
    more_gaps: tuple[GapGroup, ...]
    areas_held: bool
    elements_held: bool

    @property
    def element_groups(self) -> tuple[tuple[str, tuple[Figures, ...]], ...]:
        """The elements under the titles of their areas."""
        return tuple((area.title, area.elements) for area in self.part.elements or ())


def released_page(
    document: Document, catalogue: Catalogue, until: datetime | None = None
) -> ReleasedPage:
    """A release document for a page; `until` is when it ends, None in a preview."""
    part = released_of(document, catalogue, until)
    drawn = [area for area in part.areas if area.low is not None]
    plan = part.plan
    groups = part.gap_groups
    return ReleasedPage(
        part=part,
        octagon=octagon(drawn) if drawn else None,
        octagon_table=_octagon_table(drawn),
        gantt=gantt(plan) if plan and plan.packages else None,
        gantt_table=Listed(
            (_("Step"), _("First quarter"), _("Last quarter")),
            tuple(
                (one.title, plan.quarter(one.start), plan.quarter(one.end)) for one in plan.packages
            )
            if plan
            else (),
        ),
        gaps=None if part.gaps is None else groups[:FIRST_GAPS],
        more_gaps=groups[FIRST_GAPS:],
        areas_held=any(area.held for area in part.areas),
        elements_held=any(one.held for area in part.elements or () for one in area.elements),
    )


def _octagon_table(areas: list[Figures]) -> Listed:
    return Listed(
        (
            _("Practice area"),
            (_("Score"), "num"),
            (_("Lowest possible"), "num"),
            (_("Highest possible"), "num"),
            (_("Target"), "num"),
        ),
        tuple(
            (
                area.title,
                area.instead or points(area.point),
                points(area.low),
                points(area.high),
                number(area.target),
            )
            for area in areas
        ),
    )
