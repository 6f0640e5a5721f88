"""The laws of METHOD.md 2 to 5, on assessments drawn at random."""

from dataclasses import asdict, replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.domain.catalogue import Family
from assessment.domain.gaps import find_gaps
from assessment.domain.obligations import standings
from assessment.domain.packages import work_packages
from assessment.domain.planning import plan_roadmap
from assessment.domain.response import NoLevel, is_answered
from assessment.domain.scoring import score, score_area
from tests import reference
from tests.assessments import an_assessment

assessments = st.randoms(use_true_random=False).map(an_assessment)
CLOSE = 1e-12  # a sum in another order may differ in its last bit

calm = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def parts_of(card):
    cuts = (card.areas, card.elements, card.aspects, card.families)
    cuts += (card.area_aspects, card.area_families)
    return [card.overall, *(part for cut in cuts for part in cut.values())]


def changed(responses, question, family, answer):
    response = responses[question]
    levels = {**response.levels, family: answer}
    return {**responses, question: replace(response, levels=levels)}


def cells_of(responses, wanted):
    return [
        (question, family)
        for question, response in responses.items()
        for family, answer in response.levels.items()
        if wanted(answer)
    ]


@calm
@given(assessments)
def test_scores_are_those_of_the_plain_reading(assessment):
    card = score(*assessment)
    expected = reference.score(*assessment)
    for place, figures in expected.items():
        part = getattr(card, place[0])
        part = part[place[1]] if len(place) > 1 else part
        found = asdict(part)
        del found["weakest"]
        assert found == {key: pytest.approx(value, abs=1e-9) for key, value in figures.items()}
    cuts = (card.areas, card.elements, card.aspects, card.families)
    cuts += (card.area_aspects, card.area_families)
    assert len(expected) == 1 + sum(map(len, cuts))


@calm
@given(assessments)
def test_standings_are_those_of_the_plain_reading(assessment):
    found = {
        key: (s.force, s.status, s.point, s.low, s.high)
        for key, s in standings(*assessment).items()
    }
    expected = reference.standings(*assessment)
    assert found == {
        key: (force, status, *(pytest.approx(figure, abs=1e-9) for figure in figures))
        for key, (force, status, *figures) in expected.items()
    }


@calm
@given(assessments)
def test_gaps_are_those_of_the_plain_reading(assessment):
    gaps = find_gaps(*assessment)
    found = {(g.question, g.family): (g.level, g.target, g.reuse, g.leverage) for g in gaps}
    expected = reference.gaps(*assessment)
    assert found == {
        key: (*rest, pytest.approx(lev, abs=1e-9)) for key, (*rest, lev) in expected.items()
    }
    assert all(gap.shortfall == gap.target - gap.level for gap in gaps)


@calm
@given(assessments)
def test_packages_are_those_of_the_plain_reading(assessment):
    found = {
        p.key: (p.families, p.effort, p.effort_separate, p.quarters, p.value, set(p.waits_for))
        for p in work_packages(*assessment)
    }
    expected = reference.packages(*assessment)
    assert found == {
        key: (families, *(pytest.approx(figure) for figure in figures), waits)
        for key, (families, *figures, waits) in expected.items()
    }


@calm
@given(assessments)
def test_every_figure_is_from_0_to_1_and_the_point_lies_in_its_range(assessment):
    for part in parts_of(score(*assessment)):
        for figure in (part.point, part.low, part.high, part.floor, part.completeness):
            assert figure is None or 0 <= figure <= 1
        if part.point is not None:
            assert part.low - CLOSE <= part.point <= part.high + CLOSE
            assert part.floor <= part.point + CLOSE


@calm
@given(assessments, st.randoms(use_true_random=False))
def test_raising_a_level_never_lowers_a_score(assessment, random: Random):
    catalogue, profile, responses = assessment
    cells = cells_of(responses, lambda answer: is_answered(answer) and answer < 4)
    if not cells:
        return
    question, family = random.choice(cells)
    level = responses[question].levels[family]
    raised = changed(responses, question, family, random.randint(level + 1, 4))
    before = parts_of(score(catalogue, profile, responses))
    after = parts_of(score(catalogue, profile, raised))
    for old, new in zip(before, after, strict=True):
        for name in ("point", "low", "high", "floor", "band"):
            if getattr(old, name) is not None:
                assert getattr(new, name) >= getattr(old, name) - CLOSE


@calm
@given(assessments, st.randoms(use_true_random=False))
def test_finding_out_narrows_every_range(assessment, random: Random):
    catalogue, profile, responses = assessment
    cells = cells_of(responses, lambda answer: answer in (NoLevel.UNKNOWN, NoLevel.WITHHELD))
    if not cells:
        return
    known = changed(responses, *random.choice(cells), random.randint(0, 4))
    before = parts_of(score(catalogue, profile, responses))
    after = parts_of(score(catalogue, profile, known))
    for old, new in zip(before, after, strict=True):
        if old.low is not None:
            assert new.low >= old.low - CLOSE
            assert new.high <= old.high + CLOSE


@calm
@given(assessments, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(assessment, random: Random):
    catalogue, profile, responses = assessment
    shuffled = {
        question: replace(response, levels=dict(reversed(response.levels.items())))
        for question, response in random.sample(list(responses.items()), len(responses))
    }
    assert score(catalogue, profile, responses) == score(catalogue, profile, shuffled)
    assert find_gaps(catalogue, profile, responses) == find_gaps(catalogue, profile, shuffled)


@calm
@given(assessments)
def test_an_area_in_which_nothing_applies_vanishes(assessment):
    catalogue, profile, responses = assessment
    gone, *rest = catalogue.areas
    ids = {question.id for question in gone.questions}
    nothing = {
        question.id: replace(
            next(iter(responses.values())),
            question=question.id,
            levels=dict.fromkeys(question.families, NoLevel.NOT_APPLICABLE),
        )
        for question in gone.questions
    } if responses else {}  # fmt: skip
    others = {key: value for key, value in responses.items() if key not in ids}
    without = replace(catalogue, areas=tuple(rest))
    card = score(catalogue, profile, {**others, **nothing})
    if nothing:
        assert card.overall == score(without, profile, others).overall
        assert card.areas[gone.id].low is None


@calm
@given(assessments)
def test_each_area_alone_has_the_figures_of_the_whole(assessment):
    card = score(*assessment)
    for area in assessment[0].areas:
        part, elements = score_area(*assessment, area.id)
        assert part == card.areas[area.id]
        assert elements == {element.id: card.elements[element.id] for element in area.elements}


@calm
@given(
    assessments,
    st.integers(0, 14),
    st.floats(0, 20),
    st.none() | st.floats(0, 300_000),
)
def test_every_roadmap_is_feasible(assessment, quarters, capacity, budget):
    packages = work_packages(*assessment)
    roadmap = plan_roadmap(packages, quarters, capacity, budget)
    planned = {entry.package.key: entry for entry in roadmap.planned}
    existing = {package.key for package in packages}
    load = [0.0] * (quarters + 1)
    for entry in roadmap.planned:
        assert 1 <= entry.start <= entry.end <= quarters
        assert entry.end - entry.start + 1 == entry.package.quarters
        for key in entry.package.waits_for:
            assert key in existing
            assert planned[key].end < entry.start
        for quarter in range(entry.start, entry.end + 1):
            load[quarter] += entry.package.effort / entry.package.quarters
    assert all(effort <= capacity + 1e-6 for effort in load)
    assert roadmap.load == pytest.approx(tuple(load[1:]))
    if budget is not None:
        assert sum(entry.package.cost for entry in roadmap.planned) <= budget + 1e-6
    assert len(planned) + len(roadmap.unfunded) == len(packages)
    assert not planned.keys() & {package.key for package in roadmap.unfunded}
    assert roadmap == plan_roadmap(packages, quarters, capacity, budget)


@calm
@given(assessments)
def test_a_cell_of_all_families_is_in_no_family_cut(assessment):
    catalogue, profile, _ = assessment
    card = score(*assessment)
    expected = sum(
        cell is not Family.ALL and cell in profile.families
        for question in catalogue.questions
        for cell in question.families
    )
    assert sum(part.applicable for part in card.families.values()) <= expected
