"""Signed-off cycles for tests of releases."""

from assessment.domain.identifiers import DonorId
from assessment.domain.permissions import OPERATOR, Actor, Grant, Role, UserId
from assessment.services.cycles import cycle_of, open_cycle
from assessment.services.instance import add_donor
from assessment.services.responses import record_many
from tests.databases import ANA, NOW, SIA, XAA, sign


def a_signed_cycle(session, catalogue, submissions=(), *, title="Round 1", state=XAA, now=NOW):
    """A cycle with these answers, signed off and frozen."""
    lead, signatory = _at(ANA, state), _at(SIA, state)
    cycle = open_cycle(session, lead, state, title, catalogue, now)
    if submissions:
        record_many(session, lead, cycle.id, catalogue, submissions, now)
    sign(session, cycle.id, catalogue, now, lead=lead, signatory=signatory)
    return cycle_of(session, lead, cycle.id)


def a_donor(session, name="The River Fund", person="Dina"):
    """A donor organisation, and one of its people."""
    donor = add_donor(session, OPERATOR, name, NOW)
    return donor, one_of(donor.id, person)


def one_of(donor_id: DonorId, person: str = "Dina") -> Actor:
    """Somebody of a donor organisation."""
    email = f"{person.lower()}@example.org"
    return Actor(UserId(person.lower()), person, email, (Grant(Role.DONOR, donor=donor_id),))


def _at(actor, state):
    grants = tuple(Grant(grant.role, state) for grant in actor.grants)
    return Actor(actor.user, actor.name, actor.email, grants)
