"""Plotly figures with a line a row: marks, bars, spans and shaded cells."""

from typing import Any

from reports.charts import Chart, Role, Series
from reports.palette import DEPTHS, INK_2, LINE, MARK_COLOURS
from reports.pen import Numeral, wrapped

MARKS = ("circle", "diamond", "square", "triangle-up", "x", "cross")
LETTERS = 46  # of a row's label in one line
STEP_LETTERS = 56

Json = dict[str, Any]


def _lines(chart: Chart) -> Json:
    """The layout of a chart with a line a row, first row on top."""
    places = list(range(len(chart.rows)))
    return {
        "height": 96 + 34 * len(chart.rows),
        "margin": {"l": 20, "r": 24, "t": 44, "b": 40},
        "xaxis": {
            "range": [0, chart.top],
            "gridcolor": LINE,
            "zeroline": False,
            "fixedrange": True,
            **_ticks(chart),
        },
        "yaxis": {
            "range": [len(chart.rows) - 0.5, -0.5],
            "tickvals": places,
            "ticktext": ["<br>".join(wrapped(label, LETTERS)) for label in chart.rows],
            "automargin": True,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "ticks": "",
            "ticklabelstandoff": 10,
        },
        "legend": {"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0},
    }


def _ticks(chart: Chart) -> Json:
    if not chart.ticks:
        return {}
    return {
        "tickvals": [place for place, _ in chart.ticks],
        "ticktext": [label for _, label in chart.ticks],
        "ticklabelposition": "outside right",
        "tickangle": 0,
        "tickfont": {"size": 12, "color": INK_2},
    }


def told(chart: Chart, series: Series, numeral: Numeral) -> list[str]:
    """What is said when the pointer rests on a mark: row, series, number."""
    return [
        f"{label}<br>{series.name}: {numeral(value)}"
        for label, value in zip(chart.rows, series.values, strict=True)
    ]


def dots(chart: Chart, numeral: Numeral) -> tuple[list[Json], Json]:
    """A mark for each series on a line a row."""
    traces = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": list(series.values),
            "y": list(range(len(chart.rows))),
            "name": series.name,
            "customdata": list(chart.links_of(place)),
            "hovertext": told(chart, series, numeral),
            "hoverinfo": "text",
            "marker": {"size": 13, "symbol": MARKS[place % 7], "color": MARK_COLOURS[place % 6]},
        }
        for place, series in enumerate(chart.series)
    ]
    layout = _lines(chart)
    layout["yaxis"] |= {"showgrid": True, "gridcolor": LINE}
    return traces, layout


def heat(chart: Chart, numeral: Numeral) -> tuple[list[Json], Json]:
    """A shaded cell for each row and series."""
    columns = range(len(chart.series))
    links = [chart.links_of(column) for column in columns]
    steps = [[edge, colour] for place, colour in enumerate(DEPTHS) for edge in _edges(place)]
    trace = {
        "type": "heatmap",
        "x": list(columns),
        "y": list(range(len(chart.rows))),
        "z": [[series.values[row] for series in chart.series] for row in range(len(chart.rows))],
        "text": [
            [numeral(series.values[row]) for series in chart.series]
            for row in range(len(chart.rows))
        ],
        "customdata": [list(row) for row in zip(*links, strict=True)],
        "hovertext": [
            [told(chart, series, numeral)[row] for series in chart.series]
            for row in range(len(chart.rows))
        ],
        "hoverinfo": "text",
        "zmin": 0,
        "zmax": chart.top,
        "colorscale": steps,
        "showscale": False,
        "xgap": 6,
        "ygap": 6,
        "texttemplate": "%{text}",
        "hoverongaps": False,
    }
    layout = _lines(chart)
    layout["xaxis"] = {
        "side": "top",
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
        "tickvals": list(columns),
        "ticktext": ["<br>".join(wrapped(series.name, 14)) for series in chart.series],
        "tickangle": 0,
    }
    layout["margin"] |= {"t": 56, "b": 8}
    return [trace], layout


def _edges(place: int) -> tuple[float, float]:
    """Where a depth begins and ends on the scale of 0 to 1: bands as METHOD.md 2 rounds them."""
    return (max(0.0, (place - 0.5) / 4), min(1.0, (place + 0.5) / 4))


def bars(chart: Chart, numeral: Numeral) -> tuple[list[Json], Json]:
    """One bar a row."""
    series = chart.series[0]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": list(series.values),
        "y": list(range(len(chart.rows))),
        "name": series.name,
        "customdata": list(chart.links_of(0)),
        "text": [numeral(value) for value in series.values],
        "textposition": "auto",
        "hovertext": told(chart, series, numeral),
        "hoverinfo": "text",
        "marker": {"color": DEPTHS[3]},
        "width": 0.6,
    }
    layout = _lines(chart)
    layout["showlegend"] = False
    layout["margin"]["t"] = 12
    layout["height"] += 10 * len(chart.rows)
    return [trace], layout


def span(chart: Chart, numeral: Numeral) -> tuple[list[Json], Json]:
    """A bar a row from its start to its end."""
    spans = [
        (row, start, end)
        for row, (start, end) in enumerate(
            zip(chart.of(Role.START), chart.of(Role.END), strict=True)
        )
        if start is not None and end is not None
    ]
    links = list(chart.links_of(0))
    trace = {
        "type": "bar",
        "orientation": "h",
        # A package that runs from quarter 2 to 3 fills both: from 1 to 3 on the axis.
        "base": [start - 1 for _row, start, _end in spans],
        "x": [end - start + 1 for _row, start, end in spans],
        "y": [row for row, _start, _end in spans],
        "customdata": [links[row] for row, _start, _end in spans],
        "hovertext": [
            f"{chart.rows[row]}<br>{chart.series[0].name}: {numeral(start)}<br>"
            f"{chart.series[1].name}: {numeral(end)}"
            for row, start, end in spans
        ],
        "hoverinfo": "text",
        "marker": {
            "color": [DEPTHS[chart.shades[row] if chart.shades else 3] for row, *_ in spans],
            "line": {"color": INK_2, "width": 0.5},
        },
        "width": 0.7,
    }
    layout = _lines(chart)
    layout["showlegend"] = False
    layout["xaxis"] |= {"side": "top", "ticks": ""}
    layout["height"] = 60 + 28 * len(chart.rows)
    layout["margin"] |= {"t": 36, "b": 8}
    # The lines stand too close for a label of two.
    layout["yaxis"]["ticktext"] = [wrapped(label, STEP_LETTERS, 1)[0] for label in chart.rows]
    layout["yaxis"]["tickfont"] = {"size": 13}
    return [trace], layout
