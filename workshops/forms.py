"""Forms in: what a browser sent -> values of the core, or every fault with its field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from assessment.domain.catalogue import Family
from assessment.domain.errors import Fault, Invalid
from assessment.domain.identifiers import QuestionId
from assessment.domain.response import Answer, NoLevel
from assessment.domain.voting import CHOICES
from assessment.domain.workshop import AgendaPoint, AgendaReason
from assessment.services.agreements import Decision
from web.errors import fault_sentence

# A workshop takes two or three days; a form proposes three.
USUAL_DAYS = 3
LAST_MINUTE = time(23, 59)
_LONGEST_NUMBER = 9  # digits
# What a group can agree: what it can vote, and that the question does not apply.
AGREEABLE = frozenset({*CHOICES, NoLevel.NOT_APPLICABLE.value})


class Fields(Protocol):
    """A form as Werkzeug gives it."""

    def get(self, key: str, default: str = "") -> str:
        """The first value of a field."""
        ...


@dataclass(frozen=True, slots=True)
class NewWorkshop:
    """The form that opens a workshop, as text."""

    title: str = ""
    begins: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class VoteForm:
    """A vote as it was sent: "same" for all item families, and those that differ."""

    round: int = 0
    same: str = ""
    levels: Mapping[str, str] = field(default_factory=dict)
    families: tuple[str, ...] = ()

    def choices(self) -> dict[Family, str]:
        """The choice of each item family; one that was left out is not in it."""
        found = {}
        for family in self.families:
            choice = self.levels.get(family) or self.same
            if family in set(Family) and choice:
                found[Family(family)] = choice
        return found


@dataclass(frozen=True, slots=True)
class AgreedForm:
    """What a facilitator records, as text.

    `round` and `version` say what the page showed: the newest vote on the question, and the
    version of its agreed answer; -1 where the form did not say.
    """

    question: QuestionId
    levels: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    dissent: str = ""
    round: int = 0
    version: int = 0

    def decision(self, families: Iterable[Family]) -> Decision:
        """What the group decided. Raises Invalid where an answer or the reason is missing."""
        found: dict[Family, Answer] = {}
        faults = [] if self.levels else [Fault("question_not_offered", "now")]
        for family in families:
            choice = self.levels.get(family, "")
            if choice in AGREEABLE:
                found[family] = int(choice) if choice.isdecimal() else NoLevel(choice)
            else:
                faults.append(
                    Fault("level_missing", f"level-{family}", (("family", family.value),))
                )
        if not self.reason.strip():
            faults.append(Fault("agreement_reason_missing", "reason"))
        if faults:
            raise Invalid(faults)
        said = (self.reason, self.dissent, self.round, self.version)
        return Decision(self.question, found, *said)


def proposed(today: date) -> NewWorkshop:
    """The form that opens a workshop, before anybody wrote in it."""
    return NewWorkshop("", today.isoformat(), (today + timedelta(USUAL_DAYS - 1)).isoformat())


def read_new(fields: Fields) -> NewWorkshop:
    """The form that opens a workshop, as it was sent."""
    return NewWorkshop(*(_clean(fields.get(name, "")) for name in ("title", "begins", "ends")))


def days_of(form: NewWorkshop, zone: str) -> tuple[datetime, datetime]:
    """From the first minute of the first day to the last of the last. Raises Invalid."""
    found, faults = [], []
    for name, text, at in (("begins", form.begins, time.min), ("ends", form.ends, LAST_MINUTE)):
        try:
            found.append(moment_of(name, text, at, zone))
        except Invalid as invalid:
            faults += invalid.faults
    if faults:
        raise Invalid(faults)
    return found[0], found[1]


def moment_of(name: str, text: str, at: time, zone: str) -> datetime:
    """A time of the day that a field names. Raises Invalid."""
    try:
        day = date.fromisoformat(text)
        return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:  # or the last day of all, in another time zone
        raise Invalid([Fault("day_malformed", name)]) from error


def read_vote(fields: Fields) -> VoteForm:
    """A vote as it was sent."""
    families = tuple(fields.get("families", "").split())[: len(Family)]
    return VoteForm(
        round=max(0, _number(fields.get("round", ""))),
        same=fields.get("same", ""),
        levels={family: fields.get(f"choice-{family}", "") for family in families},
        families=families,
    )


def read_agreed(fields: Fields, families: Iterable[Family]) -> AgreedForm:
    """What a facilitator records, as it was sent."""
    return AgreedForm(
        question=QuestionId(fields.get("question", "")),
        levels={family: fields.get(f"level-{family}", "") for family in families},
        reason=_clean(fields.get("reason", "")),
        dissent=_clean(fields.get("dissent", "")),
        round=_number(fields.get("round", "")),
        version=_number(fields.get("version", "")),
    )


def ensure_sure(fields: Fields) -> None:
    """Raises Invalid where the box that a grave button asks for is not ticked."""
    if fields.get("sure", "") != "1":
        raise Invalid([Fault("end_unsure", "sure")])


def changed_agenda(
    agenda: tuple[AgendaPoint, ...], proposals: Mapping[QuestionId, AgendaReason], act: str
) -> tuple[AgendaPoint, ...]:
    """An agenda after "up", "down", "remove" or "add" and a question, as one button sends it.

    Raises Invalid where the button is not one that the page has.
    """
    verb, _, name = act.partition(" ")
    question = QuestionId(name)
    points = list(agenda)
    at = next((n for n, point in enumerate(points) if point.question == question), None)
    if verb == "add" and name:
        if at is None:
            reason = proposals.get(question, AgendaReason.CHOSEN)
            points.append(AgendaPoint(question, reason))
    elif at is None or verb not in {"up", "down", "remove"}:
        raise Invalid([Fault("question_not_offered", "agenda")])
    elif verb == "remove":
        del points[at]
    else:
        to = max(0, at - 1) if verb == "up" else min(len(points) - 1, at + 1)
        points.insert(to, points.pop(at))
    return tuple(points)


def pairs(invalid: Invalid) -> tuple[tuple[str, str], ...]:
    """(id of the control, sentence) pairs, as an error summary shows them."""
    return tuple((fault.place, fault_sentence(fault)) for fault in invalid.faults)


def _number(text: str) -> int:
    known = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER
    return int(text) if known else -1


def _clean(text: str) -> str:
    # PostgreSQL takes no NUL in a text; the service measures the rest.
    return text.replace("\x00", "").strip()
