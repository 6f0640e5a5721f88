"""Small catalogues for tests: say what matters, and the rest is filled in."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from assessment.domain.catalogue import (
    Aspect,
    Catalogue,
    Check,
    Duty,
    Element,
    Family,
    Guide,
    Instrument,
    Known,
    Obligation,
    Participation,
    ParticipationEntry,
    PracticeArea,
    Question,
    Requirement,
    Service,
    State,
    Step,
    StepKind,
    Strength,
)
from assessment.domain.identifiers import (
    ElementId,
    InstrumentId,
    ObligationId,
    QuestionId,
    StateCode,
)
from assessment.domain.response import (
    Answer,
    Evidence,
    NoLevel,
    Profile,
    Response,
    Responses,
    by_question,
)

ALL = (Family.ALL,)
ARMS, FIREARMS, NUCLEAR = Family.ARMS, Family.FIREARMS, Family.NUCLEAR
CHEMICAL, BIOLOGICAL = Family.CHEMICAL, Family.BIOLOGICAL
FULL, PARTIAL = Strength.FULL, Strength.PARTIAL

ROLES = {"moj": "Ministry of Justice", "customs": "Customs service"}

_KINDS = (StepKind.LEGISLATION, StepKind.INSTITUTION, StepKind.TRAINING, StepKind.EQUIPMENT)


def a_step(
    level: int,
    *,
    months: int | None = None,
    effort: float = 4,
    cost: int = 10_000,
    requires: Mapping[str, int] | None = None,
) -> Step:
    """The step to `level`: 3 months for each level, effort 4, cost 10,000."""
    return Step(
        level=level,
        title=f"Step to level {level}",
        text=f"Do what leads to level {level}.",
        kind=_KINDS[level - 1],
        lead=("moj", "customs")[level % 2],
        months=3 * level if months is None else months,
        effort=effort,
        cost=cost,
        requires=tuple(
            Requirement(QuestionId(question), needed)
            for question, needed in (requires or {}).items()
        ),
    )


def a_question(  # noqa: PLR0913 - a builder names what a test may want to say
    id: str,  # noqa: A002 - the field's own name
    *,
    aspect: Aspect = Aspect.LAW,
    families: Sequence[Family] = ALL,
    serves: Mapping[str, Strength] | None = None,
    foundation: bool = False,
    weight: float = 1.0,
    requires: Mapping[int, Mapping[str, int]] | None = None,
    steps: tuple[Step, Step, Step, Step] | None = None,
) -> Question:
    """A question by its id `area.element.name`; `requires` is by level, question to level."""
    first, second, third, fourth = (
        a_step(level, requires=(requires or {}).get(level)) for level in (1, 2, 3, 4)
    )
    return Question(
        id=QuestionId(id),
        aspect=aspect,
        weight=weight,
        foundation=foundation,
        families=tuple(families),
        text=f"How far is {id} in place?",
        why="Others rely on it.",
        evidence="A law or a procedure.",
        levels=(
            "Nothing is in place.",
            "A draft exists.",
            "A part is in place.",
            "Most is in place.",
            "All is in place and reviewed each year.",
        ),
        obligations=tuple(
            Service(ObligationId(obligation), strength)
            for obligation, strength in (serves or {}).items()
        ),
        steps=steps or (first, second, third, fourth),
        unmapped="" if serves else "Good practice; no instrument asks for it.",
    )


def an_instrument(
    id: str,  # noqa: A002 - the field's own name
    *,
    binds_all: bool = False,
    binds_members: bool = False,
    status_list: str | None = None,
    families: Sequence[Family] = (ARMS,),
    nature: str = "treaty",
) -> Instrument:
    """An instrument whose status list is its own id."""
    return Instrument(
        id=InstrumentId(id),
        short=id.upper(),
        title=f"The instrument {id}",
        nature=nature,
        binds_all=binds_all,
        binds_members=binds_members,
        status_list=id if status_list is None else status_list,
        families=tuple(families),
    )


def an_obligation(
    id: str,  # noqa: A002 - the field's own name
    *,
    instrument: str = "att",
    duty: Duty = Duty.SHALL,
    families: Sequence[Family] = (ARMS, FIREARMS),
    context: str = "",
) -> Obligation:
    """An obligation of `instrument`, binding in its words."""
    return Obligation(
        id=ObligationId(id),
        instrument=InstrumentId(instrument),
        cite=f"Art. {id.split('-', 1)[1]}",
        duty=duty,
        addressee="states",
        summary=f"Do what {id} says.",
        families=tuple(families),
        topics=("control_list",),
        check=Check.TEXT,
        context=context,
    )


def a_catalogue(
    questions: Sequence[Question] | None = None,
    *,
    instruments: Sequence[Instrument] | None = None,
    obligations: Sequence[Obligation] | None = None,
) -> Catalogue:
    """A catalogue with these questions, in areas and elements by their ids.

    With nothing said: the questions, instruments and obligations of the worked example. Questions
    of one element, and elements of one area, stand beside each other.
    """
    asked = worked_questions() if questions is None else tuple(questions)
    areas = tuple(
        PracticeArea(
            id=area,
            title=area.capitalize(),
            short=area.capitalize(),
            summary=f"All that concerns {area}.",
            source_status="inferred",
            elements=tuple(
                Element(
                    id=ElementId(element),
                    title=element.split(".")[1].capitalize(),
                    summary=f"All that concerns {element}.",
                    questions=tuple(members),
                )
                for element, members in groupby(inside, key=lambda question: question.element)
            ),
        )
        for area, inside in groupby(asked, key=lambda question: question.area)
    )
    return Catalogue(
        version="test.1",
        instruments=worked_instruments() if instruments is None else tuple(instruments),
        obligations=worked_obligations() if obligations is None else tuple(obligations),
        areas=areas,
        roles=ROLES,
        guides=(Guide("guide-1", "A guide", "A publisher", Check.RECALL),),
        states=(
            State(StateCode("XAA"), "Alphaland", "Africa", "Eastern Africa"),
            State(StateCode("XAB"), "Betaland", "Asia", "Southern Asia", lldc=True),
            State(StateCode("FRA"), "France", "Europe", "Western Europe"),
        ),
        participation={
            StateCode("XAA"): {
                "att": ParticipationEntry(
                    Participation.PARTY, "2015-01-01", "Made up", "2026-01-01", Known.SOURCED
                )
            }
        },
        digest="0" * 64,
    )


def a_response(
    question: str, levels: Mapping[Family, Answer], *, evidence: bool = False
) -> Response:
    """A response, with one piece of evidence where asked; a reason where one is needed."""
    return Response(
        question=QuestionId(question),
        levels=dict(levels),
        reason="It is not done here." if NoLevel.NOT_APPLICABLE in levels.values() else "",
        evidence=(Evidence("law", "Arms Act 2019, s. 12"),) if evidence else (),
    )


def a_profile(state: str = "XAA", **changes: object) -> Profile:
    """A profile with every family in scope and no participation, but for `changes`."""
    return Profile(state=StateCode(state), **changes)  # type: ignore[arg-type]


def answers(**levels: Mapping[Family, Answer]) -> Responses:
    """Responses by question id, each dot written as two underscores."""
    return by_question(a_response(name.replace("__", "."), by) for name, by in levels.items())


def worked_questions() -> tuple[Question, ...]:
    """The three questions of METHOD.md 8."""
    return (
        a_question(
            "lists.list.law",
            families=(ARMS, CHEMICAL, BIOLOGICAL),
            serves={"att-5.2": FULL, "unscr1540-3d": PARTIAL},
        ),
        a_question("lists.list.practice", aspect=Aspect.PRACTICE, serves={"att-5.2": PARTIAL}),
        a_question(
            "licensing.export.law",
            families=(ARMS, CHEMICAL),
            foundation=True,
            serves={"unscr1540-3d": FULL},
            requires={2: {"lists.list.law": 2}},
        ),
    )


def worked_instruments() -> tuple[Instrument, ...]:
    """The two instruments of METHOD.md 8."""
    return (
        an_instrument("att", families=(ARMS, FIREARMS)),
        an_instrument(
            "unscr1540",
            binds_all=True,
            families=(NUCLEAR, CHEMICAL, BIOLOGICAL),
            nature="resolution",
        ),
    )


def worked_obligations() -> tuple[Obligation, ...]:
    """The two obligations of METHOD.md 8."""
    return (
        an_obligation("att-5.2"),
        an_obligation("unscr1540-3d", instrument="unscr1540", families=(CHEMICAL, BIOLOGICAL)),
    )


def the_worked_example() -> tuple[Catalogue, Profile, Responses]:
    """METHOD.md 8: catalogue, profile and responses."""
    responses = by_question(
        (
            a_response("lists.list.law", {ARMS: 3, CHEMICAL: 1, BIOLOGICAL: NoLevel.UNKNOWN}),
            a_response("lists.list.practice", {Family.ALL: 2}, evidence=True),
            a_response("licensing.export.law", {ARMS: 1, CHEMICAL: 0}),
        )
    )
    return a_catalogue(), a_profile(participation={"att": Participation.PARTY}), responses
