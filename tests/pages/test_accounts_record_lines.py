"""The record names questions by their text, and tells evidence of one day in a row."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest

from assessment.domain.permissions import Act
from assessment.records import audit
from assessment.services.cycles import open_cycle
from tests.builders import a_catalogue
from tests.conftest import NOON
from tests.databases import counted_queries
from tests.pages.accounts_kit import HERE, World

MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(app):
    return World(app)


@pytest.fixture
def lead(world):
    return world.browser("Lea")


@pytest.fixture
def questions(world):
    return world.octant.catalogue.questions


@pytest.fixture
def note(world):
    """Write a line about a question, some minutes after noon."""

    def written(act, question, minutes=0, actor=None, cycle=None):
        with world.octant.writing() as session:
            moment, who = NOON + minutes * MINUTE, actor or world.lead
            detail = {"question": question}
            audit.record(session, moment, who, act, cycle or world.cycle, detail, state=HERE)
            session.commit()

    return written


def page_of(browser):
    return " ".join(browser.get("/audit?kind=evidence").text.split())


def test_a_question_is_named_by_its_text_with_its_id(lead, note, questions):
    note("add_evidence", questions[0].id)
    told = f"Lea added evidence to “{questions[0].text}” ({questions[0].id}) in Round 1."
    assert told in page_of(lead)
    rows = list(csv.reader(io.StringIO(lead.get("/audit.csv?kind=evidence").text)))
    assert rows[2] == ["2026-11-22T12:00:00+00:00", "Lea", "add_evidence", told]


def test_a_question_that_the_catalogue_does_not_hold_is_named_by_its_id(lead, note):
    note("add_evidence", "lists.gone.law")
    assert "Lea added evidence to lists.gone.law in Round 1." in page_of(lead)


def test_an_earlier_catalogue_is_read_once_for_all_its_lines(world, lead, note):
    older = replace(a_catalogue(), digest="ab" * 32)
    with world.octant.writing() as session:
        cycle = open_cycle(session, world.lead, HERE, "Round 0", older, NOON)
        session.commit()
    question = older.questions[0]
    note("add_evidence", question.id, cycle=cycle.id)
    lead.get("/audit?kind=evidence")
    with counted_queries() as for_one:
        assert f"“{question.text}”" in page_of(lead)
    for minutes in range(5):
        note("add_evidence", question.id, minutes, cycle=cycle.id)
    with counted_queries() as for_six:
        lead.get("/audit?kind=evidence")
    assert len(for_six) == len(for_one)


def test_evidence_of_a_day_is_one_row_that_opens_to_each_line(lead, note, questions):
    for minutes in range(3):
        note("add_evidence", questions[minutes].id, minutes)
    page = page_of(lead)
    assert "Lea added 3 pieces of evidence in Round 1." in page
    assert "22 November 2026, 12:00 to 12:02" in page
    assert page.count("<tr>") - 1 == 1
    for question in questions[:3]:
        assert f"“{question.text}”" in page
    assert "3 lines" in page
    assert len(lead.get("/audit.csv?kind=evidence").text.splitlines()) == 2 + 3


def test_another_act_person_or_day_begins_another_row(world, lead, note, questions):
    omar = world.enrol("Omar", world.lead.grants[0])
    first = questions[0].id
    note("add_evidence", first)
    note("add_evidence", first, 1, omar)
    note("remove_evidence", first, 2, omar)
    note("add_evidence", first, 3, omar)
    note("add_evidence", first, 24 * 60, omar)
    page = page_of(lead)
    assert page.count("<tr>") - 1 == 5
    assert "pieces of evidence" not in page


def test_no_other_lines_are_told_as_one(world, lead):
    with world.octant.writing() as session:
        for _each in range(3):
            audit.record(session, NOON, world.lead, Act.CHANGE_PLAN, world.cycle, state=HERE)
        session.commit()
    assert lead.get("/audit?kind=cycles").text.count("Lea changed the plan of Round 1.") == 3


def test_every_time_in_the_file_has_the_same_form(world, lead):
    with world.octant.writing() as session:
        moment = NOON + timedelta(microseconds=250_001)
        audit.record(session, moment, world.lead, Act.CHANGE_PLAN, world.cycle, state=HERE)
        session.commit()
    rows = list(csv.reader(io.StringIO(lead.get("/audit.csv?kind=cycles").text)))
    assert {row[0] for row in rows[2:]} == {"2026-11-22T12:00:00+00:00"}
