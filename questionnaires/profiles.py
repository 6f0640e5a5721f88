"""The profile page: scope, participation, targets and priorities of a state."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from assessment.domain.catalogue import ITEM_FAMILIES, Catalogue, Instrument, Participation
from assessment.domain.cycle import Cycle, status_lists, to_confirm
from assessment.domain.errors import Invalid
from assessment.domain.permissions import Act, may, require
from assessment.domain.revision import ProfileConflict
from assessment.services.cycles import change_profile
from questionnaires import words
from questionnaires.faults import as_pairs
from questionnaires.forms import NO_PART, NOT_ASKED, read_profile
from web import context
from web.cycles import cycle_and_catalogue
from web.words import LEVELS


@dataclass(frozen=True, slots=True)
class PartRow:
    """How the state takes part in what one status list covers."""

    name: str
    title: str
    instruments: str
    says: str
    known: str
    to_confirm: bool
    chosen: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AreaRow:
    """The target level and the priority of one area, as the codes of their fields."""

    id: str
    title: str
    target: str
    priority: str


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """All that the template of the profile needs."""

    version: str
    families: tuple[tuple[str, str, str, bool], ...]
    rows: tuple[PartRow, ...]
    areas: tuple[AreaRow, ...]
    bind_all: str
    left: int
    editable: bool
    targets: tuple[tuple[str, str], ...]
    priorities: tuple[tuple[str, str], ...]
    faults: tuple[tuple[str, str], ...] = ()
    conflict: bool = False


def show_profile(cycle_id: str) -> Response:
    """The profile as it is stored."""
    cycle, catalogue = cycle_and_catalogue(cycle_id)
    return _render(cycle, present_profile(cycle, catalogue), 200)


def save_profile(cycle_id: str) -> Response:
    """Change the profile; refusals keep what was chosen."""
    cycle, catalogue = cycle_and_catalogue(cycle_id)
    require(context.actor(), Act.CHANGE_PROFILE, cycle.subject)
    try:
        change, version = read_profile(catalogue, request.form)
        change_profile(context.session(), context.actor(), cycle.id, change, version, context.now())
    except Invalid as refused:
        page = as_sent(present_profile(cycle, catalogue), request.form)
        return _render(cycle, replace(page, faults=as_pairs(refused.faults)), 422)
    except ProfileConflict as conflict:
        page = as_sent(present_profile(conflict.cycle, catalogue), request.form)
        # The next press of the button is made from what is stored now: the page has said so.
        newest = str(conflict.cycle.version)
        return _render(conflict.cycle, replace(page, conflict=True, version=newest), 409)
    return redirect(url_for("questionnaires.profile", cycle_id=cycle.id, saved=1), 303)


def present_profile(cycle: Cycle, catalogue: Catalogue) -> ProfilePage:
    """The page of a profile; what the state must confirm comes first."""
    left = set(to_confirm(catalogue, cycle))
    bound = [each for each in catalogue.instruments if each.binds_all]
    joined = {each.status_list for each in catalogue.instruments if not each.binds_all}
    rows = [
        _row(cycle, catalogue, name, name in left)
        for name in status_lists(catalogue)
        if name in joined
    ]
    profile = cycle.profile
    return ProfilePage(
        version=str(cycle.version),
        families=tuple(
            (
                family.value,
                str(words.FAMILIES[family]),
                str(words.FAMILY_NOTES[family]),
                family in profile.families,
            )
            for family in ITEM_FAMILIES
        ),
        rows=tuple(sorted(rows, key=lambda row: not row.to_confirm)),
        areas=tuple(
            AreaRow(
                area.id,
                area.title,
                str(profile.targets.of(area.id)),
                f"{profile.priorities.get(area.id, 1):g}",
            )
            for area in catalogue.areas
        ),
        bind_all=", ".join(each.short for each in bound),
        left=len(left),
        editable=cycle.takes_answers and may(context.actor(), Act.CHANGE_PROFILE, cycle.subject),
        targets=tuple((str(level), f"{level} {name}") for level, name in enumerate(LEVELS)),
        priorities=tuple((code, str(name)) for code, name in words.PRIORITIES.items()),
    )


def as_sent(page: ProfilePage, fields: Mapping[str, str]) -> ProfilePage:
    """The page filled as it was sent, its version included."""
    ticked = set(request.form.getlist("families"))
    return replace(
        page,
        version=fields.get("version", page.version),
        families=tuple(
            (code, name, note, code in ticked) for code, name, note, _on in page.families
        ),
        rows=tuple(
            replace(row, chosen=fields.get(f"part-{row.name}", row.chosen)) for row in page.rows
        ),
        areas=tuple(
            replace(
                area,
                target=fields.get(f"target-{area.id}", area.target),
                priority=fields.get(f"priority-{area.id}", area.priority),
            )
            for area in page.areas
        ),
    )


def _row(cycle: Cycle, catalogue: Catalogue, name: str, asks: bool) -> PartRow:
    covered = [each for each in catalogue.instruments if each.status_list == name]
    entry = catalogue.participation.get(cycle.state, {}).get(name)
    if entry is None:
        says, known = _("Our table says nothing about your state."), ""
    else:
        status = words.PARTICIPATION[entry.status]
        says = _("%(status)s since %(date)s", status=status, date=entry.since)
        says = says if entry.since else str(status)
        known = _(
            "%(known)s: %(source)s, as of %(date)s",
            known=words.KNOWN[entry.known],
            source=entry.source,
            date=entry.as_of,
        )
    chosen = NOT_ASKED
    if name in cycle.confirmed:
        confirmed = cycle.confirmed[name]
        chosen = NO_PART if confirmed is None else confirmed.value
    return PartRow(
        name=name,
        title=covered[0].title if len(covered) == 1 else _list_title(name, covered),
        instruments=", ".join(each.short for each in covered),
        says=says,
        known=known,
        to_confirm=asks,
        chosen=chosen,
        choices=_choices(covered, None if entry is None else entry.status),
    )


def _list_title(name: str, covered: list[Instrument]) -> str:
    first = next((each for each in covered if each.id == name), None)
    return first.title if first else _("Membership: %(list)s", list=name.upper())


def _choices(covered: list[Instrument], said: Participation | None) -> tuple[tuple[str, str], ...]:
    ways = dict.fromkeys(way for each in covered for way in words.ways_of(each))
    if said is not None:
        ways.setdefault(said)
    return (
        *((way.value, str(words.PARTICIPATION[way])) for way in ways),
        (NO_PART, str(words.PARTICIPATION[None])),
        (NOT_ASKED, _("Not confirmed yet")),
    )


def _render(cycle: Cycle, page: ProfilePage, status: int) -> Response:
    body = render_template(
        "questionnaires/profile.html", cycle=cycle, page=page, place="questionnaire"
    )
    return make_response(body, status)
