"""Obligations: what force each has for a state, and how far it is fulfilled (METHOD.md 3)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessment.domain.catalogue import Catalogue, Instrument, Obligation
from assessment.domain.identifiers import AreaId, InstrumentId, ObligationId
from assessment.domain.response import Profile, Responses


class Force(StrEnum):
    """What an obligation is to a state."""

    BINDING = "binding"
    SIGNED = "signed"
    COMMITTED = "committed"
    VOLUNTARY = "voluntary"


IN_FORCE = (Force.BINDING, Force.COMMITTED)


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
    raise NotImplementedError


def standings(
    catalogue: Catalogue, profile: Profile, responses: Responses
) -> Mapping[ObligationId, Standing]:
    """The standing of every obligation that counts, in catalogue order; no context ones."""
    raise NotImplementedError


def instrument_standings(
    catalogue: Catalogue,
    standings: Mapping[ObligationId, Standing],
    forces: Collection[Force] = IN_FORCE,
) -> Mapping[InstrumentId, InstrumentStanding]:
    """The standing of every instrument over its obligations with one of `forces`."""
    raise NotImplementedError


def area_instrument_means(
    catalogue: Catalogue,
    profile: Profile,
    responses: Responses,
    standings: Mapping[ObligationId, Standing],
) -> Mapping[tuple[AreaId, InstrumentId], float | None]:
    """The matrix: by area and instrument, the mean point of what the area serves.

    Over the obligations in force of that instrument that a question of the area serves; None
    where none of them has a point, and no entry where there is no such obligation.
    """
    raise NotImplementedError
