"""The cycle that a page belongs to, with the catalogue it was begun with."""

from typing import Any

from assessment.domain.catalogue import Catalogue
from assessment.domain.cycle import Cycle
from assessment.domain.identifiers import CycleId
from assessment.services.cycles import catalogue_for, cycle_of
from web import context


def catalogue_of(cycle: Cycle, session: Any = None) -> Catalogue:
    """The catalogue a cycle was begun with, read in the request's session or another.

    Costs nothing where it is the current one.
    """
    current = context.catalogue()
    if cycle.catalogue_digest == current.digest:
        return current
    return catalogue_for(session or context.session(), context.actor(), cycle.id, current)


def cycle_and_catalogue(cycle_id: str) -> tuple[Cycle, Catalogue]:
    """A cycle without its answers, and its catalogue. Raises NotFound."""
    cycle = cycle_of(context.session(), context.actor(), CycleId(cycle_id))
    return cycle, catalogue_of(cycle)
