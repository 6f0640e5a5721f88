"""The catalogue: instruments and their obligations, and the questions that serve them.

Plain frozen values. Whoever builds a `Catalogue` has checked it (`questionnaires.loader`);
afterwards nobody checks again. Words and rules: METHOD.md 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from assessment.domain.identifiers import (
    AreaId,
    ElementId,
    InstrumentId,
    ObligationId,
    QuestionId,
    StateCode,
)
from assessment.domain.kinds import (
    ITEM_FAMILIES,
    LEVELS,
    Aspect,
    Check,
    Duty,
    Family,
    Known,
    Participation,
    StepKind,
    Strength,
)

# The words of `kinds` may be imported from here, beside the values that hold them.
__all__ = [
    "ITEM_FAMILIES",
    "LEVELS",
    "Aspect",
    "Check",
    "Duty",
    "Family",
    "Known",
    "Participation",
    "StepKind",
    "Strength",
]


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty, convention, resolution or standard; dates are ISO 8601 text or None."""

    id: InstrumentId
    short: str
    title: str
    nature: str
    binds_all: bool
    binds_members: bool
    status_list: str
    families: tuple[Family, ...]
    host: str = ""
    adopted: str | None = None
    in_force: str | None = None
    symbol: str = ""
    source: str = ""
    checked: str = ""
    notes: str = ""
    scope: tuple[str, ...] = ()
    parties: int | None = None
    parties_as_of: str = ""


@dataclass(frozen=True, slots=True)
class Obligation:
    """The duty that one provision lays on a state.

    `context` is the reason why it is shown but counted nowhere; empty for an obligation
    that counts. `note` says what is known to be uncertain of it. `checked_on` (ISO 8601) and
    `checked_in` (an address) say when and where the provision's text was read;
    `cite_confidence` is high, medium or low where it was not.
    """

    id: ObligationId
    instrument: InstrumentId
    cite: str
    duty: Duty
    addressee: str
    summary: str
    families: tuple[Family, ...]
    topics: tuple[str, ...]
    check: Check
    context: str = ""
    note: str = ""
    cite_confidence: str = ""
    corroborated_by: str = ""
    verified_via: str = ""
    checked_on: str = ""
    checked_in: str = ""

    @property
    def is_context(self) -> bool:
        """Whether it is listed but counted nowhere."""
        return bool(self.context)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A prerequisite of a step: another question at a level, 1 to 4."""

    question: QuestionId
    level: int


@dataclass(frozen=True, slots=True)
class Step:
    """What leads a question to `level` from the level below.

    `months` is the time from start to end, `effort` person-months of national staff,
    `cost` US dollars beside their salaries: planning assumptions, not prices.
    `references` are ids of obligations or guides.
    """

    level: int
    title: str
    text: str
    kind: StepKind
    lead: str
    months: int
    effort: float
    cost: int
    requires: tuple[Requirement, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A question serves an obligation, in full or in part."""

    obligation: ObligationId
    strength: Strength


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about a practice, with a descriptor for each of the levels 0 to 4."""

    id: QuestionId
    aspect: Aspect
    weight: float
    foundation: bool
    families: tuple[Family, ...]
    text: str
    why: str
    evidence: str
    levels: tuple[str, str, str, str, str]
    obligations: tuple[Service, ...]
    steps: tuple[Step, Step, Step, Step]
    unmapped: str = ""

    @property
    def area(self) -> AreaId:
        """The practice area that its id names."""
        return AreaId(self.id.split(".", 1)[0])

    @property
    def element(self) -> ElementId:
        """The element that its id names."""
        return ElementId(self.id.rsplit(".", 1)[0])


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a practice area."""

    id: ElementId
    title: str
    summary: str
    questions: tuple[Question, ...]

    @property
    def area(self) -> AreaId:
        """The practice area that its id names."""
        return AreaId(self.id.split(".", 1)[0])


@dataclass(frozen=True, slots=True)
class PracticeArea:
    """A field of work across instruments. `short` fits beside a chart."""

    id: AreaId
    title: str
    short: str
    summary: str
    source_status: str
    elements: tuple[Element, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Its questions, in order."""
        return tuple(question for element in self.elements for question in element.questions)


@dataclass(frozen=True, slots=True)
class ParticipationEntry:
    """One row of the participation table, with where it was read and how well it is known."""

    status: Participation
    since: str
    source: str
    as_of: str
    known: Known
    note: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A state, real or made up; region names follow UN M49."""

    code: StateCode
    name: str
    region: str = ""
    subregion: str = ""
    ldc: bool = False
    lldc: bool = False
    sids: bool = False


@dataclass(frozen=True, slots=True)
class Guide:
    """A public guide that a step refers to; `check` says whether anyone read it here."""

    id: str
    title: str
    publisher: str
    check: Check
    url: str = ""


@dataclass(frozen=True)
class Catalogue:
    """Everything that is asked, and why. `digest` is the SHA-256 of its canonical JSON."""

    version: str
    instruments: tuple[Instrument, ...]
    obligations: tuple[Obligation, ...]
    areas: tuple[PracticeArea, ...]
    roles: Mapping[str, str] = field(default_factory=dict)
    guides: tuple[Guide, ...] = ()
    states: tuple[State, ...] = ()
    participation: Mapping[StateCode, Mapping[str, ParticipationEntry]] = field(
        default_factory=dict
    )
    digest: str = ""

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Every element, in the order of the areas."""
        return tuple(element for area in self.areas for element in area.elements)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order of the areas."""
        return tuple(question for element in self.elements for question in element.questions)

    @cached_property
    def area_by_id(self) -> Mapping[AreaId, PracticeArea]:
        """Area id to area."""
        return {area.id: area for area in self.areas}

    @cached_property
    def element_by_id(self) -> Mapping[ElementId, Element]:
        """Element id to element."""
        return {element.id: element for element in self.elements}

    @cached_property
    def question_by_id(self) -> Mapping[QuestionId, Question]:
        """Question id to question."""
        return {question.id: question for question in self.questions}

    @cached_property
    def instrument_by_id(self) -> Mapping[InstrumentId, Instrument]:
        """Instrument id to instrument."""
        return {instrument.id: instrument for instrument in self.instruments}

    @cached_property
    def obligation_by_id(self) -> Mapping[ObligationId, Obligation]:
        """Obligation id to obligation."""
        return {obligation.id: obligation for obligation in self.obligations}

    @cached_property
    def state_by_code(self) -> Mapping[StateCode, State]:
        """State code to state."""
        return {state.code: state for state in self.states}
