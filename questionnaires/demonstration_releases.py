"""The made-up donors, and which made-up state let which of them see what, until when.

Each donor sees another part: one nearly all states and mostly their areas, one two regions, one
mostly small islands and their roadmaps. `docs/demonstration.md` says it in a table.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from assessment.domain.identifiers import StateCode
from assessment.domain.release import Scope


@dataclass(frozen=True, slots=True)
class MadeUpDonor:
    """A donor, its people by first name, and the states that released to it, by scope.

    To `revoked` and `expired` states' releases it had access once.
    """

    name: str
    domain: str
    people: tuple[str, str]
    released: Mapping[Scope, str]
    revoked: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()


LANTERN = MadeUpDonor(
    "Lantern Fund, fictional",
    "lantern.example",
    ("Lena", "Luis"),
    {
        Scope.AREAS: "XAE XAH XAI XAK XAM XAQ XAT XAW XAX",
        Scope.GAPS: "XAD XAF XAG XAL XAN XAS",
        Scope.ROADMAP: "XAA XAJ XAO XAP XAV",
    },
    revoked=("XAT",),
    expired=("XAN",),
)
SAFE_TRADE = MadeUpDonor(
    "Office for Safe Trade, fictional",
    "safetrade.example",
    ("Olivia", "Otto"),
    {
        Scope.AREAS: "XAG XAM XAX",
        Scope.GAPS: "XAA XAF XAI XAS",
        Scope.ROADMAP: "XAD XAJ XAL XAO XAP XAV",
    },
    expired=("XAL",),
)
HARBOUR = MadeUpDonor(
    "Harbour Partnership, fictional",
    "harbour.example",
    ("Hanna", "Hiro"),
    {
        Scope.AREAS: "XAQ",
        Scope.GAPS: "XAH XAN",
        Scope.ROADMAP: "XAE XAK XAV XAW",
    },
    revoked=("XAQ",),
)
# Days since the signature where it must be so: Arcadia's is of the cycle before its draft.
SIGNED_BEFORE = {"XAA": 400}
DONORS = (LANTERN, SAFE_TRADE, HARBOUR)


@dataclass(frozen=True, slots=True)
class MadeUpRelease:
    """What a state let a donor see; whether that has ended since, and how."""

    donor: MadeUpDonor
    scope: Scope
    revoked: bool
    expired: bool


def releases_by(state: StateCode) -> Iterator[MadeUpRelease]:
    """What a made-up state released, donor by donor; nothing for some."""
    for donor in DONORS:
        for scope, codes in donor.released.items():
            if state in codes.split():
                yield MadeUpRelease(donor, scope, state in donor.revoked, state in donor.expired)


@dataclass(frozen=True, slots=True)
class Dates:
    """When a made-up state opened a cycle, answered, sent it to review, signed and released."""

    opened: datetime
    answered: datetime
    reviewed: datetime
    signed: datetime
    released: datetime
    until: datetime

    def middle(self, now: datetime) -> datetime:
        """Half-way between the release and now: when a release ended that has ended."""
        return self.released + (now - self.released) / 2


def dates_of(state: StateCode, now: datetime) -> Dates:
    """A state's dates: a year and four months back at most, by a chance of its own."""
    chance = random.Random(f"dates {state}")  # noqa: S311 no secret: a fixed rule
    morning = now.replace(hour=0, minute=0, second=0, microsecond=0)

    def moment(days: int) -> datetime:
        return morning - timedelta(days=days) + timedelta(minutes=chance.randint(540, 1020))

    signed = SIGNED_BEFORE.get(state) or chance.randint(45, 480)
    return Dates(
        opened=moment(signed + chance.randint(80, 120)),
        answered=moment(signed + chance.randint(30, 60)),
        reviewed=moment(signed + chance.randint(8, 25)),
        signed=moment(signed),
        released=moment(signed - chance.randint(3, 30)),
        until=morning + timedelta(days=chance.randint(180, 500) + 1, seconds=-1),
    )
