"""Charts as Plotly figures: plain JSON, drawn in the browser by `static/js/chart.js`."""

from typing import Any

from reports.charts import Chart, Kind, Role

INK, INK_2, LINE = "#12283a", "#4b5f6c", "#d5dcdd"
DEPTHS = ("#f0e2c4", "#d3e6e4", "#93c6c8", "#2f7d8e", "#0c4a63")
ON_DEPTHS = ("#4a3a12", "#12404a", "#0d333d", "#ffffff", "#ffffff")
RANGE = "#93c6c8"
BRASS = "#8a5a12"
MARKS = ("circle", "diamond", "square", "triangle-up", "x", "cross", "star")
FONT = {"family": "Source Sans 3, sans-serif", "size": 14, "color": INK}

Json = dict[str, Any]


def plotly_figure(chart: Chart) -> Json:
    """A chart as a Plotly figure: {"data": [...], "layout": {...}}."""
    draw = {
        Kind.OCTAGON: _octagon,
        Kind.DOTS: _dots,
        Kind.HEAT: _heat,
        Kind.BARS: _bars,
        Kind.SPAN: _span,
        Kind.STACK: _stack,
    }[chart.kind]
    traces, layout = draw(chart)
    layout |= {
        "font": FONT,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hoverlabel": {"font": FONT, "bgcolor": "#ffffff"},
    }
    return {"data": traces, "layout": layout}


def _closed(values: tuple[Any, ...]) -> list[Any]:
    return [*values, values[0]] if values else []


def _octagon(chart: Chart) -> tuple[list[Json], Json]:
    theta = _closed(chart.rows)

    def ring(role: Role, **style: Any) -> Json:
        name = next(series.name for series in chart.series if series.role is role)
        return {
            "type": "scatterpolar",
            "theta": theta,
            "r": _closed(chart.of(role)),
            "name": name,
            **style,
        }

    clear = "rgba(0,0,0,0)"
    # The band is drawn from the outside in: high filled, then low filled with paper.
    traces = [
        ring(Role.HIGH, mode="lines", fill="toself", fillcolor="#c9e2e3", line={"color": clear}),
        ring(Role.LOW, mode="lines", fill="toself", fillcolor="#fbfaf6", line={"color": clear}),
        ring(
            Role.TARGET,
            mode="lines",
            line={"color": INK_2, "dash": "dash", "width": 1.5},
            hoverinfo="skip",
        ),
        ring(
            Role.VALUE,
            mode="lines+markers",
            line={"color": DEPTHS[4], "width": 2.5},
            marker={"size": 9},
        ),
    ]
    axis = {"gridcolor": LINE, "linecolor": LINE}
    layout = {
        "polar": {
            "gridshape": "linear",
            "bgcolor": "rgba(0,0,0,0)",
            "radialaxis": {
                **axis,
                "range": [0, chart.top],
                "showticklabels": False,
                "ticks": "",
                "dtick": 25,
            },
            "angularaxis": {**axis, "direction": "clockwise", "rotation": 90},
        },
        "showlegend": False,
        "height": 420,
        "margin": {"l": 90, "r": 90, "t": 40, "b": 40},
    }
    return traces, layout


def _lines(chart: Chart, room: int) -> Json:
    """The layout of a chart with a line a row, first row on top."""
    return {
        "height": 110 + 34 * len(chart.rows),
        "margin": {"l": room, "r": 30, "t": 40, "b": 40},
        "xaxis": {
            "range": [0, chart.top],
            "gridcolor": LINE,
            "zeroline": False,
            "title": {"text": chart.unit},
            **_ticks(chart),
        },
        "yaxis": {
            "autorange": "reversed",
            "automargin": True,
            "gridcolor": LINE,
            "type": "category",
        },
        "legend": {"orientation": "h", "y": 1.1, "x": 0},
    }


def _ticks(chart: Chart) -> Json:
    if not chart.ticks:
        return {}
    return {
        "tickvals": [place for place, _ in chart.ticks],
        "ticktext": [label for _, label in chart.ticks],
    }


def _dots(chart: Chart) -> tuple[list[Json], Json]:
    colours = (DEPTHS[4], DEPTHS[3], BRASS, INK_2, "#5b3d73", "#7a2e2e")
    traces = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": list(series.values),
            "y": list(chart.rows),
            "name": series.name,
            "marker": {"size": 12, "symbol": MARKS[place % 7], "color": colours[place % 6]},
        }
        for place, series in enumerate(chart.series)
    ]
    return traces, _lines(chart, 190)


def _heat(chart: Chart) -> tuple[list[Json], Json]:
    numbers = [[series.values[row] for series in chart.series] for row in range(len(chart.rows))]
    steps = [[edge, colour] for place, colour in enumerate(DEPTHS) for edge in _edges(place)]
    trace = {
        "type": "heatmap",
        "x": [series.name for series in chart.series],
        "y": list(chart.rows),
        "z": numbers,
        "zmin": 0,
        "zmax": chart.top,
        "colorscale": steps,
        "showscale": False,
        "xgap": 4,
        "ygap": 4,
        "texttemplate": "%{z:.0f}",
        "hoverongaps": False,
    }
    layout = _lines(chart, 190)
    layout["xaxis"] = {"side": "top", "showgrid": False, "type": "category"}
    layout["yaxis"]["showgrid"] = False
    return [trace], layout


def _edges(place: int) -> tuple[float, float]:
    """Where a depth begins and ends on the scale of 0 to 1: bands as METHOD.md 2 rounds them."""
    return (max(0.0, (place - 0.5) / 4), min(1.0, (place + 0.5) / 4))


def _bars(chart: Chart) -> tuple[list[Json], Json]:
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": list(chart.of(Role.VALUE)),
        "y": list(chart.rows),
        "name": chart.series[0].name,
        "marker": {"color": DEPTHS[3]},
    }
    layout = _lines(chart, 320)
    layout["showlegend"] = False
    return [trace], layout


def _span(chart: Chart) -> tuple[list[Json], Json]:
    starts, ends = chart.of(Role.START), chart.of(Role.END)
    trace = {
        "type": "bar",
        "orientation": "h",
        # A package that runs from quarter 2 to 3 fills both: from 1 to 3 on the axis.
        "base": [start - 1 for start in starts if start is not None],
        "x": [
            end - start + 1
            for start, end in zip(starts, ends, strict=True)
            if start is not None and end is not None
        ],
        "y": list(chart.rows),
        "customdata": [[start, end] for start, end in zip(starts, ends, strict=True)],
        "hovertemplate": "%{y}: %{customdata[0]}-%{customdata[1]}<extra></extra>",
        "marker": {"color": [DEPTHS[level] for level in chart.shades] or DEPTHS[3]},
    }
    layout = _lines(chart, 320)
    layout["showlegend"] = False
    layout["xaxis"]["side"] = "top"
    return [trace], layout


def _stack(chart: Chart) -> tuple[list[Json], Json]:
    colours = (DEPTHS[4], DEPTHS[3], DEPTHS[2], DEPTHS[1], DEPTHS[0], BRASS, "#5f7480", "#b9a77c")
    traces: list[Json] = []
    for place, series in enumerate(chart.series):
        if series.role is Role.LIMIT:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": list(chart.rows),
                    "y": list(series.values),
                    "name": series.name,
                    "line": {"color": INK_2, "dash": "dash", "shape": "hvh"},
                }
            )
            continue
        traces.append(
            {
                "type": "bar",
                "x": list(chart.rows),
                "y": list(series.values),
                "name": series.name,
                "marker": {"color": colours[place % 8], "line": {"color": "#ffffff", "width": 1}},
            }
        )
    layout = {
        "barmode": "stack",
        "height": 360,
        "margin": {"l": 50, "r": 20, "t": 30, "b": 40},
        "yaxis": {"gridcolor": LINE, "title": {"text": chart.unit}, "rangemode": "tozero"},
        "xaxis": {"type": "category"},
        "legend": {"orientation": "h", "y": -0.2},
    }
    return traces, layout
