"""A state agrees to what the preview shows: no file and no PDF of a release holds more."""

import csv
import io
import re
from datetime import datetime
from random import Random

import html5lib
import pypdf
import pytest
from openpyxl import load_workbook

from reports.worker import Worker
from tests.conftest import send
from tests.donors.documents import a_document, a_gap, a_package, a_roadmap, figures, hidden
from tests.donors.test_offers_pages import Sharing
from web.i18n import day

TABLES = ("areas", "elements", "gaps", "roadmap")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# What only a file says: how it names what the page shows by a bar, a badge or its place.
OWN_WORDS = {None, "", "score", "yes", "no"}
# Facts of the file itself, and of the state whose page it is.
OWN_FACTS = {"Table", "Release", "State", "Marking"}
# A figure of the PDF: not the number of a page or of a line.
ON_PAPER = re.compile(r"(?<![.\d])\d[\d,]*\.\d+(?![.\d])|\$\d[\d,]*|\d+(?=.?%)")


def awkward(catalogue):
    """A full release in which no two figures are alike and none is round."""
    random = Random(20261122)

    def share():
        return random.uniform(0.05, 0.95)

    def part(**changes):
        own = figures(share(), 0.0417)
        named = ("floor", "stovepipe", "completeness", "confidence")
        return own | {name: share() for name in named} | changes

    def withheld():
        return hidden("withheld", share() / 3, share() / 3 + 0.6) | {"stovepipe": share()}

    elements = {each.id: part() for each in catalogue.elements}
    elements[catalogue.elements[0].id] = withheld()
    gaps = [
        a_gap(question, family, place % 3, 3, random.uniform(0.01, 4), reuse=place % 2 == 1)
        for question in catalogue.questions
        for place, family in enumerate(question.families)
    ]
    packages = [
        a_package(question, 2, 1 + place, 2 + place)
        | {"effort": random.uniform(1, 9), "cost": random.uniform(1e3, 9e4), "value": share() * 9}
        for place, question in enumerate(catalogue.questions)
    ]
    totals = ("effort_integrated", "effort_stovepiped", "cost_integrated", "cost_stovepiped")
    roadmap = a_roadmap(catalogue) | {
        "packages": packages,
        "unfunded": [packages[0] | {"effort": 7.0712, "value": 3.3344}],
        "capacity": 20.26,
        **{name: random.uniform(100, 900) for name in totals},
    }
    return a_document(
        catalogue,
        areas={area.id: part(target=3) for area in catalogue.areas[1:]}
        | {catalogue.areas[0].id: withheld() | {"target": 3}},
        elements=elements,
        gaps=gaps,
        roadmap=roadmap,
        completeness=0.7351,
        confidence=0.6149,
    )


def text_of(page):
    """The words of a page, drawings and folded tables too."""
    main = next(html5lib.parse(page.text).iter("{http://www.w3.org/1999/xhtml}main"))
    return " ".join(" ".join(main.itertext()).split())


def numbers_in(text):
    return {float(found.replace(",", "")) for found in NUMBER.findall(text)}


@pytest.fixture
def shown(app, signed_in, people, cycle, monkeypatch):
    """A full release of an awkward document: its preview's text, and how its donor fetches."""
    sharing = Sharing(app, signed_in, people, cycle)
    document = awkward(app.extensions["octant"].catalogue)
    monkeypatch.setattr("assessment.services.releases.release_document", lambda *_all: document)
    preview = sharing.post("coordinator", "/releases/preview", scope="roadmap")
    sharing.released(scope="roadmap")
    (release,) = sharing.open_to_donor()
    donor = signed_in("donor")
    address = f"/portfolio/releases/{release.id}"
    return text_of(preview), donor, address


def untold(values, text):
    """Those values of a file that the text does not have, figures as figures."""
    told = numbers_in(text)
    missing = []
    for value in values:
        if isinstance(value, int | float):
            found = float(value) in told
        elif isinstance(value, datetime):
            found = day(value.date()) in text
        else:
            found = value in OWN_WORDS or " ".join(value.split()) in text
        if not found:
            missing.append(value)
    return missing


def read(value):
    """A cell of a CSV as the value that it is."""
    if re.fullmatch(r"\d+(\.\d+)?", value):
        return float(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return datetime.fromisoformat(value)
    return value


def test_every_value_of_the_workbook_stands_in_the_preview(app, shown):
    text, donor, address = shown
    about, *sheets = load_workbook(io.BytesIO(donor.get(f"{address}.xlsx").data))
    found = [row[1] for row in about.iter_rows(min_row=4, values_only=True) if told_fact(row)]
    for sheet in sheets:
        rows = list(sheet.iter_rows(values_only=True))
        head = next(place for place, row in enumerate(rows) if row[0] is None) + 1
        found += [row[1] for row in rows[: head - 1] if told_fact(row)]
        found += [value for row in rows[head + 1 :] for value in row]
    assert [sheet.title for sheet in sheets] == ["Practice areas", "Elements", "Gaps", "Roadmap"]
    with app.test_request_context():
        assert untold(found, text) == []


def told_fact(row):
    return row[0] is not None and row[0] not in OWN_FACTS


@pytest.mark.parametrize("table", TABLES)
def test_every_value_of_a_csv_stands_in_the_preview(app, shown, table):
    text, donor, address = shown
    reply = donor.get(f"{address}/{table}.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(reply)))
    cut = rows.index([])
    facts = [read(row[1]) for row in rows[:cut] if row[0] not in OWN_FACTS]
    lines = [read(value) for row in rows[cut + 2 :] for value in row]
    assert lines
    with app.test_request_context():
        assert untold(facts + lines, text) == []


def test_every_figure_of_the_pdf_stands_in_the_preview(app, shown):
    text, donor, address = shown
    asked = send(donor, f"{address}/reports", form_page="/account").location
    assert Worker(app).work_one()
    pages = pypdf.PdfReader(io.BytesIO(donor.get(f"{asked}.pdf").data)).pages
    paper = " ".join(" ".join(page.extract_text().split()) for page in pages)
    told = numbers_in(text)
    # The drawing of the plan rounds what the list beside it has with two decimals.
    told |= {round(figure, 1) for figure in told}
    found = {float(figure.strip("$").replace(",", "")) for figure in ON_PAPER.findall(paper)}
    assert len(found) > 30
    assert sorted(found - told) == []


def test_the_page_of_the_donor_says_what_the_preview_said(shown):
    text, donor, address = shown
    page = text_of(donor.get(address))
    assert numbers_in(text) - numbers_in(page) <= {31.0}  # the form's own last day
