"""Who belongs where, by name: no address, no last visit."""

from collections.abc import Collection

from assessment.domain.identifiers import StateCode
from assessment.domain.permissions import Act, Actor, Role, Subject, require
from assessment.records import people
from assessment.records import states as records
from assessment.records.people import Names
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


def signatories_of(session: Session, actor: Actor, states: Collection[StateCode]) -> Names:
    """The names of who may sign in these states, by state; a state without any is missing.

    One query, none without states. Raises NotFound, NotPermitted.
    """
    for state in states:
        require(actor, Act.SEE_CYCLE, Subject(state))
    return people.names_of(session, states, Role.SIGNATORY) if states else {}
