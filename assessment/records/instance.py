"""The states and donors made here, with who stands for each: what an administrator reads."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, or_, select

from assessment.domain.identifiers import DonorId, StateCode
from assessment.domain.permissions import Role
from assessment.records.invitations import Invitation, invitations, invitations_open_as
from assessment.records.people import grants, users
from assessment.records.session import Session
from assessment.records.states import Donor, donors, states


@dataclass(frozen=True, slots=True)
class StateHere:
    """A state that was made here: who coordinates it, and who is invited to."""

    code: StateCode
    marking: str
    created: datetime
    coordinators: tuple[str, ...]
    invited: tuple[Invitation, ...]


@dataclass(frozen=True, slots=True)
class DonorHere:
    """A donor organisation, the number of its people, and whether somebody is invited to it."""

    donor: Donor
    people: int
    invited: bool


def states_here(session: Session, now: datetime) -> tuple[StateHere, ...]:
    """Every state that was made here, by code; three queries."""
    coordinators = defaultdict(list)
    named = session.execute(
        select(grants.c.state, users.c.name)
        .join(users, users.c.id == grants.c.user_id)
        .where(grants.c.role == Role.COORDINATOR.value)
        .order_by(users.c.name)
    )
    for state, name in named:
        coordinators[state].append(name)
    invited = defaultdict(list)
    for each in invitations_open_as(session, Role.COORDINATOR, now):
        invited[each.grant.state].append(each)
    rows = session.execute(select(states).order_by(states.c.code))
    return tuple(
        StateHere(
            StateCode(row.code),
            row.marking,
            row.created,
            tuple(coordinators[row.code]),
            tuple(invited[row.code]),
        )
        for row in rows
    )


def donors_here(session: Session, now: datetime) -> tuple[DonorHere, ...]:
    """Every donor, by name; two queries."""
    waiting = {each.grant.donor for each in invitations_open_as(session, Role.DONOR, now)}
    rows = session.execute(
        select(donors, func.count(grants.c.user_id).label("people"))
        .outerjoin(grants, grants.c.donor_id == donors.c.id)
        .group_by(donors.c.id, donors.c.name, donors.c.created)
        .order_by(donors.c.name)
    )
    return tuple(
        DonorHere(Donor(DonorId(row.id), row.name, row.created), row.people, row.id in waiting)
        for row in rows
    )


def has_people_beyond(session: Session, ending: str) -> bool:
    """Whether anybody is here, or invited, whose e-mail address does not end so."""
    found = select(
        or_(
            *(
                exists().where(~table.c.email.endswith(ending, autoescape=True))
                for table in (users, invitations)
            )
        )
    )
    return bool(session.execute(found).scalar_one())
