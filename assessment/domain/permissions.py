"""Who may do what: the whole policy on one page.

A person holds one role in each state that invited them. Everything a service protects
belongs to one state, its `Subject`. A service asks `require` in its first lines.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from assessment.domain.errors import NotFound, NotPermitted
from assessment.domain.identifiers import StateCode

UserId = NewType("UserId", str)


class Role(StrEnum):
    """What somebody is to a state."""

    COORDINATOR = "coordinator"
    CONTRIBUTOR = "contributor"
    # Whoever runs `flask` on the server. It is never stored, never invited and has no password.
    OPERATOR = "operator"


STORED_ROLES = (Role.COORDINATOR, Role.CONTRIBUTOR)


class Act(StrEnum):
    """Something that the policy allows or refuses."""

    SEE_CYCLE = "see_cycle"  # questions, answers, history, evidence, workbook out
    ANSWER = "answer"  # levels, comments, evidence
    SEE_RESULTS = "see_results"
    MAKE_REPORT = "make_report"
    OPEN_CYCLE = "open_cycle"
    MOVE_CYCLE = "move_cycle"  # into review, signed off, archived, reopened
    CHANGE_PROFILE = "change_profile"  # families in scope, participation, targets
    CHANGE_ASSUMPTIONS = "change_assumptions"  # months, effort and cost of steps
    CHANGE_PLAN = "change_plan"  # quarters, capacity, start
    IMPORT_WORKBOOK = "import_workbook"
    # E-mail addresses and last visits are personal: only who manages them sees them.
    SEE_PEOPLE = "see_people"
    INVITE = "invite"  # and revoke an invitation
    CHANGE_ROLE = "change_role"
    REMOVE_PERSON = "remove_person"
    ENROL = "enrol"  # make a user with a known password: demonstrations only
    RESET_SIGN_IN = "reset_sign_in"  # make a link to a new one: an account is no one state's
    RUN_JOBS = "run_jobs"  # take, finish and fail background work


_C, _W, _O = Role.COORDINATOR, Role.CONTRIBUTOR, Role.OPERATOR

POLICY: Mapping[Act, frozenset[Role]] = {
    Act.SEE_CYCLE: frozenset({_C, _W, _O}),
    Act.ANSWER: frozenset({_C, _W}),
    Act.SEE_RESULTS: frozenset({_C, _W, _O}),
    Act.MAKE_REPORT: frozenset({_C, _W, _O}),
    Act.OPEN_CYCLE: frozenset({_C}),
    Act.MOVE_CYCLE: frozenset({_C}),
    Act.CHANGE_PROFILE: frozenset({_C}),
    Act.CHANGE_ASSUMPTIONS: frozenset({_C}),
    Act.CHANGE_PLAN: frozenset({_C}),
    Act.IMPORT_WORKBOOK: frozenset({_C}),
    Act.SEE_PEOPLE: frozenset({_C, _O}),
    Act.INVITE: frozenset({_C, _O}),
    Act.CHANGE_ROLE: frozenset({_C}),
    Act.REMOVE_PERSON: frozenset({_C}),
    Act.ENROL: frozenset({_O}),
    Act.RESET_SIGN_IN: frozenset({_O}),
    Act.RUN_JOBS: frozenset({_O}),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in a state; `state` is None only for the operator, who serves every state."""

    role: Role
    state: StateCode | None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and the roles they hold."""

    user: UserId
    name: str
    email: str
    grants: tuple[Grant, ...]

    @property
    def states(self) -> tuple[StateCode, ...]:
        """The states this actor has a role in, by code; none for the operator."""
        return tuple(sorted({grant.state for grant in self.grants if grant.state is not None}))

    def role_in(self, state: StateCode) -> Role | None:
        """The role held in one state, or None."""
        for grant in self.grants:
            if grant.state is None or grant.state == state:
                return grant.role
        return None


@dataclass(frozen=True, slots=True)
class Subject:
    """What is acted upon: something that belongs to one state."""

    state: StateCode


# For commands and background work. No request ever acts as the operator.
OPERATOR = Actor(UserId("operator"), "", "", (Grant(Role.OPERATOR, None),))


def may(actor: Actor, act: Act, subject: Subject) -> bool:
    """Whether the policy lets this actor do this to this subject.

    >>> state = StateCode("XAA")
    >>> officer = Actor(UserId("1"), "Ana", "ana@example.org", (Grant(Role.CONTRIBUTOR, state),))
    >>> may(officer, Act.ANSWER, Subject(state)), may(officer, Act.INVITE, Subject(state))
    (True, False)
    """
    role = actor.role_in(subject.state)
    return role is not None and role in POLICY[act]


def require(actor: Actor, act: Act, subject: Subject) -> None:
    """Return when the actor may; otherwise say no more than the actor may know.

    Raises NotFound when the actor has no role in the state at all (they may not learn
    that the thing exists), NotPermitted when they have one that does not reach this far.
    """
    if actor.role_in(subject.state) is None:
        raise NotFound
    if not may(actor, act, subject):
        raise NotPermitted(act.value)
