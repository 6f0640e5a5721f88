"""In the room, without an account: join by a code, see how the workshop stands, vote.

A participant is no actor: whoever has the code may join, and whoever holds the token that
joining gave is that participant. No vote can be changed: nothing stored says whose it is.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assessment.domain.catalogue import Catalogue, Family
from assessment.domain.errors import Fault, Invalid
from assessment.domain.identifiers import WorkshopId
from assessment.domain.texts import one_line, text_faults
from assessment.domain.voting import CHOICES
from assessment.domain.workshop import (
    CodeWrong,
    Participant,
    Room,
    RoundClosed,
    Workshop,
    WorkshopClosed,
)
from assessment.domain.workshop_events import fold
from assessment.records import rooms as records
from assessment.records import sign_ins, workshops
from assessment.records.base import new_id
from assessment.records.cycles import cycle_by_id, kept_catalogue
from assessment.records.session import Session
from assessment.services.sign_ins import (
    ADDRESS_FAILURES,
    WINDOW,
    TooManyAttempts,
    hash_of,
)

LONGEST_NAME = 100
# One noisy phone is stopped long before all the others behind its address.
BROWSER_FAILURES = 15


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody says of themselves when they join; the name may be empty."""

    agency: str
    role: str
    name: str = ""


def room_by_code(
    session: Session, code: str, address: str, now: datetime, misses: Sequence[datetime] = ()
) -> Workshop:
    """The workshop that a code opens, typed in any case and with blanks or dashes.

    Reads only; the caller counts a CodeWrong by `note_wrong_code`, and keeps in the browser when
    it was: `misses`, the oldest first. Raises CodeWrong, WorkshopClosed, and TooManyAttempts
    after too many wrong codes from one browser or one address.
    """
    failures, _ = sign_ins.attempts_since(session, *_place(address), now - WINDOW)
    for missed, most in ((recent(misses, now), BROWSER_FAILURES), (failures, ADDRESS_FAILURES)):
        if len(missed) >= most:
            raise TooManyAttempts(missed[-most] + WINDOW - now)
    workshop = workshops.workshop_by_code(session, even_code(code))
    if workshop is None:
        raise CodeWrong
    ensure_open(workshop, now)
    return workshop


def recent(misses: Sequence[datetime], now: datetime) -> tuple[datetime, ...]:
    """The wrong codes of a browser that still count against it."""
    return tuple(each for each in misses if now - WINDOW < each <= now)[-BROWSER_FAILURES:]


def note_wrong_code(session: Session, address: str, now: datetime) -> None:
    """Count a wrong code; the caller must commit although it refuses."""
    sign_ins.add_attempt(session, *_place(address), now)


def join(session: Session, code: str, entry: Entry, address: str, now: datetime) -> str:
    """Somebody enters a room; gives the token that shows who they are from now on.

    Raises what `room_by_code` does, and Invalid with faults at "agency", "role" and "name".
    """
    workshop = room_by_code(session, code, address, now)
    entry = _checked(entry)
    token = secrets.token_urlsafe(32)
    participant = Participant(
        new_id(), workshop.id, entry.agency, entry.role, entry.name, joined=now
    )
    if not records.add_participant(session, participant, hash_of(token)):
        raise WorkshopClosed(workshop.id)
    return token


def participant_of(session: Session, code: str, token: str) -> Participant | None:
    """Who holds this token in the room with this code; None for nobody."""
    return records.participant_by_hash(session, even_code(code), hash_of(token))


def ensure_not_overdue(session: Session, participant: Participant, now: datetime) -> Workshop:
    """The workshop of a participant. Raises WorkshopClosed where only its time is over.

    One that was closed is shown once more, to say so.
    """
    workshop = workshops.workshop_by_id(session, participant.workshop)
    if workshop.is_overdue(now):
        raise WorkshopClosed(workshop.id)
    return workshop


def room_of(session: Session, workshop_id: WorkshopId) -> Room:
    """How a room stands, for a screen that was let in. Raises NotFound."""
    workshop = workshops.workshop_by_id(session, workshop_id)
    present, voted = records.counts_in(session, workshop.id, workshop.open_round)
    return Room(workshop, fold(workshops.events_of(session, workshop.id)), present, voted)


def versions_of(session: Session, workshop_ids: Collection[WorkshopId]) -> Mapping[WorkshopId, int]:
    """The versions of several rooms, by one query; one that does not exist is missing."""
    return workshops.versions_of(session, workshop_ids)


def catalogue_in(session: Session, workshop: Workshop, current: Catalogue) -> Catalogue:
    """The catalogue that a room's questions come from; `current` where that is the one.

    Raises CatalogueMissing where the database lost it.
    """
    cycle = cycle_by_id(session, workshop.cycle)
    if cycle.catalogue_digest == current.digest:
        return current
    return kept_catalogue(session, cycle.catalogue_digest)


def has_voted(session: Session, participant: Participant, number: int) -> bool:
    """Whether a participant's ballot of a round is in."""
    return records.has_voted(session, participant, number)


def vote(
    session: Session,
    participant: Participant,
    number: int,
    choices: Mapping[Family, str],
    now: datetime,
) -> bool:
    """Cast a ballot in the open round: a choice of "0" to "4" or "unknown" for every family.

    False where this participant's ballot was in already: the first one counts. Raises
    RoundClosed, WorkshopClosed, and Invalid with faults at "choice-<family>".
    """
    # 0 stands for no open round, so it is never one.
    counts = number > 0 and records.open_for_vote(session, participant.workshop, number)
    ensure_open(workshops.workshop_by_id(session, participant.workshop), now)
    if not counts:
        raise RoundClosed(participant.workshop)
    opened = workshops.last_round(session, participant.workshop)
    assert opened is not None, "an open round has its event"
    _ensure_whole(choices, opened.body["families"])
    if not records.add_ballot(session, participant, number):
        return False
    records.add_votes(session, participant.workshop, number, choices)
    return True


def ensure_open(workshop: Workshop, now: datetime) -> None:
    """Raise WorkshopClosed where a workshop is over."""
    if workshop.is_over(now):
        raise WorkshopClosed(workshop.id)


def even_code(code: str) -> str:
    """A code as it is kept.

    >>> even_code(" k7m-2xq ")
    'K7M2XQ'
    """
    return "".join(each for each in code.upper() if each.isalnum())[:20]


def _place(address: str) -> tuple[str, str]:
    # Apart from sign-ins: a hall full of typing errors must not keep a coordinator out.
    return hash_of(f"room {address}"), f"room {address}"[:64]


def _checked(entry: Entry) -> Entry:
    said = {
        place: one_line(text)
        for place, text in (("agency", entry.agency), ("role", entry.role), ("name", entry.name))
    }
    faults = [
        fault for place, text in said.items() for fault in text_faults(place, text, LONGEST_NAME)
    ]
    faults += [Fault(f"{place}_missing", place) for place in ("agency", "role") if not said[place]]
    if faults:
        raise Invalid(faults)
    return Entry(**said)


def _ensure_whole(choices: Mapping[Family, str], families: Collection[str]) -> None:
    faults = [
        Fault("choice_missing", f"choice-{family}", (("family", family),))
        for family in families
        if choices.get(Family(family)) not in CHOICES
    ]
    faults += [
        Fault("family_not_asked", f"choice-{family}", (("family", family.value),))
        for family in choices
        if family.value not in families
    ]
    if faults:
        raise Invalid(faults)
