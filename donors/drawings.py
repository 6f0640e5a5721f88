"""Drawings of what was released: the octagon of one state, and its plan over the quarters.

Places are numbers in units of the drawing; `_drawings.html` writes them as SVG, and the style
sheet gives the colours. Nothing is computed but where things stand.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from web.i18n import DASH, points
from web.released import WITHHELD, Figures, held_words
from web.released_plan import PackageLine, Plan

CENTRE = (230.0, 190.0)
RADIUS = 130.0
RINGS = (0.25, 0.5, 0.75, 1.0)
FULL_LEVEL = 4
# The plan: where its labels end, its bars begin and end, and what a line takes.
LABELS, LEFT, RIGHT, TOP, LINE = 278.0, 290.0, 752.0, 44.0, 32.0
LETTERS = 42
MOST_LINES = 40
QUARTERS_NAMED = 16
# What stands beside a level, or a score, that a missing foundation holds down.
HELD_MARK = "*"


@dataclass(frozen=True, slots=True)
class Corner:
    """What stands at one corner of the octagon: its name, and the figure below it."""

    x: float
    y: float
    anchor: str
    name: str
    figure: str


@dataclass(frozen=True, slots=True)
class Octagon:
    """Places of an octagon: rings and targets as polygon points, the range as a path.

    `dots` are (x, y, words) of the points there are; `lines` join two that stand side by side.
    """

    rings: tuple[str, ...]
    spokes: tuple[tuple[float, float], ...]
    span: str
    targets: str
    lines: tuple[tuple[float, float, float, float], ...]
    dots: tuple[tuple[float, float, str], ...]
    corners: tuple[Corner, ...]


def octagon(areas: Sequence[Figures]) -> Octagon:
    """The areas with the range that open answers leave; no point where there is no score."""
    count = len(areas)
    outer = _ring([area.high or 0 for area in areas])
    inner = _ring([area.low or 0 for area in areas])
    places = [
        None if area.point is None else _corner(place, count, area.point)
        for place, area in enumerate(areas)
    ]
    targets = [area.target for area in areas]
    following = [*places[1:], *places[:1]]
    return Octagon(
        rings=tuple(_ring([share] * count) for share in RINGS),
        spokes=tuple(_corner(place, count, 1) for place in range(count)),
        span=f"M{outer.replace(' ', ' L')}Z M{inner.replace(' ', ' L')}Z",
        targets=""
        if None in targets
        else _ring([(target or 0) / FULL_LEVEL for target in targets]),
        # No line leads to a point that is not there: its range stands alone.
        lines=tuple(
            (*one, *other) for one, other in zip(places, following, strict=True) if one and other
        ),
        dots=tuple(
            (*place, _dot_words(area)) for place, area in zip(places, areas, strict=True) if place
        ),
        corners=tuple(_label(place, count, area) for place, area in enumerate(areas)),
    )


def _corner(place: int, count: int, share: float) -> tuple[float, float]:
    turn = 2 * math.pi * place / count
    return (
        round(CENTRE[0] + RADIUS * share * math.sin(turn), 1),
        round(CENTRE[1] - RADIUS * share * math.cos(turn), 1),
    )


def _ring(shares: Sequence[float]) -> str:
    corners = (_corner(place, len(shares), share) for place, share in enumerate(shares))
    return " ".join(f"{x},{y}" for x, y in corners)


def _label(place: int, count: int, area: Figures) -> Corner:
    x, y = _corner(place, count, 1.1)
    side, height = (turn(2 * math.pi * place / count) for turn in (math.sin, math.cos))
    anchor = "middle" if abs(side) < 0.1 else "start" if side > 0 else "end"  # noqa: PLR2004 near the axis
    return Corner(
        x=x,
        y=round(y - 18, 1) if height > 0.9 else y,  # noqa: PLR2004 above the top corner
        anchor=anchor,
        name=area.short,
        figure=score_or_range(area),
    )


def _dot_words(area: Figures) -> str:
    words = f"{area.short}: {area.words}"
    return f"{words}; {held_words()}" if area.held else words


def score_or_range(area: Figures) -> str:
    """The score, marked where its level is held down; else the word or the range in its place."""
    if area.point is not None:
        return f"{points(area.point)}{HELD_MARK}" if area.held else points(area.point)
    if area.kind == WITHHELD:
        return area.instead
    return DASH if area.low is None else f"{points(area.low)}{DASH}{points(area.high)}"


@dataclass(frozen=True, slots=True)
class Bar:
    """One package on the plan: its label in lines, and where its bar stands."""

    label: tuple[str, ...]
    x: float
    y: float
    width: float
    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Gantt:
    """The plan as a drawing; `quarters` are (x, name), the name empty where there is no room.

    `left` counts the packages that are not drawn; the table has them all.
    """

    height: float
    bottom: float
    quarters: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...]
    left: int


def gantt(plan: Plan) -> Gantt:
    """The planned packages over the quarters, the first to begin on top."""
    drawn = plan.packages[:MOST_LINES]
    step = (RIGHT - LEFT) / plan.quarters
    every = -(-plan.quarters // QUARTERS_NAMED) * 2
    bottom = TOP + LINE * len(drawn)
    return Gantt(
        height=bottom + 8,
        bottom=bottom,
        quarters=tuple(
            (
                round(LEFT + step * place, 1),
                plan.quarter(place + 1) if place % every == 0 and place < plan.quarters else "",
            )
            for place in range(plan.quarters + 1)
        ),
        bars=tuple(_bar(package, place, step) for place, package in enumerate(drawn)),
        left=len(plan.packages) - len(drawn),
    )


def _bar(package: PackageLine, place: int, step: float) -> Bar:
    return Bar(
        label=tuple(wrap(package.title, LETTERS, max_lines=2, placeholder="…")),
        x=round(LEFT + step * (package.start - 1) + 1, 1),
        y=TOP + LINE * place,
        width=round(step * (package.end - package.start + 1) - 2, 1),
        level=package.level,
        words=f"{package.title}: {package.when}",
    )
