"""Releases: the part of a signed-off cycle that a state lets one donor see, until a date.

A release document is all that a donor's pages may be made of. It is made once, of frozen
answers, and holds figures and ids: no comment, no reason, no evidence, and no answer but those
that stand below their target where gaps are released.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, TypeAlias

from assessment.domain.catalogue import Catalogue
from assessment.domain.cycle import CycleStatus
from assessment.domain.errors import DomainError
from assessment.domain.findings import Findings
from assessment.domain.gaps import Gap
from assessment.domain.identifiers import AreaId, CycleId, DonorId, ElementId, ReleaseId, StateCode
from assessment.domain.lattice import Asked, lattice_of
from assessment.domain.packages import Package
from assessment.domain.permissions import Subject
from assessment.domain.planning import Roadmap
from assessment.domain.response import NoLevel, Responses
from assessment.domain.scoring import COMPLETE_ENOUGH, Part

FORMAT: Final = "octant-release/1"
# What a summary leaves out: the portfolio reads the figures by area of many states at once.
LONGER_PARTS: Final = ("elements", "gaps", "open_cells", "roadmap")
# What stands of a part only beside its score: each is made of the points or levels of its answers.
BESIDE_A_SCORE: Final = ("point", "floor", "band", "stovepipe")
MOST_DAYS: Final = 3 * 365 + 1  # three years, with the leap day that most of them hold
Document: TypeAlias = dict[str, Any]


class Scope(StrEnum):
    """How much is released; each holds all of the one before it."""

    AREAS = "areas"
    GAPS = "gaps"  # and the figures by element
    ROADMAP = "roadmap"


SCOPES = tuple(Scope)


class Kind(StrEnum):
    """How the figures of a part may be read (METHOD.md 2)."""

    SCORED = "scored"
    INCOMPLETE = "incomplete"  # too little is answered
    WITHHELD = "withheld"  # enough is known, and the state keeps it to itself


class NotSignedOff(DomainError):
    """Only what was signed off, and so frozen, can be released."""

    code = "not_signed_off"


class AssessmentArchived(DomainError):
    """Signed off, then put away: what was released of it goes on, and nothing more is released."""

    code = "assessment_archived"


class ReleaseEnded(DomainError):
    """The release was revoked, or its last day has passed; this donor did have it."""

    code = "release_ended"


@dataclass(frozen=True, slots=True)
class Signature:
    """When a cycle was signed off, the SHA-256 of what was frozen, and by which method."""

    signed: datetime
    digest: str
    method: str


@dataclass(frozen=True, slots=True)
class Release:
    """What a state lets one donor see, of which cycle and until when.

    `summary` is the document without its longer parts; `revoked_by` is a name.
    """

    id: ReleaseId
    state: StateCode
    cycle: CycleId
    donor: DonorId
    donor_name: str
    scope: Scope
    until: datetime
    created: datetime
    by: str
    revoked: datetime | None
    revoked_by: str | None
    summary: Mapping[str, Any]

    @property
    def subject(self) -> Subject:
        """What the policy asks about: the state's cycle, shown to this donor."""
        return Subject(self.state, self.cycle, self.donor)

    def is_open(self, now: datetime) -> bool:
        """Whether the donor may look now."""
        return self.revoked is None and now < self.until


@dataclass(frozen=True, slots=True)
class Look:
    """Who looked at a release, where, and when first in that hour."""

    user_name: str
    place: str
    at: datetime


def ensure_releasable(status: CycleStatus) -> None:
    """Raise AssessmentArchived or NotSignedOff where nothing can be released of a cycle."""
    if status is CycleStatus.ARCHIVED:
        raise AssessmentArchived
    if status is not CycleStatus.SIGNED_OFF:
        raise NotSignedOff


def latest_end(now: datetime) -> datetime:
    """The latest moment at which a release made now may end: three years on, that day included.

    >>> latest_end(datetime(2026, 11, 22, 9, tzinfo=UTC)).isoformat()
    '2029-11-23T00:00:00+00:00'
    """
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=MOST_DAYS + 1)


def release_document(
    catalogue: Catalogue, findings: Findings, signature: Signature, scope: Scope
) -> Document:
    """All that a donor may see of a frozen cycle, in plain JSON values; figures 0 to 1.

    A part in which nothing applies to the state is left out. `point`, `floor`, `band` and
    `stovepipe` are None unless the part's kind is `scored`.
    """
    assessment = findings.assessment
    cycle, profile = assessment.cycle, assessment.cycle.profile
    kinds = _Kinds(catalogue, findings)
    card = findings.scorecard
    document: Document = {
        "format": FORMAT,
        "state": cycle.state,
        "scope": scope.value,
        "marking": cycle.marking,
        "title": cycle.title,
        "signed": signature.signed.astimezone(UTC).isoformat(),
        "digest": signature.digest,
        "method": signature.method,
        "catalogue": catalogue.version,
        "catalogue_digest": catalogue.digest,
        "families": [family.value for family in profile.families],
        "completeness": card.overall.completeness,
        "confidence": card.overall.confidence,
        "areas": {
            area: {**_figures(part, kinds.of_area(area, part)), "target": profile.targets.of(area)}
            for area, part in card.areas.items()
            if part.applicable
        },
    }
    if scope is Scope.AREAS:
        return document
    document["elements"] = {
        element: _figures(part, kinds.of_element(element, part))
        for element, part in card.elements.items()
        if part.applicable
    }
    document["gaps"] = [_gap(gap) for gap in findings.gaps]
    document["open_cells"] = len(findings.open_cells)
    if scope is Scope.ROADMAP:
        document["roadmap"] = {
            "start_year": cycle.start_year,
            "start_quarter": cycle.start_quarter,
            **_roadmap(findings.roadmap),
        }
    return document


def summary_of(document: Mapping[str, Any]) -> Document:
    """A release document without its longer parts."""
    return {name: value for name, value in document.items() if name not in LONGER_PARTS}


def shown_part(part: Mapping[str, Any]) -> Mapping[str, Any]:
    """The figures of a part as they may be shown: what stands beside a score where there is one.

    Whoever reads a document reads its parts by this: an older one may hold the stovepipe of a part
    without a score.

    >>> shown_part({"kind": "withheld", "low": 0.2, "stovepipe": 0.75})["stovepipe"]
    """
    return part if part["kind"] == Kind.SCORED else {**part, **dict.fromkeys(BESIDE_A_SCORE)}


class _Kinds:
    """The kind of each part, from how many of its cells the state withholds."""

    def __init__(self, catalogue: Catalogue, findings: Findings) -> None:
        lattice = lattice_of(catalogue, findings.assessment.cycle.profile)
        responses = findings.assessment.responses
        self._elements = {
            element: _withheld(inside, responses) for element, inside in lattice.elements.items()
        }
        self._areas = Counter[AreaId]()
        for area, elements in lattice.areas.items():
            self._areas[area] = sum(self._elements[element] for element in elements)

    def of_area(self, area: AreaId, part: Part) -> Kind:
        return _kind(part, self._areas[area])

    def of_element(self, element: ElementId, part: Part) -> Kind:
        return _kind(part, self._elements[element])


def _withheld(inside: Iterable[Asked], responses: Responses) -> int:
    given = (
        responses[asked.question.id].levels.get(family)
        for asked in inside
        if asked.question.id in responses
        for family in asked.cells
    )
    return sum(answer is NoLevel.WITHHELD for answer in given)


def _kind(part: Part, withheld: int) -> Kind:
    if part.is_complete_enough:
        return Kind.SCORED
    known = (part.answered + withheld) / part.applicable
    return Kind.WITHHELD if known >= COMPLETE_ENOUGH else Kind.INCOMPLETE


def _figures(part: Part, kind: Kind) -> Document:
    figures = {
        "kind": kind.value,
        "point": part.point,
        "low": part.low,
        "high": part.high,
        "floor": part.floor,
        "completeness": part.completeness,
        "confidence": part.confidence,
        "band": part.band,
        "stovepipe": part.stovepipe,
    }
    return dict(shown_part(figures))


def _gap(gap: Gap) -> Document:
    return {
        "question": gap.question,
        "family": gap.family.value,
        "level": gap.level,
        "target": gap.target,
        "gap": gap.shortfall,
        "reuse": gap.reuse,
        "leverage": gap.leverage,
    }


def _roadmap(roadmap: Roadmap) -> Document:
    return {
        "quarters": roadmap.quarters,
        "capacity": roadmap.capacity,
        "packages": [
            {**_package(planned.package), "start": planned.start, "end": planned.end}
            for planned in roadmap.planned
        ],
        "unfunded": [_package(package) for package in roadmap.unfunded],
        "effort_integrated": roadmap.effort_integrated,
        "effort_stovepiped": roadmap.effort_stovepiped,
        "cost_integrated": roadmap.cost_integrated,
        "cost_stovepiped": roadmap.cost_stovepiped,
        "load": list(roadmap.load),
    }


def _package(package: Package) -> Document:
    return {
        "question": package.question,
        "level": package.level,
        "families": [family.value for family in package.families],
        "effort": package.effort,
        "cost": package.cost,
        "value": package.value,
    }
