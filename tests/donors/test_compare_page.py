"""Two to six states side by side: their figures, their gaps, and what they share."""

import html
import re

import html5lib
import pytest

from assessment.records.releases import looks_at
from tests.conftest import NOON
from tests.donors.documents import a_gap, figures, hidden
from tests.donors.portfolio_kit import Portfolio, a_donor, a_person

NAMESPACE = "{http://www.w3.org/1999/xhtml}"
BOTH = "/portfolio/compare?states=XAA,XAB"


@pytest.fixture
def portfolio(app):
    return Portfolio(app)


def words(node):
    return " ".join("".join(node.itertext()).split())


def section(reply, name):
    tree = html5lib.parse(reply.text)
    return next(node for node in tree.iter(NAMESPACE + "section") if node.get("id") == name)


def heads(node):
    return [words(each) for each in node.iter(NAMESPACE + "th") if each.get("scope") == "col"]


def test_states_stand_in_order_of_name_however_they_are_named(portfolio):
    portfolio.release("XAA", areas={"lists": figures(0.1)})
    portfolio.release("XAB", areas={"lists": figures(0.9)})
    for address in (BOTH, "/portfolio/compare?states=XAB&states=XAA"):
        found = heads(section(portfolio.get(address), "areas"))
        assert found == ["Practice area", "Alphaland, fictional", "Betaland, fictional"]


def test_codes_may_be_small_letters_and_stand_twice(portfolio):
    portfolio.release("XAA")
    portfolio.release("XAB")
    assert portfolio.get("/portfolio/compare?states=xaa,%20XAB,XAA").status_code == 200


def test_each_state_has_its_octagon_with_its_table(portfolio):
    portfolio.release("XAA")
    portfolio.release("XAB")
    drawn = section(portfolio.get(BOTH), "octagons")
    assert len(list(drawn.iter(NAMESPACE + "figure"))) == 2
    assert len(list(drawn.iter(NAMESPACE + "table"))) == 2


def test_a_state_to_which_nothing_applies_has_no_octagon(portfolio):
    portfolio.release("XAA")
    portfolio.release("XAB", areas={area: {"low": None} for area in ("lists", "licensing")})
    drawn = section(portfolio.get(BOTH), "octagons")
    assert "Nothing applies to this state." in words(drawn)


def test_an_area_stands_with_level_score_and_range_or_the_word_instead(portfolio):
    portfolio.release("XAA", areas={"lists": figures(0.5, 0.1)})
    portfolio.release("XAB", areas={"lists": hidden("withheld", 0.2, 0.8)})
    found = words(section(portfolio.get(BOTH), "areas"))
    assert "50.0" in found
    assert "withheld" in found


def test_the_gaps_of_each_are_the_first_by_leverage(portfolio):
    questions = portfolio.catalogue.questions
    gaps = [a_gap(question, leverage=1.0 - place / 10) for place, question in enumerate(questions)]
    portfolio.release("XAA", gaps=gaps)
    portfolio.release("XAB", gaps=[])
    found = section(portfolio.get(BOTH), "gaps")
    first = next(iter(found.iter(NAMESPACE + "tbody")))
    assert questions[0].text in words(next(iter(first.iter(NAMESPACE + "tr"))))
    assert "No answer lies below its target." in words(found)


def test_a_state_that_released_its_scores_alone_shows_no_gap(portfolio):
    portfolio.release("XAA", "areas")
    portfolio.release("XAB", "areas")
    page = portfolio.get(BOTH)
    assert words(section(page, "gaps")).count("and no gaps.") == 2
    assert "fewer than two of these states released their gaps" in words(section(page, "shared"))


def test_a_gap_that_both_have_is_shared_with_the_level_of_each(portfolio):
    question, other = portfolio.catalogue.questions[:2]
    portfolio.release("XAA", gaps=[a_gap(question, level=0, leverage=0.5)])
    mine = [a_gap(question, level=2, leverage=0.25), a_gap(other, leverage=0.9)]
    portfolio.release("XAB", gaps=mine)
    found = section(portfolio.get(BOTH), "shared")
    (row,) = list(found.iter(NAMESPACE + "tr"))[1:]
    cells = [words(cell) for cell in row.iter(NAMESPACE + "td")]
    assert question.text in words(row)
    assert cells == ["0.75", "2", "0 target 3", "2 target 3"]


def test_many_shared_gaps_are_cut_and_the_rest_is_named(portfolio, monkeypatch):
    monkeypatch.setattr("donors.compare.FIRST_SHARED", 1)
    portfolio.release("XAA")
    portfolio.release("XAB")
    found = section(portfolio.get(BOTH), "shared")
    assert len(list(found.iter(NAMESPACE + "tr"))) == 2
    assert "2 more shared gaps are in the files." in words(found)


@pytest.mark.parametrize(
    ("query", "words_said"),
    [
        ("", "No state was chosen."),
        ("?states=XAA", "One state was chosen"),
        ("?states=XAA,XAB,XAC,XAD,XAE,XAF,XAG", "7 states were chosen"),
    ],
)
def test_another_number_of_states_says_how_to_choose(portfolio, query, words_said):
    for state in ("XAA", "XAB", "XAC", "XAD", "XAE", "XAF", "XAG"):
        portfolio.release(state)
    for file in ("", ".xlsx", ".csv"):
        page = portfolio.get(f"/portfolio/compare{file}{query}")
        assert page.status_code == 422
        assert words_said in page.text
        assert page.text.count('name="states"') == 7


def test_six_states_can_stand_side_by_side(portfolio):
    for state in ("XAA", "XAB", "XAC", "XAD", "XAE", "XAF"):
        portfolio.release(state)
    assert portfolio.get("/portfolio/compare?states=XAA,XAB,XAC,XAD,XAE,XAF").status_code == 200


def test_a_state_that_released_nothing_to_this_donor_is_not_found(portfolio):
    other = portfolio.write(a_donor, "Another fund")
    portfolio.release("XAA")
    portfolio.release("XAB", donor=other, marking="THEIRS")
    page = portfolio.get(BOTH)
    assert page.status_code == 404
    assert "Nothing is released to you now by: Betaland, fictional." in page.text
    assert "THEIRS" not in page.text


def test_a_state_without_a_cycle_is_answered_just_as_one_that_released_to_others(portfolio):
    other = portfolio.write(a_donor, "Another fund")
    portfolio.release("XAA")
    before = portfolio.get(BOTH).text
    portfolio.release("XAB", donor=other)
    assert portfolio.get(BOTH).text == before


@pytest.mark.parametrize("code", ["XZZ", "FRA", "<b>", "'; DROP"])
def test_a_code_that_is_no_state_is_not_found_and_not_repeated(portfolio, code):
    portfolio.release("XAA")
    page = portfolio.client.get("/portfolio/compare", query_string={"states": f"XAA,{code}"})
    assert page.status_code == 404
    assert "The address names a state that is not known." in page.text
    assert code.upper() not in page.text.split("<main", 1)[1]


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_release_that_ended_is_gone_from_the_comparison(portfolio, how):
    portfolio.release("XAA")
    ended = portfolio.release("XAB", until=NOON if how == "expired" else NOON.replace(year=2027))
    if how == "revoked":
        portfolio.revoke(ended)
    page = portfolio.get(BOTH)
    assert page.status_code == 404
    assert ended.id not in page.text


def test_fewer_than_two_releases_say_that_there_is_nothing_to_compare(portfolio):
    portfolio.release("XAA")
    assert "There are not yet two states to compare" in portfolio.get("/portfolio/compare").text


def test_a_look_is_noted_for_the_states_compared_and_no_other(portfolio):
    first, _second, third = (portfolio.release(state) for state in ("XAA", "XAB", "XAC"))
    portfolio.get(BOTH)
    with portfolio.octant.reading() as session:
        assert [look.place for look in looks_at(session, first.id)] == ["compare"]
        assert looks_at(session, third.id) == ()


def test_files_lead_to_the_same_states_and_the_same_donor(portfolio):
    other = portfolio.write(a_donor, "Another fund")
    both = portfolio.write(a_person, [portfolio.donor, other], "eva@example.org", "Eva")
    for state in ("XAA", "XAB"):
        portfolio.release(state, donor=other)
    client = portfolio.browser(both)
    page = portfolio.get(f"{BOTH}&donor={other.id}", client).text
    (address,) = re.findall(r'href="(/portfolio/compare\.xlsx[^"]*)"', page)
    assert other.id in address
    assert portfolio.get(html.unescape(address), client).status_code == 200
