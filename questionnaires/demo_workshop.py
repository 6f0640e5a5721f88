"""One workshop on Arcadia's draft: an agenda, people in the room, and a question agreed."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from assessment.domain.catalogue import Catalogue, Family, Question
from assessment.domain.cycle import Cycle
from assessment.domain.identifiers import WorkshopId
from assessment.domain.permissions import OPERATOR, Actor, Grant, Role
from assessment.domain.voting import lower_median
from assessment.domain.workshop import AgendaPoint, Participant
from assessment.services.cycles import catalogue_for, cycles_of
from assessment.services.rooms import Entry, join, participant_of, vote
from assessment.services.workshops import (
    Decision,
    agree,
    open_workshop,
    propose_agenda,
    put_to_vote,
    reveal,
    set_agenda,
    workshops_of,
)
from questionnaires.demo_people import FACILITATOR, Loading, address
from questionnaires.demo_states import World
from questionnaires.demonstration import ARCADIA

TITLE = "National workshop on trade controls"
# Points of the agenda for each reason why a question should be talked about.
FOR_EACH_REASON = 3
PARTICIPANTS = (
    Entry("Customs", "Head of risk analysis", "Imani"),
    Entry("Ministry of Foreign Affairs", "Desk officer", "Pietro"),
    Entry("Ministry of Justice", "Legal adviser"),
    Entry("National Police", "Firearms unit", "Salome"),
    Entry("Licensing Office", "Licensing officer"),
)
REASON = "The rule is in force. Two of the five offices have no written procedure yet. (Made up.)"
DISSENT = "The licensing office sees one level more: its own procedure is written. (Made up.)"
# Long enough for whoever tries it the week after.
LASTS = timedelta(days=14)
# A facilitator is a guest until this long after the loading.
INVITED = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Hall:
    """Where the workshop is held: on which cycle, with its catalogue, and who runs it."""

    loading: Loading
    guest: Actor
    cycle: Cycle
    catalogue: Catalogue


def load_workshop(world: World) -> bool:
    """Hold the workshop unless there is one, or no draft to hold it on; says whether it did."""
    loading = world.loading
    drafts = [
        cycle
        for cycle in cycles_of(loading.session, OPERATOR)
        if (cycle.state, cycle.title) == (ARCADIA.code, ARCADIA.title)
    ]
    if not drafts or not drafts[0].takes_answers:
        return False
    cycle = drafts[0]
    email = address(ARCADIA, Role.FACILITATOR)
    grant = Grant(Role.FACILITATOR, cycle.state, cycle.id, until=loading.now + INVITED)
    guest = loading.enrolled(grant, FACILITATOR, email, loading.now - timedelta(days=5))
    if workshops_of(loading.session, guest, cycle.id):
        return False
    catalogue = catalogue_for(loading.session, guest, cycle.id, world.catalogue)
    _hold(Hall(loading, guest, cycle, catalogue))
    return True


def _hold(hall: Hall) -> None:
    session, guest, cycle = hall.loading.session, hall.guest, hall.cycle
    begins = hall.loading.now - timedelta(hours=2)
    ends = hall.loading.now + LASTS
    workshop = open_workshop(session, guest, cycle.id, TITLE, begins, ends, begins)
    agenda = _mixed(propose_agenda(session, guest, cycle.id, hall.catalogue))
    set_agenda(session, guest, workshop.id, hall.catalogue, agenda, begins)
    room = [_entered(hall.loading, workshop.code, entry) for entry in PARTICIPANTS]
    if agenda:
        _agree(hall, workshop.id, _first_of_several(hall, agenda), room)


def _entered(loading: Loading, code: str, entry: Entry) -> Participant:
    at = loading.now - timedelta(minutes=100)
    token = join(loading.session, code, entry, "demonstration", at)
    found = participant_of(loading.session, code, token)
    assert found is not None, "just entered"
    return found


def _mixed(proposed: Sequence[AgendaPoint]) -> tuple[AgendaPoint, ...]:
    """The first few questions for each reason, in the order proposed."""
    taken: Counter[str] = Counter()
    agenda = []
    for point in proposed:
        taken[point.reason] += 1
        if taken[point.reason] <= FOR_EACH_REASON:
            agenda.append(point)
    return tuple(agenda)


def _first_of_several(hall: Hall, agenda: Sequence[AgendaPoint]) -> Question:
    """The first question of the agenda that asks for several item families, or the first."""
    asked = [hall.catalogue.question_by_id[point.question] for point in agenda]
    several = (each for each in asked if len(hall.cycle.profile.cells(each)) > 1)
    return next(several, asked[0])


def _agree(
    hall: Hall, workshop: WorkshopId, question: Question, room: Sequence[Participant]
) -> None:
    """A round of votes by a seeded chance, its reveal, and the level in the middle agreed."""
    session, cells = hall.loading.session, hall.cycle.profile.cells(question)
    chance = random.Random(f"workshop {question.id}")  # noqa: S311 no secret: a fixed rule
    at = hall.loading.now - timedelta(minutes=80)
    number = put_to_vote(session, hall.guest, workshop, question.id, hall.catalogue, at)
    votes: dict[Family, Counter[int]] = {family: Counter() for family in cells}
    for participant in room:
        chosen = {family: chance.choice((1, 1, 2, 2, 3)) for family in cells}
        vote(session, participant, number, {each: str(n) for each, n in chosen.items()}, at)
        for family, level in chosen.items():
            votes[family][level] += 1
    reveal(session, hall.guest, workshop, at + timedelta(minutes=4))
    levels = {family: lower_median(votes[family]) for family in cells}
    decision = Decision(question.id, levels, REASON, DISSENT, number)
    agree(session, hall.guest, workshop, hall.catalogue, decision, at + timedelta(minutes=10))
