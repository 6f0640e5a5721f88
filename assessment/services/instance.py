"""What an administrator makes in this Octant: states and donors. No answer is seen here."""

from datetime import datetime

from assessment.domain.catalogue import Catalogue
from assessment.domain.errors import Fault, Invalid, NotFound
from assessment.domain.identifiers import DonorId, StateCode
from assessment.domain.permissions import Act, Actor, Subject, require
from assessment.domain.texts import LONGEST_MARKING, LONGEST_TITLE, one_line, text_faults
from assessment.records import audit, instance
from assessment.records import states as records
from assessment.records.base import new_id
from assessment.records.instance import DonorHere, StateHere
from assessment.records.session import Session
from assessment.records.states import Donor


def add_state(
    session: Session,
    actor: Actor,
    catalogue: Catalogue,
    code: StateCode,
    marking: str,
    now: datetime,
) -> None:
    """Make a state of the catalogue's list known, once. Raises Invalid."""
    require(actor, Act.MANAGE_STATES, Subject(code))
    marking = one_line(marking)
    faults = text_faults("marking", marking, LONGEST_MARKING)
    if code not in catalogue.state_by_code:
        faults.append(Fault("state_unlisted", "state", (("state", code),)))
    if faults:
        raise Invalid(faults)
    if not records.keep_state(session, code, marking, now):
        raise Invalid([Fault("state_known", "state", (("state", code),))])
    detail = {"marking": marking}
    audit.record(session, now, actor, "add_state", f"state {code}", detail, state=code)


def states_of(session: Session, actor: Actor, now: datetime) -> tuple[StateHere, ...]:
    """Every state that was made here, by code, with its coordinators and first invitations."""
    require(actor, Act.MANAGE_STATES, Subject())
    return instance.states_here(session, now)


def marking_of(session: Session, actor: Actor, state: StateCode) -> str:
    """How a state marks its pages and papers; empty where it does not."""
    require(actor, Act.SEE_CYCLE, Subject(state))
    return records.marking_at(session, state)


def change_marking(
    session: Session, actor: Actor, state: StateCode, marking: str | None, now: datetime
) -> str:
    """Mark a state's pages, and the cycles opened from now on; gives the marking kept.

    An empty one takes the marking away. Raises Invalid with faults at "marking", also for None.
    """
    require(actor, Act.CHANGE_MARKING, Subject(state))
    if marking is None:
        raise Invalid([Fault("marking_missing", "marking")])
    marking = one_line(marking)
    faults = text_faults("marking", marking, LONGEST_MARKING)
    if faults:
        raise Invalid(faults)
    if marking != records.marking_at(session, state):
        records.keep_state(session, state, marking, now)
        records.change_marking(session, state, marking)
        detail = {"marking": marking}
        audit.record(session, now, actor, Act.CHANGE_MARKING, f"state {state}", detail, state=state)
    return marking


def add_donor(session: Session, actor: Actor, name: str, now: datetime) -> Donor:
    """A new donor organisation. Raises Invalid with faults at "name"."""
    require(actor, Act.MANAGE_DONORS, Subject())
    name = one_line(name)
    faults = text_faults("name", name, LONGEST_TITLE)
    if not name:
        faults = [Fault("donor_nameless", "name")]
    elif _donor_called(session, name) is not None:
        faults = [Fault("donor_known", "name", (("name", name),))]
    if faults:
        raise Invalid(faults)
    donor = Donor(DonorId(new_id()), name, now)
    records.add_donor(session, donor)
    audit.record(session, now, actor, "add_donor", f"donor {donor.id}", {"name": name})
    return donor


def donors_of(session: Session, actor: Actor) -> tuple[Donor, ...]:
    """Every donor organisation, by name."""
    require(actor, Act.MANAGE_DONORS, Subject())
    return records.donors_known(session)


def donors_here(session: Session, actor: Actor, now: datetime) -> tuple[DonorHere, ...]:
    """Every donor organisation, by name: how many people it has, and whether one is invited."""
    require(actor, Act.MANAGE_DONORS, Subject())
    return instance.donors_here(session, now)


def donor_called(session: Session, actor: Actor, name: str) -> Donor:
    """The donor with a name, however its letters are cased. Raises NotFound."""
    require(actor, Act.MANAGE_DONORS, Subject())
    donor = _donor_called(session, one_line(name))
    if donor is None:
        raise NotFound
    return donor


def _donor_called(session: Session, name: str) -> Donor | None:
    same = name.casefold()
    known = records.donors_known(session)
    return next((donor for donor in known if donor.name.casefold() == same), None)


def has_people_beyond(session: Session, actor: Actor, ending: str) -> bool:
    """Whether anybody is here, or invited, whose e-mail address does not end so."""
    require(actor, Act.MANAGE_STATES, Subject())
    return instance.has_people_beyond(session, ending)
