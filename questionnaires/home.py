"""Home: what to do next, for each kind of person; somebody of several kinds sees each part."""

from collections.abc import Iterable, Mapping, Sequence

from flask import render_template

from assessment.domain.catalogue import Catalogue
from assessment.domain.cycle import Cycle
from assessment.domain.identifiers import StateCode, is_made_up
from assessment.services.overviews import overviews_of
from questionnaires.home_cards import Seen, cards_of, sittings_of
from questionnaires.home_others import donations_of, upkeep_of, visits_of
from questionnaires.pages import openable
from questionnaires.scenes import Scene
from web import context
from web.components import Marked
from web.cycles import catalogue_of


def home() -> str:
    """What this person can do next."""
    actor = context.actor()
    every = tuple(_seen())
    cycles = [each.cycle for each in every]
    sittings = sittings_of(cycles)
    visits = visits_of(cycles, sittings)
    # Where somebody also belongs to the state, its own card says more than the visit.
    groups = cards_of([each for each in every if each.cycle.state in actor.states], sittings)
    cards = [card for group in groups for card in group.cards]
    return render_template(
        "questionnaires/home.html",
        groups=groups,
        to_sign=[card for card in cards if card.to_sign],
        visits=visits,
        donations=donations_of() if actor.donors else (),
        upkeep=upkeep_of() if actor.administers else None,
        belongs=bool(actor.states),
        nowhere=not (actor.states or visits or actor.donors or actor.administers),
        may_open=bool(openable()),
        at_work=any(card.cycle.takes_answers for card in cards),
        marked=_marked(cycles),
        place="home",
    )


def _seen() -> Iterable[Seen]:
    """Every cycle that this person sees; the queries do not grow with their number."""
    kept: dict[str, Catalogue] = {}
    for overview in overviews_of(context.session(), context.actor()):
        cycle = overview.assessment.cycle
        if cycle.catalogue_digest not in kept:
            kept[cycle.catalogue_digest] = catalogue_of(cycle)
        scene = Scene(overview.assessment, kept[cycle.catalogue_digest])
        yield Seen(scene, overview.changes)


def _marked(cycles: Sequence[Cycle]) -> Marked | None:
    """The markings of all that shows here, each once; made up only where every state is."""
    if not cycles:
        return None
    markings: Mapping[str, None] = dict.fromkeys(each.marking for each in cycles if each.marking)
    states: list[StateCode] = sorted({each.state for each in cycles}, key=_real_first)
    return Marked(" · ".join(markings), states[0])


def _real_first(state: StateCode) -> tuple[bool, str]:
    return is_made_up(state), state
