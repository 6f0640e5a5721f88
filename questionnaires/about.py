"""What is asked and why: the catalogue, its source and how well each instrument is checked."""

from dataclasses import dataclass

from flask import render_template

from assessment.domain.catalogue import Catalogue, Check, Instrument
from questionnaires import words
from web import context
from web.words import LEVELS


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """One instrument: its provisions, and how many of them were checked against the text."""

    short: str
    title: str
    provisions: int
    checked: int
    words: str


def about_catalogue() -> str:
    """The catalogue: version, areas, instruments, planning assumptions."""
    catalogue = context.catalogue()
    rows = [_row(catalogue, instrument) for instrument in catalogue.instruments]
    return render_template(
        "questionnaires/about_catalogue.html",
        catalogue=catalogue,
        rows=rows,
        inferred=any(area.source_status == "inferred" for area in catalogue.areas),
    )


def about_method() -> str:
    """The method in short."""
    return render_template(
        "questionnaires/about_method.html", levels=[str(name) for name in LEVELS]
    )


def _row(catalogue: Catalogue, instrument: Instrument) -> InstrumentRow:
    own = [each for each in catalogue.obligations if each.instrument == instrument.id]
    weakest = max((each.check for each in own), key=list(Check).index, default=Check.RECALL)
    return InstrumentRow(
        short=instrument.short,
        title=instrument.title,
        provisions=len(own),
        checked=sum(1 for each in own if each.check is Check.TEXT),
        words=str(words.CHECKS[weakest]),
    )
