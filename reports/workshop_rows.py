"""The report of a workshop as the frozen values that its page, its PDF and its sheets arrange.

Nothing here ties a person to a vote: there is nothing stored that could.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.domain.catalogue import Catalogue
from assessment.domain.cycle import Cycle
from assessment.domain.frozen import METHOD
from assessment.domain.identifiers import CycleId, QuestionId, WorkshopId
from assessment.domain.response import Answer, NoLevel
from assessment.domain.voting import CHOICES, NOT_KNOWN, Outcome, outcome_of
from assessment.domain.workshop import AgendaReason, Agreed, Participant, Round, Workshop
from assessment.services.workshops import participants_of, workshop_of
from web import context
from web.cycles import cycle_and_catalogue
from web.i18n import day
from web.words import family_name, level_name, set_aside_words


@dataclass(frozen=True, slots=True)
class Delegation:
    """Who came from one agency: how many, in which roles, and the names that were given."""

    agency: str
    people: int
    roles: tuple[tuple[str, int], ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FamilyVotes:
    """A vote on one item family, by its name."""

    family: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One vote; without `rows` it was never revealed."""

    number: int
    opened: datetime
    voted: int
    present: int
    rows: tuple[FamilyVotes, ...]


@dataclass(frozen=True, slots=True)
class AgreedCell:
    """What was agreed for one item family: a level, or none and why in `words`."""

    family: str
    level: int | None
    words: str


@dataclass(frozen=True, slots=True)
class AgreedRow:
    """What was agreed on a question; `round` is the vote it followed, 0 for none.

    `aside` says that it was set aside; empty while it stands.
    """

    cells: tuple[AgreedCell, ...]
    reason: str
    dissent: str
    by: str
    at: datetime
    round: int
    aside: str

    @property
    def groups(self) -> tuple[tuple[int | None, str, tuple[str, ...]], ...]:
        """The same by answer: level, words, and the item families that have it."""
        found: dict[tuple[int | None, str], list[str]] = {}
        for cell in self.cells:
            found.setdefault((cell.level, cell.words), []).append(cell.family)
        return tuple((*answer, tuple(families)) for answer, families in found.items())


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question that was on the agenda or voted on; `agreed` is None where nothing was agreed."""

    id: QuestionId
    text: str
    place: str
    why: str
    rounds: tuple[RoundRow, ...]
    agreed: AgreedRow | None

    @property
    def is_settled(self) -> bool:
        """Whether an agreement stands: one that was set aside leaves its question open."""
        return self.agreed is not None and not self.agreed.aside


@dataclass(frozen=True, slots=True)
class WorkshopReport:
    """All that the report says of a workshop; `left_open` are its questions that are open."""

    workshop: Workshop
    cycle: Cycle
    catalogue: Catalogue
    present: int
    delegations: tuple[Delegation, ...]
    settled: tuple[QuestionRow, ...]
    left_open: tuple[QuestionRow, ...]
    rounds: int
    method: str = METHOD

    @property
    def taken_back(self) -> int:
        """How many agreements were set aside and not made anew."""
        return sum(row.agreed is not None for row in self.left_open)

    @property
    def questions(self) -> tuple[QuestionRow, ...]:
        """All of them, those with an agreement first."""
        return self.settled + self.left_open


def read_report(cycle_id: str, workshop_id: str) -> WorkshopReport:
    """What there is to say of a workshop now. Raises NotFound and NotPermitted."""
    session, actor = context.session(), context.actor()
    cycle, catalogue = cycle_and_catalogue(cycle_id)
    room = workshop_of(session, actor, CycleId(cycle_id), WorkshopId(workshop_id))
    state = room.state
    points = {point.question: point.reason for point in state.agenda}
    voted_on = dict.fromkeys(each.question for each in state.rounds)
    names = tuple(dict.fromkeys((*points, *voted_on, *state.agreed, *state.set_aside)))
    rows = tuple(
        _question(
            catalogue,
            name,
            points.get(name),
            state.rounds_on(name),
            state.agreement_on(name),
        )
        for name in names
    )
    return WorkshopReport(
        workshop=room.workshop,
        cycle=cycle,
        catalogue=catalogue,
        present=room.present,
        delegations=delegations(participants_of(session, actor, room.workshop.id)),
        settled=tuple(row for row in rows if row.is_settled),
        left_open=tuple(row for row in rows if not row.is_settled),
        rounds=len(state.rounds),
    )


def held_words(workshop: Workshop) -> str:
    """When it was held, as far as that is known: nobody knows the last day before its end."""
    first, last = day(workshop.begins), day(workshop.closed or workshop.ends)
    one_day = first == last
    if workshop.closed is None:
        planned = _("Planned from %(first)s to %(last)s", first=first, last=last)
        return _("Planned for %(day)s", day=last) if one_day else planned
    if one_day or workshop.closed < workshop.begins:
        return _("Held on %(day)s", day=last)
    return _("Held from %(first)s to %(last)s", first=first, last=last)


def nothing_agreed(report: WorkshopReport) -> tuple[str, str]:
    """What stands in the place of agreements where none does, and what is to be known of it."""
    if report.taken_back:
        told = ngettext(
            "%(num)d agreement was set aside. It is shown below.",
            "%(num)d agreements were set aside. They are shown below.",
            report.taken_back,
        )
        return _("No agreement stands"), told
    if report.workshop.closed:
        return _("Nothing was agreed"), _("The workshop was closed without an agreement.")
    return _("Nothing was agreed yet"), _(
        "Each question appears here as soon as the facilitator records what the group agreed."
    )


def delegations(people: tuple[Participant, ...]) -> tuple[Delegation, ...]:
    """Who took part, by agency; the largest delegation first."""
    agencies: dict[str, list[Participant]] = {}
    for one in people:
        agencies.setdefault(one.agency, []).append(one)
    found = [
        Delegation(
            agency=agency,
            people=len(members),
            roles=tuple(sorted(Counter(one.role for one in members).items())),
            names=tuple(sorted(one.name for one in members if one.name)),
        )
        for agency, members in agencies.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.people, one.agency)))


def _question(
    catalogue: Catalogue,
    name: QuestionId,
    reason: AgendaReason | None,
    rounds: tuple[Round, ...],
    agreed: Agreed | None,
) -> QuestionRow:
    question = catalogue.question_by_id.get(name)
    place = text = ""
    if question is not None:
        area, element = catalogue.area_by_id[question.area], question.element
        place = f"{area.title} · {catalogue.element_by_id[element].title}"
        text = question.text
    return QuestionRow(
        id=name,
        text=text or name,
        place=place,
        why=_reason_words(reason),
        rounds=tuple(_round(each) for each in rounds),
        agreed=None if agreed is None else _agreed(agreed),
    )


def _round(vote: Round) -> RoundRow:
    rows = (
        FamilyVotes(family_name(family), outcome_of(vote.votes.get(family, {})))
        for family in vote.families
    )
    return RoundRow(
        number=vote.number,
        opened=vote.opened,
        voted=vote.voted,
        present=vote.present,
        rows=tuple(rows) if vote.revealed else (),
    )


def _agreed(agreed: Agreed) -> AgreedRow:
    return AgreedRow(
        cells=tuple(
            AgreedCell(
                family_name(family),
                answer if isinstance(answer, int) else None,
                answer_words(answer),
            )
            for family, answer in agreed.levels.items()
        ),
        reason=agreed.reason,
        dissent=agreed.dissent,
        by=agreed.by,
        at=agreed.at,
        round=agreed.round,
        aside=set_aside_words(agreed.aside) if agreed.aside else "",
    )


def answer_words(answer: Answer) -> str:
    """An agreed answer in words."""
    if isinstance(answer, int):
        return level_name(answer)
    return {
        NoLevel.UNKNOWN: _("not known"),
        NoLevel.WITHHELD: _("withheld"),
        NoLevel.NOT_APPLICABLE: _("not applicable"),
    }[answer]


def choice_heads() -> tuple[str, ...]:
    """The heads of the columns of a vote, in the order of `Outcome.counts`."""
    return tuple(_("Not known") if choice == NOT_KNOWN else choice for choice in CHOICES)


def _reason_words(reason: AgendaReason | None) -> str:
    if reason is None:
        return _("put to the vote in the room")
    return {
        AgendaReason.UNANSWERED: _("not fully answered before the workshop"),
        AgendaReason.SET_ASIDE: _("agreed before, then set aside"),
        AgendaReason.DISPUTED: _("agencies had answered it differently"),
        AgendaReason.LEVERAGE: _("one step up serves many obligations"),
        AgendaReason.CHOSEN: _("chosen by the facilitator"),
    }[reason]
