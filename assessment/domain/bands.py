"""The band of a part: the level nearest to its point, held down where a foundation is missing."""

from typing import Final

from assessment.domain.catalogue import LEVELS

HELD: Final = 1  # the highest band where a foundation is missing (METHOD.md 2)


def band_of(point: float, *, held: bool) -> int:
    """The level 0 to 4 nearest to a point, halves upwards; at most 1 where it is held.

    >>> band_of(0.375, held=False), band_of(0.374, held=False), band_of(0.9, held=True)
    (2, 1, 1)
    """
    # A mean that is a half exactly may come out a rounding error below it.
    nearest = int(LEVELS[-1] * point + 0.5 + 1e-9)
    return min(nearest, HELD) if held else nearest


def is_held(point: float | None, band: int | None) -> bool:
    """Whether a missing foundation holds a band below the level nearest to its point.

    A part without a point or a band is not held.

    >>> is_held(0.72, 1), is_held(0.72, 3), is_held(0.3, 1), is_held(None, None)
    (True, False, False, False)
    """
    return point is not None and band is not None and band < band_of(point, held=False)
