"""The portfolio and a comparison as files: every one says what it is of."""

import csv
import io
from datetime import datetime

import pytest
from openpyxl import load_workbook
from sqlalchemy.exc import OperationalError

from assessment.records.releases import looks_at
from tests.donors.documents import figures, hidden
from tests.donors.portfolio_kit import Portfolio

CSVS = (
    "/portfolio.csv",
    "/portfolio/compare.csv?states=XAA,XAB",
    "/portfolio/compare.csv?states=XAA,XAB&table=gaps",
    "/portfolio/compare.csv?states=XAA,XAB&table=shared",
)
WORKBOOKS = ("/portfolio.xlsx", "/portfolio/compare.xlsx?states=XAA,XAB")


@pytest.fixture
def portfolio(app):
    shown = Portfolio(app)
    shown.releases = [
        shown.release("XAA", areas={"lists": figures(0.5, 0.1)}, marking="Secret"),
        shown.release("XAB", "gaps", areas={"lists": hidden("withheld", 0.2, 0.8)}),
    ]
    return shown


def read_csv(portfolio, address):
    reply = portfolio.get(address)
    assert reply.status_code == 200, address
    return list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"))))


def facts_and_lines(rows):
    """What stands above the empty line, and the lines below it by the head's words."""
    cut = rows.index([])
    head, *lines = rows[cut + 1 :]
    return dict(rows[:cut]), [dict(zip(head, line, strict=True)) for line in lines]


def book(portfolio, address):
    return load_workbook(io.BytesIO(portfolio.get(address).data))


@pytest.mark.parametrize("address", CSVS)
def test_a_csv_says_of_which_release_date_marking_and_method_it_is(portfolio, address):
    rows = read_csv(portfolio, address)
    facts, _lines = facts_and_lines(rows)
    said = "\n".join(", ".join(row) for row in rows)
    assert facts["Released to"] == "The River Fund"
    assert (facts["First signed off"], facts["Last signed off"]) == ("2026-11-20", "2026-11-20")
    assert all(release.id in said for release in portfolio.releases)
    assert facts["Marking"] == "Restricted · Secret · Demonstration state"
    assert (facts["Method"], facts["Catalogue"]) == ("1", "test.1")


@pytest.mark.parametrize("address", WORKBOOKS)
def test_every_sheet_says_of_which_release_date_marking_and_method_it_is(portfolio, address):
    for sheet in book(portfolio, address):
        facts = {row[0]: row[1] for row in sheet.iter_rows(max_row=11, values_only=True)}
        assert facts["Marking"] == "Restricted · Secret · Demonstration state", sheet.title
        assert facts["Method"] == "1", sheet.title
        assert facts["First signed off"] == datetime(2026, 11, 20), sheet.title  # noqa: DTZ001 a cell has no zone
        told = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
        said = "\n".join(str(cell) for cell in told)
        assert all(release.id in said for release in portfolio.releases), sheet.title


@pytest.mark.parametrize("address", WORKBOOKS)
def test_what_a_sheet_says_of_itself_stands_in_short_lines(portfolio, address):
    for state in ("XAC", "XAD", "XAE"):
        portfolio.release(state)
    for sheet in book(portfolio, address):
        first = [row for row in sheet.iter_rows(max_row=8, values_only=True) if row[0]]
        assert max(len(str(cell)) for row in first for cell in row if cell) < 60, sheet.title


@pytest.mark.parametrize("address", WORKBOOKS)
def test_a_date_is_a_date_and_written_in_one_form(portfolio, address):
    cells = [
        cell for sheet in book(portfolio, address) for row in sheet.iter_rows() for cell in row
    ]
    dates = [cell for cell in cells if isinstance(cell.value, datetime)]
    assert {cell.number_format for cell in dates} == {"yyyy-mm-dd"}
    assert [cell.value for cell in cells if "November 2026" in str(cell.value)] == []


def test_each_line_of_the_portfolio_names_its_release_with_date_marking_and_method(portfolio):
    _facts, lines = facts_and_lines(read_csv(portfolio, "/portfolio.csv"))
    named = ("Release", "Signed off", "Marking", "Method")
    for release, marking in zip(portfolio.releases, ("Secret", "Restricted"), strict=True):
        own = {
            tuple(line[name] for name in named) for line in lines if line["Code"] == release.state
        }
        assert own == {(release.id, "2026-11-20", marking, "1")}


@pytest.mark.parametrize("table", ["gaps", "shared"])
def test_a_comparison_names_each_release_in_a_line_of_its_own(portfolio, table):
    address = f"/portfolio/compare.csv?states=XAA,XAB&table={table}"
    facts, _lines = facts_and_lines(read_csv(portfolio, address))
    assert [facts["Alphaland, fictional"], facts["Betaland, fictional"]] == [
        f"release {release.id} ({what}), signed off 2026-11-20, method 1"
        for release, what in zip(
            portfolio.releases, ("scores, gaps, roadmap", "scores and gaps"), strict=True
        )
    ]


def test_the_portfolio_has_a_line_for_each_state_and_area(portfolio):
    _facts, lines = facts_and_lines(read_csv(portfolio, "/portfolio.csv"))
    found = [(line["Code"], line["Practice area"]) for line in lines]
    areas = [area.title for area in portfolio.catalogue.areas]
    assert found == [(state, area) for state in ("XAA", "XAB") for area in areas]


def test_a_score_stands_with_its_range_and_level(portfolio):
    _facts, lines = facts_and_lines(read_csv(portfolio, "/portfolio.csv"))
    line = lines[0]
    named = ("How it is shown", "Score", "Lowest possible", "Highest possible", "Level")
    assert [line[name] for name in named] == ["score", "50.0", "40.0", "60.0", "2"]


def test_where_a_score_is_hidden_there_is_a_word_and_none_in_the_file(portfolio):
    _facts, lines = facts_and_lines(read_csv(portfolio, "/portfolio.csv"))
    line = next(each for each in lines if each["Code"] == "XAB")
    assert [line[name] for name in ("How it is shown", "Score", "Level", "Weakest question")] == [
        "withheld",
        "",
        "",
        "",
    ]


def test_an_area_that_a_state_did_not_have_says_that_nothing_applies(portfolio):
    portfolio.release("XAC", areas={"archives": figures(0.5) | {"target": 3}})
    _facts, lines = facts_and_lines(read_csv(portfolio, "/portfolio.csv"))
    line = next(each for each in lines if each["Practice area"] == "archives")
    assert (line["Code"], line["How it is shown"], line["Score"]) == ("XAA", "nothing applies", "")


def test_figures_are_numbers_in_excel(portfolio):
    sheet = book(portfolio, "/portfolio.xlsx")["States by practice areas"]
    values = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert 50 in [value for value in values if isinstance(value, int | float)]


def test_the_workbook_of_the_portfolio_has_releases_and_sums_too(portfolio):
    names = book(portfolio, "/portfolio.xlsx").sheetnames
    assert names[1:] == ["States by practice areas", "Releases", "How many states stand where"]


def test_the_workbook_of_a_comparison_has_areas_gaps_and_shared_gaps(portfolio):
    names = book(portfolio, "/portfolio/compare.xlsx?states=XAA,XAB").sheetnames
    assert names[1:] == ["Practice areas", "Gaps", "Gaps that several share"]


def test_a_file_holds_only_the_states_that_the_filters_keep(portfolio):
    portfolio.release("XAD")
    rows = read_csv(portfolio, "/portfolio.csv?region=West+Hills")
    _facts, lines = facts_and_lines(rows)
    assert {line["Code"] for line in lines} == {"XAD"}


def test_a_gap_stands_with_its_state_levels_and_leverage(portfolio):
    rows = read_csv(portfolio, CSVS[2])
    _facts, lines = facts_and_lines(rows)
    line = lines[0]
    named = ("Code", "Level now", "Target level", "Levels below target", "Leverage")
    assert [line[name] for name in named] == ["XAA", "0", "3", "3", "3.0"]


def test_a_shared_gap_stands_with_its_sum_and_each_states_level(portfolio):
    _facts, lines = facts_and_lines(read_csv(portfolio, CSVS[3]))
    line = lines[0]
    assert (line["Shared leverage"], line["States"]) == ("6.0", "2")
    assert line["Betaland, fictional: level now"] == "0"


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t"])
def test_a_text_cannot_begin_a_formula_in_csv(portfolio, beginning):
    portfolio.release("XAC", marking=f"{beginning}1+1", title=f"{beginning}cmd")
    for row in read_csv(portfolio, "/portfolio.csv"):
        for value in row:
            assert not value.startswith(("=", "+", "@", "\t", "\r"))
            assert not value.startswith("-") or float(value)


@pytest.mark.parametrize("address", WORKBOOKS)
def test_a_text_cannot_become_a_formula_in_excel(portfolio, address):
    portfolio.release("XAC", marking="=1+1", title="=1+1")
    for sheet in book(portfolio, address.replace("XAB", "XAC")):
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)


@pytest.mark.parametrize("address", CSVS + WORKBOOKS)
def test_a_file_is_handed_out_as_an_attachment_in_a_sandbox(portfolio, address):
    reply = portfolio.get(address)
    assert reply.headers["Content-Disposition"].startswith("attachment; filename=octant-")
    assert "sandbox" in reply.headers["Content-Security-Policy"]


def test_a_file_is_a_look_too(portfolio):
    portfolio.get("/portfolio.csv")
    with portfolio.octant.reading() as session:
        looks = looks_at(session, portfolio.releases[0].id)
    assert [look.place for look in looks] == ["export"]


@pytest.mark.parametrize("address", CSVS + WORKBOOKS)
def test_no_file_is_handed_out_while_nobody_can_note_who_takes_it(portfolio, monkeypatch, address):
    def busy(*_arguments):
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr("donors.looks.note_looks", busy)
    reply = portfolio.get(address)
    assert (reply.status_code, reply.mimetype) == (503, "text/html")
    assert "this cannot be shown to you just now" in reply.text
    monkeypatch.undo()
    assert portfolio.get(address).status_code == 200


def test_a_table_that_there_is_not_is_not_found(portfolio):
    address = "/portfolio/compare.csv?states=XAA,XAB&table=answers"
    assert portfolio.get(address).status_code == 404
