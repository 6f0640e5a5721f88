"""Obligations on paper, instrument by instrument."""

from dataclasses import dataclass

from assessment.domain.catalogue import Check, Instrument
from assessment.domain.obligations import IN_FORCE, Force, Standing, Status
from reports.document_scene import PaperScene


@dataclass(frozen=True, slots=True)
class DutyRow:
    """An obligation in force with its standing."""

    cite: str
    summary: str
    checked: bool
    standing: Standing


@dataclass(frozen=True, slots=True)
class InstrumentSection:
    """The obligations of an instrument: those in force, and how many there are otherwise.

    `outside` holds the citations of those in force that do not apply to this state's goods.
    """

    instrument: Instrument
    counts: tuple[tuple[Status, int], ...]
    mean: float | None
    in_force: int
    rows: tuple[DutyRow, ...]
    outside: tuple[str, ...]
    signed: int
    voluntary: int


def instrument_sections(scene: PaperScene) -> tuple[InstrumentSection, ...]:
    """Every instrument, in the order of the catalogue."""
    return tuple(_section(scene, instrument) for instrument in scene.catalogue.instruments)


def _section(scene: PaperScene, instrument: Instrument) -> InstrumentSection:
    found = scene.findings
    rows = [
        DutyRow(obligation.cite, obligation.summary, obligation.check is Check.TEXT, standing)
        for obligation in scene.catalogue.obligations
        if obligation.instrument == instrument.id
        and (standing := found.standings.get(obligation.id)) is not None
    ]
    in_force = [row for row in rows if row.standing.force in IN_FORCE]
    standing = found.instruments[instrument.id]
    return InstrumentSection(
        instrument=instrument,
        counts=tuple((status, standing.counts[status]) for status in Status),
        mean=standing.mean,
        in_force=len(in_force),
        rows=tuple(row for row in in_force if row.standing.status is not Status.NOT_APPLICABLE),
        outside=tuple(row.cite for row in in_force if row.standing.status is Status.NOT_APPLICABLE),
        signed=sum(row.standing.force is Force.SIGNED for row in rows),
        voluntary=sum(row.standing.force is Force.VOLUNTARY for row in rows),
    )
