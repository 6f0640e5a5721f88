"""One chart, three readings: Plotly's figure, the SVG and the table tell the same numbers."""

import re
from html import unescape

import pytest

from reports.charts import Chart, Kind, Role, Series, shade, table
from reports.figures import plotly_figure
from reports.paper import drawing
from reports.shown import svg_of

ROWS = ("Law", "Lists", "Licensing")
AREAS = (62.4, 24.1, 71.9)


def words(value):
    return f"{value:.1f}"


def a_chart(kind, *series, **more):
    named = tuple(series) or (Series("Score", AREAS),)
    values = {"title": "A title", "description": "How to read it", "head": "Area", "top": 100.0}
    return Chart(kind=kind, rows=ROWS, series=named, **{**values, **more})


def an_octagon(points=AREAS):
    return a_chart(
        Kind.OCTAGON,
        Series("Score", points),
        Series("Lowest possible", (60.2, 20.3, 70.4), Role.LOW),
        Series("Highest possible", (64.5, 80.6, 73.7), Role.HIGH),
        Series("Target", (75.0, 75.0, 50.0), Role.TARGET),
    )


def a_plan():
    return a_chart(
        Kind.SPAN,
        Series("First quarter", (1.0, 2.0, 2.0), Role.START),
        Series("Last quarter", (1.0, 4.0, 3.0), Role.END),
        top=4.0,
        shades=(1, 2, 3),
    )


CHARTS = {
    "octagon": an_octagon(),
    "dots": a_chart(Kind.DOTS, Series("Law", AREAS), Series("Practice", (None, 12.6, 40.0))),
    "heat": a_chart(Kind.HEAT, Series("ATT", AREAS), Series("CWC", (None, 12.6, 40.0))),
    "bars": a_chart(Kind.BARS, Series("Leverage", AREAS)),
    "stack": a_chart(
        Kind.STACK,
        Series("Customs", (10.1, 20.2, 30.3)),
        Series("Police", (5.4, 6.5, 7.6)),
        Series("Capacity", (50.0, 50.0, 50.0), Role.LIMIT),
    ),
}


def numbers_of_table(chart):
    """Every number of the table, by series and row; dashes left out."""
    listed = table(chart)
    return {
        (name, label): cells[column].value
        for label, _link, cells in listed.lines
        for column, name in enumerate(listed.columns)
        if cells[column].value is not None
    }


def numbers_of_plotly(chart):
    """Every number that Plotly is given to draw, by series and row."""
    found = {}
    for trace in plotly_figure(chart, words)["data"]:
        if trace["type"] == "heatmap":
            for row, line in zip(chart.rows, trace["z"], strict=True):
                found |= {
                    (series.name, row): value
                    for series, value in zip(chart.series, line, strict=True)
                }
            continue
        level = {"scatterpolar": "r", "bar": "y" if chart.kind is Kind.STACK else "x"}
        values = trace[level.get(trace["type"], "y" if chart.kind is Kind.STACK else "x")]
        # A ring ends where it begins.
        found |= {
            (trace["name"], row): value for row, value in zip(chart.rows, values, strict=False)
        }
    return {key: value for key, value in found.items() if value is not None}


def text_of(chart):
    """Everything that the SVG says, in its texts and titles."""
    sheet = drawing(chart, words)
    return " | ".join(f"{shape.title} {shape.text}" for shape in sheet.shapes)


@pytest.mark.parametrize("name", CHARTS)
def test_plotly_and_the_table_hold_the_same_numbers(name):
    assert numbers_of_plotly(CHARTS[name]) == numbers_of_table(CHARTS[name])


@pytest.mark.parametrize("name", ["dots", "heat", "bars", "stack"])
def test_the_drawing_tells_every_number_of_the_table(name):
    chart = CHARTS[name]
    told = text_of(chart)
    missing = [
        value
        for (series, _row), value in numbers_of_table(chart).items()
        if series != "Capacity" and words(value) not in told
    ]
    assert missing == []


def test_the_octagon_tells_the_score_at_each_corner():
    told = text_of(an_octagon())
    assert [words(value) in told for value in AREAS] == [True, True, True]


def test_the_octagon_tells_the_range_where_the_score_is_hidden():
    chart = an_octagon((62.4, None, 71.9))
    corner = plotly_figure(chart, words)["data"][0]["theta"][1]
    assert ("20.3\N{EN DASH}80.6" in text_of(chart), "20.3\N{EN DASH}80.6" in corner) == (
        True,
        True,
    )


def test_no_line_of_the_octagon_leads_to_a_hidden_score():
    def strokes(chart):
        shapes = drawing(chart, words).shapes
        return sum(dict(shape.attributes).get("stroke-width") == "2.5" for shape in shapes)

    assert (strokes(an_octagon()), strokes(an_octagon((62.4, None, 71.9)))) == (3, 1)


def test_the_range_of_the_octagon_is_the_same_on_screen_and_on_paper():
    chart = an_octagon()
    sheet = drawing(chart, words)
    band = next(shape for shape in sheet.shapes if shape.tag == "path")
    outer = re.findall(r"([\d.]+),([\d.]+)", dict(band.attributes)["d"])[:3]
    centre, radius = (230.0, 190.0), 130.0
    reach = [
        ((float(x) - centre[0]) ** 2 + (float(y) - centre[1]) ** 2) ** 0.5 / radius * 100
        for x, y in outer
    ]
    assert reach == pytest.approx(chart.of(Role.HIGH), abs=0.1)


def test_a_plan_is_drawn_from_its_first_quarter_to_its_last():
    trace = plotly_figure(a_plan(), words)["data"][0]
    ends = [base + length for base, length in zip(trace["base"], trace["x"], strict=True)]
    assert ([base + 1 for base in trace["base"]], ends) == ([1, 2, 2], [1, 4, 3])


def test_two_rows_of_one_name_stay_two():
    chart = Chart(Kind.BARS, "t", "d", "h", ("Same", "Same"), (Series("n", (1.0, 2.0)),), 2.0)
    assert plotly_figure(chart)["data"][0]["y"] == [0, 1]


def test_each_mark_carries_the_address_of_its_own_answers():
    links = {(row, column): f"/{row}/{column}" for row in range(3) for column in range(2)}
    chart = a_chart(Kind.HEAT, Series("ATT", AREAS), Series("CWC", AREAS), links=links)
    addresses = plotly_figure(chart)["data"][0]["customdata"]
    assert addresses == [["/0/0", "/0/1"], ["/1/0", "/1/1"], ["/2/0", "/2/1"]]


def test_a_number_without_an_address_of_its_own_opens_that_of_its_row():
    chart = a_chart(Kind.BARS, links={(0, -1): "/law"})
    assert table(chart).lines[0][2][0].link == "/law"


def test_no_answers_are_behind_a_target():
    links = {(row, -1): "/answers" for row in range(3)}
    octagon = an_octagon()
    chart = a_chart(Kind.OCTAGON, *octagon.series, links=links)
    assert [cell.link for cell in table(chart).lines[0][2]] == ["/answers"] * 3 + [""]


def test_a_chart_of_targets_alone_is_empty():
    nothing = Series("Score", (None, None, None))
    aims = Series("Target", (75.0,) * 3, Role.TARGET)
    assert a_chart(Kind.OCTAGON, nothing, aims).is_empty


@pytest.mark.parametrize("name", CHARTS)
def test_the_drawing_says_its_title_and_how_to_read_it(app, name):
    with app.test_request_context():
        drawn = unescape(str(svg_of(CHARTS[name])))
    assert re.search(r"<svg[^>]*><title>A title</title><desc>How to read it</desc>", drawn)


def test_a_shade_changes_where_the_band_does():
    assert [shade(value) for value in (12.4, 12.5, 37.5, 62.5, 87.5)] == [0, 1, 2, 3, 4]
