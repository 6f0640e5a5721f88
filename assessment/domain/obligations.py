"""Obligations: what force each has for a state, and how far it is fulfilled (METHOD.md 3)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessment.domain.catalogue import (
    LEVELS,
    Catalogue,
    Duty,
    Instrument,
    Obligation,
    Participation,
)
from assessment.domain.identifiers import AreaId, InstrumentId, ObligationId
from assessment.domain.lattice import NOT_APPLICABLE, OPEN, lattice_of
from assessment.domain.response import Profile, Responses


class Force(StrEnum):
    """What an obligation is to a state."""

    BINDING = "binding"
    SIGNED = "signed"
    COMMITTED = "committed"
    VOLUNTARY = "voluntary"


IN_FORCE = (Force.BINDING, Force.COMMITTED)
ENOUGH = 3  # the level that fulfils an obligation: substantial is enough


class Status(StrEnum):
    """How far the answers fulfil an obligation."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a state stands on one obligation; figures 0 to 1, None where there is nothing."""

    obligation: ObligationId
    force: Force
    status: Status
    point: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class InstrumentStanding:
    """How many obligations of an instrument have each status, and their mean point."""

    counts: Mapping[Status, int]
    mean: float | None


def force_of(obligation: Obligation, instrument: Instrument, profile: Profile) -> Force:
    """The force that an obligation of `instrument` has for the state of `profile`."""
    part = profile.participation.get(instrument.status_list)
    if obligation.duty in _DUTIES:
        if (
            instrument.binds_all
            or part is Participation.PARTY
            or (part is Participation.MEMBER and instrument.binds_members)
        ):
            return Force.BINDING
        if part is Participation.SIGNATORY:
            return Force.SIGNED
    if obligation.duty is not Duty.ENCOURAGED and part in _TAKES_PART:
        return Force.COMMITTED
    return Force.VOLUNTARY


def forces(catalogue: Catalogue, profile: Profile) -> Mapping[ObligationId, Force]:
    """The force of every obligation that counts, in catalogue order; no context ones."""
    instruments = catalogue.instrument_by_id
    return {
        obligation.id: force_of(obligation, instruments[obligation.instrument], profile)
        for obligation in catalogue.obligations
        if not obligation.is_context
    }


def standings(
    catalogue: Catalogue, profile: Profile, responses: Responses
) -> Mapping[ObligationId, Standing]:
    """The standing of every obligation that counts, in catalogue order; no context ones."""
    lattice = lattice_of(catalogue, profile)
    levels = lattice.levels(responses)
    return {
        obligation: _standing(obligation, force, lattice.links[obligation], levels)
        for obligation, force in forces(catalogue, profile).items()
    }


def instrument_standings(
    catalogue: Catalogue,
    standings: Mapping[ObligationId, Standing],
    forces: Collection[Force] = IN_FORCE,
) -> Mapping[InstrumentId, InstrumentStanding]:
    """The standing of every instrument over its obligations with one of `forces`."""
    counts = {instrument.id: dict.fromkeys(Status, 0) for instrument in catalogue.instruments}
    points: dict[InstrumentId, list[float]] = {instrument: [] for instrument in counts}
    for standing in standings.values():
        if standing.force not in forces:
            continue
        instrument = catalogue.obligation_by_id[standing.obligation].instrument
        counts[instrument][standing.status] += 1
        if standing.point is not None:
            points[instrument].append(standing.point)
    return {
        instrument: InstrumentStanding(counted, _mean(points[instrument]))
        for instrument, counted in counts.items()
    }


def area_instrument_means(
    catalogue: Catalogue,
    profile: Profile,
    responses: Responses,
    standings: Mapping[ObligationId, Standing],
) -> Mapping[tuple[AreaId, InstrumentId], float | None]:
    """The matrix: by area and instrument, the mean point of what the area serves.

    Over the obligations in force of that instrument that an applicable cell of the area serves;
    None where none of them has a point, and no entry where there is no such obligation.
    """
    lattice = lattice_of(catalogue, profile)
    levels = lattice.levels(responses)
    # Keyed like a set, but in a fixed order: the sum must be the same each time.
    served: dict[AreaId, dict[ObligationId, float]] = {area: {} for area in lattice.areas}
    for asked in lattice.asked:
        for number in range(asked.first, asked.first + len(asked.cells)):
            if levels[number] != NOT_APPLICABLE:
                served[asked.question.area] |= dict(lattice.served[number])
    points: dict[tuple[AreaId, InstrumentId], list[float]] = {}
    for area, obligations in served.items():
        for obligation in obligations:
            standing = standings[obligation]
            if standing.force not in IN_FORCE:
                continue
            instrument = catalogue.obligation_by_id[obligation].instrument
            inside = points.setdefault((area, instrument), [])
            if standing.point is not None:
                inside.append(standing.point)
    return {place: _mean(inside) for place, inside in points.items()}


_DUTIES = frozenset({Duty.SHALL, Duty.SHALL_WHERE_POSSIBLE})
_TAKES_PART = frozenset(
    {
        Participation.PARTY,
        Participation.MEMBER,
        Participation.PARTICIPANT,
        Participation.ENDORSER,
    }
)
_FULFILMENT = tuple(min(1.0, level / ENOUGH) for level in LEVELS)


def _mean(points: Collection[float]) -> float | None:
    return sum(points) / len(points) if points else None


def _standing(
    obligation: ObligationId,
    force: Force,
    links: Collection[tuple[int, float]],
    levels: Sequence[int],
) -> Standing:
    """How far the cells of one obligation fulfil it."""
    fulfilled = answered = unanswered = 0.0
    for number, weight in links:
        level = levels[number]
        if level >= 0:
            answered += weight
            fulfilled += weight * _FULFILMENT[level]
        elif level == OPEN:
            unanswered += weight
    weights = answered + unanswered
    if not weights:
        return Standing(obligation, force, Status.NOT_APPLICABLE, None, None, None)
    low, high = fulfilled / weights, (fulfilled + unanswered) / weights
    if not answered:
        return Standing(obligation, force, Status.UNKNOWN, None, low, high)
    if not fulfilled:
        status = Status.NOT_MET
    elif fulfilled == answered and not unanswered:
        status = Status.MET
    else:
        status = Status.PARTLY
    return Standing(obligation, force, status, fulfilled / answered, low, high)
