"""A chart as a page shows it: Plotly's figure, the SVG below it, and the table of its numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from markupsafe import Markup, escape

from reports.charts import Chart, Kind, TableCell, table
from reports.figures import plotly_figure
from reports.paper import drawing
from reports.plotly_script import plotly_address
from web.i18n import number


@dataclass(frozen=True, slots=True)
class Shown:
    """What the `chart` component takes; `rows` hold links to the answers behind a number."""

    title: str
    note: str
    svg: Markup
    head: Sequence[str | tuple[str, str]]
    rows: Sequence[Sequence[str | Markup]]
    fields: Mapping[str, Any] | None


def show_chart(chart: Chart) -> Shown | None:
    """A chart for a page; None where there is nothing to draw."""
    if chart.is_empty:
        return None
    listed = table(chart)
    return Shown(
        title=chart.title,
        note=chart.description,
        svg=svg_of(chart),
        head=[listed.head, *((name, "num") for name in listed.columns)],
        rows=[
            [_linked(label, link), *(_cell(cell, listed.decimals) for cell in cells)]
            for label, link, cells in listed.lines
        ],
        fields={**plotly_figure(chart), "library": plotly_address(), "links": _clicks(chart)},
    )


def svg_of(chart: Chart) -> Markup:
    """A chart as inline SVG, numbers in the reader's language."""
    sheet = drawing(chart, lambda value: number(value, chart.decimals))
    return Markup(render_template("reports/charts/drawing.svg", drawing=sheet))  # noqa: S704 our own template, which escapes


def _linked(words: str, link: str) -> str | Markup:
    return Markup('<a href="{}">{}</a>').format(link, words) if link else escape(words)


def _cell(cell: TableCell, decimals: int) -> str | Markup:
    return _linked(number(cell.value, decimals), cell.link)


def _clicks(chart: Chart) -> dict[str, str]:
    """Where a click leads: by "row,series" for a number, by its label for a row."""
    if chart.kind is Kind.HEAT:
        return {chart.rows[row]: link for (row, column), link in chart.links.items() if column < 0}
    return {
        chart.rows[row] if column < 0 else f"{row},{column}": link
        for (row, column), link in chart.links.items()
    }
