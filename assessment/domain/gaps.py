"""Gaps: where a level is below its target, and what raising it would serve (METHOD.md 4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.domain.catalogue import Catalogue, Family
from assessment.domain.identifiers import QuestionId
from assessment.domain.lattice import NOT_APPLICABLE, OPEN, lattice_of
from assessment.domain.obligations import ENOUGH, Force, forces
from assessment.domain.response import Profile, Responses


@dataclass(frozen=True, slots=True)
class Gap:
    """An answered cell below its target. `leverage` is that of the next step.

    `reuse`: another family of the question stands at `level` + 1 or above.
    """

    question: QuestionId
    family: Family
    level: int
    target: int
    shortfall: int
    reuse: bool
    leverage: float


def find_gaps(catalogue: Catalogue, profile: Profile, responses: Responses) -> tuple[Gap, ...]:
    """Every answered cell below its target, by leverage downwards, then question order."""
    lattice = lattice_of(catalogue, profile)
    levels = lattice.levels(responses)
    brings = step_leverages(catalogue, profile, levels)
    gaps = []
    for asked in lattice.asked:
        target = profile.targets.of(asked.question.area)
        own = asked.of(levels)
        highest = max(own)
        for number, (family, level) in enumerate(zip(asked.cells, own, strict=True), asked.first):
            if 0 <= level < target:
                leverage = brings[number] if level < ENOUGH else 0.0
                reuse = highest > level
                shortfall = target - level
                gaps.append(
                    Gap(asked.question.id, family, level, target, shortfall, reuse, leverage)
                )
    # Rounded, so that a rounding error does not put equals out of the order of the questions.
    return tuple(sorted(gaps, key=lambda gap: -round(gap.leverage, 12)))


def find_out(
    catalogue: Catalogue, profile: Profile, responses: Responses
) -> tuple[tuple[QuestionId, Family], ...]:
    """The cells that are unknown, withheld or unanswered, in question order."""
    lattice = lattice_of(catalogue, profile)
    levels = lattice.levels(responses)
    return tuple(
        (asked.question.id, family)
        for asked in lattice.asked
        for family, level in zip(asked.cells, asked.of(levels), strict=True)
        if level == OPEN
    )


def leverages(
    catalogue: Catalogue, profile: Profile, responses: Responses
) -> Mapping[tuple[QuestionId, Family], float]:
    """What one step up to level 3 brings, for every applicable cell; a step to 4 brings 0."""
    lattice = lattice_of(catalogue, profile)
    levels = lattice.levels(responses)
    brings = step_leverages(catalogue, profile, levels)
    return {
        (asked.question.id, family): brings[number]
        for asked in lattice.asked
        for number, family in enumerate(asked.cells, asked.first)
        if levels[number] != NOT_APPLICABLE
    }


def step_leverages(
    catalogue: Catalogue, profile: Profile, levels: Sequence[int]
) -> Sequence[float]:
    """For each cell of the lattice, by number, what one step up to level 3 brings.

    `levels` are those of the lattice; a cell that does not apply brings 0.
    """
    lattice = lattice_of(catalogue, profile)
    brings = [0.0] * len(levels)
    for obligation, force in forces(catalogue, profile).items():
        if force is Force.VOLUNTARY:
            continue
        links = [link for link in lattice.links[obligation] if levels[link[0]] != NOT_APPLICABLE]
        weights = sum(weight for _, weight in links)
        for number, weight in links:
            brings[number] += weight / weights / ENOUGH
    return brings
