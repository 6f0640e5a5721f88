"""Who reads what states released: each state that shows a donor something learns of its people."""

from datetime import datetime

from sqlalchemy import select

from assessment.domain.identifiers import DonorId, StateCode
from assessment.domain.permissions import Actor, UserId
from assessment.records import audit
from assessment.records.releases import releases
from assessment.records.session import Session
from assessment.records.states import donor_by_id


def tell_states(
    session: Session, now: datetime, actor: Actor, act: str, donor_id: DonorId, user: UserId
) -> None:
    """Note an act on one of a donor's people in the record of each state that it sees now."""
    donor = donor_by_id(session, donor_id)
    assert donor is not None, "somebody belongs to it"
    shown = (
        select(releases.c.state)
        .where(
            releases.c.donor_id == donor_id, releases.c.revoked.is_(None), releases.c.until > now
        )
        .distinct()
        .order_by(releases.c.state)
    )
    detail = {"user": user, "donor": donor.name}
    states = [StateCode(state) for state in session.execute(shown).scalars()]
    audit.record_each(
        session, now, actor, act, [(f"donor {donor_id}", detail, state) for state in states]
    )
