"""Signed-off cycles for tests of releases."""

from assessment.domain.cycle import CycleStatus
from assessment.domain.identifiers import DonorId
from assessment.domain.permissions import OPERATOR, Actor, Grant, Role, UserId
from assessment.records.freezes import frozen_cycles
from assessment.services.cycles import cycle_of, move_cycle, open_cycle
from assessment.services.instance import add_donor
from assessment.services.responses import record_many
from tests.databases import ANA, NOW, SIA, XAA

DIGEST = "5eed" * 16


def a_signed_cycle(session, catalogue, submissions=(), *, title="Round 1", state=XAA, now=NOW):
    """A cycle with these answers, signed off and frozen."""
    lead, signatory = _at(ANA, state), _at(SIA, state)
    cycle = open_cycle(session, lead, state, title, catalogue, now)
    if submissions:
        record_many(session, lead, cycle.id, catalogue, submissions, now)
    sign(session, lead, signatory, cycle.id, now)
    return cycle_of(session, lead, cycle.id)


def sign(session, lead, signatory, cycle_id, now=NOW):
    """Move a draft through its review to the signature, and freeze it."""
    cycle = move_cycle(session, lead, cycle_id, CycleStatus.IN_REVIEW, 1, now)
    cycle = move_cycle(session, signatory, cycle_id, CycleStatus.SIGNED_OFF, cycle.version, now)
    session.execute(
        frozen_cycles.insert().values(
            cycle_id=cycle.id,
            document=b"",
            digest=DIGEST,
            method="1",
            catalogue_digest=cycle.catalogue_digest,
            signed_at=now,
            signed_by=signatory.user,
            signed_by_name=signatory.name,
            statement="I sign.",
        )
    )


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
