"""Two to six states side by side, as the frozen values that the page and its files arrange.

States stand in order of name in every row and column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from assessment.domain.catalogue import Catalogue
from assessment.domain.comparison import SharedGap, holds_gaps, shared_gaps
from assessment.domain.gaps import Gap
from assessment.domain.identifiers import StateCode
from assessment.domain.release import Document, Release
from donors.drawings import Octagon, octagon
from donors.portfolio_rows import Column, HeatCell, Writer, scope_words
from web.components import state_name
from web.i18n import number, percent, points
from web.released import Figures
from web.released_gaps import GapLine, gaps_of
from web.words import family_words

FIRST_GAPS = 10
FIRST_SHARED = 20
Part = tuple[Release, Document]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the states: what was released, its octagon and the gaps with most leverage.

    `gaps` is None where they were not released; `all_gaps` counts them.
    """

    code: StateCode
    name: str
    release: Release
    marking: str
    signed: datetime
    scope: str
    method: str
    catalogue: str
    completeness: str
    confidence: str
    octagon: Octagon | None
    octagon_rows: tuple[tuple[str, ...], ...]
    gaps: tuple[GapLine, ...] | None
    all_gaps: int


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area across the states: (figures, cell) each; None where nothing applies."""

    title: str
    cells: tuple[tuple[Figures, HeatCell] | None, ...]


@dataclass(frozen=True, slots=True)
class SharedRow:
    """A gap that several of the states share: of each its own, or the words instead."""

    text: str
    area: str
    family: str
    leverage: float
    states: int
    cells: tuple[tuple[Gap | None, str], ...]


def side_of(catalogue: Catalogue, part: Part, figures: Sequence[Figures]) -> Side:
    """One state of the comparison; `figures` are those of its areas."""
    release, document = part
    drawn = [area for area in figures if area.low is not None]
    gaps = document.get("gaps", [])
    return Side(
        code=release.state,
        name=state_name(release.state),
        release=release,
        marking=document["marking"],
        signed=datetime.fromisoformat(document["signed"]),
        scope=scope_words(release.scope),
        method=str(document["method"]),
        catalogue=document["catalogue"],
        completeness=percent(document["completeness"]),
        confidence=percent(document["confidence"]),
        octagon=octagon(drawn) if drawn else None,
        octagon_rows=tuple(_octagon_row(area) for area in drawn),
        gaps=gaps_of(gaps[:FIRST_GAPS], catalogue) if holds_gaps(document) else None,
        all_gaps=len(gaps),
    )


def _octagon_row(area: Figures) -> tuple[str, ...]:
    return (
        area.title,
        area.instead or points(area.point),
        points(area.low),
        points(area.high),
        number(area.target),
    )


def octagon_head() -> tuple[str | tuple[str, str], ...]:
    """The head of the table behind an octagon."""
    return (
        _("Practice area"),
        (_("Score"), "num"),
        (_("Lowest possible"), "num"),
        (_("Highest possible"), "num"),
        (_("Target"), "num"),
    )


def area_rows(
    parts: Sequence[Part], figures: Sequence[Sequence[Figures]], columns: Sequence[Column]
) -> tuple[AreaRow, ...]:
    """A row for each area; `figures` are those of each state's areas."""
    writer = Writer()
    by_area = [{one.id: one for one in own} for own in figures]
    return tuple(
        AreaRow(
            column.title,
            tuple(
                _area_cell(writer, own.get(column.id), document["areas"].get(column.id))
                for own, (_release, document) in zip(by_area, parts, strict=True)
            ),
        )
        for column in columns
    )


def _area_cell(
    writer: Writer, figures: Figures | None, part: Mapping[str, Any] | None
) -> tuple[Figures, HeatCell] | None:
    if figures is None or figures.low is None:
        return None
    return figures, writer.cell(part)


def shared_of(parts: Sequence[Part]) -> tuple[SharedGap, ...]:
    """What two or more of the states have in common, largest shared leverage first."""
    return shared_gaps({release.state: document for release, document in parts})


def shared_rows(
    catalogue: Catalogue, parts: Sequence[Part], shared: Sequence[SharedGap]
) -> tuple[SharedRow, ...]:
    """Shared gaps in words, in their order."""
    # What stands where a state does not share: it released none such, or no gaps at all.
    instead = {
        release.state: _("no gap released") if holds_gaps(document) else _("gaps not released")
        for release, document in parts
    }
    return tuple(_shared_row(catalogue, one, instead) for one in shared)


def _shared_row(
    catalogue: Catalogue, shared: SharedGap, instead: Mapping[StateCode, str]
) -> SharedRow:
    question = catalogue.question_by_id.get(shared.question)
    return SharedRow(
        text=question.text if question else shared.question,
        area=catalogue.area_by_id[question.area].short if question else "",
        family=family_words(shared.family),
        leverage=shared.leverage,
        states=len(shared.gaps),
        cells=tuple((shared.gaps.get(state), words) for state, words in instead.items()),
    )
