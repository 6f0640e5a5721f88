"""A question of an assessment that takes no more answers: why, and what was said, as text."""

import pytest

from assessment.domain.cycle import CycleStatus
from assessment.services.cycles import cycle_of, move_cycle
from tests.conftest import NOON
from tests.databases import SIA, sign
from tests.pages.questionnaire_kit import PEOPLE, address, save

ANA = PEOPLE["ana"]


@pytest.fixture
def signed(app, ana, cycle):
    """The cycle, signed off with one answer that has a comment."""
    save(ana, cycle, version="0", level_arms="3", comment="Act 12 of 2019\nand its decree")
    octant = app.extensions["octant"]
    with octant.writing() as session:
        sign(session, cycle, octant.catalogue, NOON, lead=ANA, signatory=SIA)
        session.commit()
    return cycle


def test_a_signed_assessment_says_when_it_was_signed(ana, signed):
    for place in (address(signed), f"/cycles/{signed}/elements/lists.list"):
        page = ana.get(place).text
        told = "This assessment was signed off on 22 November 2026. You can read it, not change it."
        assert told in page, place


def test_an_archived_assessment_says_that_it_is_archived(app, ana, signed):
    with app.extensions["octant"].writing() as session:
        version = cycle_of(session, ANA, signed).version
        move_cycle(session, ANA, signed, CycleStatus.ARCHIVED, version, NOON)
        session.commit()
    assert "This assessment is archived. You can read it" in ana.get(address(signed)).text


def test_who_only_reads_meets_text_and_no_empty_boxes(ana, signed):
    page = ana.get(address(signed)).text
    assert '<dt>Comment</dt><dd class="said">Act 12 of 2019\nand its decree</dd>' in page
    for gone in ("<textarea", 'name="reason"', "Why it does not apply", "What a reader should"):
        assert gone not in page


def test_where_nothing_was_written_nothing_is_shown(ana, signed):
    page = ana.get(address(signed, "lists.list.practice")).text
    assert "<dt>Comment</dt>" not in page
    element = ana.get(f"/cycles/{signed}/elements/lists.list").text
    assert element.count("Comment and reason") == 1
