"""The filters of the portfolio: what they offer, and what is said where they leave nothing."""

import html5lib
import pytest

from tests.donors.portfolio_kit import Portfolio, a_donor, a_person


@pytest.fixture
def portfolio(app):
    return Portfolio(app)


def tree_of(reply):
    return html5lib.parse(reply.text, namespaceHTMLElements=False)


def words(node):
    return " ".join("".join(node.itertext()).split())


def offered(reply, name):
    """The values of a filter, by the optgroup that holds them; None where there is no filter."""
    for node in tree_of(reply).iter("select"):
        if node.get("name") == name:
            found = {}
            for parent in node.iter():
                values = [each.get("value") for each in parent.findall("option")]
                if parent.tag in {"select", "optgroup"} and any(values):
                    found[parent.get("label", "")] = [value for value in values if value]
            return found
    return None


def nothing_fits(reply):
    (node,) = [node for node in tree_of(reply).iter("div") if node.get("class") == "empty"]
    return node


def test_a_filter_offers_only_what_holds_a_state_that_released_something(portfolio):
    portfolio.release("XAB")
    page = portfolio.get("/portfolio")
    assert offered(page, "region") == {"": ["East Sea"]}
    assert offered(page, "group") == {"": ["sids"]}


def test_sub_regions_stand_under_their_regions(portfolio):
    for state in ("XAB", "XAD", "XAF"):
        portfolio.release(state)
    assert offered(portfolio.get("/portfolio"), "subregion") == {
        "East Sea": ["Outer East"],
        "West Hills": ["High West", "Low West"],
    }


def test_what_is_chosen_is_offered_though_nothing_of_it_was_released(portfolio):
    portfolio.release("XAA")
    page = portfolio.get("/portfolio?region=West+Hills&group=lldc")
    assert "West Hills" in offered(page, "region")[""]
    assert "lldc" in offered(page, "group")[""]
    assert page.text.count(" selected>") == 2


def test_a_group_to_which_no_such_state_belongs_is_no_filter(portfolio):
    portfolio.release("XAD")
    assert offered(portfolio.get("/portfolio"), "group") is None


def test_where_nothing_is_released_there_are_no_filters(portfolio):
    page = portfolio.get("/portfolio?region=West+Hills")
    assert "No state has released anything to you yet" in page.text
    assert list(tree_of(page).iter("select")) == []


def test_somebody_of_two_donors_can_choose_the_other_where_nothing_is_released(portfolio):
    other = portfolio.write(a_donor, "Another fund")
    both = portfolio.write(a_person, [portfolio.donor, other], "eva@example.org", "Eva")
    page = portfolio.get("/portfolio", portfolio.browser(both))
    assert [node.get("name") for node in tree_of(page).iter("select")] == ["donor"]


def test_filters_that_leave_nothing_are_named_and_each_can_be_cleared(portfolio):
    portfolio.release("XAA")
    page = portfolio.get("/portfolio?region=West+Hills&group=lldc")
    said = nothing_fits(page)
    assert "No state that released something to you fits this choice" in words(said)
    assert [words(each) for each in said.iter("li")] == [
        "Region: West Hills · Clear the region",
        "Group: Landlocked developing countries · Clear the group",
    ]
    assert [link.get("href") for link in said.iter("a")] == [
        "/portfolio?group=lldc",
        "/portfolio?region=West+Hills",
        "/portfolio",
    ]


def test_a_sub_region_that_leaves_nothing_is_named_too(portfolio):
    portfolio.release("XAA")
    page = portfolio.get("/portfolio?subregion=Low+West&others=1")
    assert "Sub-region: Low West · Clear the sub-region" in words(nothing_fits(page))
    assert "Farland" in page.text  # listed as not released, as it was asked


def test_a_cleared_filter_keeps_to_the_donor_that_was_chosen(portfolio):
    other = portfolio.write(a_donor, "Another fund")
    both = portfolio.write(a_person, [portfolio.donor, other], "eva@example.org", "Eva")
    portfolio.release("XAA", donor=other)
    address = f"/portfolio?donor={other.id}&region=West+Hills"
    said = nothing_fits(portfolio.get(address, portfolio.browser(both)))
    links = [link.get("href") for link in said.iter("a")]
    assert links == [f"/portfolio?donor={other.id}"] * 2
