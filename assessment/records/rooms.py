"""Who is in a workshop's room, that they voted, and how often each choice was made.

That somebody voted and what was chosen are two tables with nothing in common but the round.
"""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Executable, case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from assessment.domain.catalogue import Family
from assessment.domain.identifiers import WorkshopId
from assessment.domain.voting import CHOICES
from assessment.domain.workshop import Participant
from assessment.records.session import Session
from assessment.records.workshops import ballots, participants, tallies, workshops

_INSERTS: Mapping[str, Any] = {"sqlite": sqlite_insert, "postgresql": postgresql_insert}


def add_participant(session: Session, participant: Participant, token_hash: str) -> bool:
    """Somebody who joins a workshop; False, and nobody added, where it is over."""
    bumped = session.execute(
        update(workshops)
        .where(workshops.c.id == participant.workshop, workshops.c.closed.is_(None))
        .values(version=workshops.c.version + 1)
    )
    if bumped.rowcount != 1:
        return False
    session.execute(
        participants.insert().values(
            id=participant.id,
            workshop_id=participant.workshop,
            token_hash=token_hash,
            agency=participant.agency,
            role=participant.role,
            name=participant.name,
            joined=participant.joined,
        )
    )
    return True


def participant_by_hash(session: Session, code: str, token_hash: str) -> Participant | None:
    """Who holds a token in the workshop with this code."""
    row = session.execute(
        select(participants)
        .join(workshops, participants.c.workshop_id == workshops.c.id)
        .where(participants.c.token_hash == token_hash, workshops.c.code == code)
    ).one_or_none()
    if row is None:
        return None
    workshop = WorkshopId(row.workshop_id)
    return Participant(row.id, workshop, row.agency, row.role, row.name, row.joined)


def participants_in(session: Session, workshop_id: WorkshopId) -> tuple[Participant, ...]:
    """Everybody who joined a workshop, by agency, role and name: not in the order of joining."""
    columns = (participants.c.agency, participants.c.role, participants.c.name, participants.c.id)
    rows = session.execute(
        select(participants).where(participants.c.workshop_id == workshop_id).order_by(*columns)
    )
    return tuple(
        Participant(row.id, workshop_id, row.agency, row.role, row.name, row.joined) for row in rows
    )


def counts_in(session: Session, workshop_id: WorkshopId, number: int) -> tuple[int, int]:
    """How many joined a workshop, and how many ballots one of its rounds has."""
    present = select(func.count()).where(participants.c.workshop_id == workshop_id)
    voted = select(func.count()).where(
        ballots.c.workshop_id == workshop_id, ballots.c.round == number
    )
    row = session.execute(select(present.scalar_subquery(), voted.scalar_subquery())).one()
    return int(row[0]), int(row[1])


def open_for_vote(session: Session, workshop_id: WorkshopId, number: int) -> bool:
    """Hold a workshop for one ballot of its open round; False where that round is not open."""
    held = session.execute(
        update(workshops)
        .where(
            workshops.c.id == workshop_id,
            workshops.c.open_round == number,
            workshops.c.closed.is_(None),
        )
        .values(version=workshops.c.version + 1)
    )
    return held.rowcount == 1


def add_ballot(session: Session, participant: Participant, number: int) -> bool:
    """Note that somebody voted in a round; False where they had done so before."""
    insert = _INSERTS[session.connection().dialect.name](ballots)
    statement: Executable = (
        insert.values(workshop_id=participant.workshop, round=number, participant_id=participant.id)
        .on_conflict_do_nothing()
        # On PostgreSQL SQLAlchemy else forgets how many rows went in.
        .execution_options(preserve_rowcount=True)
    )
    return session.execute(statement).rowcount == 1


def begin_count(
    session: Session, workshop_id: WorkshopId, number: int, families: Collection[Family]
) -> None:
    """Put every choice of a new round at nought, and forget who voted in the rounds before."""
    session.execute(delete(ballots).where(ballots.c.workshop_id == workshop_id))
    place = {"workshop_id": workshop_id, "round": number, "votes": 0}
    session.connection().execute(
        tallies.insert(),
        [
            {**place, "family": family.value, "choice": choice}
            for family in families
            for choice in CHOICES
        ],
    )


def add_votes(
    session: Session, workshop_id: WorkshopId, number: int, choices: Mapping[Family, str]
) -> None:
    """Count each choice of one ballot, writing every row of the round alike."""
    chosen = or_(
        *(
            (tallies.c.family == family.value) & (tallies.c.choice == choice)
            for family, choice in choices.items()
        )
    )
    session.execute(
        update(tallies)
        .where(tallies.c.workshop_id == workshop_id, tallies.c.round == number)
        .values(votes=tallies.c.votes + case((chosen, 1), else_=0))
    )


def end_count(session: Session, workshop_id: WorkshopId, number: int) -> None:
    """Delete the rows of a round whose sums are kept elsewhere."""
    session.execute(
        delete(tallies).where(tallies.c.workshop_id == workshop_id, tallies.c.round == number)
    )


def has_voted(session: Session, participant: Participant, number: int) -> bool:
    """Whether somebody's ballot of a round is in."""
    found = select(ballots.c.round).where(
        ballots.c.workshop_id == participant.workshop,
        ballots.c.round == number,
        ballots.c.participant_id == participant.id,
    )
    return session.execute(found).one_or_none() is not None


def votes_in(
    session: Session, workshop_id: WorkshopId, number: int
) -> dict[Family, dict[str, int]]:
    """How often each choice was made in a round, by family and choice."""
    rows = session.execute(
        select(tallies.c.family, tallies.c.choice, tallies.c.votes)
        .where(tallies.c.workshop_id == workshop_id, tallies.c.round == number, tallies.c.votes > 0)
        .order_by(tallies.c.family, tallies.c.choice)
    )
    found: dict[Family, dict[str, int]] = {}
    for family, choice, votes in rows:
        found.setdefault(Family(family), {})[choice] = votes
    return found
