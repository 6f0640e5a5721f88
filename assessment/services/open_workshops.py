"""The workshops that are still open, of many cycles at once, and how far their agendas are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from assessment.domain.cycle import Cycle
from assessment.domain.identifiers import CycleId, WorkshopId
from assessment.domain.permissions import Act, Actor, require
from assessment.domain.workshop import WorkshopState
from assessment.domain.workshop_events import fold
from assessment.records.open_workshops import Sitting, sittings_in
from assessment.records.session import Session
from assessment.records.workshops import events_of_many


@dataclass(frozen=True, slots=True)
class OpenWorkshop:
    """A workshop that nobody has closed: `agreed` of the `asked` questions on its agenda are."""

    id: WorkshopId
    cycle: CycleId
    title: str
    code: str
    begins: datetime
    ends: datetime
    asked: int
    agreed: int

    @property
    def left(self) -> int:
        """How many questions of the agenda are not agreed."""
        return self.asked - self.agreed


def open_workshops_on(
    session: Session, actor: Actor, cycles: Iterable[Cycle]
) -> tuple[OpenWorkshop, ...]:
    """The open workshops of these cycles, the soonest first: two queries whatever their number.

    Raises NotFound, NotPermitted where the actor may not see the workshops of one.
    """
    asked = tuple(cycles)
    for cycle in asked:
        require(actor, Act.SEE_WORKSHOP, cycle.subject)
    found = sittings_in(session, [cycle.id for cycle in asked])
    events = events_of_many(session, [each.id for each in found]) if found else {}
    return tuple(_open(each, fold(events.get(each.id, ()))) for each in found)


def _open(found: Sitting, state: WorkshopState) -> OpenWorkshop:
    agenda = {point.question for point in state.agenda}
    return OpenWorkshop(*found, asked=len(agenda), agreed=len(agenda & state.agreed.keys()))
