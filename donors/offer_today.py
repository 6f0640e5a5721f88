"""What each donor sees of a state today, and what else is open to it, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from assessment.domain.identifiers import DonorId, ReleaseId
from assessment.services.releases import Outlook, Release, open_of
from donors.offer_presenters import WHAT
from web.i18n import day


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An open release in words: how much, of which assessment, until when."""

    id: ReleaseId
    words: str


@dataclass(frozen=True, slots=True)
class DonorToday:
    """What is open to one donor: `sees` is what it sees, `others` what this hides."""

    donor: str
    sees: OpenLine
    others: tuple[OpenLine, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """One release beside all that is open to its donor.

    `seen` is what the donor sees, `then` what it would see without this release, `others` what is
    open beside it; `total` counts all that is open, and this one with it.
    """

    seen: OpenLine | None
    is_seen: bool
    then: OpenLine | None
    others: tuple[OpenLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Foretold:
    """What a release that is not made yet would change for its donor.

    `seen` is what the donor sees today; `kept` what it would go on seeing rather than the new one,
    `kept_newer` where that is of a newer assessment; `hiding` counts what hides the new one.
    """

    seen: OpenLine | None
    others: tuple[OpenLine, ...]
    same: OpenLine | None
    kept: OpenLine | None
    kept_newer: bool
    hiding: int


def open_line(release: Release) -> OpenLine:
    """An open release in words."""
    words = _(
        "%(what)s of “%(title)s”, until %(day)s",
        what=str(WHAT[release.scope]),
        title=release.summary["title"],
        day=day(release.until),
    )
    return OpenLine(release.id, words)


def donors_today(made: Iterable[Release], now: datetime) -> tuple[DonorToday, ...]:
    """What each donor to whom a state has released sees of it today, by name of the donor."""
    by_donor: dict[DonorId, list[Release]] = {}
    for release in made:
        by_donor.setdefault(release.donor, []).append(release)
    held = [found for found in (open_of(each, now) for each in by_donor.values()) if found]
    return tuple(
        DonorToday(first.donor_name, open_line(first), tuple(open_line(each) for each in rest))
        for first, *rest in sorted(held, key=lambda found: found[0].donor_name.casefold())
    )


def beside(release: Release, made: Iterable[Release], now: datetime) -> Beside:
    """A release beside what else of its state is open to its donor."""
    held = open_of((each for each in made if each.donor == release.donor), now)
    others = tuple(open_line(each) for each in held if each.id != release.id)
    return Beside(
        seen=open_line(held[0]) if held else None,
        is_seen=bool(held) and held[0].id == release.id,
        then=others[0] if others else None,
        others=others,
        total=len(held),
    )


def foretold(outlook: Outlook, release_cycle: str) -> Foretold:
    """An outlook in words; `release_cycle` is the cycle of which the new one would be."""
    lines = tuple(open_line(each) for each in outlook.held)
    kept = next(iter(outlook.hiding), None)
    return Foretold(
        seen=lines[0] if lines else None,
        others=lines[1:],
        same=open_line(outlook.same) if outlook.same else None,
        kept=open_line(kept) if kept else None,
        kept_newer=kept is not None and kept.cycle != release_cycle,
        hiding=len(outlook.hiding),
    )
