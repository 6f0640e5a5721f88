"""One definition a chart, and the table behind it.

A `Chart` is rows by series of numbers. `figures.py` draws it with Plotly, `paper.py` as SVG,
`table()` lists it: all three from the same numbers. Charts never compute (ARCHITECTURE.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """How a chart is drawn."""

    OCTAGON = "octagon"  # series: point, low, high, target
    DOTS = "dots"  # one mark a series on a line a row
    HEAT = "heat"  # a cell a row and series
    BARS = "bars"  # one bar a row
    SPAN = "span"  # series: start, end; a bar from start to end a row
    STACK = "stack"  # a column a row, the series on one another


class Role(StrEnum):
    """What a series is to its chart."""

    VALUE = "value"
    LOW = "low"
    HIGH = "high"
    TARGET = "target"
    START = "start"
    END = "end"
    LIMIT = "limit"


# A target or a limit is set by the state: no answers are behind it.
LINKED = frozenset(Role) - {Role.TARGET, Role.LIMIT}


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one kind, one a row; None where there is none."""

    name: str
    values: tuple[float | None, ...]
    role: Role = Role.VALUE


@dataclass(frozen=True, slots=True)
class Chart:
    """Rows by series of numbers in `unit`, drawn up to `top`; texts are already in language.

    `title` names it for those who do not see it, `description` says how to read it. `links`
    lead from (row, series) to the answers behind the number, both counted from 0, series -1
    for the row itself. `groups` gives each row a level of grey or a lead, where there is one.
    """

    kind: Kind
    title: str
    description: str
    head: str
    rows: tuple[str, ...]
    series: tuple[Series, ...]
    top: float
    unit: str = ""
    decimals: int = 1
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)
    ticks: tuple[tuple[float, str], ...] = ()
    shades: tuple[int, ...] = ()

    def of(self, role: Role) -> tuple[float | None, ...]:
        """The values of the first series with a role; raises StopIteration where none has it."""
        return next(series.values for series in self.series if series.role is role)

    def has(self, role: Role) -> bool:
        """Whether a series has the role."""
        return any(series.role is role for series in self.series)

    def links_of(self, column: int) -> tuple[str, ...]:
        """The address behind each number of a series; the row's own where it has none; or ""."""
        return tuple(
            self.links.get((row, column), self.links.get((row, -1), ""))
            for row in range(len(self.rows))
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.rows or all(
            value is None
            for series in self.series
            if series.role is not Role.TARGET
            for value in series.values
        )


@dataclass(frozen=True, slots=True)
class TableCell:
    """One number of a chart's table with the address behind it; None is shown as a dash."""

    value: float | None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A chart as a table: a head for the rows, the series' names, and a line a row."""

    caption: str
    head: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, str, tuple[TableCell, ...]], ...]  # label, link, cells
    decimals: int


def table(chart: Chart) -> Table:
    """The table behind a chart: the same numbers, row by row."""
    links = [
        chart.links_of(column) if series.role in LINKED else ("",) * len(chart.rows)
        for column, series in enumerate(chart.series)
    ]
    return Table(
        caption=chart.title,
        head=chart.head,
        columns=tuple(series.name for series in chart.series),
        lines=tuple(
            (
                label,
                chart.links.get((row, -1), ""),
                tuple(
                    TableCell(series.values[row], links[column][row])
                    for column, series in enumerate(chart.series)
                ),
            )
            for row, label in enumerate(chart.rows)
        ),
        decimals=chart.decimals,
    )


def percent_points(value: float | None) -> float | None:
    """A figure of 0 to 1 as it is shown: 0 to 100 with one decimal (METHOD.md 2).

    >>> percent_points(0.41666)
    41.7
    """
    return None if value is None else round(value * 100, 1)


def shade(value: float | None) -> int | None:
    """The depth, 0 to 4, that colours a figure of 0 to 100; always beside its numeral.

    >>> [shade(value) for value in (0, 12.4, 12.5, 62.5, 100, None)]
    [0, 0, 1, 3, 4, None]
    """
    return None if value is None else int(4 * value / 100 + 0.5)
