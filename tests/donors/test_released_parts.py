"""The page of a release is long: links lead to its parts, and long lists are folded."""

import re

import pytest

from tests.donors.documents import a_package, a_roadmap
from tests.donors.portfolio_kit import Portfolio


@pytest.fixture
def portfolio(app):
    return Portfolio(app)


def page_of(portfolio, **changes):
    release = portfolio.release(**changes)
    return portfolio.get(f"/portfolio/releases/{release.id}").text


def jumps(page):
    nav = page.partition('<nav class="cuts jumps')[2].partition("</nav>")[0]
    return re.findall(r'href="#(\w+)"', nav)


def a_plan_of(portfolio, steps):
    question = portfolio.catalogue.questions[0]
    packages = [a_package(question, 1, 1 + place % 12, 12) for place in range(steps)]
    return a_roadmap(portfolio.catalogue) | {"packages": packages}


@pytest.mark.parametrize(
    ("scope", "parts"),
    [
        ("areas", ["areas", "files"]),
        ("gaps", ["areas", "elements", "gaps", "files"]),
        ("roadmap", ["areas", "elements", "gaps", "roadmap", "unfunded", "files"]),
    ],
)
def test_links_at_the_top_lead_to_the_parts_that_were_released(portfolio, scope, parts):
    page = page_of(portfolio, scope=scope)
    assert jumps(page) == parts
    assert all(f' id="{part}"' in page for part in parts)


def test_no_link_leads_to_steps_that_do_not_fit_where_all_of_them_do(portfolio):
    roadmap = a_roadmap(portfolio.catalogue) | {"unfunded": []}
    assert "unfunded" not in jumps(page_of(portfolio, roadmap=roadmap))


@pytest.mark.parametrize(("steps", "folded"), [(15, False), (16, True)])
def test_a_long_list_of_steps_is_folded_under_its_number(portfolio, steps, folded):
    page = page_of(portfolio, roadmap=a_plan_of(portfolio, steps))
    listed = page.partition("<h3>Steps by quarter</h3>")[2].partition("<table")[0]
    assert (f"<summary>{steps} steps, by the quarter" in listed) == folded
