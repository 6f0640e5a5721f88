"""A made-up state with its people, cycles, answers, signature and releases, by the services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from assessment.domain.catalogue import Catalogue
from assessment.domain.cycle import Cycle, CycleStatus, ProfileChange, to_confirm
from assessment.domain.identifiers import AreaId, CycleId, QuestionId
from assessment.domain.permissions import Actor, Role
from assessment.domain.response import Response
from assessment.domain.revision import Submission
from assessment.services.comparisons import note_looks
from assessment.services.cycles import change_profile, cycles_of, move_cycle, open_cycle
from assessment.services.evidence import NewEvidence, add_evidence
from assessment.services.instance import change_marking
from assessment.services.releases import release, revoke
from assessment.services.responses import record_many
from assessment.services.roadmaps import PlanChange, change_plan
from assessment.services.sign_off import sign_off
from questionnaires.demo_people import Loading, state_people
from questionnaires.demonstration import (
    ARCADIA,
    BRINDLE,
    COBALT,
    WRITTEN,
    Character,
    profile_of,
    responses_of,
)
from questionnaires.demonstration_regions import HALF_WAY
from questionnaires.demonstration_releases import Dates, dates_of, releases_by

MARKING = "RESTRICTED"
STATEMENT = "I have read this self-assessment. It is what our agencies answered. (Made up.)"
EARLIER = replace(
    ARCADIA,
    title="Self-assessment 2025",
    areas={area: level - 0.4 for area, level in ARCADIA.areas.items()},
    evidenced=0.45,
    open_share=0.08,
)
# How many days ago the cycles that are not signed off were opened and answered.
OPENED, ANSWERED, REVIEWED = timedelta(days=40), timedelta(days=12), timedelta(days=6)


@dataclass(frozen=True, slots=True)
class World:
    """What the states are loaded into: the catalogue, the folder of files, the donors' people."""

    loading: Loading
    catalogue: Catalogue
    folder: Path
    donors: Mapping[str, tuple[Actor, ...]]


def load_state(world: World, character: Character) -> bool:
    """Load a made-up state, or what it lacks; says whether anything was new.

    A cycle that is there stays as it is.
    """
    dates = dates_of(character.code, world.loading.now)
    people = state_people(world.loading, character, dates.opened)
    session, lead = world.loading.session, people[Role.COORDINATOR]
    titles = {cycle.title for cycle in cycles_of(session, lead)}
    if not titles:
        change_marking(session, lead, character.code, MARKING, dates.opened)
    lacks_earlier = character is ARCADIA and EARLIER.title not in titles
    lacks_newest = not (titles - {EARLIER.title} if character is ARCADIA else titles)
    if lacks_earlier:
        _signed_off(world, EARLIER, people, dates)
    if lacks_newest:
        _newest(world, character, people, dates)
    return lacks_earlier or lacks_newest


def _newest(world: World, character: Character, people: Mapping[Role, Actor], dates: Dates) -> None:
    if character not in WRITTEN and character.code not in HALF_WAY:
        titled = replace(character, title=f"Self-assessment {dates.signed.year}")
        _signed_off(world, titled, people, dates)
        return
    now = world.loading.now
    cycle = _answered(world, character, people, now - OPENED, now - ANSWERED)
    if character is COBALT:
        _reviewed(world, people, cycle, now - REVIEWED)


def _signed_off(
    world: World, character: Character, people: Mapping[Role, Actor], dates: Dates
) -> None:
    """A cycle from its opening to its releases."""
    cycle = _answered(world, character, people, dates.opened, dates.answered)
    cycle = _reviewed(world, people, cycle, dates.reviewed)
    session = world.loading.session
    sign_off(
        session,
        people[Role.SIGNATORY],
        cycle.id,
        world.catalogue,
        cycle.version,
        STATEMENT,
        dates.signed,
    )
    _release(world, people, cycle, dates)


def _answered(
    world: World,
    character: Character,
    people: Mapping[Role, Actor],
    opened: datetime,
    answered: datetime,
) -> Cycle:
    session, catalogue = world.loading.session, world.catalogue
    lead, helper = people[Role.COORDINATOR], people[Role.CONTRIBUTOR]
    cycle = open_cycle(session, lead, character.code, character.title, catalogue, opened)
    profile = profile_of(character)
    asked = () if character in (ARCADIA, BRINDLE) else to_confirm(catalogue, cycle)
    change = ProfileChange(
        families=profile.families,
        confirmed={**dict.fromkeys(asked), **profile.participation},
        targets=profile.targets,
        marking=MARKING,
    )
    cycle = change_profile(session, lead, cycle.id, change, cycle.version, opened)
    plan = PlanChange(capacity=character.capacity)
    cycle = change_plan(session, lead, cycle.id, plan, cycle.version, opened)
    responses = responses_of(character, catalogue)
    for number, area in enumerate(catalogue.areas, start=1):
        of_area = [one for name, one in responses.items() if _area_of(catalogue, name) == area.id]
        # An area a while, the last of them when the answers were complete.
        at = opened + (answered - opened) * number / len(catalogue.areas)
        _answer(world, (lead, helper), cycle.id, of_area, at)
    return cycle


def _area_of(catalogue: Catalogue, question: QuestionId) -> AreaId:
    return catalogue.question_by_id[question].area


def _answer(
    world: World,
    people: tuple[Actor, Actor],
    cycle: CycleId,
    responses: Sequence[Response],
    at: datetime,
) -> None:
    """The coordinator sends the answers in as a workbook; the contributor adds the evidence."""
    session, catalogue = world.loading.session, world.catalogue
    lead, helper = people
    submissions = [
        Submission(one.question, 0, one.levels, one.comment, one.reason) for one in responses
    ]
    record_many(session, lead, cycle, catalogue, submissions, at)
    for response in responses:
        for piece in response.evidence:
            new = NewEvidence(response.question, piece.kind, piece.title, piece.url)
            add_evidence(session, helper, cycle, catalogue, new, world.folder, at)


def _reviewed(world: World, people: Mapping[Role, Actor], cycle: Cycle, at: datetime) -> Cycle:
    lead, to = people[Role.COORDINATOR], CycleStatus.IN_REVIEW
    return move_cycle(world.loading.session, lead, cycle.id, to, cycle.version, at)


def _release(world: World, people: Mapping[Role, Actor], cycle: Cycle, dates: Dates) -> None:
    session, lead = world.loading.session, people[Role.COORDINATOR]
    middle = dates.middle(world.loading.now)
    for planned in releases_by(cycle.state):
        visitors = world.donors[planned.donor.name]
        made = release(
            session,
            lead,
            cycle.id,
            world.catalogue,
            visitors[0].donors[0],
            planned.scope.value,
            middle if planned.expired else dates.until,
            dates.released,
        )
        # One of the donor's two people looked the day after.
        note_looks(session, visitors[0], [made.id], "state", dates.released + timedelta(days=1))
        if planned.revoked:
            revoke(session, people[Role.SIGNATORY], made.id, middle)
