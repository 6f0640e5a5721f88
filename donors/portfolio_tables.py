"""The portfolio as tables for files; each file says of what release, date, marking and method."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from assessment.domain.catalogue import LEVELS, Catalogue
from assessment.domain.release import Kind, Release, shown_part
from donors.choices import Chosen, state_of
from donors.files import Facts, FileTable, Value, day_of
from donors.portfolio_rows import Column, SumLine, scope_words
from web import context
from web.components import state_name
from web.released import held_down, kind_words
from web.words import level_name, name_order

Line = tuple[Value, ...]


def in_order(releases: Iterable[Release]) -> list[Release]:
    """Releases in order of the states' names."""
    return sorted(releases, key=lambda release: name_order(state_name(release.state)))


def facts_of(chosen: Chosen, releases: Sequence[Release], marks: str) -> Facts:
    """What every file of several states says at its top."""
    days = sorted(_signed(release) for release in releases)
    return (
        (_("Released to"), chosen.name),
        (_("File made on"), day_of(context.now())),
        (_("States, in order of name"), len(releases)),
        (_("First signed off"), days[0] if days else _("none")),
        (_("Last signed off"), days[-1] if days else _("none")),
        (_("Marking"), marks or _("none")),
        (_("Method"), _each(releases, "method")),
        (_("Catalogue"), _each(releases, "catalogue")),
    )


def each_release(releases: Iterable[Release]) -> Facts:
    """A short line for each release, where the lines of a table do not name theirs."""
    return tuple(
        (
            state_name(release.state),
            _(
                "release %(release)s (%(what)s), signed off %(day)s, method %(method)s",
                release=release.id,
                what=scope_words(release.scope),
                day=_signed(release).isoformat(),
                method=release.summary["method"],
            ),
        )
        for release in releases
    )


def _signed(release: Release) -> date:
    return day_of(datetime.fromisoformat(release.summary["signed"]))


def _each(releases: Iterable[Release], name: str) -> str:
    return ", ".join(sorted({str(release.summary[name]) for release in releases})) or _("none")


def notes() -> tuple[str, ...]:
    """What a reader of a file of several states must know."""
    return (
        _("Scores are from 0 to 100. Where less than 65 % is answered there is a range and no "
          "score. Withheld: the state has the answers and keeps them to itself."),
        held_note(),
        _("States stand in order of name. Octant puts no state before another."),
        _("This is what each state says of itself. It is no finding of compliance by anyone."),
    )  # fmt: skip


def held_note() -> str:
    """What the column of levels that are held down means."""
    return _(
        "Held at level 1: a foundation is missing, on which other work rests. The level is then 1 "
        "at most, whatever the score."
    )


def yes_or_no(told: bool) -> str:
    """A column's word for what is so or not."""
    return _("yes") if told else _("no")


def hundred(share: float | None) -> float | None:
    """A figure of 0 to 1 as it is shown: 0 to 100 with one decimal (METHOD.md 2)."""
    return None if share is None else round(share * 100, 1)


def whole_percent(share: float | None) -> int | None:
    """A share of 0 to 1 as pages show it, in whole percents: `percent` of web.i18n rounds so.

    >>> whole_percent(0.574), whole_percent(0.575), whole_percent(1.0), whole_percent(None)
    (57, 58, 100, None)
    """
    return None if share is None else round(Decimal(str(share)) * 100)


def shown_words(part: Mapping[str, Any] | None) -> str:
    """How an area's figures are shown, in a word or two."""
    if part is None or part["low"] is None:
        return _("nothing applies")
    return kind_words(part["kind"]) or _("score")


def figures_head() -> tuple[str, ...]:
    """The heads of `figures_line`."""
    return (
        _("How it is shown"),
        _("Score"),
        _("Lowest possible"),
        _("Highest possible"),
        _("Level"),
        _("Held at level 1"),
        _("Weakest question"),
        _("Stovepipe"),
        _("Answered, percent"),
        _("With evidence, percent"),
        _("Target level"),
    )


def figures_line(part: Mapping[str, Any] | None) -> Line:
    """The figures of one area as numbers, those beside a score only where there is one."""
    if part is None:
        return (shown_words(part), *(None,) * (len(figures_head()) - 1))
    scored = part["kind"] == Kind.SCORED
    part = shown_part(part)
    stovepipe = part["stovepipe"]
    return (
        shown_words(part),
        hundred(part["point"]),
        hundred(part["low"]),
        hundred(part["high"]),
        part["band"],
        yes_or_no(held_down(part)) if scored else None,
        hundred(part["floor"]),
        None if stovepipe is None else round(stovepipe, 2),
        whole_percent(part["completeness"]),
        whole_percent(part["confidence"]),
        part["target"],
    )


def figures_table(
    catalogue: Catalogue, releases: Sequence[Release], columns: Sequence[Column]
) -> FileTable:
    """A line for each state and area, with the release that it comes from."""
    return FileTable(
        "portfolio",
        _("States by practice areas"),
        (
            _("State"),
            _("Code"),
            _("Region"),
            _("Sub-region"),
            _("Practice area"),
            *figures_head(),
            _("Release"),
            _("Signed off"),
            _("Marking"),
            _("Method"),
        ),
        tuple(
            (*_state(catalogue, release), column.title, *line, *told)
            for release in releases
            for told in [_told(release)]
            for column in columns
            for line in [figures_line(release.summary["areas"].get(column.id))]
        ),
    )


def _told(release: Release) -> Line:
    """Which release a line is of: its id, when it was signed off, its marking and method."""
    summary = release.summary
    return release.id, _signed(release), summary["marking"], str(summary["method"])


def _state(catalogue: Catalogue, release: Release) -> Line:
    state = state_of(catalogue, release.state)
    return state_name(release.state), release.state, state.region, state.subregion


def releases_table(catalogue: Catalogue, releases: Sequence[Release]) -> FileTable:
    """A line for each state: what was released, of what, until when."""
    return FileTable(
        "releases",
        _("Releases"),
        (
            _("State"),
            _("Code"),
            _("Region"),
            _("Sub-region"),
            _("Released"),
            _("Assessment"),
            _("Signed off"),
            _("Open until"),
            _("Answered, percent"),
            _("With evidence, percent"),
            _("Marking"),
            _("Method"),
            _("Catalogue"),
            _("Release"),
            _("Digest of what was signed"),
        ),
        tuple(
            (
                *_state(catalogue, release),
                scope_words(release.scope),
                release.summary["title"],
                _signed(release),
                day_of(release.until),
                whole_percent(release.summary["completeness"]),
                whole_percent(release.summary["confidence"]),
                release.summary["marking"],
                str(release.summary["method"]),
                release.summary["catalogue"],
                release.id,
                release.summary["digest"],
            )
            for release in releases
        ),
    )


def sums_table(sums: Sequence[SumLine], releases: Iterable[Release]) -> FileTable:
    """How many of the states stand where, area by area; the releases counted stand below."""
    return FileTable(
        "together",
        _("How many states stand where"),
        (
            _("Practice area"),
            *(f"{level}: {level_name(level)}" for level in LEVELS),
            _("not complete enough"),
            _("withheld"),
            _("Below their own target"),
        ),
        tuple(
            (line.title, *line.sum.levels, line.sum.incomplete, line.sum.withheld,
             line.sum.below_target)
            for line in sums
        ),
        each_release(releases),
    )  # fmt: skip
