"""Nothing of a release is shown to whom the state would not see: a busy Octant says so instead."""

import pytest
from sqlalchemy.exc import OperationalError

from assessment.records.releases import looks_at
from assessment.services import comparisons
from tests.donors.portfolio_kit import Portfolio

PAGES = ("/portfolio", "/portfolio/compare?states=XAA,XAB", "/portfolio/releases/{id}")
SECRET = "zq-secret-marking"


@pytest.fixture
def portfolio(app):
    return Portfolio(app)


@pytest.fixture
def busy(monkeypatch):
    """Another writer holds the database when a look is to be noted."""

    def refuse(*_arguments):
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr("donors.looks.note_looks", refuse)


@pytest.mark.parametrize("address", PAGES)
def test_no_page_is_shown_while_nobody_can_note_who_looks(portfolio, busy, address):
    release = portfolio.release("XAA", marking=SECRET)
    portfolio.release("XAB")
    page = portfolio.get(address.format(id=release.id))
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "Octant is busy, so this cannot be shown to you just now" in page.text
    assert SECRET not in page.text


@pytest.mark.parametrize(
    ("address", "place"), list(zip(PAGES, ("portfolio", "compare", "state"), strict=True))
)
def test_the_page_is_there_and_the_look_too_once_it_can_be_noted(
    portfolio, busy, monkeypatch, address, place
):
    release = portfolio.release("XAA")
    portfolio.release("XAB")
    portfolio.get(address.format(id=release.id))
    monkeypatch.setattr("donors.looks.note_looks", comparisons.note_looks)
    assert portfolio.get(address.format(id=release.id)).status_code == 200
    with portfolio.octant.reading() as session:
        looks = looks_at(session, release.id)
    assert [(look.user_name, look.place) for look in looks] == [("Dina", place)]


def test_a_page_whose_look_was_noted_before_is_there_however_busy(portfolio, monkeypatch):
    portfolio.release("XAA")
    assert portfolio.get("/portfolio").status_code == 200
    monkeypatch.setattr("donors.looks.note_looks", None)
    assert portfolio.get("/portfolio").status_code == 200


def test_an_empty_portfolio_has_nothing_to_note(portfolio, busy):
    assert portfolio.get("/portfolio").status_code == 200
