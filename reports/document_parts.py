"""The front of the document: cover, the summary's figures, and the profile of the state."""

import math
from dataclasses import dataclass, replace

from flask_babel import format_decimal
from flask_babel import gettext as _

from assessment.domain.catalogue import Known, Participation
from assessment.domain.obligations import IN_FORCE, Status, standings
from assessment.domain.response import Responses, is_answered
from reports.charts import percent_points
from reports.document_scene import PaperScene
from reports.plans import PackageRow, planned_rows, start_of
from web.i18n import DASH
from web.words import family_name, quarter_after

FIRST_STEPS = 5
RINGS = 11


def cover_rings() -> tuple[str, ...]:
    """The points of the cover's octagons, in millimetres of an A4 page."""
    found = []
    for ring in range(1, RINGS + 1):
        radius = 5 + 9 * ring
        corners = (math.pi / 8 + math.pi / 4 * corner for corner in range(8))
        found.append(
            " ".join(
                f"{105 + radius * math.sin(turn):.1f},{62 + radius * math.cos(turn):.1f}"
                for turn in corners
            )
        )
    return tuple(found)


def plan_years(scene: PaperScene) -> tuple[int, int]:
    """The first and the last calendar year of the plan."""
    first, quarter = start_of(scene)
    return first, quarter_after(first, quarter, scene.findings.roadmap.quarters - 1)[0]


@dataclass(frozen=True, slots=True)
class Effect:
    """What the plan changes, of the obligations in force.

    `met_after` counts those met if every planned step reaches its level and nothing falls
    back; `nearer` those that a planned step serves.
    """

    met_after: int
    nearer: int
    first: tuple[PackageRow, ...]


def effect(scene: PaperScene) -> Effect:
    """What the planned steps would change."""
    after = standings(scene.catalogue, scene.profile, after_plan(scene))
    in_force = {
        obligation
        for obligation, standing in scene.findings.standings.items()
        if standing.force in IN_FORCE
    }
    served = {
        obligation
        for one in scene.findings.roadmap.planned
        for obligation in one.package.obligations
    }
    return Effect(
        met_after=sum(after[obligation].status is Status.MET for obligation in in_force),
        nearer=len(served & in_force),
        first=planned_rows(scene)[:FIRST_STEPS],
    )


def after_plan(scene: PaperScene) -> Responses:
    """The answers if every planned step reached its level."""
    answers = dict(scene.responses)
    for one in scene.findings.roadmap.planned:
        response = answers[one.package.question]
        raised = {
            family: max(answer, one.package.level)
            for family in one.package.families
            if is_answered(answer := response.levels.get(family))
        }
        answers[response.question] = replace(response, levels={**response.levels, **raised})
    return answers


@dataclass(frozen=True, slots=True)
class ParticipationRow:
    """How the state takes part in an instrument, and how well that is known."""

    address: str
    short: str
    title: str
    status: str
    since: str
    source: str
    known: str
    confirmed: str


def participation_rows(scene: PaperScene) -> tuple[ParticipationRow, ...]:
    """Every instrument of the catalogue, in order."""
    table = scene.catalogue.participation.get(scene.cycle.state, {})
    rows = []
    for instrument in scene.catalogue.instruments:
        named = instrument.status_list
        entry = table.get(named)
        status = scene.profile.participation.get(named)
        said = named in scene.cycle.confirmed
        told = entry is not None and entry.status is status
        source = ", ".join(part for part in (entry.source, entry.as_of) if part) if entry else ""
        rows.append(
            ParticipationRow(
                address=scene.instrument_address(instrument.id),
                short=instrument.short,
                title=instrument.title,
                status=_status_words(status, binds_all=instrument.binds_all),
                since=entry.since if entry and told else "",
                source=source,
                known=_("binds every state")
                if instrument.binds_all
                else _known_words(entry.known if entry else None),
                confirmed=_confirmed_words(said, status, told, instrument.binds_all),
            )
        )
    return tuple(rows)


def _status_words(status: Participation | None, *, binds_all: bool) -> str:
    if status is None:
        return _("bound, as every state") if binds_all else _("takes no part")
    return {
        Participation.PARTY: _("party"),
        Participation.SIGNATORY: _("signatory"),
        Participation.MEMBER: _("member"),
        Participation.PARTICIPANT: _("participant"),
        Participation.ENDORSER: _("endorser"),
    }[status]


def _known_words(known: Known | None) -> str:
    return {
        None: _("no source in the catalogue"),
        Known.SOURCED: _("from the source named"),
        Known.DERIVED: _("derived from the source named"),
        Known.MEMORY: _("not yet checked against a source"),
    }[known]


def _confirmed_words(said: bool, status: Participation | None, told: bool, binds_all: bool) -> str:
    if said:
        return _("yes")
    if status is not None and not told:
        return _("stated by the state")
    return _("not needed") if binds_all else _("not yet")


def figure(share: float | None) -> str:
    """A figure of 0 to 1 as columns show it: 0 to 100, always with its decimal."""
    if share is None:
        return DASH
    return format_decimal(percent_points(share), format="0.0")


def families_in_scope(scene: PaperScene) -> tuple[str, ...]:
    """The item families that the assessment covers."""
    return tuple(family_name(family) for family in scene.profile.families)
