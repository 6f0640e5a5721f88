"""METHOD.md 8, every figure of it. Worked out by hand; the sums stand beside the figures."""

import pytest

from assessment.domain.catalogue import Aspect, Family
from assessment.domain.gaps import Gap, find_gaps, find_out, leverages
from assessment.domain.obligations import (
    Force,
    Status,
    area_instrument_means,
    instrument_standings,
    standings,
)
from assessment.domain.packages import work_packages
from assessment.domain.planning import plan_roadmap
from assessment.domain.scoring import Part, Progress, progress, score, score_area
from tests.builders import ALL, ARMS, BIOLOGICAL, CHEMICAL, the_worked_example

LISTS_LAW, LISTS_PRACTICE = "lists.list.law", "lists.list.practice"
LICENSING = "licensing.export.law"


def figures(part: Part) -> tuple[float | None, ...]:
    return (
        part.point,
        part.low,
        part.high,
        part.floor,
        part.completeness,
        part.confidence,
        part.band,
        part.stovepipe,
    )


def test_the_area_lists():
    # lists.list.law: arms 3/4, chemical 1/4, biological not known: point 1/2, low 1/3, high 2/3.
    # lists.list.practice: 2/4. Their means; floor 1/2; 3 of 4 cells answered, 1 of 3 evidenced;
    # 4 x 1/2 + 1/2 = 2.5, band 2; the one spread is (3 - 1) / 4.
    part = score(*the_worked_example()).areas["lists"]
    assert figures(part) == pytest.approx((1 / 2, 5 / 12, 7 / 12, 1 / 2, 3 / 4, 1 / 3, 2, 1 / 2))
    assert (part.answered, part.applicable) == (3, 4)
    assert part.weak_foundations == ()


def test_the_area_licensing():
    # arms 1/4, chemical 0: the mean is 1/8, all answered, none evidenced;
    # 4 x 1/8 + 1/2 = 1, band 1; the spread is (1 - 0) / 4.
    part = score(*the_worked_example()).areas["licensing"]
    assert figures(part) == pytest.approx((1 / 8, 1 / 8, 1 / 8, 1 / 8, 1, 0, 1, 1 / 4))
    assert part.weak_foundations == (LICENSING,)


def test_the_overall():
    # Means of the two areas; floor 1/8; 5 of 6 cells; 1 of 5 evidenced;
    # 4 x 5/16 + 1/2 = 1.75, band 1; the spreads are 1/2 and 1/4.
    part = score(*the_worked_example()).overall
    assert figures(part) == pytest.approx((5 / 16, 13 / 48, 17 / 48, 1 / 8, 5 / 6, 1 / 5, 1, 3 / 8))
    assert (part.weakest, part.weak_foundations) == (LICENSING, (LICENSING,))


def test_the_printed_figures_are_those_of_the_method():
    card = score(*the_worked_example())
    printed = [
        [None if figure is None else round(figure, 4) for figure in figures(part)]
        for part in (card.areas["lists"], card.areas["licensing"], card.overall)
    ]
    assert printed == [
        [0.5, 0.4167, 0.5833, 0.5, 0.75, 0.3333, 2, 0.5],
        [0.125, 0.125, 0.125, 0.125, 1, 0, 1, 0.25],
        [0.3125, 0.2708, 0.3542, 0.125, 0.8333, 0.2, 1, 0.375],
    ]


def test_the_questions_and_elements():
    card = score(*the_worked_example())
    assert card.questions == {LISTS_LAW: 0.5, LISTS_PRACTICE: 0.5, LICENSING: 0.125}
    assert card.elements["lists.list"] == card.areas["lists"]


def test_an_aspect_keeps_only_its_questions():
    # Law: lists 1/2 and licensing 1/8. Practice: lists 1/2 alone, licensing has none of it.
    card = score(*the_worked_example())
    assert (card.aspects[Aspect.LAW].point, card.aspects[Aspect.PRACTICE].point) == (5 / 16, 1 / 2)
    assert card.aspects[Aspect.INSTITUTION].point is None
    assert card.area_aspects["licensing", Aspect.PRACTICE].completeness is None


def test_a_family_keeps_only_its_cells():
    # Arms: lists 3/4 and licensing 1/4. Biological: one cell, not known. `all` is in neither.
    card = score(*the_worked_example())
    assert card.families[ARMS].point == 1 / 2
    assert figures(card.families[BIOLOGICAL]) == (None, 0, 1, None, 0, None, None, None)
    assert Family.ALL not in card.families
    assert card.area_families["lists", CHEMICAL].point == 1 / 4


def test_one_area_alone_has_the_same_figures():
    catalogue, profile, responses = the_worked_example()
    card = score(catalogue, profile, responses)
    assert score_area(catalogue, profile, responses, "lists") == (
        card.areas["lists"],
        {"lists.list": card.elements["lists.list"]},
    )


def test_the_progress():
    # lists.list.law has an open cell: 2 of 3 questions; 5 of 6 cells.
    assert progress(*the_worked_example()) == Progress(2, 3, 5, 6)


def test_the_obligations():
    found = standings(*the_worked_example())
    att, unscr = found["att-5.2"], found["unscr1540-3d"]
    assert (att.force, att.status) == (Force.BINDING, Status.PARTLY)
    # arms 1 x 1, all 1/2 x 2/3, over 3/2.
    assert (att.point, att.low, att.high) == pytest.approx((8 / 9, 8 / 9, 8 / 9))
    assert (unscr.force, unscr.status) == (Force.BINDING, Status.PARTLY)
    # chemical 1/2 x 1/3, biological 1/2 not known, chemical of licensing 1 x 0.
    assert unscr.point == pytest.approx(1 / 6 / (3 / 2))
    assert (unscr.low, unscr.high) == pytest.approx((1 / 6 / 2, (1 / 6 + 1 / 2) / 2))


def test_the_instruments():
    example = the_worked_example()
    shown = instrument_standings(example[0], standings(*example))
    assert shown["att"].counts[Status.PARTLY] == 1
    assert (shown["att"].mean, shown["unscr1540"].mean) == pytest.approx((8 / 9, 1 / 9))


def test_the_matrix():
    example = the_worked_example()
    assert area_instrument_means(*example, standings(*example)) == pytest.approx(
        {
            ("lists", "att"): 8 / 9,
            ("lists", "unscr1540"): 1 / 9,
            ("licensing", "unscr1540"): 1 / 9,
        }
    )


def test_the_leverages():
    # Half of 2, a third a level: 1/12. Half of 3/2: 1/9. One of 2: 1/6. Licensing's arms: none.
    assert leverages(*the_worked_example()) == pytest.approx(
        {
            (LISTS_LAW, ARMS): 2 / 9,
            (LISTS_LAW, CHEMICAL): 1 / 12,
            (LISTS_LAW, BIOLOGICAL): 1 / 12,
            (LISTS_PRACTICE, Family.ALL): 1 / 9,
            (LICENSING, ARMS): 0,
            (LICENSING, CHEMICAL): 1 / 6,
        }
    )


def test_the_gaps_by_leverage():
    assert find_gaps(*the_worked_example()) == (
        Gap(LICENSING, CHEMICAL, 0, 3, 3, reuse=True, leverage=pytest.approx(0.1667, abs=5e-5)),
        Gap(
            LISTS_PRACTICE,
            Family.ALL,
            2,
            3,
            1,
            reuse=False,
            leverage=pytest.approx(0.1111, abs=5e-5),
        ),
        Gap(LISTS_LAW, CHEMICAL, 1, 3, 2, reuse=True, leverage=pytest.approx(0.0833, abs=5e-5)),
        Gap(LICENSING, ARMS, 1, 3, 2, reuse=False, leverage=0),
    )


def test_what_is_to_be_found_out():
    assert find_out(*the_worked_example()) == ((LISTS_LAW, BIOLOGICAL),)


TWO = (ARMS, CHEMICAL)
PACKAGES = [
    # question, level, families, effort, separate, quarters, value, waits for
    (LISTS_LAW, 2, (CHEMICAL,), 2, 4, 2, 0.0843, ()),
    (LISTS_LAW, 3, (CHEMICAL,), 2, 4, 3, 0.0843, ((LISTS_LAW, 2),)),
    (LISTS_PRACTICE, 3, ALL, 4, 4, 3, 0.1121, ()),
    (LICENSING, 1, (CHEMICAL,), 2, 4, 1, 0.1677, ()),
    (LICENSING, 2, TWO, 5, 8, 2, 0.1687, ((LICENSING, 1), (LISTS_LAW, 2))),
    (LICENSING, 3, TWO, 5, 8, 3, 0.1687, ((LICENSING, 2),)),
]


@pytest.mark.parametrize("row", PACKAGES, ids=lambda row: f"{row[0]}-{row[1]}")
def test_a_package(row):
    package = next(p for p in work_packages(*the_worked_example()) if p.key == row[:2])
    assert package.families == row[2]
    assert (package.effort, package.effort_separate, package.quarters) == row[3:6]
    # Cost goes the way of effort: 10,000 where effort is 4.
    assert (package.cost, package.cost_separate) == (row[3] * 2500, row[4] * 2500)
    assert round(package.value, 4) == row[6]
    assert package.waits_for == row[7]


def test_there_are_no_other_packages():
    found = [package.key for package in work_packages(*the_worked_example())]
    assert found == [row[:2] for row in PACKAGES]


def test_a_package_names_the_obligations_it_brings_nearer():
    found = {package.key: package for package in work_packages(*the_worked_example())}
    assert found[LISTS_LAW, 2].obligations == ("unscr1540-3d",)
    assert found[LISTS_PRACTICE, 3].obligations == ("att-5.2",)


def test_integrated_against_stovepiped():
    roadmap = plan_roadmap(work_packages(*the_worked_example()), 12, 10)
    assert (roadmap.effort_integrated, roadmap.effort_stovepiped) == (20, 32)
    assert (roadmap.cost_integrated, roadmap.cost_stovepiped) == (50_000, 80_000)


def test_with_room_enough_everything_starts_as_early_as_it_may():
    # lists 2 ends in 2, so licensing 2 takes 3 and 4, and licensing 3 takes 5 to 7.
    roadmap = plan_roadmap(work_packages(*the_worked_example()), 12, 100)
    assert {entry.package.key: (entry.start, entry.end) for entry in roadmap.planned} == {
        (LISTS_LAW, 2): (1, 2),
        (LISTS_LAW, 3): (3, 5),
        (LISTS_PRACTICE, 3): (1, 3),
        (LICENSING, 1): (1, 1),
        (LICENSING, 2): (3, 4),
        (LICENSING, 3): (5, 7),
    }
    assert roadmap.unfunded == ()
