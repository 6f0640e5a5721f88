"""The assessments of a person's own states, as home shows them: the present one, then the others.

What is signed off or archived is folded, unless it is all there is or a workshop is still open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.domain.catalogue import Question
from assessment.domain.cycle import Cycle, CycleStatus
from assessment.domain.identifiers import CycleId, StateCode
from assessment.domain.permissions import Act, Subject, may
from assessment.domain.workshop import is_past
from assessment.services.memberships import signatories_of
from assessment.services.open_workshops import OpenWorkshop, open_workshops_on
from assessment.services.overviews import Change
from questionnaires import words
from questionnaires.pages import left_to_confirm, next_open, tasks_of
from questionnaires.scenes import Scene
from questionnaires.tasks import Lately, TaskList, present_lately
from web import context
from web.components import state_name
from web.i18n import day, moment


@dataclass(frozen=True, slots=True)
class Seen:
    """A cycle that somebody sees, and the last change of each answer."""

    scene: Scene
    changes: tuple[Change, ...]

    @property
    def cycle(self) -> Cycle:
        """The cycle itself."""
        return self.scene.cycle


@dataclass(frozen=True, slots=True)
class Sitting:
    """An open workshop with its days in words; `over` where nobody closed it in time."""

    workshop: OpenWorkshop
    days: str
    over: bool


Sittings = Mapping[CycleId, tuple[Sitting, ...]]


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A cycle on the home page: how far it is, what comes next, what changed lately.

    `to_send`: all is gone through, and this person may send it to review. `to_sign`: it waits
    for this person's signature. `waits`: it waits for a signature by one of `signatories`.
    """

    cycle: Cycle
    state: str
    status: str
    tasks: TaskList
    next: Question | None
    lately: tuple[tuple[Lately, str], ...]
    to_confirm: int
    editable: bool
    to_send: bool
    to_sign: bool
    waits: bool
    signatories: str
    may_invite: bool
    may_run: bool
    may_release: bool
    sittings: tuple[Sitting, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A cycle that is signed off or archived, in a line."""

    cycle: Cycle
    status: str
    opened: str
    may_release: bool


@dataclass(frozen=True, slots=True)
class StateCards:
    """The cycles of one state: those at work as cards, `earlier` ones folded."""

    state: str
    cards: tuple[HomeCard, ...]
    earlier: tuple[Earlier, ...]


def sittings_of(cycles: Sequence[Cycle]) -> Sittings:
    """The open workshops of these cycles, by cycle, in two queries."""
    found: dict[CycleId, tuple[Sitting, ...]] = {}
    for each in open_workshops_on(context.session(), context.actor(), cycles):
        sitting = Sitting(each, _days(each), is_past(each.ends, context.now()))
        found[each.cycle] = (*found.get(each.cycle, ()), sitting)
    return found


def _days(workshop: OpenWorkshop) -> str:
    first, last = day(workshop.begins), day(workshop.ends)
    return first if first == last else _("%(first)s to %(last)s", first=first, last=last)


def cards_of(every: Sequence[Seen], sittings: Sittings) -> tuple[StateCards, ...]:
    """A group for each state, what waits for this person's signature first."""
    by_state: dict[StateCode, list[Seen]] = {}
    for each in every:
        by_state.setdefault(each.cycle.state, []).append(each)
    signatories = _signatories(every)
    groups = [
        _group(state, of_state, sittings, signatories.get(state, ()))
        for state, of_state in by_state.items()
    ]
    return tuple(sorted(groups, key=lambda group: not any(one.to_sign for one in group.cards)))


def _signatories(every: Sequence[Seen]) -> Mapping[StateCode, tuple[str, ...]]:
    """Who may sign, where something waits for a signature."""
    waiting = {each.cycle.state for each in every if each.cycle.status is CycleStatus.IN_REVIEW}
    return signatories_of(context.session(), context.actor(), sorted(waiting))


def _group(
    state: StateCode, every: Sequence[Seen], sittings: Sittings, signatories: Sequence[str]
) -> StateCards:
    # The newest comes first.
    at_work = [each for each in every if each.cycle.takes_answers] or [every[0]]
    at_work += [each for each in every if each.cycle.id in sittings and each not in at_work]
    cards = (
        _card(each, sittings.get(each.cycle.id, ()), ", ".join(signatories)) for each in at_work
    )
    return StateCards(
        state_name(state),
        tuple(sorted(cards, key=lambda card: not card.to_sign)),
        tuple(_earlier(each.cycle) for each in every if each not in at_work),
    )


def _card(seen: Seen, sittings: tuple[Sitting, ...], signatories: str) -> HomeCard:
    scene, cycle, actor = seen.scene, seen.cycle, context.actor()
    following = next_open(scene)
    in_review = cycle.status is CycleStatus.IN_REVIEW
    to_sign = in_review and may(actor, Act.SIGN_OFF, cycle.subject)
    lately = present_lately(scene.catalogue, seen.changes)
    return HomeCard(
        cycle=cycle,
        state=state_name(cycle.state),
        status=_status(cycle),
        tasks=tasks_of(scene),
        next=following,
        lately=tuple((each, moment(each.at)) for each in lately),
        to_confirm=left_to_confirm(scene) if cycle.takes_answers else 0,
        editable=scene.editable,
        to_send=following is None
        and cycle.status is CycleStatus.DRAFT
        and may(actor, Act.SUBMIT_CYCLE, cycle.subject),
        to_sign=to_sign,
        waits=in_review and not to_sign,
        signatories=signatories,
        may_invite=may(actor, Act.INVITE, Subject(cycle.state)),
        may_run=may(actor, Act.RUN_WORKSHOP, cycle.subject),
        may_release=_releasable(cycle),
        sittings=sittings,
    )


def _earlier(cycle: Cycle) -> Earlier:
    return Earlier(cycle, _status(cycle), day(cycle.created), _releasable(cycle))


def _releasable(cycle: Cycle) -> bool:
    """Whether this person may release a part of it now."""
    signed = cycle.status is CycleStatus.SIGNED_OFF
    return signed and may(context.actor(), Act.RELEASE, cycle.subject)


def _status(cycle: Cycle) -> str:
    return str(words.STATUSES[cycle.status.value])
