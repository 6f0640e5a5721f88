"""A chart as a page shows it: Plotly's figure, the SVG below it, and the table of its numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from markupsafe import Markup, escape

from reports.charts import Chart, Kind, TableCell, shade, table
from reports.figures import plotly_figure
from reports.paper import drawing
from reports.plotly_script import plotly_address
from web.i18n import figure

# Pixels below which Plotly has no room for a chart, and its SVG stays, to be scrolled.
NARROWEST = {Kind.OCTAGON: 280}
NARROW = 560


@dataclass(frozen=True, slots=True)
class Shade:
    """A number as a coloured cell: its words, its depth 0 to 4 (None: no number), its address."""

    words: str
    depth: int | None
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the `chart` component takes; `rows` hold links to the answers behind a number.

    `shades` are the lines of a heat map as (label, address, cells), else empty.
    """

    title: str
    note: str
    svg: Markup
    head: Sequence[str | tuple[str, str]]
    rows: Sequence[Sequence[str | Markup]]
    fields: Mapping[str, Any] | None
    shades: Sequence[tuple[str, str, Sequence[Shade]]]


def show_chart(chart: Chart) -> Shown | None:
    """A chart for a page; None where there is nothing to draw."""
    if chart.is_empty:
        return None
    listed = table(chart)
    least = NARROWEST.get(chart.kind, NARROW)
    return Shown(
        title=chart.title,
        note=chart.description,
        svg=svg_of(chart),
        head=[listed.head, *((name, "num") for name in listed.columns)],
        rows=[
            [_linked(label, link), *(_cell(cell, listed.decimals) for cell in cells)]
            for label, link, cells in listed.lines
        ],
        fields={
            **plotly_figure(chart, lambda value: figure(value, chart.decimals)),
            "library": plotly_address(),
            "least": least,
        },
        shades=[
            (label, link, [_shade(cell, listed.decimals) for cell in cells])
            for label, link, cells in listed.lines
        ]
        if chart.kind is Kind.HEAT
        else (),
    )


def svg_of(chart: Chart) -> Markup:
    """A chart as inline SVG, numbers in the reader's language."""
    sheet = drawing(chart, lambda value: figure(value, chart.decimals))
    return Markup(render_template("reports/charts/drawing.svg", drawing=sheet))  # noqa: S704 our own template, which escapes


def _linked(words: str, link: str) -> str | Markup:
    return Markup('<a href="{}">{}</a>').format(link, words) if link else escape(words)


def _cell(cell: TableCell, decimals: int) -> str | Markup:
    # No answers are behind a dash.
    return _linked(figure(cell.value, decimals), "" if cell.value is None else cell.link)


def _shade(cell: TableCell, decimals: int) -> Shade:
    address = "" if cell.value is None else cell.link
    return Shade(figure(cell.value, decimals), shade(cell.value), address)
