"""The octagon as SVG: the range as a band, the target as a dashed ring, the points as a line."""

import math

from reports.charts import Chart, Role
from reports.palette import DEPTHS, INK_2, LINE
from reports.pen import NONE, Pen

CENTRE = (230.0, 190.0)
RADIUS = 130.0


def _corner(row: int, of: int, share: float) -> tuple[float, float]:
    turn = 2 * math.pi * row / of
    return (
        CENTRE[0] + RADIUS * share * math.sin(turn),
        CENTRE[1] - RADIUS * share * math.cos(turn),
    )


def _ring(chart: Chart, values: tuple[float | None, ...]) -> str:
    places = [
        _corner(row, len(values), (value or 0) / chart.top) for row, value in enumerate(values)
    ]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def octagon(chart: Chart, pen: Pen) -> int:
    """Draw the octagon; gives the height of the sheet."""
    rows = len(chart.rows)
    for share in (0.25, 0.5, 0.75, 1.0):
        pen.draw(
            "polygon", points=_ring(chart, (share * chart.top,) * rows), fill="none", stroke=LINE
        )
    for row in range(rows):
        pen.line((*CENTRE, *_corner(row, rows, 1.0)))
    outer, inner = _ring(chart, chart.of(Role.HIGH)), _ring(chart, chart.of(Role.LOW))
    pen.draw(
        "path",
        d=f"M{outer.replace(' ', ' L')}Z M{inner.replace(' ', ' L')}Z",
        fill=DEPTHS[2],
        fill_opacity=0.55,
        fill_rule="evenodd",
    )
    if chart.has(Role.TARGET):
        pen.draw(
            "polygon",
            points=_ring(chart, chart.of(Role.TARGET)),
            fill="none",
            stroke=INK_2,
            stroke_width=1.4,
            stroke_dasharray="5 4",
        )
    points = chart.of(Role.VALUE)
    for row, value in enumerate(points):
        following = points[(row + 1) % rows]
        # No line leads to a point that is hidden: its range stands alone.
        if value is not None and following is not None:
            ends = (value, row), (following, (row + 1) % rows)
            (x1, y1), (x2, y2) = (_corner(at, rows, high / chart.top) for high, at in ends)
            pen.line((x1, y1, x2, y2), DEPTHS[4], stroke_width=2.5, stroke_linecap="round")
    for row, value in enumerate(points):
        if value is not None:
            x, y = _corner(row, rows, value / chart.top)
            pen.draw(
                "circle",
                title=f"{chart.rows[row]}: {pen.number(value)}",
                cx=x,
                cy=y,
                r=4.5,
                fill=DEPTHS[4],
                stroke="#ffffff",
                stroke_width=1.5,
            )
        _octagon_label(chart, pen, row, value)
    return 380


def _octagon_label(chart: Chart, pen: Pen, row: int, value: float | None) -> None:
    rows = len(chart.rows)
    x, y = _corner(row, rows, 1.1)
    side = math.sin(2 * math.pi * row / rows)
    anchor = "middle" if abs(side) < 0.1 else "start" if side > 0 else "end"  # noqa: PLR2004 near the axis
    low, high = chart.of(Role.LOW)[row], chart.of(Role.HIGH)[row]
    ranged = value is None and low is not None
    figure = f"{pen.number(low)}{NONE}{pen.number(high)}" if ranged else pen.number(value)
    if math.cos(2 * math.pi * row / rows) > 0.9:  # noqa: PLR2004 above the top corner
        y -= 18
    pen.words((x, y), chart.rows[row], 14, font_weight=600, text_anchor=anchor)
    pen.words((x, y + 16), figure, 13, fill=INK_2, text_anchor=anchor)
