"""Who may do what: the whole policy on one page.

A role holds somewhere: in a state, in one cycle of it, in a donor organisation, or in this
Octant as a whole. What a service protects belongs to such a place, its `Subject`. A service
asks `require` in its first lines.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from assessment.domain.errors import NotFound, NotPermitted
from assessment.domain.identifiers import CycleId, DonorId, StateCode

UserId = NewType("UserId", str)


class Role(StrEnum):
    """What somebody is, in the place where it holds."""

    COORDINATOR = "coordinator"  # of a state
    CONTRIBUTOR = "contributor"
    SIGNATORY = "signatory"
    FACILITATOR = "facilitator"  # of one cycle of a state, until a date
    DONOR = "donor"  # one of a donor's people
    ADMINISTRATOR = "administrator"  # of this Octant: makes states and donors, sees no answer
    # Whoever runs `flask` on the server. It is never stored, never invited and has no password.
    OPERATOR = "operator"


STATE_ROLES = (Role.COORDINATOR, Role.CONTRIBUTOR, Role.SIGNATORY)
STORED_ROLES = (*STATE_ROLES, Role.FACILITATOR, Role.DONOR, Role.ADMINISTRATOR)


class Act(StrEnum):
    """Something that the policy allows or refuses."""

    SEE_CYCLE = "see_cycle"  # questions, answers, history, evidence, workbook out
    ANSWER = "answer"  # levels, comments, evidence
    SEE_RESULTS = "see_results"
    MAKE_REPORT = "make_report"
    OPEN_CYCLE = "open_cycle"
    SUBMIT_CYCLE = "submit_cycle"  # into review, and back to the draft
    SIGN_OFF = "sign_off"  # freezes the cycle
    ARCHIVE_CYCLE = "archive_cycle"
    CHANGE_PROFILE = "change_profile"  # families in scope, participation, targets
    CHANGE_ASSUMPTIONS = "change_assumptions"  # months, effort and cost of steps
    CHANGE_PLAN = "change_plan"  # quarters, capacity, start
    IMPORT_WORKBOOK = "import_workbook"
    SEE_WORKSHOP = "see_workshop"  # agenda, rounds, what was agreed, the workshop's report
    RUN_WORKSHOP = "run_workshop"  # open, put a question to the vote, reveal, agree, close
    RELEASE = "release"  # preview, make and revoke releases; see who looked
    SEE_AUDIT = "see_audit"
    CHANGE_MARKING = "change_marking"  # how the state's pages and papers are marked
    # E-mail addresses and last visits are personal: only who manages them sees them.
    SEE_PEOPLE = "see_people"
    INVITE = "invite"  # and revoke an invitation
    CHANGE_ROLE = "change_role"
    REMOVE_PERSON = "remove_person"
    SEE_RELEASED = "see_released"  # what states released to one's own donor organisation
    MANAGE_STATES = "manage_states"  # make them, and invite a first coordinator
    MANAGE_DONORS = "manage_donors"  # make them, and see, invite and remove their people
    MANAGE_ADMINISTRATORS = "manage_administrators"  # see, invite and remove them
    ENROL = "enrol"  # make a user with a known password: demonstrations only
    RESET_SIGN_IN = "reset_sign_in"  # make a link to a new one: an account is no one state's
    RUN_JOBS = "run_jobs"  # take, finish and fail background work


_C, _W, _S, _F = Role.COORDINATOR, Role.CONTRIBUTOR, Role.SIGNATORY, Role.FACILITATOR
_D, _A, _O = Role.DONOR, Role.ADMINISTRATOR, Role.OPERATOR

POLICY: Mapping[Act, frozenset[Role]] = {
    Act.SEE_CYCLE: frozenset({_C, _W, _S, _F, _O}),
    Act.ANSWER: frozenset({_C, _W}),
    Act.SEE_RESULTS: frozenset({_C, _W, _S, _F, _O}),
    Act.MAKE_REPORT: frozenset({_C, _W, _S, _O}),
    Act.OPEN_CYCLE: frozenset({_C}),
    Act.SUBMIT_CYCLE: frozenset({_C}),
    Act.SIGN_OFF: frozenset({_S}),
    Act.ARCHIVE_CYCLE: frozenset({_C}),
    Act.CHANGE_PROFILE: frozenset({_C}),
    Act.CHANGE_ASSUMPTIONS: frozenset({_C}),
    Act.CHANGE_PLAN: frozenset({_C}),
    Act.IMPORT_WORKBOOK: frozenset({_C}),
    Act.SEE_WORKSHOP: frozenset({_C, _W, _S, _F, _O}),
    Act.RUN_WORKSHOP: frozenset({_C, _F}),
    Act.RELEASE: frozenset({_C, _S}),
    Act.SEE_AUDIT: frozenset({_C}),
    Act.CHANGE_MARKING: frozenset({_C}),
    Act.SEE_PEOPLE: frozenset({_C, _O}),
    Act.INVITE: frozenset({_C, _O}),
    Act.CHANGE_ROLE: frozenset({_C}),
    Act.REMOVE_PERSON: frozenset({_C}),
    Act.SEE_RELEASED: frozenset({_D, _O}),
    Act.MANAGE_STATES: frozenset({_A, _O}),
    Act.MANAGE_DONORS: frozenset({_A, _O}),
    Act.MANAGE_ADMINISTRATORS: frozenset({_A, _O}),
    Act.ENROL: frozenset({_O}),
    Act.RESET_SIGN_IN: frozenset({_O}),
    Act.RUN_JOBS: frozenset({_O}),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is acted upon, by where it belongs: a state, one of its cycles, a donor, or Octant."""

    state: StateCode | None = None
    cycle: CycleId | None = None
    donor: DonorId | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """A role and where it holds; administrators and the operator name no place.

    A facilitator's names the cycle and its state. `until` ends it; None for no end.
    """

    role: Role
    state: StateCode | None = None
    cycle: CycleId | None = None
    donor: DonorId | None = None
    until: datetime | None = None

    @property
    def subject(self) -> Subject:
        """Where it holds, as what is acted upon when it is given or taken away."""
        return Subject(self.state, self.cycle, self.donor)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and the roles they hold now: one that has ended is not among them."""

    user: UserId
    name: str
    email: str
    grants: tuple[Grant, ...]

    @property
    def states(self) -> tuple[StateCode, ...]:
        """The states this actor belongs to, by code; a facilitator is only a guest."""
        return tuple(
            sorted({grant.state for grant in self.grants if grant.state and not grant.cycle})
        )

    @property
    def guest_cycles(self) -> tuple[CycleId, ...]:
        """The cycles this actor is invited to facilitate."""
        return tuple(sorted({grant.cycle for grant in self.grants if grant.cycle}))

    @property
    def donors(self) -> tuple[DonorId, ...]:
        """The donor organisations this actor belongs to."""
        return tuple(sorted({grant.donor for grant in self.grants if grant.donor}))

    @property
    def administers(self) -> bool:
        """Whether this actor is an administrator of this Octant."""
        return any(grant.role is Role.ADMINISTRATOR for grant in self.grants)

    def roles_at(self, subject: Subject) -> frozenset[Role]:
        """The roles this actor holds where a subject belongs."""
        return frozenset(grant.role for grant in self.grants if _reaches(grant, subject))


def _reaches(grant: Grant, subject: Subject) -> bool:
    match grant.role:
        case Role.OPERATOR:
            return True
        case Role.ADMINISTRATOR:
            # States and donors as such; never what belongs to a cycle.
            return subject.cycle is None
        case Role.FACILITATOR:
            return grant.cycle is not None and grant.cycle == subject.cycle
        case Role.DONOR:
            return grant.donor is not None and grant.donor == subject.donor
        case _:
            return grant.state is not None and grant.state == subject.state


# For commands and background work. No request ever acts as the operator.
OPERATOR = Actor(UserId("operator"), "", "", (Grant(Role.OPERATOR),))


def may(actor: Actor, act: Act, subject: Subject) -> bool:
    """Whether the policy lets this actor do this to this subject.

    >>> state = StateCode("XAA")
    >>> officer = Actor(UserId("1"), "Ana", "ana@example.org", (Grant(Role.CONTRIBUTOR, state),))
    >>> may(officer, Act.ANSWER, Subject(state)), may(officer, Act.INVITE, Subject(state))
    (True, False)
    """
    return not POLICY[act].isdisjoint(actor.roles_at(subject))


def require(actor: Actor, act: Act, subject: Subject) -> None:
    """Return when the actor may; otherwise say no more than the actor may know.

    Raises NotFound when the actor has no role there at all (they may not learn that the
    thing exists), NotPermitted when they have one that does not reach this far.
    """
    roles = actor.roles_at(subject)
    if not roles:
        raise NotFound
    if POLICY[act].isdisjoint(roles):
        raise NotPermitted(act.value)
