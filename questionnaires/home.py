"""Home: what to do next, for each kind of person; somebody of several kinds sees each part."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template

from assessment.domain.catalogue import Catalogue, Question
from assessment.domain.cycle import Cycle, CycleStatus
from assessment.domain.identifiers import CycleId, DonorId, StateCode, is_made_up
from assessment.domain.permissions import Act, may
from assessment.domain.workshop import Workshop
from assessment.services.comparisons import released_to
from assessment.services.instance import donors_here, states_of
from assessment.services.memberships import own_donors
from assessment.services.overviews import overviews_of
from assessment.services.workshops import workshops_of
from questionnaires import words
from questionnaires.pages import left_to_confirm, next_open, openable, tasks_of
from questionnaires.scenes import Scene
from questionnaires.tasks import LatelySaved, TaskList, present_lately
from web import context
from web.components import Marked, state_name
from web.cycles import catalogue_of
from web.i18n import day, moment

ENDS_SOON = timedelta(days=30)
MOST_LISTED = 5


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A cycle on the home page: how far it is, what comes next, what changed lately.

    `to_send`: all is answered, and this person may send it to review. `to_sign`: it waits for
    this person's signature.
    """

    cycle: Cycle
    state: str
    status: str
    tasks: TaskList
    next: Question | None
    lately: tuple[tuple[LatelySaved, str], ...]
    to_confirm: int
    editable: bool
    to_send: bool
    to_sign: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """A cycle that a facilitator is invited to, until when, with the workshops to come."""

    cycle: Cycle
    state: str
    until: str
    workshops: tuple[Workshop, ...]


@dataclass(frozen=True, slots=True)
class Donation:
    """A donor's portfolio in a glance; `ending` holds states and last moments, soonest first."""

    id: DonorId
    name: str
    states: int
    ending: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What waits for an administrator: the first few of each, and how many there are."""

    states: tuple[str, ...]
    states_in_all: int
    donors: tuple[tuple[DonorId, str], ...]
    donors_in_all: int
    empty: bool


def home() -> str:
    """What this person can do next."""
    actor = context.actor()
    scenes = tuple(_scenes())
    visits = _visits(scenes)
    # Where somebody also belongs to the state, its own card says more than the visit.
    own = [scene for scene in scenes if scene.cycle.state in actor.states]
    cards = sorted(map(_card, own), key=lambda card: not card.to_sign)
    return render_template(
        "questionnaires/home.html",
        cards=cards,
        to_sign=[card for card in cards if card.to_sign],
        visits=visits,
        donations=_donations() if actor.donors else (),
        upkeep=_upkeep() if actor.administers else None,
        belongs=bool(actor.states),
        nowhere=not (actor.states or visits or actor.donors or actor.administers),
        may_open=bool(openable()),
        marked=_marked([scene.cycle for scene in scenes]),
        place="home",
    )


def _scenes() -> Iterable[Scene]:
    """Every cycle that this person sees; the queries do not grow with their number."""
    kept: dict[str, Catalogue] = {}
    for overview in overviews_of(context.session(), context.actor()):
        digest = overview.cycle.catalogue_digest
        if digest not in kept:
            kept[digest] = catalogue_of(overview.cycle)
        yield Scene(overview, kept[digest])


def _card(scene: Scene) -> HomeCard:
    cycle, actor = scene.cycle, context.actor()
    saved = ((question, at, by) for question, (at, by) in scene.assessment.saved.items())
    following = next_open(scene)
    return HomeCard(
        cycle=cycle,
        state=state_name(cycle.state),
        status=str(words.STATUSES[cycle.status.value]),
        tasks=tasks_of(scene),
        next=following,
        lately=tuple((each, moment(each.at)) for each in present_lately(scene.catalogue, saved)),
        to_confirm=left_to_confirm(scene) if cycle.takes_answers else 0,
        editable=scene.editable,
        to_send=following is None
        and cycle.status is CycleStatus.DRAFT
        and may(actor, Act.SUBMIT_CYCLE, cycle.subject),
        to_sign=cycle.status is CycleStatus.IN_REVIEW and may(actor, Act.SIGN_OFF, cycle.subject),
    )


def _visits(scenes: Sequence[Scene]) -> tuple[Visit, ...]:
    until = {grant.cycle: grant.until for grant in context.actor().grants if grant.cycle}
    return tuple(
        Visit(
            cycle,
            state_name(cycle.state),
            day(until[cycle.id]) if until[cycle.id] else "",
            _open_workshops(cycle.id),
        )
        for cycle in (scene.cycle for scene in scenes)
        if cycle.id in until
    )


def _open_workshops(cycle_id: CycleId) -> tuple[Workshop, ...]:
    found = workshops_of(context.session(), context.actor(), cycle_id)
    return tuple(workshop for workshop in found if workshop.closed is None)


def _donations() -> tuple[Donation, ...]:
    session, actor, now = context.session(), context.actor(), context.now()
    return tuple(_donation(donor.id, donor.name, now) for donor in own_donors(session, actor))


def _donation(donor_id: DonorId, name: str, now: datetime) -> Donation:
    released = released_to(context.session(), context.actor(), donor_id, now)
    ending = sorted(
        (release for release in released if release.until <= now + ENDS_SOON),
        key=lambda release: release.until,
    )
    return Donation(
        donor_id,
        name,
        len({release.state for release in released}),
        tuple((state_name(each.state), day(each.until)) for each in ending),
    )


def _upkeep() -> Upkeep:
    session, actor = context.session(), context.actor()
    states, donors = states_of(session, actor, context.now()), donors_here(session, actor)
    alone = [state_name(each.code) for each in states if not each.coordinators]
    nobody = [(each.donor.id, each.donor.name) for each in donors if not each.people]
    return Upkeep(
        tuple(alone[:MOST_LISTED]),
        len(alone),
        tuple(nobody[:MOST_LISTED]),
        len(nobody),
        empty=not states,
    )


def _marked(cycles: Sequence[Cycle]) -> Marked | None:
    """The markings of all that shows here, each once; made up only where every state is."""
    if not cycles:
        return None
    markings: Mapping[str, None] = dict.fromkeys(each.marking for each in cycles if each.marking)
    states: list[StateCode] = sorted({each.state for each in cycles}, key=_real_first)
    return Marked(" · ".join(markings), states[0])


def _real_first(state: StateCode) -> tuple[bool, str]:
    return is_made_up(state), state
