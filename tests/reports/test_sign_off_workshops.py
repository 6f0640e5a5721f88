"""The sign-off page names the workshops that are still open, and forbids nothing for them."""

from datetime import timedelta

import pytest

from assessment.domain.workshop import AgendaPoint, AgendaReason
from assessment.services.workshops import close_workshop, open_workshop, set_agenda
from tests.conftest import NOON
from tests.reports.test_sign_off_pages import review, sign


@pytest.fixture
def held(app, people, cycle):
    """A function that opens a workshop with so many questions on its agenda."""
    octant, actor = app.extensions["octant"], people["coordinator"]

    def opened(title, questions):
        with octant.writing() as session:
            ends = NOON + timedelta(hours=4)
            made = open_workshop(session, actor, cycle.id, title, NOON, ends, NOON)
            asked = [each.id for each in octant.catalogue.questions][:questions]
            points = [AgendaPoint(each, AgendaReason.CHOSEN) for each in asked]
            set_agenda(session, actor, made.id, octant.catalogue, points, NOON)
            session.commit()
        return made

    return opened


def text_of(client, at):
    return " ".join(client.get(f"{at}/sign-off").text.split())


def test_no_workshop_is_named_where_none_is_open(lead, at):
    assert "still open:" not in text_of(lead, at)


def test_before_the_review_an_open_workshop_is_named_with_what_it_leaves(lead, at, held):
    workshop = held("Capital", 2)
    text = text_of(lead, at)
    assert "Before you send it to review" in text
    assert "1 workshop is still open:" in text
    assert f'href="{at}/workshops/{workshop.id}">Capital</a>, 2 questions of its agenda are' in text


def test_every_open_workshop_is_named_and_no_closed_one(app, people, lead, at, held):
    held("Capital", 1)
    held("Harbour", 0)
    closed = held("Rehearsal", 1)
    with app.extensions["octant"].writing() as session:
        close_workshop(session, people["coordinator"], closed.id, NOON)
        session.commit()
    text = text_of(lead, at)
    assert "2 workshops are still open:" in text
    assert "Capital</a>, 1 question of its agenda is not agreed" in text
    assert "Harbour</a>, no question is on its agenda" in text
    assert "Rehearsal" not in text


def test_who_may_not_run_it_reads_of_it_without_a_link(lead, signatory, at, held):
    held("Capital", 1)
    review(lead, at)
    text = text_of(signatory, at)
    assert "Before you sign" in text
    assert "still open: Capital, 1 question of its agenda is not agreed." in text


def test_an_open_workshop_forbids_neither_review_nor_signature(lead, signatory, at, held):
    workshop = held("Capital", 1)
    assert review(lead, at).status_code == 303
    assert sign(signatory, at).status_code == 303
    after = text_of(lead, at)
    assert f'href="{at}/workshops/{workshop.id}">Close the workshop Capital</a>' in after
    assert "still open:" not in after
    assert "Close the workshop" not in text_of(signatory, at)
