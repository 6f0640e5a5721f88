"""What has been read of a catalogue so far, before anything is known to be right."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessment.domain.catalogue import (
    Guide,
    Instrument,
    Obligation,
    ParticipationEntry,
    PracticeArea,
    State,
)
from assessment.domain.identifiers import StateCode
from questionnaires.reading import Faults


@dataclass
class Draft:
    """What has been read so far; `places` tells where each named thing stands."""

    faults: Faults = field(default_factory=Faults)
    instruments: list[Instrument] = field(default_factory=list)
    obligations: list[Obligation] = field(default_factory=list)
    areas: list[PracticeArea] = field(default_factory=list)
    guides: list[Guide] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    roles: Mapping[str, str] = field(default_factory=dict)
    other_status_lists: tuple[str, ...] = ()
    participation: dict[StateCode, dict[str, ParticipationEntry]] = field(default_factory=dict)
    places: dict[tuple[object, ...], str] = field(default_factory=dict)

    def place(self, *name: object) -> str:
        """Where a thing stands, by kind and name."""
        return self.places.get(name, "")

    def put(self, place: str, *name: object) -> None:
        """Remember where a thing stands; an id that was used before is a fault."""
        earlier = self.places.setdefault(name, place)
        if earlier != place and name[-1]:
            self.faults.add("id_twice", place, value=name[-1], earlier=earlier)
