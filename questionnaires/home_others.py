"""What home says to facilitators, donors and administrators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from assessment.domain.cycle import Cycle
from assessment.domain.identifiers import DonorId
from assessment.services.comparisons import Release, released_to_each
from assessment.services.instance import donors_here, states_of
from assessment.services.memberships import own_donors
from questionnaires.home_cards import Sitting, Sittings
from web import context
from web.components import state_name
from web.i18n import day
from web.words import name_order

ENDS_SOON = timedelta(days=30)
MOST_LISTED = 5


@dataclass(frozen=True, slots=True)
class Visit:
    """A cycle that a facilitator is invited to, until when, with its open workshops."""

    cycle: Cycle
    state: str
    until: str
    sittings: tuple[Sitting, ...]


@dataclass(frozen=True, slots=True)
class Donation:
    """A donor's portfolio in a glance; `ending` holds states and last moments, soonest first."""

    id: DonorId
    name: str
    states: int
    ending: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """A state without coordinator; `invited` is the last day of an open invitation."""

    state: str
    invited: str


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What waits for an administrator: the first few of each, and how many there are."""

    states: tuple[Alone, ...]
    states_in_all: int
    donors: tuple[tuple[DonorId, str], ...]
    donors_in_all: int
    empty: bool


def visits_of(cycles: Sequence[Cycle], sittings: Sittings) -> tuple[Visit, ...]:
    """What the actor was invited to as a facilitator; where a workshop is open comes first."""
    until = {grant.cycle: grant.until for grant in context.actor().grants if grant.cycle}
    visits = (
        Visit(cycle, state_name(cycle.state), day(until[cycle.id]), sittings.get(cycle.id, ()))
        for cycle in cycles
        if cycle.id in until
    )
    return tuple(sorted(visits, key=lambda visit: not visit.sittings))


def donations_of() -> tuple[Donation, ...]:
    """The portfolios of the actor's organisations, in two queries whatever their number."""
    session, actor, now = context.session(), context.actor(), context.now()
    donors = own_donors(session, actor)
    released = released_to_each(session, actor, [donor.id for donor in donors], now)
    return tuple(_donation(donor.id, donor.name, released[donor.id]) for donor in donors)


def _donation(donor_id: DonorId, name: str, released: Sequence[Release]) -> Donation:
    soon = context.now() + ENDS_SOON
    ending = sorted((one for one in released if one.until <= soon), key=lambda one: one.until)
    return Donation(
        donor_id,
        name,
        len({release.state for release in released}),
        tuple((state_name(each.state), day(each.until)) for each in ending),
    )


def upkeep_of() -> Upkeep:
    """What waits for an administrator."""
    session, actor = context.session(), context.actor()
    now = context.now()
    states, donors = states_of(session, actor, now), donors_here(session, actor, now)
    alone = [
        Alone(state_name(each.code), day(each.invited[0].expires) if each.invited else "")
        for each in states
        if not each.coordinators
    ]
    # Where nobody is invited yet there is something to do.
    alone.sort(key=lambda each: (bool(each.invited), name_order(each.state)))
    nobody = [(each.donor.id, each.donor.name) for each in donors if not each.people]
    return Upkeep(
        tuple(alone[:MOST_LISTED]),
        len(alone),
        tuple(nobody[:MOST_LISTED]),
        len(nobody),
        empty=not states,
    )
