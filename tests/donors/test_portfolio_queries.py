"""The portfolio and a comparison take as many queries for many states as for few."""

import pytest

from tests.databases import counted_queries
from tests.donors.portfolio_kit import STATES, Portfolio

MOST = 12
ADDRESSES = (
    "/portfolio",
    "/portfolio.csv",
    "/portfolio.xlsx",
    "/portfolio?region=East+Sea&others=1",
)
SIDES = ("/portfolio/compare", "/portfolio/compare.csv", "/portfolio/compare.xlsx")


@pytest.fixture
def portfolio(app):
    return Portfolio(app)


def queries(portfolio, address):
    with counted_queries() as statements:
        assert portfolio.get(address).status_code == 200
    return len(statements)


@pytest.mark.parametrize("address", ADDRESSES)
def test_many_states_take_no_more_queries_than_one(portfolio, address):
    portfolio.release("XAA")
    one = queries(portfolio, address)
    for state in STATES[1:]:
        portfolio.release(state.code)
    assert queries(portfolio, address) == one <= MOST


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_second_look_takes_three_queries(portfolio, address):
    portfolio.release("XAA")
    queries(portfolio, address)
    assert queries(portfolio, address) == 3


@pytest.mark.parametrize("address", SIDES)
def test_six_states_side_by_side_take_no_more_queries_than_two(portfolio, address):
    for state in STATES[:6]:
        portfolio.release(state.code)
    two = queries(portfolio, f"{address}?states=XAA,XAB")
    portfolio.octant.rooms.clear()
    assert queries(portfolio, f"{address}?states=XAA,XAB,XAC,XAD,XAE,XAF") <= two <= MOST
