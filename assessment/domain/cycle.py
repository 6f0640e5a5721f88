"""Cycle: one round of self-assessment by one authority, its states and allowed moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from assessment.domain.catalogue import Catalogue, Family, Known, Participation
from assessment.domain.errors import CycleClosed
from assessment.domain.identifiers import AreaId, CycleId, StateCode
from assessment.domain.permissions import Subject
from assessment.domain.response import Profile, Targets


class CycleStatus(StrEnum):
    """How far a cycle has come."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SIGNED_OFF = "signed_off"
    ARCHIVED = "archived"


MOVES: Mapping[CycleStatus, tuple[CycleStatus, ...]] = {
    CycleStatus.DRAFT: (CycleStatus.IN_REVIEW, CycleStatus.ARCHIVED),
    CycleStatus.IN_REVIEW: (CycleStatus.DRAFT, CycleStatus.SIGNED_OFF),
    CycleStatus.SIGNED_OFF: (CycleStatus.ARCHIVED,),
    CycleStatus.ARCHIVED: (),
}

# A cycle in review still takes answers: the review is where they are corrected.
TAKES_ANSWERS = frozenset({CycleStatus.DRAFT, CycleStatus.IN_REVIEW})

DEFAULT_QUARTERS = 12
DEFAULT_CAPACITY = 12.0


@dataclass(frozen=True, slots=True)
class Cycle:
    """One round of self-assessment, tied to the catalogue it was begun with.

    `profile.participation` is what counts: the catalogue's table overlaid with `confirmed`,
    where None means that the state said it takes no part. `capacity` is person-months a
    quarter; the plan runs `quarters` from `start_quarter` (1 to 4) of `start_year`.
    `version` counts changes of the profile and the plan, not answers.
    """

    id: CycleId
    state: StateCode
    title: str
    status: CycleStatus
    catalogue_version: str
    catalogue_digest: str
    profile: Profile
    version: int
    created: datetime
    start_year: int
    start_quarter: int
    confirmed: Mapping[str, Participation | None] = field(default_factory=dict)
    quarters: int = DEFAULT_QUARTERS
    capacity: float = DEFAULT_CAPACITY
    marking: str = ""

    @property
    def subject(self) -> Subject:
        """What the policy asks about: the state it belongs to."""
        return Subject(self.state, self.id)

    @property
    def takes_answers(self) -> bool:
        """Whether answers may still be saved."""
        return self.status in TAKES_ANSWERS

    def ensure_open(self) -> None:
        """Raise CycleClosed where the cycle takes no more answers."""
        if not self.takes_answers:
            raise CycleClosed(self.status.value)


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """What a coordinator changes of a profile; None leaves a part as it is.

    `confirmed` holds only the status lists just confirmed, None for "takes no part"; the
    others stay. `targets` and `priorities` replace the former ones.
    """

    families: tuple[Family, ...] | None = None
    confirmed: Mapping[str, Participation | None] = field(default_factory=dict)
    targets: Targets | None = None
    priorities: Mapping[AreaId, float] | None = None
    title: str | None = None
    marking: str | None = None


def status_lists(catalogue: Catalogue) -> tuple[str, ...]:
    """The status lists a state can take part in, in the order of the instruments."""
    lists = (instrument.status_list for instrument in catalogue.instruments)
    return tuple(dict.fromkeys(name for name in lists if name))


def to_confirm(catalogue: Catalogue, cycle: Cycle) -> tuple[str, ...]:
    """The status lists that the state still has to confirm: nothing is assumed in silence.

    Those it has not confirmed yet where the catalogue's table has no row or a weak one,
    except lists of instruments that all bind every state anyway.
    """
    asked = {
        instrument.status_list for instrument in catalogue.instruments if not instrument.binds_all
    }
    table = catalogue.participation.get(cycle.state, {})
    return tuple(
        name
        for name in status_lists(catalogue)
        if name in asked
        and name not in cycle.confirmed
        and (name not in table or table[name].known is not Known.SOURCED)
    )


def effective_participation(
    table: Mapping[str, Participation], confirmed: Mapping[str, Participation | None]
) -> dict[str, Participation]:
    """The catalogue's table overlaid with what the state confirmed.

    >>> effective_participation({"att": Participation.PARTY}, {"att": None})
    {}
    """
    merged: dict[str, Participation | None] = {**table, **confirmed}
    return {name: status for name, status in merged.items() if status is not None}
