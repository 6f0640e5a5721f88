"""What must hold between the parts of a catalogue, over all its files.

Each check adds faults to the draft. METHOD.md 1 and 5 say what must hold; docs/editor-guide.md
lists it for editors.
"""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from assessment.domain.catalogue import Aspect, Family, Obligation, PracticeArea, Question, Step
from assessment.domain.identifiers import is_made_up
from questionnaires.draft import Draft

# METHOD.md 1, in its order.
AREAS = (
    "legislation",
    "coordination",
    "lists",
    "licensing",
    "borders",
    "security",
    "outreach",
    "cooperation",
)
FEWEST_ELEMENTS = 4


def check_areas_complete(draft: Draft) -> None:
    """All eight areas are there."""
    present = {area.id for area in draft.areas}
    for area in AREAS:
        if area not in present:
            draft.faults.add("area_missing", f"areas/{area}.yaml", value=area)


def check_area(area: PracticeArea, draft: Draft) -> None:
    """One area by itself: a known id, enough elements, each with every aspect."""
    place = draft.place("area", area.id)
    if area.id and area.id not in AREAS:
        draft.faults.add("area_unknown", place, value=area.id, known=", ".join(AREAS))
    if len(area.elements) < FEWEST_ELEMENTS:
        draft.faults.add(
            "elements_too_few", place, count=len(area.elements), fewest=FEWEST_ELEMENTS
        )
    for element in area.elements:
        aspects = {question.aspect for question in element.questions}
        for aspect in Aspect:
            if element.questions and aspect not in aspects:
                draft.faults.add("aspect_missing", draft.place("element", element.id), value=aspect)


def check_services(draft: Draft) -> None:
    """Questions name obligations that exist, count, and reach one of the same families."""
    obligations = {obligation.id: obligation for obligation in draft.obligations}
    for question in _questions(draft):
        for service in question.obligations:
            place = draft.place("service", question.id, service.obligation)
            obligation = obligations.get(service.obligation)
            if obligation is None:
                if service.obligation:
                    draft.faults.add("obligation_unknown", place, value=service.obligation)
            elif obligation.is_context:
                draft.faults.add("obligation_is_context", place, value=obligation.id)
            elif not _share_a_family(question, obligation):
                reach = ", ".join(obligation.families)
                draft.faults.add("families_apart", place, value=obligation.id, reach=reach)


def check_obligations_served(draft: Draft) -> None:
    """Each obligation that counts is served by a question."""
    served = {
        service.obligation for question in _questions(draft) for service in question.obligations
    }
    for obligation in draft.obligations:
        if obligation.id and not obligation.is_context and obligation.id not in served:
            place = draft.place("obligation", obligation.id)
            draft.faults.add("obligation_not_served", place, value=obligation.id)


def check_steps(draft: Draft) -> None:
    """Steps name roles, guides and obligations that exist."""
    known = {obligation.id for obligation in draft.obligations}
    known.update(guide.id for guide in draft.guides)
    for question, step in _steps(draft):
        place = draft.place("step", question.id, step.level)
        if step.lead and step.lead not in draft.roles:
            draft.faults.add("role_unknown", place, value=step.lead, known=", ".join(draft.roles))
        for reference in step.references:
            if reference and reference not in known:
                draft.faults.add("reference_unknown", place, value=reference)


def check_requirements(draft: Draft) -> None:
    """Steps require questions that exist, other than their own."""
    known = {question.id for question in _questions(draft)}
    for question, step in _steps(draft):
        for requirement in step.requires:
            place = draft.place("requires", question.id, step.level, requirement.question)
            if requirement.question == question.id:
                draft.faults.add("requires_itself", place, value=question.id)
            elif requirement.question and requirement.question not in known:
                draft.faults.add("question_unknown", place, value=requirement.question)


def check_circles(draft: Draft) -> None:
    """Prerequisites, question to question over all levels, form no circle (METHOD.md 5).

    Every circle found costs one of its arrows, so that each is told once.
    """
    arrows: dict[str, dict[str, str]] = {}
    for question, step in _steps(draft):
        for requirement in step.requires:
            place = draft.place("requires", question.id, step.level, requirement.question)
            if requirement.question != question.id:
                arrows.setdefault(question.id, {}).setdefault(requirement.question, place)
    while True:
        try:
            TopologicalSorter(arrows).prepare()
        except CycleError as error:
            # graphlib gives the circle from prerequisite to dependant, first and last alike.
            circle = list(reversed(error.args[1]))
            start = min(range(len(circle) - 1), key=lambda at: circle[at])
            circle = circle[start:-1] + circle[: start + 1]
            waiting, awaited = next(pairwise(circle))
            place = arrows[waiting].pop(awaited)
            draft.faults.add("circle", place, value=" → ".join(circle))
        else:
            return


def check_participation(draft: Draft) -> None:
    """Rows name states and status lists that exist."""
    lists = {instrument.status_list for instrument in draft.instruments}
    lists.update(draft.other_status_lists)
    states = {state.code for state in draft.states}
    for code, entries in draft.participation.items():
        if code not in states and not is_made_up(code):
            draft.faults.add("state_unknown", draft.place("participant", code), value=code)
        for status_list in entries:
            if status_list not in lists:
                place = draft.place("participation", f"{status_list} {code}")
                draft.faults.add("status_list_unknown", place, value=status_list)


def _share_a_family(question: Question, obligation: Obligation) -> bool:
    families = set(question.families)
    return Family.ALL in families or bool(families & set(obligation.families))


def _questions(draft: Draft) -> Iterator[Question]:
    for area in draft.areas:
        for element in area.elements:
            yield from element.questions


def _steps(draft: Draft) -> Iterator[tuple[Question, Step]]:
    for question in _questions(draft):
        for step in question.steps:
            yield question, step
