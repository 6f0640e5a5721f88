"""A release document in words: what the donor's page, the state's preview and the PDF arrange.

Nothing here is made of anything but the document; the catalogue only names what it holds, and
an id stands where a name is not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from assessment.domain.bands import is_held
from assessment.domain.catalogue import Catalogue
from assessment.domain.identifiers import AreaId, StateCode, is_made_up
from assessment.domain.release import shown_part
from web.components import state_name
from web.i18n import points
from web.released_gaps import GapGroup, GapLine, gaps_of, groups_of
from web.released_plan import Plan, plan_of
from web.words import family_words

SCORED, INCOMPLETE, WITHHELD = "scored", "incomplete", "withheld"
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of an area or an element, 0 to 1.

    `point`, `floor`, `band` and `stovepipe` are None unless scored.
    `held` where a missing foundation holds the band at 1. `target` is a level, None for an element.
    `words` say the figures, `instead` what stands in place of the score, empty where there is one.
    """

    id: str
    title: str
    short: str
    kind: str
    point: float | None
    low: float | None
    high: float | None
    floor: float | None
    completeness: float | None
    confidence: float | None
    band: int | None
    stovepipe: float | None
    target: int | None
    words: str
    instead: str
    held: bool


@dataclass(frozen=True, slots=True)
class AreaElements:
    """The elements of one area."""

    title: str
    elements: tuple[Figures, ...]


@dataclass(frozen=True, slots=True)
class Released:
    """All that a release document says. `until` is when the release ends, None in a preview.

    `elements` and `gaps` are None where they were not released, `plan` likewise.
    """

    state: StateCode
    name: str
    title: str
    marking: str
    scope: str
    signed: datetime
    until: datetime | None
    digest: str
    method: str
    catalogue: str
    catalogue_digest: str
    families: tuple[str, ...]
    completeness: float | None
    confidence: float | None
    areas: tuple[Figures, ...]
    elements: tuple[AreaElements, ...] | None
    gaps: tuple[GapLine, ...] | None
    open_cells: int
    plan: Plan | None

    @property
    def is_made_up(self) -> bool:
        """Whether the state is one for demonstration."""
        return is_made_up(self.state)

    @property
    def plain_name(self) -> str:
        """The state's name within a sentence: the marking says that it is made up."""
        return self.name.removesuffix(", fictional") if self.is_made_up else self.name

    @property
    def what(self) -> str:
        """What was released, as a sentence says it."""
        return {
            "areas": _("the scores of the practice areas"),
            "gaps": _("the scores of areas and elements, and the gaps"),
            "roadmap": _("scores, gaps and the full roadmap"),
        }.get(self.scope, self.scope)

    @property
    def gap_groups(self) -> tuple[GapGroup, ...]:
        """The gaps by question, in the order of the best of each."""
        return groups_of(self.gaps or ())


@dataclass(frozen=True, slots=True)
class Marked:
    """What the bar at the top of a page needs: whose the page is, and its marking."""

    state: StateCode
    marking: str


def marked_of(document: Document) -> Marked:
    """The state and the marking of a release document or of its summary."""
    return Marked(StateCode(document["state"]), document["marking"])


def released_of(document: Document, catalogue: Catalogue, until: datetime | None) -> Released:
    """A release document with its words; `catalogue` names its areas, questions and steps."""
    state = StateCode(document["state"])
    return Released(
        state=state,
        name=state_name(state),
        title=document["title"],
        marking=document["marking"],
        scope=document["scope"],
        signed=datetime.fromisoformat(document["signed"]),
        until=until,
        digest=document["digest"],
        method=str(document["method"]),
        catalogue=document["catalogue"],
        catalogue_digest=document["catalogue_digest"],
        families=tuple(family_words(family) for family in document["families"]),
        completeness=document["completeness"],
        confidence=document["confidence"],
        areas=area_figures(document, catalogue),
        elements=_elements(document, catalogue) if "elements" in document else None,
        gaps=gaps_of(document["gaps"], catalogue) if "gaps" in document else None,
        open_cells=document.get("open_cells", 0),
        plan=plan_of(document["roadmap"], catalogue) if "roadmap" in document else None,
    )


def area_figures(document: Document, catalogue: Catalogue) -> tuple[Figures, ...]:
    """The areas of a release document or of its summary, in the order of the catalogue."""
    order = {area.id: place for place, area in enumerate(catalogue.areas)}
    found = sorted(document["areas"].items(), key=lambda one: order.get(one[0], len(order)))
    rows = []
    for named, part in found:
        area = catalogue.area_by_id.get(AreaId(named))
        title, short = (area.title, area.short) if area else (named, named)
        rows.append(_figures(named, title, short, part))
    return tuple(rows)


def _figures(named: str, title: str, short: str, part: Mapping[str, Any]) -> Figures:
    part = shown_part(part)
    return Figures(
        id=named,
        title=title,
        short=short,
        kind=part["kind"],
        point=part["point"],
        low=part["low"],
        high=part["high"],
        floor=part["floor"],
        completeness=part["completeness"],
        confidence=part["confidence"],
        band=part["band"],
        stovepipe=part["stovepipe"],
        target=part.get("target"),
        words=figures_words(part),
        instead=kind_words(part["kind"]),
        held=held_down(part),
    )


def held_down(part: Mapping[str, Any]) -> bool:
    """Whether the level that shows lies below the score because a foundation is missing."""
    return part["kind"] == SCORED and is_held(part["point"], part["band"])


def held_words() -> str:
    """Why a level lies below its score."""
    return _("held at level 1: a foundation is missing")


def kind_words(kind: str) -> str:
    """What stands in place of a score; empty where there is one."""
    return {INCOMPLETE: _("not complete enough"), WITHHELD: _("withheld")}.get(kind, "")


def figures_words(part: Mapping[str, Any]) -> str:
    """The figures of a part in one sentence, for those who do not see the bar."""
    if part["low"] is None or part["high"] is None:
        return _("nothing applies")
    low, high = points(part["low"]), points(part["high"])
    if part["kind"] == SCORED and part["point"] is not None:
        return _(
            "%(point)s of 100, between %(low)s and %(high)s",
            point=points(part["point"]),
            low=low,
            high=high,
        )
    if part["kind"] == WITHHELD:
        return _("withheld; between %(low)s and %(high)s of 100", low=low, high=high)
    return _("not complete enough; between %(low)s and %(high)s of 100", low=low, high=high)


def _elements(document: Document, catalogue: Catalogue) -> tuple[AreaElements, ...]:
    """The elements under their areas; those that the catalogue does not know come last."""
    parts = dict(document["elements"])
    found = []
    for area in catalogue.areas:
        own = tuple(
            _figures(element.id, element.title, element.title, parts.pop(element.id))
            for element in area.elements
            if element.id in parts
        )
        if own:
            found.append(AreaElements(area.title, own))
    rest = tuple(_figures(named, named, named, part) for named, part in sorted(parts.items()))
    return (*found, AreaElements(_("Other elements"), rest)) if rest else tuple(found)
