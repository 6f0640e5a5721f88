"""Charts as SVG, for the PDF and for a page without JavaScript: the same numbers as text.

A chart becomes a `Drawing` of plain shapes; one template (`charts/drawing.svg`) writes them.
Colours are attributes, never styles: the pages forbid inline styles.
"""

from reports.charts import Chart, Kind, Role, shade
from reports.palette import (
    DEPTHS,
    INK,
    INK_2,
    MARK_COLOURS,
    ON_DEPTHS,
    STACK_COLOURS,
)
from reports.paper_octagon import octagon
from reports.pen import NONE, Drawing, Numeral, Pen, label_beside, wrapped


def drawing(chart: Chart, numeral: Numeral = str) -> Drawing:
    """A chart as shapes; `numeral` writes a number in the reader's language."""
    pen = Pen(chart, numeral)
    height = {
        Kind.OCTAGON: octagon,
        Kind.DOTS: _dots,
        Kind.HEAT: _heat,
        Kind.BARS: _bars,
        Kind.SPAN: _span,
        Kind.STACK: _stack,
    }[chart.kind](chart, pen)
    return Drawing(pen.width, height, chart.title, chart.description, tuple(pen.shapes))


LEFT, RIGHT, TOP, ROW = 250.0, 730.0, 34.0, 34.0


def _x(chart: Chart, value: float) -> float:
    return LEFT + (RIGHT - LEFT) * value / chart.top


def _frame(chart: Chart, pen: Pen, row: float = ROW) -> float:
    """The rows' labels and the upright lines; gives the y of the bottom."""
    bottom = TOP + row * len(chart.rows)
    ticks = chart.ticks or tuple(
        (chart.top * share, pen.number(chart.top * share)) for share in (0, 0.25, 0.5, 0.75, 1)
    )
    for place, label in ticks:
        pen.line((_x(chart, place), TOP - 8, _x(chart, place), bottom))
        # A quarter is a stretch: its name stands in it, not over the line where it begins.
        anchor, aside = ("start", 3) if chart.ticks else ("middle", 0)
        pen.words((_x(chart, place) + aside, TOP - 14), label, 11, fill=INK_2, text_anchor=anchor)
    for place, label in enumerate(chart.rows):
        label_beside(pen, label, TOP + row * (place + 0.5), LEFT - 12, 34)
    return bottom


def _mark(pen: Pen, place: int, centre: tuple[float, float], colour: str, title: str) -> None:
    """One of four forms, so that colour never speaks alone."""
    x, y = centre
    form = place % 4
    if form == 0:
        pen.draw("circle", title=title, cx=x, cy=y, r=6.5, fill=colour)
    elif form == 1:
        points = f"{x:.1f},{y - 8:.1f} {x + 8:.1f},{y:.1f} {x:.1f},{y + 8:.1f} {x - 8:.1f},{y:.1f}"
        pen.draw("polygon", title=title, points=points, fill=colour)
    elif form == 2:  # noqa: PLR2004 the third form
        pen.draw("rect", title=title, x=x - 6, y=y - 6, width=12, height=12, fill=colour)
    else:
        points = f"{x:.1f},{y - 7:.1f} {x + 7:.1f},{y + 6:.1f} {x - 7:.1f},{y + 6:.1f}"
        pen.draw("polygon", title=title, points=points, fill=colour)


def _dots(chart: Chart, pen: Pen) -> int:
    bottom = _frame(chart, pen)
    for row, label in enumerate(chart.rows):
        y = TOP + ROW * (row + 0.5)
        pen.line((LEFT, y, RIGHT, y))
        for place, series in enumerate(chart.series):
            value = series.values[row]
            if value is not None:
                title = f"{label}, {series.name}: {pen.number(value)}"
                _mark(pen, place, (_x(chart, value), y), MARK_COLOURS[place % 6], title)
    return _legend(chart, pen, bottom + 24)


def _legend(chart: Chart, pen: Pen, y: float) -> int:
    x = 20.0
    for place, series in enumerate(chart.series):
        room = 34 + 7.2 * len(series.name)
        if x + room > pen.width:
            x, y = 20.0, y + 24
        _mark(pen, place, (x, y), MARK_COLOURS[place % 6], series.name)
        pen.words((x + 14, y + 4), series.name, 13)
        x += room
    return int(y + 24)


def _heat(chart: Chart, pen: Pen) -> int:
    step = (pen.width - LEFT - 10) / max(1, len(chart.series))
    for column, series in enumerate(chart.series):
        middle = LEFT + step * (column + 0.5)
        for place, row in enumerate(wrapped(series.name, max(6, int(step / 6.6)))):
            pen.words((middle, 14 + 13 * place), row, 11, font_weight=600, text_anchor="middle")
    for row, label in enumerate(chart.rows):
        y = TOP + ROW * row
        label_beside(pen, label, y + ROW / 2, LEFT - 12, 34)
        for column, series in enumerate(chart.series):
            value = series.values[row]
            depth = shade(value)
            box = {"x": LEFT + step * column + 2, "y": y + 3, "width": step - 4, "height": ROW - 6}
            if depth is None:
                pen.draw("rect", **box, fill="#f1f1ee", stroke="#71838b", stroke_dasharray="3 2")
            else:
                pen.draw("rect", **box, rx=3, fill=DEPTHS[depth])
            ink = INK_2 if depth is None else ON_DEPTHS[depth]
            place = (LEFT + step * (column + 0.5), y + ROW / 2 + 4)
            pen.words(place, pen.number(value), 12, fill=ink, text_anchor="middle", font_weight=600)
    return int(TOP + ROW * len(chart.rows) + 6)


def _bars(chart: Chart, pen: Pen) -> int:
    bottom = _frame(chart, pen)
    for row, value in enumerate(chart.of(Role.VALUE)):
        if value is None:
            continue
        y = TOP + ROW * row
        width = max(1.0, _x(chart, value) - LEFT)
        title = f"{chart.rows[row]}: {pen.number(value)}"
        pen.draw("rect", title=title, x=LEFT, y=y + 8, width=width, height=ROW - 16, fill=DEPTHS[3])
        inside = _x(chart, value) > RIGHT - 40
        place = (_x(chart, value) + (-6 if inside else 6), y + ROW / 2 + 4)
        ink, anchor = ("#ffffff", "end") if inside else (INK, "start")
        pen.words(place, pen.number(value), 12, fill=ink, text_anchor=anchor)
    return int(bottom + 8)


def _span(chart: Chart, pen: Pen) -> int:
    row_height = 28.0
    bottom = _frame(chart, pen, row_height)
    for row, (start, end) in enumerate(zip(chart.of(Role.START), chart.of(Role.END), strict=True)):
        if start is None or end is None:
            continue
        left, right = _x(chart, start - 1), _x(chart, end)
        depth = chart.shades[row] if chart.shades else 3
        y = TOP + row_height * row
        title = f"{chart.rows[row]}: {pen.number(start)}{NONE}{pen.number(end)}"
        pen.draw(
            "rect",
            title=title,
            x=left + 1,
            y=y + 5,
            width=right - left - 2,
            height=row_height - 10,
            rx=3,
            fill=DEPTHS[depth],
            stroke=INK_2,
            stroke_width=0.5,
        )
    return int(bottom + 8)


def _stack(chart: Chart, pen: Pen) -> int:
    height, left, bottom = 240.0, 60.0, 270.0
    columns = [series for series in chart.series if series.role is not Role.LIMIT]
    step = (pen.width - left - 10) / max(1, len(chart.rows))
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = bottom - height * share
        pen.line((left, y, pen.width - 10.0, y))
        pen.words(
            (left - 8, y + 4), pen.number(chart.top * share), 11, fill=INK_2, text_anchor="end"
        )
    for row, label in enumerate(chart.rows):
        y = bottom
        x = left + step * row
        pen.words((x + step / 2, bottom + 16), label, 11, fill=INK_2, text_anchor="middle")
        for place, series in enumerate(columns):
            value = series.values[row]
            if value:
                part = height * value / chart.top
                y -= part
                title = f"{label}, {series.name}: {pen.number(value)}"
                pen.draw(
                    "rect",
                    title=title,
                    x=x + step * 0.15,
                    y=y,
                    width=step * 0.7,
                    height=part,
                    fill=STACK_COLOURS[place % 8],
                    stroke="#ffffff",
                    stroke_width=0.8,
                )
        if chart.has(Role.LIMIT):
            limit = chart.of(Role.LIMIT)[row] or 0
            y = bottom - height * limit / chart.top
            pen.line((x, y, x + step, y), INK_2, stroke_dasharray="5 4", stroke_width=1.5)
    return _stack_legend(pen, [series.name for series in columns], bottom + 40)


def _stack_legend(pen: Pen, names: list[str], y: float) -> int:
    x = 20.0
    for place, name in enumerate(names):
        room = 36 + 7.2 * len(name)
        if x + room > pen.width:
            x, y = 20.0, y + 24
        fill = STACK_COLOURS[place % 8]
        pen.draw(
            "rect", x=x, y=y - 8, width=16, height=16, fill=fill, stroke=INK_2, stroke_width=0.5
        )
        pen.words((x + 22, y + 4), name, 13)
        x += room
    return int(y + 24)
