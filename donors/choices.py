"""Which donor somebody looks for, and which states: what the address of the portfolio asks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flask import request

from assessment.domain.catalogue import Catalogue, State
from assessment.domain.errors import NotFound
from assessment.domain.identifiers import DonorId, StateCode
from assessment.records.session import Session
from assessment.services.comparisons import Release, released_to
from assessment.services.memberships import own_donors
from web import context

GROUPS = ("ldc", "lldc", "sids")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The donor, by id and name, of those that are one's own, as (id, name)."""

    donor: DonorId
    name: str
    donors: tuple[tuple[DonorId, str], ...]

    @property
    def several(self) -> bool:
        """Whether there is a choice of donors, which addresses must then name."""
        return len(self.donors) > 1

    def values(self) -> dict[str, str]:
        """What an address must say of the donor."""
        return {"donor": self.donor} if self.several else {}


def chosen_donor(session: Session) -> Chosen:
    """The donor that `donor=` names, else the first of one's own. Raises NotFound."""
    own = own_donors(session, context.actor())
    asked = request.args.get("donor") or own[0].id
    for donor in own:
        if donor.id == asked:
            return Chosen(donor.id, donor.name, tuple((one.id, one.name) for one in own))
    raise NotFound(asked)


def open_releases(
    session: Session, chosen: Chosen, states: Collection[StateCode] | None = None
) -> tuple[Release, ...]:
    """What the donor may see now, one of each state, or of these states."""
    return released_to(session, context.actor(), chosen.donor, context.now(), states)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which states are wanted; an empty text leaves the choice open.

    `others` asks also for the states of a region or sub-region that released nothing.
    """

    region: str = ""
    subregion: str = ""
    group: str = ""
    others: bool = False

    @property
    def is_set(self) -> bool:
        """Whether any state may be left out."""
        return bool(self.region or self.subregion or self.group)

    @property
    def names_place(self) -> bool:
        """Whether a region or a sub-region is chosen."""
        return bool(self.region or self.subregion)

    def keep(self, state: State) -> bool:
        """Whether a state is wanted."""
        return (
            self.region in ("", state.region)
            and self.subregion in ("", state.subregion)
            and (not self.group or bool(getattr(state, self.group)))
        )

    def values(self) -> dict[str, str]:
        """What an address must say of them."""
        said = {"region": self.region, "subregion": self.subregion, "group": self.group}
        return {name: value for name, value in said.items() if value} | (
            {"others": "1"} if self.others else {}
        )


def filters_asked(catalogue: Catalogue) -> Filters:
    """What the address asks for. Raises NotFound where it names what there is not."""
    asked = Filters(
        region=request.args.get("region", ""),
        subregion=request.args.get("subregion", ""),
        group=request.args.get("group", ""),
        others=request.args.get("others") == "1",
    )
    places = {place for region, inside in regions(catalogue.states) for place in (region, *inside)}
    known = {"", *places}
    if asked.region not in known or asked.subregion not in known:
        raise NotFound(asked.region, asked.subregion)
    if asked.group and asked.group not in GROUPS:
        raise NotFound(asked.group)
    return asked


@dataclass(frozen=True, slots=True)
class Offered:
    """What the filters offer: regions with their sub-regions, and groups, by name."""

    regions: tuple[tuple[str, tuple[str, ...]], ...]
    groups: tuple[str, ...]

    @property
    def has_subregions(self) -> bool:
        """Whether any region is divided."""
        return any(inside for _region, inside in self.regions)


def filters_for(catalogue: Catalogue, releases: Iterable[Release], filters: Filters) -> Offered:
    """What keeps at least one state that released something, and what is chosen already."""
    told = [state_of(catalogue, release.state) for release in releases]
    asked = (
        state
        for state in catalogue.states
        if filters.region == state.region != "" or filters.subregion == state.subregion != ""
    )
    return Offered(
        regions=regions((*told, *asked)),
        groups=tuple(
            group
            for group in GROUPS
            if group == filters.group or any(getattr(state, group) for state in told)
        ),
    )


def regions(states: Iterable[State]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The regions of states by name, each with its sub-regions by name."""
    inside: dict[str, set[str]] = {}
    for state in states:
        if state.region:
            inside.setdefault(state.region, set()).add(state.subregion)
    return tuple((region, tuple(sorted(inside[region] - {""}))) for region in sorted(inside))


def state_of(catalogue: Catalogue, code: StateCode) -> State:
    """A state by its code; one without a region where the catalogue does not know it."""
    return catalogue.state_by_code.get(code) or State(code, code)


def wanted(releases: Iterable[Release], catalogue: Catalogue, filters: Filters) -> list[Release]:
    """The releases of the states that are wanted."""
    return [one for one in releases if filters.keep(state_of(catalogue, one.state))]
