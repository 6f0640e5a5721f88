"""What a save tells about the scores it changed: as JSON, and in one short sentence."""

from typing import Any

from flask_babel import gettext as _

from assessment.domain.scoring import Part
from web.i18n import percent, points


def part_json(part: Part) -> dict[str, Any]:
    """The figures of a part; below 65 % complete the range and no point (METHOD.md 2)."""
    return {
        "point": part.shown_point,
        "low": part.low,
        "high": part.high,
        "completeness": part.completeness,
        "band": part.shown_band,
    }


def part_words(part: Part | None) -> str:
    """A part in one sentence: the point or the range out of 100, and how much is answered."""
    if part is None or part.completeness is None or part.low is None or part.high is None:
        return _("Nothing applies here.")
    if not part.answered:
        return _("No level yet.")
    complete = percent(part.completeness)
    if part.shown_point is not None:
        return _(
            "%(point)s of 100, %(complete)s answered",
            point=points(part.shown_point),
            complete=complete,
        )
    return _(
        "between %(low)s and %(high)s of 100, %(complete)s answered",
        low=points(part.low),
        high=points(part.high),
        complete=complete,
    )
