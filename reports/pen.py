"""The pen: shapes of a drawing, gathered one by one."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.charts import Chart, Kind
from reports.palette import INK, LINE

Numeral = Callable[[float], str]
NONE = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Shape:
    """One SVG element: its name, its attributes, and the text of a <text> or <title>."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    text: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template writes: a box in SVG units, a title, and shapes in drawing order."""

    width: int
    height: int
    title: str
    description: str
    shapes: tuple[Shape, ...]


class Pen:
    """Gathers shapes; coordinates in SVG units, one decimal."""

    def __init__(self, chart: Chart, numeral: Numeral) -> None:
        """An empty sheet for a chart; `numeral` writes its numbers."""
        self.width = 460 if chart.kind is Kind.OCTAGON else 760
        self.shapes: list[Shape] = []
        self.numeral = numeral

    def draw(self, tag: str, text: str = "", title: str = "", **attributes: object) -> None:
        """Add one shape; a trailing underscore in a name is dropped, others become hyphens."""
        written = tuple(
            (name.rstrip("_").replace("_", "-"), _written(value))
            for name, value in attributes.items()
        )
        self.shapes.append(Shape(tag, written, text, title))

    def line(
        self, ends: tuple[float, float, float, float], stroke: str = LINE, **more: object
    ) -> None:
        """Add a line from (x1, y1) to (x2, y2)."""
        x1, y1, x2, y2 = ends
        self.draw("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, **more)

    def words(self, place: tuple[float, float], text: str, size: int = 13, **more: object) -> None:
        """Add a text at (x, y), in units of the drawing."""
        fill = more.pop("fill", INK)
        self.draw("text", text, x=place[0], y=place[1], font_size=size, fill=fill, **more)

    def number(self, value: float | None) -> str:
        """A number in the reader's language; a dash for none."""
        return NONE if value is None else self.numeral(value)


def _written(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def wrapped(text: str, width: int, lines: int = 2) -> tuple[str, ...]:
    """A label in at most `lines` lines of about `width` letters; the rest becomes an ellipsis.

    >>> wrapped("Border control, detection and enforcement", 24)
    ('Border control,', 'detection and…')
    """
    rows: list[str] = []
    rest = text.split()
    while rest and len(rows) < lines:
        row = rest.pop(0)
        while rest and len(row) + 1 + len(rest[0]) <= width:
            row += " " + rest.pop(0)
        rows.append(row)
    if rest:
        rows[-1] = rows[-1] + "…"
    return tuple(rows)


def label_beside(pen: Pen, text: str, middle: float, right: float, width: int) -> None:
    """Write a label to the left of `right`, its middle at the height `middle`."""
    rows = wrapped(text, width)
    top = middle + 4 - 7 * (len(rows) - 1)
    for place, row in enumerate(rows):
        pen.words((right, top + 14 * place), row, text_anchor="end")
