"""What the layout needs on every page: navigation, marking, footer, words for levels."""

from dataclasses import dataclass

from flask import Flask, request
from flask_babel import gettext as _

from assessment.domain.frozen import METHOD
from assessment.domain.identifiers import StateCode, is_made_up
from assessment.domain.permissions import Act, Subject, may
from assessment.services.instance import marking_of
from web import context
from web.words import force_name, level_name, status_name


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation. `place` is the word by which a page says it is there."""

    place: str
    address: str
    words: str


def init_app(app: Flask) -> None:
    """Give templates what the layout and the components call."""
    app.jinja_env.globals.update(
        cycle_places=cycle_places,
        places=places,
        marking=marking,
        state_name=state_name,
        level_name=level_name,
        force_name=force_name,
        status_name=status_name,
        method_version=METHOD,
    )
    app.context_processor(
        lambda: {
            "actor": context.actor(),
            "current_catalogue": context.catalogue(),
            "cycle": None,
            "marked": None,
            "place": "",
        }
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def cycle_places(cycle: object) -> tuple[Place, ...]:
    """The places of a cycle, in the second line of the masthead."""
    base = f"{request.script_root}/cycles/{cycle.id}"
    return (
        Place("questionnaire", f"{base}/", _("Questionnaire")),
        Place("results", f"{base}/results", _("Results")),
        Place("roadmap", f"{base}/roadmap", _("Roadmap")),
        Place("workshops", f"{base}/workshops", _("Workshops")),
        Place("sign-off", f"{base}/sign-off", _("Sign-off")),
    )


def places() -> tuple[Place, ...]:
    """The places of whoever is signed in, whatever cycle the page belongs to."""
    root = request.script_root
    found = [Place("home", f"{root}/", _("Home"))]
    actor = context.actor()
    for act, place in (
        (Act.RELEASE, Place("releases", f"{root}/releases", _("Releases"))),
        (Act.SEE_PEOPLE, Place("people", f"{root}/people", _("People"))),
        (Act.SEE_AUDIT, Place("audit", f"{root}/audit", _("Record"))),
    ):
        if any(may(actor, act, Subject(state)) for state in actor.states):
            found.append(place)
    if actor.donors:
        found.append(Place("portfolio", f"{root}/portfolio", _("Portfolio")))
    if actor.administers:
        found.append(Place("administration", f"{root}/administration", _("Administration")))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Marked:
    """What a page without a cycle is marked by: the layout's `marked`."""

    marking: str
    state: StateCode


def marked_by(state: StateCode) -> Marked:
    """How one of the actor's own states marks its pages."""
    return Marked(marking_of(context.session(), context.actor(), state), state)


def marking(marked: object | None) -> str:
    """What the bar at the top says; empty where nothing is marked."""
    if marked is None:
        return ""
    parts = [str(marked.marking)] if getattr(marked, "marking", "") else []
    if is_made_up(marked.state):
        parts.append(_("Demonstration state"))
    return " · ".join(parts)


def state_name(code: StateCode) -> str:
    """The name of a state, marked where it is made up; its code where it is not known."""
    state = context.catalogue().state_by_code.get(code)
    name = state.name if state else code
    if is_made_up(code) and "fictional" not in name.lower():
        return _("%(state)s, fictional", state=name)
    return name
