"""Where somebody belongs, by name."""

from assessment.domain.permissions import Act, Actor, Subject, require
from assessment.records import states as records
from assessment.records.session import Session
from assessment.records.states import Donor


def own_donors(session: Session, actor: Actor) -> tuple[Donor, ...]:
    """The actor's own donor organisations, by name; one or more.

    Raises NotFound or NotPermitted where there is none.
    """
    if not actor.donors:
        require(actor, Act.SEE_RELEASED, Subject())
    for donor in actor.donors:
        require(actor, Act.SEE_RELEASED, Subject(donor=donor))
    return tuple(each for each in records.donors_known(session) if each.id in actor.donors)
