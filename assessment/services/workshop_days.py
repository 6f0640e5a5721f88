"""From when until when a workshop runs: open it, give it a new end, close it."""

import secrets
from datetime import datetime, timedelta

from assessment.domain.cycle import Cycle
from assessment.domain.errors import Fault, Invalid
from assessment.domain.identifiers import CycleId, WorkshopId
from assessment.domain.permissions import Act, Actor, require
from assessment.domain.texts import LONGEST_TITLE, one_line, text_faults
from assessment.domain.workshop import EventKind, Workshop, WorkshopClosed
from assessment.records import audit
from assessment.records import workshops as records
from assessment.records.base import new_id
from assessment.records.cycles import cycle_by_id
from assessment.records.session import Session

# Without 0, 1, I, L, O and U: a code is read from a wall and typed on a phone.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 6
# Nobody holds a workshop so far from now: the year was mistyped.
FAR_AWAY = timedelta(days=2 * 365)


def open_workshop(
    session: Session,
    actor: Actor,
    cycle_id: CycleId,
    title: str,
    begins: datetime,
    ends: datetime,
    now: datetime,
) -> Workshop:
    """A new workshop on a cycle, with a code of its own; its agenda is empty.

    Raises NotFound, NotPermitted, CycleClosed, Invalid with faults at "title" and "ends".
    """
    cycle = cycle_by_id(session, cycle_id, hold=True)
    require(actor, Act.RUN_WORKSHOP, cycle.subject)
    cycle.ensure_open()
    title = one_line(title)
    faults = text_faults("title", title, LONGEST_TITLE)
    if not title:
        faults.append(Fault("workshop_title_missing", "title"))
    if ends <= begins:
        faults.append(Fault("ends_before_it_begins", "ends"))
    faults += [
        Fault("workshop_far_away", place)
        for place, moment in (("begins", begins), ("ends", ends))
        if abs(moment - now) > FAR_AWAY
    ]
    if faults:
        raise Invalid(faults)
    workshop = Workshop(
        id=WorkshopId(new_id()),
        cycle=cycle.id,
        state=cycle.state,
        title=title,
        code=_fresh_code(session),
        begins=begins,
        ends=ends,
        created=now,
        version=cycle.version + 1,
    )
    records.add_workshop(session, workshop)
    records.add_event(session, workshop, actor, EventKind.OPENED, {"title": title}, now)
    subject = f"workshop {workshop.id}"
    audit.record(
        session, now, actor, "open_workshop", subject, {"title": title}, state=workshop.state
    )
    return workshop


def extend_workshop(
    session: Session, actor: Actor, workshop_id: WorkshopId, ends: datetime, now: datetime
) -> None:
    """Give a workshop a new end: phones can join and vote until then, and a day longer.

    Raises NotFound, NotPermitted, CycleClosed, WorkshopClosed, Invalid with a fault at "ends".
    """
    workshop, cycle = held_to_run(session, actor, workshop_id)
    cycle.ensure_open()
    if ends <= workshop.begins:
        raise Invalid([Fault("ends_before_it_begins", "ends")])
    if ends <= now:
        raise Invalid([Fault("ends_already", "ends")])
    if ends - now > FAR_AWAY:
        raise Invalid([Fault("workshop_far_away", "ends")])
    records.change_end(session, workshop.id, ends)
    detail = {"until": ends.isoformat()}
    subject = f"workshop {workshop.id}"
    audit.record(session, now, actor, "extend_workshop", subject, detail, state=workshop.state)


def close_workshop(session: Session, actor: Actor, workshop_id: WorkshopId, now: datetime) -> None:
    """End a workshop; what was agreed stays.

    Raises NotFound, NotPermitted, WorkshopClosed, and Invalid where a round is open.
    """
    workshop, _cycle = held_to_run(session, actor, workshop_id)
    ensure_no_open_round(workshop)
    records.close_workshop(session, workshop.id, now)
    records.add_event(session, workshop, actor, EventKind.CLOSED, {}, now)
    subject = f"workshop {workshop.id}"
    audit.record(session, now, actor, "close_workshop", subject, {}, state=workshop.state)


def held_to_run(session: Session, actor: Actor, workshop_id: WorkshopId) -> tuple[Workshop, Cycle]:
    """The workshop, held for whoever runs it, and its cycle, which nobody signs off meanwhile.

    Raises NotFound, NotPermitted, WorkshopClosed.
    """
    workshop = records.workshop_by_id(session, workshop_id)
    cycle = cycle_by_id(session, workshop.cycle, hold=True)
    require(actor, Act.RUN_WORKSHOP, cycle.subject)
    workshop = records.held_workshop(session, workshop)
    if workshop.closed:
        raise WorkshopClosed(workshop_id)
    return workshop, cycle


def ensure_no_open_round(workshop: Workshop) -> None:
    """Raises Invalid where a round is open."""
    if workshop.open_round:
        raise Invalid([Fault("round_open", "round")])


def _fresh_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if records.workshop_by_code(session, code) is None:
            return code
