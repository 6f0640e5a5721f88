"""An area file: elements, questions and steps, read into domain values.

What is wrong stays in the section's faults; where each part stands is kept in the `Draft`.
"""

from enum import StrEnum

from assessment.domain.catalogue import (
    Aspect,
    Element,
    Family,
    PracticeArea,
    Question,
    Requirement,
    Service,
    Step,
    StepKind,
    Strength,
)
from assessment.domain.identifiers import (
    AREA_ID,
    ELEMENT_ID,
    OBLIGATION_ID,
    QUESTION_ID,
    SLUG,
    AreaId,
    ElementId,
    ObligationId,
    QuestionId,
)
from questionnaires.draft import Draft
from questionnaires.reading import Section


class SourceStatus(StrEnum):
    """Where a practice area's name comes from."""

    INFERRED = "inferred"
    SOURCED = "sourced"


def read_area(section: Section, draft: Draft) -> PracticeArea:
    """One area file: elements, questions and steps."""
    named = AreaId(section.identifier("id", AREA_ID))
    draft.put(section.place, "area", named)
    area = PracticeArea(
        id=named,
        title=section.text("title", 60),
        short=section.text("short", 14),
        summary=section.text("summary", 200),
        source_status=section.choice("source_status", SourceStatus).value,
        elements=tuple(_read_element(part, named, draft) for part in section.sections("elements")),
    )
    draft.areas.append(area)
    section.close()
    return area


def _read_element(section: Section, area: AreaId, draft: Draft) -> Element:
    named = ElementId(section.identifier("id", ELEMENT_ID))
    if named and area and not named.startswith(f"{area}."):
        section.fault("id_not_within", "id", value=named, outer=area)
    draft.put(section.place, "element", named)
    element = Element(
        id=named,
        title=section.text("title", 80),
        summary=section.text("summary", 200),
        questions=tuple(
            _read_question(part, named, draft) for part in section.sections("questions")
        ),
    )
    section.close()
    return element


def _read_question(section: Section, element: ElementId, draft: Draft) -> Question:
    named = QuestionId(section.identifier("id", QUESTION_ID))
    if named and element and not named.startswith(f"{element}."):
        section.fault("id_not_within", "id", value=named, outer=element)
    draft.put(section.place, "question", named)
    families = section.words("families", Family)
    if Family.ALL in families and len(families) > 1:
        section.fault("family_all_alone", "families")
    question = Question(
        id=named,
        aspect=section.choice("aspect", Aspect),
        weight=section.number("weight", 0.1, 10, default=1),
        foundation=section.flag("foundation", default=False),
        families=families,
        text=section.text("text", 160),
        why=section.text("why", 400),
        evidence=section.text("evidence", 400),
        levels=_read_levels(section),
        obligations=_read_services(section, named, draft),
        steps=_read_steps(section, named, draft),
        unmapped=section.text("unmapped", 300, required=False),
    )
    if bool(question.obligations) == bool(question.unmapped):
        both = bool(question.unmapped)
        section.faults.add("unmapped_and_mapped" if both else "not_mapped", section.place)
    section.close()
    return question


def _read_levels(section: Section) -> tuple[str, str, str, str, str]:
    levels = section.texts("levels", 260)
    if section.has("levels") and len(levels) != 5:  # noqa: PLR2004 levels 0 to 4
        section.fault("levels_not_five", "levels", count=len(levels))
    elif len({level.casefold() for level in levels}) != len(levels):
        section.fault("levels_alike", "levels")
    zero, one, two, three, four = (levels + [""] * 5)[:5]
    return zero, one, two, three, four


def _read_services(section: Section, question: QuestionId, draft: Draft) -> tuple[Service, ...]:
    services: dict[str, Service] = {}
    for part in section.sections("obligations", required=False):
        named = part.identifier("id", OBLIGATION_ID)
        if named in services:
            part.fault("listed_twice", "id", value=named)
        services[named] = Service(ObligationId(named), part.choice("strength", Strength))
        draft.places[("service", question, named)] = part.place
        part.close()
    return tuple(services.values())


def _read_steps(section: Section, question: QuestionId, draft: Draft) -> tuple[Step, ...]:
    parts = section.sections("steps")
    if section.has("steps") and len(parts) != 4:  # noqa: PLR2004 steps to the levels 1 to 4
        section.fault("steps_not_four", "steps", count=len(parts))
    steps = []
    for expected, part in enumerate(parts, start=1):
        level = part.integer("level", 1, 4)
        if level != expected and len(parts) == 4:  # noqa: PLR2004 as above
            part.fault("steps_out_of_order", "level", value=level, expected=expected)
        steps.append(_read_step(part, question, level, draft))
    return tuple(steps)


def _read_step(section: Section, question: QuestionId, level: int, draft: Draft) -> Step:
    draft.places[("step", question, level)] = section.place
    step = Step(
        level=level,
        title=section.text("title", 90),
        text=section.text("text", 450),
        kind=section.choice("kind", StepKind),
        lead=section.identifier("lead", SLUG),
        months=section.integer("months", 1, 36),
        effort=section.number("effort", 0.25, 60),
        cost=section.integer("cost", 0, 2_000_000),
        requires=_read_requirements(section, question, level, draft),
        references=_read_references(section),
    )
    section.close()
    return step


def _read_requirements(
    section: Section, question: QuestionId, level: int, draft: Draft
) -> tuple[Requirement, ...]:
    found: dict[str, Requirement] = {}
    for part in section.sections("requires", required=False):
        named = part.identifier("question", QUESTION_ID)
        if named in found:
            part.fault("listed_twice", "question", value=named)
        found[named] = Requirement(QuestionId(named), part.integer("level", 1, 4))
        draft.places[("requires", question, level, named)] = part.place
        part.close()
    return tuple(found.values())


def _read_references(section: Section) -> tuple[str, ...]:
    references = section.texts("references", 100, required=False)
    for value in references:
        # A guide's id ("guide-…") has the form of an obligation's.
        if value and not OBLIGATION_ID.fullmatch(value):
            section.fault("id_form", "references", value=value)
    if len(set(references)) != len(references):
        twice = next(value for value in references if references.count(value) > 1)
        section.fault("listed_twice", "references", value=twice)
    return tuple(references)
