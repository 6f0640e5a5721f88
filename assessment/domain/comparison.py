"""States side by side, from what they released and nothing else (the release document).

There is no order of states by score: whoever shows a comparison puts them in order of name.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assessment.domain.catalogue import LEVELS, Family
from assessment.domain.gaps import Gap
from assessment.domain.identifiers import AreaId, QuestionId, StateCode
from assessment.domain.release import Kind

# A release document or its summary: canonical JSON, read.
Released = Mapping[str, Any]
# The fewest states that can share a gap.
SEVERAL = 2
_FAMILIES = {family: place for place, family in enumerate(Family)}


@dataclass(frozen=True, slots=True)
class SharedGap:
    """A gap that several states have on the same question and family.

    `gaps` holds each state's own; `leverage` is the sum of theirs.
    """

    question: QuestionId
    family: Family
    gaps: Mapping[StateCode, Gap]
    leverage: float


@dataclass(frozen=True, slots=True)
class AreaSum:
    """How many states stand where in one area; never which.

    `levels` counts by band, 0 to 4; `below_target` those whose point is below their own target.
    Bands, and points against targets, are counted only of states whose point is released.
    """

    levels: tuple[int, ...]
    below_target: int
    incomplete: int
    withheld: int


def holds_gaps(document: Released) -> bool:
    """Whether the release tells the gaps: its scope may be the scores alone."""
    return "gaps" in document


def gaps_of(document: Released) -> tuple[Gap, ...]:
    """The released gaps, largest leverage first, then by question and family."""
    gaps = (
        Gap(
            question=QuestionId(told["question"]),
            family=Family(told["family"]),
            level=told["level"],
            target=told["target"],
            shortfall=told["gap"],
            reuse=told["reuse"],
            leverage=told["leverage"],
        )
        for told in document.get("gaps", ())
    )
    # Rounded, so that a rounding error does not part what is alike.
    return tuple(
        sorted(
            gaps, key=lambda gap: (-round(gap.leverage, 12), gap.question, _FAMILIES[gap.family])
        )
    )


def shared_gaps(documents: Mapping[StateCode, Released]) -> tuple[SharedGap, ...]:
    """What two or more of the states have in common, by their release documents.

    Largest shared leverage first, then what more states share, then by question and family.
    """
    found: dict[tuple[QuestionId, Family], dict[StateCode, Gap]] = defaultdict(dict)
    for state, document in documents.items():
        for gap in gaps_of(document):
            found[gap.question, gap.family][state] = gap
    shared = (
        SharedGap(question, family, gaps, sum(gap.leverage for gap in gaps.values()))
        for (question, family), gaps in found.items()
        if len(gaps) >= SEVERAL
    )
    return tuple(
        sorted(
            shared,
            key=lambda one: (
                -round(one.leverage, 12),
                -len(one.gaps),
                one.question,
                _FAMILIES[one.family],
            ),
        )
    )


def area_sums(documents: Iterable[Released]) -> Mapping[AreaId, AreaSum]:
    """How many of these states stand where in each area, for a region or any other choice.

    An area in which nothing applies to a state counts it nowhere.
    """
    figures: dict[AreaId, list[Released]] = defaultdict(list)
    for document in documents:
        for area, told in document["areas"].items():
            if told["low"] is not None:
                figures[AreaId(area)].append(told)
    return {area: _sum(told) for area, told in figures.items()}


def _sum(figures: list[Released]) -> AreaSum:
    scored = [told for told in figures if told["kind"] == Kind.SCORED]
    kinds = [told["kind"] for told in figures]
    return AreaSum(
        levels=tuple(sum(told["band"] == level for told in scored) for level in LEVELS),
        # Rounded, so that a rounding error is not a shortfall.
        below_target=sum(round(told["point"], 12) < told["target"] / LEVELS[-1] for told in scored),
        incomplete=kinds.count(Kind.INCOMPLETE),
        withheld=kinds.count(Kind.WITHHELD),
    )
