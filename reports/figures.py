"""Charts as Plotly figures: plain JSON, drawn in the browser by `static/js/chart.js`.

Rows stand at whole numbers, with their labels as ticks: two rows may bear the same label.
`customdata` holds the address of the answers behind each mark.
"""

from typing import Any

from reports.charts import Chart, Kind, Role
from reports.figure_rows import Json, bars, dots, heat, span, told
from reports.palette import DEPTHS, INK, INK_2, LINE, STACK_COLOURS
from reports.pen import NONE, Numeral

FONT = {"family": "Source Sans 3, sans-serif", "size": 14, "color": INK}
CLEAR = "rgba(0,0,0,0)"
TRIANGLE = 3


def plotly_figure(chart: Chart, numeral: Numeral = str) -> Json:
    """A chart as a Plotly figure: {"data": [...], "layout": {...}}.

    `numeral` writes a number in the reader's language, as the table and the SVG do.
    """
    draw = {
        Kind.OCTAGON: _octagon,
        Kind.DOTS: dots,
        Kind.HEAT: heat,
        Kind.BARS: bars,
        Kind.SPAN: span,
        Kind.STACK: _stack,
    }[chart.kind]
    traces, layout = draw(chart, lambda value: NONE if value is None else numeral(value))
    layout |= {
        "font": FONT,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "hoverlabel": {"font": FONT, "bgcolor": "#ffffff", "bordercolor": INK_2},
        "hovermode": "closest",
        "dragmode": False,
    }
    return {"data": traces, "layout": layout}


def _closed(values: list[Any]) -> list[Any]:
    return [*values, *values[:1]]


def _octagon(chart: Chart, numeral: Numeral) -> tuple[list[Json], Json]:
    # Categories, as only they get straight grid lines: an octagon, not a target.
    corners = _corners(chart, numeral)
    styles: dict[Role, Json] = {
        Role.LOW: {"mode": "lines", "line": {"color": CLEAR}, "hoverinfo": "skip"},
        # `tonext` fills what lies between this ring and the one before it: the range.
        Role.HIGH: {
            "mode": "lines",
            "line": {"color": CLEAR},
            "hoverinfo": "skip",
            "fill": "tonext",
            "fillcolor": "rgba(147,198,200,.55)",
        },
        Role.TARGET: {
            "mode": "lines",
            "line": {"color": INK_2, "dash": "dash", "width": 1.4},
            "hoverinfo": "skip",
        },
        Role.VALUE: {
            "mode": "lines+markers",
            "line": {"color": DEPTHS[4], "width": 2.5},
            "marker": {"size": 9, "line": {"color": "#ffffff", "width": 1.5}},
        },
    }
    traces = []
    for role, style in styles.items():
        for column, series in enumerate(chart.series):
            if series.role is role:
                trace = {
                    "type": "scatterpolar",
                    "name": series.name,
                    "theta": _closed(corners),
                    "r": _closed(list(series.values)),
                    "customdata": _closed(list(chart.links_of(column))),
                    **style,
                }
                if role is Role.VALUE:
                    trace |= {"hovertext": _closed(corners), "hoverinfo": "text"}
                traces.append(trace)
    axis = {"gridcolor": LINE, "linecolor": LINE}
    layout = {
        "polar": {
            # Two corners enclose nothing, and Plotly would hide what lies outside.
            "gridshape": "linear" if len(chart.rows) >= TRIANGLE else "circular",
            "bgcolor": CLEAR,
            "radialaxis": {
                **axis,
                "range": [0, chart.top],
                "showticklabels": False,
                "ticks": "",
                "tickvals": [chart.top * share for share in (0.25, 0.5, 0.75, 1)],
            },
            "angularaxis": {
                **axis,
                "direction": "clockwise",
                "rotation": 90,
                "type": "category",
                "categoryarray": corners,
                "ticks": "",
            },
        },
        "showlegend": False,
        "height": 400,
        "margin": {"l": 84, "r": 84, "t": 48, "b": 44},
    }
    return traces, layout


def _corners(chart: Chart, numeral: Numeral) -> list[str]:
    """What stands at each corner: the row, and its point or, where that is hidden, its range."""
    points, lows, highs = (chart.of(role) for role in (Role.VALUE, Role.LOW, Role.HIGH))
    return [
        f"{label}<br>{numeral(point)}"
        if point is not None or low is None
        else f"{label}<br>{numeral(low)}{NONE}{numeral(high)}"
        for label, point, low, high in zip(chart.rows, points, lows, highs, strict=True)
    ]


def _stack(chart: Chart, numeral: Numeral) -> tuple[list[Json], Json]:
    traces: list[Json] = []
    for place, series in enumerate(chart.series):
        trace = {
            "x": list(chart.rows),
            "y": list(series.values),
            "name": series.name,
            "hovertext": told(chart, series, numeral),
            "hoverinfo": "text",
        }
        if series.role is Role.LIMIT:
            line = {"color": INK_2, "dash": "dash", "shape": "hvh"}
            trace |= {"type": "scatter", "mode": "lines", "line": line}
        else:
            edge = {"color": INK_2, "width": 0.5}
            trace |= {"type": "bar", "marker": {"color": STACK_COLOURS[place % 8], "line": edge}}
        traces.append(trace)
    layout = {
        "barmode": "stack",
        "height": 300 + 22 * -(-len(chart.series) // 2),
        "margin": {"l": 50, "r": 20, "t": 16, "b": 40},
        "yaxis": {
            "gridcolor": LINE,
            "title": {"text": chart.unit},
            "range": [0, chart.top],
            "fixedrange": True,
        },
        "xaxis": {"type": "category", "fixedrange": True, "tickfont": {"size": 12}},
        "legend": {"orientation": "h", "y": -0.15, "yanchor": "top", "x": 0},
    }
    return traces, layout
