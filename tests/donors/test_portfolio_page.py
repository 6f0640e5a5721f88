"""The portfolio: what was released to one donor, state by state, and nothing else."""

from datetime import timedelta

import html5lib
import pytest

from assessment.records.releases import looks_at
from tests.conftest import NOON
from tests.donors.documents import figures, hidden
from tests.donors.portfolio_kit import Portfolio, a_donor, a_person
from web.i18n import DASH
from web.words import name_order

NAMESPACE = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def portfolio(app):
    return Portfolio(app)


def tree_of(reply):
    return html5lib.parse(reply.text)


def words(node):
    return " ".join("".join(node.itertext()).split())


def lines(reply):
    """The states in the heat map: name to the words of its cells."""
    tree = tree_of(reply)
    (table,) = [node for node in tree.iter(NAMESPACE + "table") if node.get("class") == "heat"]
    found = {}
    for row in list(table.iter(NAMESPACE + "tr"))[1:]:
        head = row.find(NAMESPACE + "th")
        found[words(head)] = [words(cell) for cell in row.iter(NAMESPACE + "td")]
    return found


def names(reply):
    return [name.split(", fictional")[0] for name in lines(reply)]


def looked(portfolio, release):
    with portfolio.octant.reading() as session:
        return [(look.user_name, look.place) for look in looks_at(session, release.id)]


def test_a_state_stands_with_its_level_score_and_range(portfolio):
    portfolio.release(areas={"lists": figures(0.5, 0.1)})
    (cells,) = lines(portfolio.get("/portfolio")).values()
    assert cells[0] == f"2 50.0 40.0{DASH}60.0"


def test_an_area_that_is_not_complete_enough_shows_its_range_and_no_score(portfolio):
    portfolio.release(areas={"lists": hidden("incomplete", 0.2, 0.8)})
    (cells,) = lines(portfolio.get("/portfolio")).values()
    assert cells[0] == f"not complete enough 20.0{DASH}80.0"


def test_a_withheld_area_says_so_apart_from_an_incomplete_one(portfolio):
    portfolio.release(areas={"lists": hidden("withheld"), "licensing": hidden("incomplete")})
    page = portfolio.get("/portfolio").text
    assert '<td class="lv-shut"><span>withheld</span>' in page
    assert '<td class="lv-open"><span>not complete enough</span>' in page


def test_an_area_in_which_nothing_applies_says_so(portfolio):
    portfolio.release(areas={"lists": {"low": None, "high": None}})
    (cells,) = lines(portfolio.get("/portfolio")).values()
    assert cells[0] == "nothing applies"


def test_an_area_that_the_catalogue_does_not_know_stands_under_its_id(portfolio):
    portfolio.release(areas={"archives": figures(0.5) | {"target": 3}})
    heads = [words(node) for node in tree_of(portfolio.get("/portfolio")).iter(NAMESPACE + "th")]
    assert "archives" in heads


def test_a_state_stands_with_its_shares_date_end_scope_and_marking(portfolio):
    portfolio.release(scope="gaps", completeness=0.84, confidence=0.61, marking="Secret")
    (cells,) = lines(portfolio.get("/portfolio")).values()
    assert cells[-4:] == [
        "84 %",
        "61 %",
        "20 November 2026 Secret",
        "scores and gaps 20 February 2027",
    ]


def test_states_stand_in_order_of_name_whatever_their_scores(portfolio):
    for state, point in (("XAD", 0.9), ("XAC", 0.1), ("XAA", 0.5), ("XAB", 0.2)):
        portfolio.release(state, areas={"lists": figures(point)})
    assert names(portfolio.get("/portfolio")) == ["Alphaland", "Betaland", "Çammaland", "Deltaland"]


def test_an_accent_does_not_move_a_name_to_the_end():
    assert sorted(["Zed", "Évora", "Fen"], key=name_order) == ["Évora", "Fen", "Zed"]


def test_the_page_speaks_of_no_rank(portfolio):
    portfolio.release()
    portfolio.release("XAB")
    for address in ("/portfolio", "/portfolio/compare?states=XAA,XAB"):
        assert "rank" not in portfolio.get(address).text.lower()


def test_the_page_is_marked_with_every_marking_it_shows(portfolio):
    portfolio.release("XAA", marking="Secret")
    portfolio.release("XAB", marking="Restricted")
    page = portfolio.get("/portfolio").text
    assert '<div class="marking">Restricted · Secret · Demonstration state</div>' in page


def test_each_state_leads_to_its_released_part(portfolio):
    release = portfolio.release()
    assert f'href="/portfolio/releases/{release.id}"' in portfolio.get("/portfolio").text


def test_a_revoked_release_is_gone_at_once(portfolio):
    release = portfolio.release()
    assert "Alphaland" in portfolio.get("/portfolio").text
    portfolio.revoke(release)
    assert "Alphaland" not in portfolio.get("/portfolio").text


def test_an_expired_release_is_gone(portfolio):
    portfolio.release(until=NOON)
    assert "Alphaland" not in portfolio.get("/portfolio").text


def test_what_was_released_to_another_donor_is_not_there(portfolio):
    other = portfolio.write(a_donor, "Another fund")
    portfolio.release("XAA", donor=other, marking="THEIRS")
    portfolio.release("XAB")
    page = portfolio.get("/portfolio")
    assert names(page) == ["Betaland"]
    assert "THEIRS" not in page.text


def test_nothing_released_says_what_to_do_next(portfolio):
    page = portfolio.get("/portfolio")
    assert "No state has released anything to you yet" in page.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("region=East+Sea", ["Alphaland", "Betaland", "Çammaland"]),
        ("subregion=Outer+East", ["Betaland", "Çammaland"]),
        ("group=ldc", ["Alphaland"]),
        ("group=lldc", ["Çammaland"]),
        ("group=sids", ["Betaland"]),
        ("region=West+Hills", ["Deltaland"]),
    ],
)
def test_a_filter_keeps_the_states_it_names(portfolio, query, expected):
    for state in ("XAA", "XAB", "XAC", "XAD"):
        portfolio.release(state)
    assert names(portfolio.get(f"/portfolio?{query}")) == expected


@pytest.mark.parametrize("query", ["region=Atlantis", "subregion=x", "group=g7", "donor=nobody"])
def test_a_filter_that_names_what_is_not_there_is_not_found(portfolio, query):
    assert portfolio.get(f"/portfolio?{query}").status_code == 404


def test_the_other_states_of_a_region_are_named_as_not_released(portfolio):
    portfolio.release("XAA")
    found = lines(portfolio.get("/portfolio?region=East+Sea&others=1"))
    assert [cells[0] for cells in list(found.values())[1:]] == ["not released to you"] * 2


def test_a_state_with_a_cycle_is_named_just_as_one_without(portfolio):
    portfolio.release("XAA")
    other = portfolio.write(a_donor, "Another fund")
    before = lines(portfolio.get("/portfolio?region=East+Sea&others=1"))
    portfolio.release("XAB", donor=other)
    assert lines(portfolio.get("/portfolio?region=East+Sea&others=1")) == before


def test_without_a_region_no_other_states_are_listed(portfolio):
    portfolio.release("XAA")
    page = portfolio.get("/portfolio?others=1")
    assert len(lines(page)) == 1
    assert "Choose a region" in page.text


def test_how_many_states_stand_where_counts_only_those_shown(portfolio):
    for state, point in (("XAA", 0.5), ("XAB", 0.5), ("XAD", 0.5)):
        portfolio.release(state, areas={"lists": figures(point)})
    page = portfolio.get("/portfolio?region=East+Sea")
    (table,) = [
        node
        for node in tree_of(page).iter(NAMESPACE + "table")
        if "statesums" in (node.get("class") or "")
    ]
    row = list(table.iter(NAMESPACE + "tr"))[1]
    counts = [words(cell) for cell in row.iter(NAMESPACE + "td")]
    assert counts == [DASH, DASH, "2", DASH, DASH, DASH, DASH, "2"]


def test_somebody_of_two_donors_chooses_which(portfolio):
    other = portfolio.write(a_donor, "Another fund")
    both = portfolio.write(a_person, [portfolio.donor, other], "eva@example.org", "Eva")
    client = portfolio.browser(both)
    portfolio.release("XAA")
    portfolio.release("XAB", donor=other)
    page = portfolio.get(f"/portfolio?donor={portfolio.donor.id}", client)
    assert names(page) == ["Alphaland"]
    assert names(portfolio.get(f"/portfolio?donor={other.id}", client)) == ["Betaland"]
    assert f'<input type="hidden" name="donor" value="{portfolio.donor.id}">' in page.text


def test_a_donor_that_is_not_ones_own_is_not_found(portfolio):
    other = portfolio.write(a_donor, "Another fund")
    assert portfolio.get(f"/portfolio?donor={other.id}").status_code == 404


def test_a_look_is_noted_for_each_release_that_was_shown(portfolio):
    seen, unseen = portfolio.release("XAA"), portfolio.release("XAD")
    portfolio.get("/portfolio?region=East+Sea")
    assert looked(portfolio, seen) == [("Dina", "portfolio")]
    assert looked(portfolio, unseen) == []


def test_a_second_look_in_the_hour_is_not_noted_again(portfolio):
    release = portfolio.release()
    for _each in range(3):
        portfolio.get("/portfolio")
    assert looked(portfolio, release) == [("Dina", "portfolio")]


def test_a_look_of_the_next_hour_is_noted(portfolio):
    release = portfolio.release()
    portfolio.get("/portfolio")
    portfolio.octant.clock = lambda: NOON.replace(hour=13)
    portfolio.get("/portfolio")
    assert looked(portfolio, release) == [("Dina", "portfolio")] * 2


def test_a_line_that_was_kept_is_still_asked_for_each_time(portfolio):
    later = NOON + timedelta(minutes=1)
    release = portfolio.release("XAA", until=later)
    assert release.id in portfolio.get("/portfolio").text
    portfolio.octant.clock = lambda: later
    assert release.id not in portfolio.get("/portfolio").text


def test_names_and_markings_cannot_become_markup(portfolio):
    portfolio.release(marking="<b>Secret</b>", title="<i>x</i>")
    for address in ("/portfolio", "/portfolio"):
        assert "<b>Secret</b>" not in portfolio.get(address).text
