"""The roadmap: its page, the plan's frame, and the state's own figures for steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from assessment.domain.catalogue import Step
from assessment.domain.errors import Fault, Invalid, NotFound, VersionMissing
from assessment.domain.identifiers import AreaId, CycleId, QuestionId
from assessment.domain.packages import Assumption
from assessment.domain.permissions import Act, may, require
from assessment.domain.revision import ProfileConflict
from assessment.services.cycles import cycle_of
from assessment.services.jobs import reports_of
from assessment.services.roadmaps import PlanChange, change_assumption, change_plan
from reports import pictures
from reports.plans import (
    PackageRow,
    lead_rows,
    planned_rows,
    start_of,
    totals,
    unfunded_rows,
)
from reports.scenes import Scene, scene_of
from reports.shown import show_chart
from web import context
from web.i18n import parse_number

ON_CHART = 40
# No version has more digits, and Python refuses to read a number of thousands.
LONGEST_VERSION = 9
STEPS_A_PAGE = 40
FIELDS = ("months", "effort", "cost")


def roadmap(cycle_id: str) -> str:
    """The plan by quarters. Raises NotFound."""
    return _page(scene_of(cycle_id))


def _page(
    scene: Scene, sent: Mapping[str, str] | None = None, faults: tuple[Fault, ...] = ()
) -> str:
    cycle, plan = scene.cycle, scene.findings.roadmap
    start = start_of(scene)
    may_report = may(context.actor(), Act.MAKE_REPORT, cycle.subject)
    return render_template(
        "reports/roadmap.html",
        cycle=cycle,
        place="roadmap",
        totals=totals(scene),
        planned=_listed(planned_rows(scene), "page", "steps", cycle.id),
        beyond=_listed(unfunded_rows(scene), "beyond", "beyond", cycle.id),
        leads=lead_rows(scene),
        gantt=show_chart(
            pictures.gantt(scene.catalogue, plan, start, scene.question_address, ON_CHART)
        ),
        effort=show_chart(pictures.effort_by_lead(scene.catalogue, plan, start)),
        on_chart=ON_CHART,
        reports=reports_of(context.session(), context.actor(), cycle.id) if may_report else (),
        may_change=cycle.takes_answers and may(context.actor(), Act.CHANGE_PLAN, cycle.subject),
        may_report=may_report,
        sent=sent or {},
        faults=tuple((fault.place, _range_words(fault)) for fault in faults),
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list of steps; `address_of` gives the address of another."""

    rows: tuple[PackageRow, ...]
    page: int
    pages: int
    address_of: Callable[[int], str]


def _listed(rows: tuple[PackageRow, ...], name: str, place: str, cycle_id: str) -> Listed:
    """The page of a list that the address asks for by `name`. Raises NotFound."""
    pages = max(1, -(-len(rows) // STEPS_A_PAGE))
    asked = request.args.get(name, "1")
    if not asked.isdecimal() or not 1 <= int(asked) <= pages:
        raise NotFound(asked)
    page = int(asked)

    def address_of(other: int) -> str:
        arguments = {name: other, "_anchor": place}
        return url_for("reports.roadmap", cycle_id=cycle_id, **arguments)

    return Listed(rows[(page - 1) * STEPS_A_PAGE : page * STEPS_A_PAGE], page, pages, address_of)


def change(cycle_id: str) -> Response:
    """Change quarters, capacity and start; 422 and 409 show the form again, as it was sent.

    Raises NotFound, NotPermitted, VersionMissing, CycleClosed.
    """
    cycle = cycle_of(context.session(), context.actor(), CycleId(cycle_id))
    require(context.actor(), Act.CHANGE_PLAN, cycle.subject)
    form = request.form
    version = form.get("version", "")
    if not version.isdecimal() or len(version) > LONGEST_VERSION:
        raise VersionMissing
    try:
        change = PlanChange(
            quarters=_whole("quarters"),
            capacity=_number("capacity", form.get("capacity", "")),
            start_year=_whole("start_year"),
            start_quarter=_whole("start_quarter"),
        )
        change_plan(
            context.session(),
            context.actor(),
            CycleId(cycle_id),
            change,
            int(version),
            context.now(),
        )
    except Invalid as invalid:
        return make_response(_page(scene_of(cycle_id), form, invalid.faults), 422)
    except ProfileConflict:
        # The page comes back with the newest version: to send it again is to have seen it.
        stale = (Fault("changed_meanwhile", "quarters"),)
        return make_response(_page(scene_of(cycle_id), form, stale), 409)
    flash(_("The plan was changed."), "done")
    return redirect(url_for("reports.roadmap", cycle_id=cycle_id), 303)


def _number(name: str, text: str) -> float | None:
    try:
        return parse_number(text)
    except ValueError as refused:
        raise Invalid([Fault("not_a_number", name)]) from refused


def _whole(name: str) -> int | None:
    found = _number(name, request.form.get(name, ""))
    if found is not None and found != int(found):
        raise Invalid([Fault("not_whole", name)])
    return None if found is None else int(found)


def _range_words(fault: Fault) -> str:
    values = dict(fault.values)
    if fault.code == "out_of_range":
        return _("Write a number from %(least)s to %(most)s.", **values)
    if fault.code == "not_whole":
        return _("Write a whole number.")
    if fault.code == "changed_meanwhile":
        return _(
            "Somebody changed this assessment meanwhile. Nothing of yours was saved. "
            "Check the frame of the plan and send it again."
        )
    return _("Write a number, such as 6 or 2.5.")


def assumptions(cycle_id: str) -> str:
    """The months, effort and cost of an area's steps, to be changed. Raises NotFound."""
    return _assumptions_page(scene_of(cycle_id))


def _assumptions_page(
    scene: Scene, sent: Mapping[str, str] | None = None, faults: tuple[Fault, ...] = ()
) -> str:
    area_id = request.args.get("area", scene.catalogue.areas[0].id)
    area = scene.catalogue.area_by_id.get(AreaId(area_id))
    if area is None:
        raise NotFound(area_id)
    return render_template(
        "reports/assumptions.html",
        cycle=scene.cycle,
        place="roadmap",
        area=area,
        areas=[
            (one.title, url_for("reports.assumptions", cycle_id=scene.cycle.id, area=one.id))
            for one in scene.catalogue.areas
        ],
        questions=[one for one in area.questions if scene.profile.cells(one)],
        own=scene.findings.assumptions,
        sent=sent or {},
        faults=tuple((fault.place, _range_words(fault)) for fault in faults),
        may_change=scene.cycle.takes_answers
        and may(context.actor(), Act.CHANGE_ASSUMPTIONS, scene.cycle.subject),
    )


def change_assumptions(cycle_id: str) -> Response:
    """Save what differs from the catalogue's figures; all or nothing.

    Raises NotFound, NotPermitted, CycleClosed; faults are shown at their fields.
    """
    scene = scene_of(cycle_id)
    require(context.actor(), Act.CHANGE_ASSUMPTIONS, scene.cycle.subject)
    area = scene.catalogue.area_by_id.get(AreaId(request.args.get("area", "")))
    if area is None:
        raise NotFound
    faults: list[Fault] = []
    changed = 0
    for question in area.questions:
        for step in question.steps:
            try:
                changed += _change_step(scene, question.id, step)
            except Invalid as invalid:
                prefix = f"{question.id}-{step.level}-"
                faults += [
                    Fault(one.code, _placed(prefix, one.place), one.values)
                    for one in invalid.faults
                ]
    if faults:
        # 422 makes the request roll back: nothing of the page is saved by half.
        return make_response(_assumptions_page(scene, request.form, tuple(faults)), 422)
    flash(_("Your figures were saved.") if changed else _("Nothing was changed."), "done")
    return redirect(url_for("reports.assumptions", cycle_id=cycle_id, area=area.id), 303)


def _placed(prefix: str, place: str) -> str:
    return place if place.startswith(prefix) else prefix + place


def _change_step(scene: Scene, question: QuestionId, step: Step) -> int:
    """Save the figures of one step where the form holds others than are stored; 1 if so."""
    names = {field: f"{question}-{step.level}-{field}" for field in FIELDS}
    if not any(name in request.form for name in names.values()):
        return 0
    found = {field: _number(name, request.form.get(name, "")) for field, name in names.items()}
    if found["months"] is not None and found["months"] != int(found["months"]):
        raise Invalid([Fault("not_whole", names["months"])])
    own = {field: _unless(found[field], getattr(step, field)) for field in FIELDS}
    assumption = Assumption(
        months=None if own["months"] is None else int(own["months"]),
        effort=own["effort"],
        cost=None if own["cost"] is None else round(own["cost"]),
    )
    key = (question, step.level)
    if assumption == scene.findings.assumptions.get(key, Assumption()):
        return 0
    change_assumption(
        context.session(),
        context.actor(),
        scene.cycle.id,
        scene.catalogue,
        key,
        assumption,
        context.now(),
    )
    return 1


def _unless(found: float | None, usual: float) -> float | None:
    """The state's own figure; None where it is the catalogue's, or left empty."""
    return None if found is None or found == usual else found
