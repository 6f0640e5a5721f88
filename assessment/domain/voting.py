"""A blind vote on one cell: how far it agrees, whether it splits, what to propose (METHOD.md 7).

Votes are counted by level, 0 to 4. "Not known" is no level: `votes_by_level` leaves it out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

from assessment.domain.catalogue import LEVELS
from assessment.domain.response import NoLevel

NOT_KNOWN = NoLevel.UNKNOWN.value
# What a ballot may say of a cell.
CHOICES = (*(str(level) for level in LEVELS), NOT_KNOWN)
_WIDEST = LEVELS[-1] - LEVELS[0]
_LOW, _HIGH = (0, 1), (3, 4)
# At least one in three low, and at least one in three high.
_SPLIT = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a vote on one cell came out.

    `counts` is how often each of CHOICES was made; `agreement` and `median` are None where
    nobody chose a level.
    """

    counts: tuple[int, ...]
    agreement: float | None
    split: bool
    median: int | None


def outcome_of(choices: Mapping[str, int]) -> Outcome:
    """The outcome of a vote, from how often each choice was made.

    >>> outcome_of({"2": 3, "unknown": 1})
    Outcome(counts=(0, 0, 3, 0, 0, 1), agreement=1.0, split=False, median=2)
    """
    votes = votes_by_level(choices)
    return Outcome(
        counts=tuple(choices.get(choice, 0) for choice in CHOICES),
        agreement=agreement(votes),
        split=is_split(votes),
        median=lower_median(votes),
    )


def votes_by_level(choices: Mapping[str, int]) -> dict[int, int]:
    """How often each level was chosen; what was not chosen, and "not known", left out.

    >>> votes_by_level({"2": 3, "unknown": 4, "1": 1})
    {1: 1, 2: 3}
    """
    return {level: choices[str(level)] for level in LEVELS if choices.get(str(level))}


def agreement(votes: Mapping[int, int]) -> float | None:
    """How far votes agree, from 0 (half at 0, half at 4) to 1 (all alike); None without votes.

    Tastle and Wierman, "Consensus and dissention", 2007: 1 + the sum over the levels of
    share x log2(1 - distance from the mean / 4).

    >>> agreement({2: 5}), agreement({0: 3, 4: 3}), agreement({})
    (1.0, 0.0, None)
    """
    cast = sum(votes.values())
    if not cast:
        return None
    total = sum(level * count for level, count in votes.items())
    # In whole numbers up to the logarithm: a mean that is rounded may sit on the far end.
    scale = _WIDEST * cast
    found = 1 + sum(
        count / cast * log2((scale - abs(level * cast - total)) / scale)
        for level, count in votes.items()
        if count
    )
    return min(1.0, max(0.0, found))


def is_split(votes: Mapping[int, int]) -> bool:
    """Whether a third or more chose 0 or 1, and a third or more 3 or 4.

    >>> is_split({0: 1, 2: 1, 3: 1}), is_split({0: 1, 2: 2, 3: 1}), is_split({})
    (True, False, False)
    """
    cast = sum(votes.values())
    low, high = (sum(votes.get(level, 0) for level in side) for side in (_LOW, _HIGH))
    return cast > 0 and _SPLIT * low >= cast and _SPLIT * high >= cast


def lower_median(votes: Mapping[int, int]) -> int | None:
    """The level in the middle, the lower one of two; None without votes.

    >>> lower_median({1: 2, 3: 2}), lower_median({1: 1, 3: 2}), lower_median({})
    (1, 3, None)
    """
    cast = sum(votes.values())
    passed = 0
    for level in LEVELS:
        passed += votes.get(level, 0)
        if cast and 2 * passed >= cast:
            return level
    return None
