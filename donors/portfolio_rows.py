"""What states released, as the frozen values that the portfolio arranges: a line a state.

Lines stand in order of name. Figures are taken over from the releases, never computed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import flask_babel
from flask import render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from assessment.domain.catalogue import LEVELS, Catalogue, State
from assessment.domain.comparison import AreaSum, area_sums
from assessment.domain.identifiers import AreaId, StateCode, is_made_up
from assessment.domain.release import Kind, Release, Scope
from donors.choices import Filters, state_of
from web import context
from web.components import state_name
from web.i18n import DASH, day, language, percent, points_writer
from web.released import held_down, kind_words
from web.words import name_order

# How a cell looks where there is no level; the words in it say the same.
LOOKS: Mapping[str, str] = {Kind.INCOMPLETE: "lv-open", Kind.WITHHELD: "lv-shut"}
ROOM = "portfolio"
MOST_KEPT = 10_000
LEVEL_LOOKS = tuple(f"lv{level}" for level in LEVELS)


@dataclass(frozen=True, slots=True)
class Column:
    """A practice area at the head of a column."""

    id: AreaId
    title: str
    short: str


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One area of one state: `look` is its class, `span` its range, `instead` words for a score.

    Where nothing applies there is no range either.

    `level` is 0 to 4, None where there is no score; `held` where a missing foundation lowers it.
    """

    look: str
    level: int | None
    score: str
    span: str
    instead: str
    held: bool = False


@dataclass(frozen=True, slots=True)
class StateLine:
    """A state in the portfolio; without a release there is nothing but its name and region."""

    code: StateCode
    name: str
    region: str
    release: str = ""
    cells: tuple[HeatCell, ...] = ()
    completeness: str = ""
    confidence: str = ""
    signed: str = ""
    until: str = ""
    scope: str = ""
    marking: str = ""


@dataclass(frozen=True, slots=True)
class SumLine:
    """How many of the states shown stand where in one area."""

    title: str
    sum: AreaSum


@dataclass(frozen=True, slots=True)
class Marked:
    """How a page of several states is marked: every marking among them."""

    marking: str
    state: str


def columns_of(catalogue: Catalogue, summaries: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """The practice areas, then those of older catalogues by their ids."""
    known = tuple(Column(area.id, area.title, area.short) for area in catalogue.areas)
    told = {AreaId(area) for summary in summaries for area in summary["areas"]}
    older = sorted(told - {column.id for column in known})
    return known + tuple(Column(area, area, area) for area in older)


class Writer:
    """Writes the figures of many releases; each text that comes again is made once."""

    def __init__(self) -> None:
        """Know the language and the time zone of this request."""
        self.score = points_writer()
        self.share = cache(percent)
        self.scope = cache(scope_words)
        self.instead = cache(kind_words)
        self.nothing = HeatCell("lv-none", None, "", "", _("nothing applies"))
        self._date = cache(day)
        self.day = cache(lambda at: self._date(flask_babel.to_user_timezone(at).date()))

    def line(self, state: State, release: Release, columns: Sequence[Column]) -> StateLine:
        """What a state released, as a line of the portfolio."""
        summary = release.summary
        areas = summary["areas"]
        return StateLine(
            code=release.state,
            name=state_name(release.state),
            region=state.region,
            release=release.id,
            cells=tuple(self.cell(areas.get(column.id)) for column in columns),
            completeness=self.share(summary["completeness"]),
            confidence=self.share(summary["confidence"]),
            signed=self.day(datetime.fromisoformat(summary["signed"])),
            until=self.day(release.until),
            scope=self.scope(release.scope),
            marking=summary["marking"],
        )

    def cell(self, part: Mapping[str, Any] | None) -> HeatCell:
        """One area of a release; words where there is no score, or nothing applies."""
        if part is None or part["low"] is None:
            return self.nothing
        span = f"{self.score(part['low'])}{DASH}{self.score(part['high'])}"
        kind, level = part["kind"], part["band"]
        if kind == Kind.SCORED:
            score, held = self.score(part["point"]), held_down(part)
            return HeatCell(LEVEL_LOOKS[level], level, score, span, "", held)
        return HeatCell(LOOKS[kind], None, "", span, self.instead(kind))


def state_rows(
    catalogue: Catalogue, releases: Iterable[Release], columns: tuple[Column, ...]
) -> list[Markup]:
    """The line of each release as HTML, in order of the states' names.

    A release is frozen, so its line is written once for each language and kept; which lines a
    donor may see is asked anew each time.
    """
    base = f"{request.script_root}/portfolio/releases"
    kept = context.octant().rooms.setdefault((ROOM, language(), base, columns), {})
    if len(kept) > MOST_KEPT:
        kept.clear()
    writer, rows = Writer(), []
    for release in releases:
        found = kept.get(release.id)
        if found is None:
            line = writer.line(state_of(catalogue, release.state), release, columns)
            written = Markup(render_template("donors/_state_row.html", line=line, base=base))  # noqa: S704 our own template, which escapes
            found = kept[release.id] = (name_order(line.name), release.id, written)
        rows.append(found)
    return [written for _order, _id, written in sorted(rows)]


def scope_words(scope: str) -> str:
    """What was released, in a few words."""
    return {
        Scope.AREAS: _("scores of the areas"),
        Scope.GAPS: _("scores and gaps"),
        Scope.ROADMAP: _("scores, gaps, roadmap"),
    }[Scope(scope)]


def other_lines(
    catalogue: Catalogue, releases: Iterable[Release], filters: Filters
) -> list[StateLine]:
    """The states of the chosen place that released nothing to this donor.

    They come from the list of states alone, so nothing says whether one of them has a cycle.
    """
    if not (filters.others and filters.names_place):
        return []
    known = {release.state for release in releases}
    return sorted(
        (_bare_line(state) for state in catalogue.states if _is_other(state, known, filters)),
        key=lambda line: name_order(line.name),
    )


def _is_other(state: State, known: set[StateCode], filters: Filters) -> bool:
    return state.code not in known and filters.keep(state)


def _bare_line(state: State) -> StateLine:
    return StateLine(code=state.code, name=state_name(state.code), region=state.region)


def sum_lines(columns: Sequence[Column], releases: Iterable[Release]) -> list[SumLine]:
    """How many of the states stand where, area by area; areas with no figure are left out."""
    sums = area_sums(release.summary for release in releases)
    return [SumLine(column.title, sums[column.id]) for column in columns if column.id in sums]


def marked(releases: Iterable[Release]) -> Marked:
    """The markings of several states on one page, each once."""
    releases = tuple(releases)
    markings = sorted({release.summary["marking"] for release in releases} - {""})
    # A page of real states beside made-up ones is no demonstration; the names tell them apart.
    all_made_up = all(is_made_up(release.state) for release in releases)
    return Marked(" · ".join(markings), releases[0].state if releases and all_made_up else "")
