"""METHOD.md 2: the kinds of nothing, weights, the band and its cap."""

from dataclasses import replace

from assessment.domain.catalogue import Aspect, Family, Participation
from assessment.domain.lattice import lattice_of
from assessment.domain.response import NoLevel, Targets
from assessment.domain.scoring import Progress, progress, score
from tests.builders import (
    ALL,
    ARMS,
    BIOLOGICAL,
    CHEMICAL,
    FULL,
    NUCLEAR,
    a_catalogue,
    a_profile,
    a_question,
    an_obligation,
    answers,
)

NOT_APPLICABLE, UNKNOWN, WITHHELD = NoLevel.NOT_APPLICABLE, NoLevel.UNKNOWN, NoLevel.WITHHELD
PARTY = a_profile(participation={"att": Participation.PARTY})


def one(families=ALL, **changes):
    """A catalogue of the one question lists.list.law, serving att-1 in full."""
    question = a_question("lists.list.law", families=families, serves={"att-1": FULL}, **changes)
    return a_catalogue([question], obligations=[an_obligation("att-1")])


def test_with_no_answer_there_is_a_range_and_no_point():
    overall = score(one(), PARTY, {}).overall
    assert (overall.point, overall.low, overall.high, overall.floor) == (None, 0, 1, None)
    assert (overall.completeness, overall.confidence, overall.band) == (0, None, None)


def test_where_nothing_applies_there_is_nothing():
    card = score(one(), PARTY, answers(lists__list__law={Family.ALL: NOT_APPLICABLE}))
    overall = card.overall
    assert (overall.point, overall.low, overall.high, overall.completeness) == (None,) * 4
    assert card.questions == {"lists.list.law": None}


def test_withheld_and_unknown_widen_the_range_alike():
    levels = {ARMS: 4, NUCLEAR: UNKNOWN, CHEMICAL: WITHHELD, BIOLOGICAL: NOT_APPLICABLE}
    overall = score(one(tuple(levels)), PARTY, answers(lists__list__law=levels)).overall
    assert (overall.point, overall.low, overall.high) == (1, 1 / 3, 1)
    assert overall.completeness == 1 / 3


def test_a_family_out_of_scope_has_no_cells():
    arms_only = replace(PARTY, families=(ARMS,))
    card = score(one((ARMS, CHEMICAL)), arms_only, answers(lists__list__law={ARMS: 4, CHEMICAL: 0}))
    assert (card.overall.point, card.overall.applicable) == (1, 1)
    assert set(card.families) == {ARMS}


def test_a_question_with_no_cell_in_scope_is_left_out_everywhere():
    arms_only = replace(PARTY, families=(ARMS,))
    given = answers(lists__list__law={CHEMICAL: 0})
    assert score(one((CHEMICAL,)), arms_only, given).questions == {}
    assert progress(one((CHEMICAL,)), arms_only, given) == Progress(0, 0, 0, 0)


def test_a_question_counts_by_its_weight_in_its_element():
    catalogue = a_catalogue([a_question("a.e.x", weight=3), a_question("a.e.y")], obligations=[])
    given = answers(a__e__x={Family.ALL: 4}, a__e__y={Family.ALL: 0})
    assert score(catalogue, PARTY, given).overall.point == 3 / 4


def test_elements_count_alike_however_many_questions_they_have():
    questions = [a_question("a.e.x"), a_question("a.e.y"), a_question("a.f.x")]
    full, none = {Family.ALL: 4}, {Family.ALL: 0}
    given = answers(a__e__x=full, a__e__y=full, a__f__x=none)
    assert score(a_catalogue(questions), PARTY, given).overall.point == 1 / 2


def on_a_foundation(level, *, marked):
    """Four full questions and one at `level`, marked as a foundation or not."""
    questions = [a_question(f"a.e.q{number}") for number in range(4)]
    questions.append(a_question("a.e.base", foundation=marked))
    full = {f"a__e__q{number}": {Family.ALL: 4} for number in range(4)}
    given = answers(**full, a__e__base={Family.ALL: level})
    return score(a_catalogue(questions), PARTY, given).overall


def test_a_weak_foundation_caps_the_band_and_not_the_score():
    part = on_a_foundation(1, marked=True)
    assert (part.point, part.band, part.weak_foundations) == (0.85, 1, ("a.e.base",))


def test_a_foundation_above_a_quarter_caps_nothing():
    # (4 + 2/4) / 5 = 0.9, and 4 x 0.9 + 0.5 = 4.1.
    part = on_a_foundation(2, marked=True)
    assert (part.band, part.weak_foundations) == (4, ())


def test_a_weak_question_that_is_no_foundation_caps_nothing():
    part = on_a_foundation(1, marked=False)
    assert (part.band, part.weak_foundations) == (3, ())


def test_no_stovepipe_where_no_question_has_two_answered_cells():
    given = answers(lists__list__law={ARMS: 4, CHEMICAL: UNKNOWN})
    assert score(one((ARMS, CHEMICAL)), PARTY, given).overall.stovepipe is None


def test_the_weakest_question_holds_the_floor_and_the_first_of_equals():
    questions = [a_question(f"a.e.{name}") for name in "xyz"]
    given = answers(a__e__x={Family.ALL: 2}, a__e__y={Family.ALL: 1}, a__e__z={Family.ALL: 1})
    part = score(a_catalogue(questions), PARTY, given).overall
    assert (part.floor, part.weakest) == (1 / 4, "a.e.y")


def test_a_half_that_rounding_puts_a_hair_low_still_rounds_upwards():
    # (0.1 x 1 + 0.2 x 2 + 0.1 x 1) / (0.4 x 4) = 3/8, and 4 x 3/8 + 0.5 = 2; in floats, less.
    weights, levels = {"x": 0.1, "y": 0.2, "z": 0.1}, {"x": 1, "y": 2, "z": 1}
    questions = [a_question(f"a.e.{name}", weight=weight) for name, weight in weights.items()]
    given = answers(**{f"a__e__{name}": {Family.ALL: level} for name, level in levels.items()})
    part = score(a_catalogue(questions), PARTY, given).overall
    assert part.point < 3 / 8
    assert part.band == 2


def test_an_area_without_an_aspect_has_an_empty_part_for_it():
    card = score(one(), PARTY, answers(lists__list__law={Family.ALL: 1}))
    assert card.area_aspects["lists", Aspect.PRACTICE].applicable == 0


def test_equal_catalogues_keep_lattices_of_their_own():
    first, second = one(), one()
    assert lattice_of(first, PARTY) is lattice_of(first, replace(PARTY, targets=Targets(1)))
    assert lattice_of(first, PARTY) is not lattice_of(second, PARTY)
    assert lattice_of(first, PARTY) is not lattice_of(first, a_profile(families=(ARMS,)))
