"""The report of a workshop: its page, its Excel file and its PDF say what was voted and agreed."""

import io
import re
from datetime import timedelta

import pypdf
import pytest
from openpyxl import load_workbook

from assessment.domain.response import NoLevel
from assessment.domain.workshop import AgendaPoint, AgendaReason, Participant
from assessment.services.agreements import set_aside
from assessment.services.rooms import Entry, join, participant_of, vote
from assessment.services.workshops import (
    Decision,
    agree,
    close_workshop,
    open_workshop,
    put_to_vote,
    reveal,
    set_agenda,
)
from reports.worker import Worker
from reports.workshop_rows import delegations
from tests.builders import ARMS, BIOLOGICAL, CHEMICAL
from tests.conftest import NOON, token_of

LAW, PRACTICE, LICENCE = "lists.list.law", "lists.list.practice", "licensing.export.law"
PEOPLE = (
    ("Customs", "Officer", "=cmd()"),
    ("Customs", "Officer", ""),
    ("Customs", "Lawyer", ""),
    ("Police", "Analyst", "Pia Lund"),
    ("Police", "Analyst", ""),
)
LEVELS = (0, 1, 3, 3, 4)


@pytest.fixture
def workshop(app, people, cycle):
    """A workshop after one revealed vote, one agreement, and one vote that is open."""
    octant, lead = app.extensions["octant"], people["coordinator"]
    known, ends = octant.catalogue, NOON + timedelta(days=1)
    with octant.writing() as session:
        opened = open_workshop(session, lead, cycle.id, "Port Alder", NOON, ends, NOON)
        points = [AgendaPoint(name, AgendaReason.UNANSWERED) for name in (LAW, PRACTICE)]
        set_agenda(session, lead, opened.id, known, points, NOON)
        seats = [join(session, opened.code, Entry(*who), "192.0.2.1", NOON) for who in PEOPLE]
        put_to_vote(session, lead, opened.id, LAW, known, NOON)
        for token, level in zip(seats, LEVELS, strict=True):
            choices = {ARMS: str(level), CHEMICAL: "2", BIOLOGICAL: "unknown"}
            assert vote(session, participant_of(session, opened.code, token), 1, choices, NOON)
        reveal(session, lead, opened.id, NOON)
        levels = {ARMS: 2, CHEMICAL: 2, BIOLOGICAL: NoLevel.UNKNOWN}
        decision = Decision(LAW, levels, "The act says so.", "Police holds 1.", round=1)
        agree(session, lead, opened.id, known, decision, NOON)
        put_to_vote(session, lead, opened.id, LICENCE, known, NOON)
        session.commit()
    return opened


@pytest.fixture
def at(workshop):
    return f"/cycles/{workshop.cycle}/workshops/{workshop.id}"


def text_of(page):
    return " ".join(page.text.split())


def bare(markup):
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())


def test_a_vote_in_which_nobody_voted_is_one_line(app, people, workshop, lead, at):
    with app.extensions["octant"].writing() as session:
        reveal(session, people["coordinator"], workshop.id, NOON)
        session.commit()
    page = lead.get(f"{at}/report").text
    assert page.count("nobody voted.") == 1
    assert page.count('<table class="fit tallied">') == 1


def test_the_page_says_what_was_agreed_why_and_who_did_not(lead, at):
    text = text_of(lead.get(f"{at}/report"))
    for words in ("The act says so.", "Police holds 1.", "Recorded by Coordinator"):
        assert words in text
    assert "The workshop is still open." in text


def test_a_vote_stands_with_its_distribution_agreement_and_split(lead, at):
    text = text_of(lead.get(f"{at}/report"))
    row = text.split("Conventional arms <span")[1].split("</tr>")[0]
    counts = [cell.split("<")[0] for cell in row.split('<td class="num">')[1:]]
    # 1 + the sum of p log2(1 - |level - 2.2| / 4) over 0, 1, 3, 3, 4.
    assert counts == ["1", "1", "·", "2", "1", "·", "0.37"]
    assert 'class="tag warn">split' in row


def test_a_vote_that_is_open_shows_nothing(lead, at):
    text = text_of(lead.get(f"{at}/report"))
    assert "Vote 2 was not revealed: it shows nothing." in text


def test_what_was_on_the_agenda_and_not_agreed_is_open(lead, at):
    text = text_of(lead.get(f"{at}/report"))
    left = text.split("What stayed open")[1]
    assert f"/questions/{PRACTICE}" in left
    assert "not voted on" in left
    assert f"/questions/{LAW}" not in left


def test_those_who_came_are_counted_by_agency_and_named_only_where_they_said(lead, at):
    text = text_of(lead.get(f"{at}/report"))
    customs = text.split('<th scope="row">Customs</th>')[1].split("</tr>")[0]
    assert ">3<" in customs
    assert "Lawyer, Officer (2)" in customs
    assert "Pia Lund" in text


def test_a_workshop_in_which_nothing_happened_has_its_report(app, people, cycle, lead):
    octant = app.extensions["octant"]
    with octant.writing() as session:
        ends = NOON + timedelta(days=1)
        opened = open_workshop(session, people["coordinator"], cycle.id, "Quiet", NOON, ends, NOON)
        close_workshop(session, people["coordinator"], opened.id, NOON)
        session.commit()
    text = text_of(lead.get(f"/cycles/{cycle.id}/workshops/{opened.id}/report"))
    assert "Nobody has joined." in text
    assert "The workshop was closed without an agreement." in text
    assert "Held on 22 November 2026" in text
    assert "still open" not in text


def sheets(reply):
    book = load_workbook(io.BytesIO(reply.data))
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book
    }


def test_the_excel_file_holds_every_vote_and_agreement(lead, at):
    reply = lead.get(f"{at}/report.xlsx")
    assert reply.headers["Content-Disposition"] == (
        "attachment; filename=octant-workshop-XAA-2026-11-22.xlsx"
    )
    found = sheets(reply)
    assert list(found) == ["Workshop", "Who took part", "Votes", "Agreed", "Still open"]
    arms = next(row for row in found["Votes"] if row[4] == "Conventional arms")
    assert arms[5:13] == [1, 1, 0, 2, 1, 0, 5, 5]
    assert (round(arms[13], 2), arms[14], arms[15]) == (0.37, "yes", 3)
    agreed = [row[2:7] for row in found["Agreed"] if row[0] == LAW]
    assert agreed[0] == [
        "Conventional arms",
        2,
        "partial",
        "The act says so.",
        "Police holds 1.",
    ]
    assert agreed[2][1:3] == [None, "not known"]


def test_every_sheet_says_what_it_is_of(lead, at):
    for rows in sheets(lead.get(f"{at}/report.xlsx")).values():
        words = " ".join(str(cell) for row in rows[:13] for cell in row if cell)
        for each in ("Port Alder", "Demonstration state", "Method", "Catalogue"):
            assert each in words


def test_dates_and_figures_of_the_excel_file_are_what_they_seem(lead, at):
    book = load_workbook(io.BytesIO(lead.get(f"{at}/report.xlsx").data))
    about = {row[0].value: row[1] for row in book["Workshop"].iter_rows()}
    opened, recorded = book["Votes"]["D6"], book["Agreed"]["J6"]
    days = [about[name] for name in ("First day", "Last day")]
    assert [(f"{cell.value:%Y-%m-%d}", cell.number_format) for cell in days] == [
        ("2026-11-22", "yyyy-mm-dd"),
        ("2026-11-23", "yyyy-mm-dd"),
    ]
    for cell in (opened, recorded, about["Made"]):
        assert (cell.value, cell.number_format) == (NOON.replace(tzinfo=None), "yyyy-mm-dd hh:mm")
    assert book["Votes"]["N6"].number_format == "0.00"


def test_every_sheet_carries_its_marking_on_screen_and_on_paper(lead, at):
    book = load_workbook(io.BytesIO(lead.get(f"{at}/report.xlsx").data))
    tables = book.worksheets[1:]
    assert [sheet["A2"].value for sheet in book] == ["Demonstration state"] * 5
    assert {sheet.oddHeader.center.text for sheet in tables} == {"Demonstration state"}


def test_what_people_typed_never_becomes_a_formula(lead, at):
    book = load_workbook(io.BytesIO(lead.get(f"{at}/report.xlsx").data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("=cmd()" in str(cell.value) for cell in cells)
    assert [cell for cell in cells if cell.data_type == "f"] == []


SAID = "Agreed, then set aside by Coordinator on 22 November 2026: =A law came."


@pytest.fixture
def taken_back(app, people, cycle, workshop):
    """The agreement of the workshop, set aside."""
    with app.extensions["octant"].writing() as session:
        set_aside(session, people["coordinator"], cycle.id, LAW, 1, "=A law came.", NOON)
        session.commit()


def test_an_agreement_that_was_set_aside_is_open_and_says_what_it_was(lead, at, taken_back):
    text = text_of(lead.get(f"{at}/report"))
    settled, left = text.split("What stayed open")
    assert SAID not in settled
    assert f"/questions/{LAW}" not in settled
    for words in (SAID, "The act says so.", "Police holds 1.", f"/questions/{LAW}"):
        assert words in left
    assert "No agreement stands 1 agreement was set aside. It is shown below." in bare(settled)


def test_the_excel_file_says_what_was_set_aside_and_counts_it_as_open(lead, at, taken_back):
    found = sheets(lead.get(f"{at}/report.xlsx"))
    figures = {row[0]: row[1] for row in found["Workshop"]}
    assert (figures["Questions agreed"], figures["Questions left open"]) == (0, 3)
    assert [row[-1] for row in found["Agreed"] if row[0] == LAW] == [SAID] * 3
    assert [row[-1] for row in found["Still open"] if row[0] in {LAW, PRACTICE}] == [SAID, None]


def test_the_pdf_says_what_was_set_aside(app, lead, workshop, at, taken_back, asked):
    assert Worker(app).work_one()
    pdf = pypdf.PdfReader(io.BytesIO(lead.get(f"{asked}.pdf").data))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert SAID in text.split("What was agreed", 1)[1]
    # Cover, summary with what was agreed, and what stayed open: no page is begun without need.
    assert len(pdf.pages) == 3
    assert "No agreement stands. 1 agreement was set aside." in text
    assert "Planned from 22 November 2026 to 23 November 2026" in text


@pytest.fixture
def asked(lead, at):
    """The address of the PDF that was asked for."""
    page = lead.get(f"{at}/report")
    reply = lead.post(f"{at}/reports", data={"csrf_token": token_of(page)})
    assert reply.status_code == 303
    return reply.location


def test_the_pdf_is_made_and_handed_out(app, lead, at, asked):
    assert "Waiting for its turn" in lead.get(asked).text
    assert lead.get(f"{asked}.pdf").status_code == 404
    assert Worker(app).work_one()
    assert f"{asked}.pdf" in lead.get(asked).text
    reply = lead.get(f"{asked}.pdf")
    assert reply.headers["Content-Disposition"].startswith(
        "attachment; filename=octant-workshop-XAA"
    )
    pdf = pypdf.PdfReader(io.BytesIO(reply.data))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    for words in ("Port Alder", "The act says so.", "Police holds 1.", "not revealed", "Pia Lund"):
        assert words in text
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in pdf.trailer["/Root"]["/Metadata"].get_data()
    assert f"{asked}.pdf" in lead.get(f"{at}/report").text


def test_a_pdf_of_a_workshop_is_no_roadmap(app, lead, workshop, asked):
    job = asked.rpartition("/")[2]
    assert lead.get(f"/cycles/{workshop.cycle}/reports/{job}").status_code == 404
    page = lead.get(f"/cycles/{workshop.cycle}/roadmap").text
    assert job not in page


def test_a_pdf_is_found_at_its_own_workshop_alone(app, people, cycle, lead, asked):
    with app.extensions["octant"].writing() as session:
        ends = NOON + timedelta(days=1)
        other = open_workshop(session, people["coordinator"], cycle.id, "Two", NOON, ends, NOON)
        session.commit()
    job = asked.rpartition("/")[2]
    assert lead.get(f"/cycles/{cycle.id}/workshops/{other.id}/reports/{job}").status_code == 404


@pytest.mark.parametrize("ending", ["report", "report.xlsx"])
def test_another_state_learns_nothing_of_a_workshop(signed_in, at, ending):
    assert signed_in("stranger").get(f"{at}/{ending}").status_code == 404


def test_the_largest_delegation_comes_first():
    people = [
        Participant(str(number), "w", agency, "Officer", "", NOON)
        for number, agency in enumerate(("Navy", "Customs", "Customs", "Army"))
    ]
    assert [one.agency for one in delegations(tuple(people))] == ["Customs", "Army", "Navy"]
