"""What an administrator makes in this Octant: states and donors. No answer is seen here."""

from datetime import datetime

from assessment.domain.errors import Fault, Invalid
from assessment.domain.identifiers import DonorId
from assessment.domain.permissions import Act, Actor, Subject, require
from assessment.domain.texts import LONGEST_TITLE, one_line, text_faults
from assessment.records import audit
from assessment.records import states as records
from assessment.records.base import new_id
from assessment.records.session import Session
from assessment.records.states import Donor


def add_donor(session: Session, actor: Actor, name: str, now: datetime) -> Donor:
    """A new donor organisation. Raises Invalid with faults at "name"."""
    require(actor, Act.MANAGE_DONORS, Subject())
    name = one_line(name)
    faults = text_faults("name", name, LONGEST_TITLE)
    if not name:
        faults = [Fault("name_missing", "name")]
    elif any(donor.name.casefold() == name.casefold() for donor in records.donors_known(session)):
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
