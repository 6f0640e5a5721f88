"""How long the figures of one full assessment take, beside a plain reading of METHOD.md.

    python -m bench.scoring          a made-up catalogue of full size
    python -m bench.scoring real     the catalogue of questionnaires/, so far as it is written

Every cell is answered. The last column is how many times
longer `tests/reference.py` takes, in the same run. Exits 1 where a limit is not kept.
"""

import sys
from collections.abc import Callable
from random import Random
from statistics import median, quantiles
from time import perf_counter

from assessment.domain.catalogue import Catalogue, Participation
from assessment.domain.gaps import find_gaps
from assessment.domain.obligations import standings
from assessment.domain.packages import work_packages
from assessment.domain.planning import plan_roadmap
from assessment.domain.response import Profile, Responses, by_question
from assessment.domain.scoring import score, score_area
from questionnaires.loader import load_catalogue
from tests import reference
from tests.assessments import FULL_SIZE, an_assessment
from tests.builders import a_profile, a_response

ROUNDS = 200
LIMIT_SCORE = 5.0  # ms, median
LIMIT_TOGETHER = 8.0  # ms, median: scores, standings and gaps


def timed(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median and 95th percentile of `rounds` runs, in milliseconds, after one to warm up."""
    work()
    times = []
    for _ in range(rounds):
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1000)
    return median(times), quantiles(times, n=20)[-1]


def the_real_one() -> tuple[Catalogue, Profile, Responses]:
    """The real catalogue, a state that takes part in everything, and levels at random."""
    random = Random(1540)
    catalogue = load_catalogue(complete=False)
    lists = {instrument.status_list for instrument in catalogue.instruments}
    profile = a_profile(participation=dict.fromkeys(lists, Participation.PARTY))
    responses = by_question(
        a_response(
            question.id,
            {family: random.randint(0, 4) for family in question.families},
            evidence=random.choice((True, False)),
        )
        for question in catalogue.questions
    )
    return catalogue, profile, responses


def main() -> int:
    """Measure, print, and say whether the limits are kept."""
    real = "real" in sys.argv[1:]
    assessment = the_real_one() if real else an_assessment(Random(1540), FULL_SIZE)
    catalogue, profile, responses = assessment
    packages = work_packages(*assessment)
    cells = sum(len(profile.cells(question)) for question in catalogue.questions)
    print(
        f"{len(catalogue.questions)} questions, {cells} cells, "
        f"{len(catalogue.obligations)} obligations, {len(packages)} packages"
    )

    def together() -> None:
        score(*assessment)
        standings(*assessment)
        find_gaps(*assessment)

    works: dict[str, tuple[Callable[[], object], Callable[[], object] | None]] = {
        "score": (lambda: score(*assessment), lambda: reference.score(*assessment)),
        "score_area": (
            lambda: score_area(catalogue, profile, responses, catalogue.areas[0].id),
            None,
        ),
        "standings": (lambda: standings(*assessment), lambda: reference.standings(*assessment)),
        "find_gaps": (lambda: find_gaps(*assessment), None),
        "score, standings, gaps": (together, None),
        "work_packages": (lambda: work_packages(*assessment), None),
        "plan_roadmap, 12 quarters": (lambda: plan_roadmap(packages, 12, 40.0, 2e6), None),
    }
    print(f"{'':28}{'median ms':>10}{'p95 ms':>10}{'reference':>12}{'ratio':>8}")
    medians = {}
    for name, (work, plain) in works.items():
        slow = name.startswith("plan")
        middle, high = timed(work, 10 if slow else ROUNDS)
        medians[name] = middle
        line = f"{name:28}{middle:10.3f}{high:10.3f}"
        if plain:
            beside, _ = timed(plain, 3)
            line += f"{beside:12.1f}{beside / middle:8.0f}"
        print(line)
    kept = medians["score"] < LIMIT_SCORE and medians["score, standings, gaps"] < LIMIT_TOGETHER
    print("limits kept" if kept else "a limit is NOT kept")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
