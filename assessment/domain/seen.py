"""Which of a state's releases its donor sees: one at a time, and what a further one changes.

`records/releases.open_releases_to` asks the database by the same rule; a test holds the two to
agree.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from assessment.domain.release import SCOPES, Release


def open_of(releases: Iterable[Release], now: datetime) -> tuple[Release, ...]:
    """The open releases of one state to one donor; the donor sees the first.

    Of the cycle that was signed off last, the widest; of two as wide, the one made later.
    """
    found = sorted((each for each in releases if each.is_open(now)), key=lambda each: each.id)
    return tuple(sorted(found, key=_place, reverse=True))


def seen_of(releases: Iterable[Release], now: datetime) -> Release | None:
    """What a donor sees of a state, of these releases to it; None where none is open."""
    return next(iter(open_of(releases, now)), None)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a donor has of a state, and what one more release would change.

    `held` are its open releases, the one it sees first; `hiding` those that it would go on seeing
    rather than the new one; `same` is an open one that shows just what the new one would.
    """

    held: tuple[Release, ...]
    hiding: tuple[Release, ...]
    same: Release | None


def outlook_of(releases: Iterable[Release], wished: Release, now: datetime) -> Outlook:
    """What a release not made yet would change, of all releases of its state."""
    held = open_of((each for each in releases if each.donor == wished.donor), now)
    ordered = open_of((*held, wished), now)
    same = next((each for each in held if _shown(each) == _shown(wished)), None)
    return Outlook(held, ordered[: ordered.index(wished)], same)


def _place(release: Release) -> tuple[datetime, int, datetime]:
    signed = datetime.fromisoformat(release.summary["signed"])
    return signed, SCOPES.index(release.scope), release.created


def _shown(release: Release) -> tuple[object, ...]:
    return release.cycle, release.scope, release.until
