"""Results: the dashboard, and the pages with the answers behind each of its figures."""

from collections import defaultdict
from dataclasses import dataclass

from flask import Response, make_response, render_template, request, url_for

from assessment.domain.catalogue import Aspect, Family, PracticeArea, Question
from assessment.domain.errors import NotFound
from assessment.domain.identifiers import AreaId, InstrumentId
from assessment.domain.obligations import IN_FORCE, Force
from reports import pictures
from reports.presenters import (
    PartRow,
    area_rows,
    element_rows,
    element_section,
    gap_row,
    obligation_row,
    part_row,
    question_row,
)
from reports.scenes import Scene, scene_of
from reports.shown import Shown, show_chart
from reports.summary import summary
from web.words import aspect_name, family_name

GAPS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Figures:
    """The charts of the dashboard; None where there is nothing to draw."""

    octagon: Shown | None
    aspects: Shown | None
    families: Shown | None
    matrix: Shown | None
    gaps: Shown | None


def results(cycle_id: str) -> str:
    """The dashboard of a cycle."""
    scene = scene_of(cycle_id)
    return render_template(
        "reports/results.html",
        cycle=scene.cycle,
        place="results",
        figures=_figures(scene),
        areas=area_rows(scene),
        summary=summary(scene),
        progress=scene.findings.progress,
        gaps_address=url_for("reports.gaps", cycle_id=cycle_id),
        instruments_address=scene.instrument_address(scene.catalogue.instruments[0].id),
        roadmap_address=url_for("reports.roadmap", cycle_id=cycle_id),
    )


def _figures(scene: Scene) -> Figures:
    card, found = scene.findings.scorecard, scene.findings
    behind_area = scene.area_address
    return Figures(
        octagon=show_chart(pictures.octagon(scene.catalogue, scene.profile, card, behind_area)),
        aspects=show_chart(pictures.law_against_practice(scene.catalogue, card, behind_area)),
        families=show_chart(
            pictures.families_apart(scene.catalogue, scene.profile, card, behind_area)
        ),
        matrix=show_chart(
            pictures.instrument_matrix(scene.catalogue, found.matrix, scene.matrix_address)
        ),
        gaps=show_chart(pictures.leverage(scene.catalogue, found.gaps, scene.question_address)),
    )


def area(cycle_id: str, area_id: str) -> str:
    """One practice area, or an aspect or family of it, and every answer behind its figures.

    Raises NotFound.
    """
    scene = scene_of(cycle_id)
    found = scene.catalogue.area_by_id.get(AreaId(area_id))
    if found is None or found.id not in scene.findings.scorecard.areas:
        raise NotFound(area_id)
    cut = _cut_asked(scene)
    sections = (element_section(scene, element, cut) for element in found.elements)
    return render_template(
        "reports/area.html",
        cycle=scene.cycle,
        place="results",
        area=found,
        row=_area_row(scene, found, cut),
        rows=element_rows(scene, found.elements) if cut is None else (),
        sections=[section for section in sections if section is not None],
        cut=_cut_name(cut),
        cuts=_cuts(scene, found),
        area_address=scene.area_address(found.id),
        results_address=url_for("reports.results", cycle_id=cycle_id),
    )


def _cut_asked(scene: Scene) -> Aspect | Family | None:
    """The aspect or family that the address names. Raises NotFound."""
    aspect, family = request.args.get("aspect"), request.args.get("family")
    if aspect is not None:
        if aspect not in set(Aspect):
            raise NotFound(aspect)
        return Aspect(aspect)
    if family is not None:
        if family not in scene.profile.families:
            raise NotFound(family)
        return Family(family)
    return None


def _cut_name(cut: Aspect | Family | None) -> str:
    if cut is None:
        return ""
    return aspect_name(cut) if isinstance(cut, Aspect) else family_name(cut)


def _cuts(scene: Scene, found: PracticeArea) -> list[tuple[str, str]]:
    """The aspects and families of an area as (words, address)."""
    aspects = [(_cut_name(one), scene.area_address(found.id, aspect=one)) for one in Aspect]
    families = [
        (_cut_name(one), scene.area_address(found.id, family=one)) for one in scene.profile.families
    ]
    return aspects + families


def _area_row(scene: Scene, found: PracticeArea, cut: Aspect | Family | None) -> PartRow:
    card = scene.findings.scorecard
    if cut is None:
        part = card.areas[found.id]
    elif isinstance(cut, Aspect):
        part = card.area_aspects[found.id, cut]
    else:
        part = card.area_families[found.id, cut]
    return part_row(scene, found.title, "", part, scene.profile.targets.of(found.id))


def matrix(cycle_id: str, area_id: str, instrument_id: str) -> str:
    """One cell of the matrix: an instrument's provisions in force that an area serves."""
    scene = scene_of(cycle_id)
    found_area = scene.catalogue.area_by_id.get(AreaId(area_id))
    found = scene.catalogue.instrument_by_id.get(InstrumentId(instrument_id))
    if found_area is None or found is None:
        raise NotFound(f"{area_id}, {instrument_id}")
    questions = _serving(scene, found_area.questions)
    rows = [
        obligation_row(scene, obligation, questions)
        for obligation in scene.catalogue.obligations
        if obligation.instrument == found.id
        and obligation.id in questions
        and (standing := scene.findings.standings.get(obligation.id))
        and standing.force in IN_FORCE
    ]
    return render_template(
        "reports/matrix.html",
        cycle=scene.cycle,
        place="results",
        area=found_area,
        instrument=found,
        rows=rows,
        mean=scene.findings.matrix.get((found_area.id, found.id)),
        instrument_address=scene.instrument_address(found.id),
        results_address=url_for("reports.results", cycle_id=cycle_id),
    )


def instrument(cycle_id: str, instrument_id: str) -> str:
    """One instrument, provision by provision. Raises NotFound."""
    scene = scene_of(cycle_id)
    found = scene.catalogue.instrument_by_id.get(InstrumentId(instrument_id))
    if found is None:
        raise NotFound(instrument_id)
    every = "all" in request.args
    questions = _serving(scene, scene.catalogue.questions)
    rows = [
        obligation_row(scene, obligation, questions)
        for obligation in scene.catalogue.obligations
        if obligation.instrument == found.id
    ]
    shown = [row for row in rows if every or row.standing is None or not _is_voluntary(row)]
    return render_template(
        "reports/instrument.html",
        cycle=scene.cycle,
        place="results",
        instrument=found,
        standing=scene.findings.instruments.get(found.id),
        rows=[row for row in shown if row.standing is not None],
        contexts=[row for row in shown if row.standing is None],
        hidden=len(rows) - len(shown),
        every=every,
        instruments=[
            (one.short, scene.instrument_address(one.id)) for one in scene.catalogue.instruments
        ],
        results_address=url_for("reports.results", cycle_id=cycle_id),
    )


def _is_voluntary(row: object) -> bool:
    return row.standing.force is Force.VOLUNTARY  # type: ignore[attr-defined]


def _serving(scene: Scene, questions: tuple[Question, ...]) -> dict[str, tuple[Question, ...]]:
    """The questions that serve each obligation, by its id."""
    serving: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        if scene.profile.cells(question):
            for service in question.obligations:
                serving[service.obligation].append(question)
    return {obligation: tuple(found) for obligation, found in serving.items()}


def gaps(cycle_id: str) -> str | Response:
    """Every gap by leverage, and what the state still has to find out."""
    scene = scene_of(cycle_id)
    every = scene.findings.gaps
    pages = max(1, -(-len(every) // GAPS_A_PAGE))
    page = request.args.get("page", "1")
    if not page.isdecimal() or not 1 <= int(page) <= pages:
        raise NotFound(page)
    first = (int(page) - 1) * GAPS_A_PAGE
    open_questions = list(
        dict.fromkeys(question for question, _family in scene.findings.open_cells)
    )
    questions = scene.catalogue.question_by_id
    return make_response(
        render_template(
            "reports/gaps.html",
            cycle=scene.cycle,
            place="results",
            rows=[gap_row(scene, gap) for gap in every[first : first + GAPS_A_PAGE]],
            total=len(every),
            page=int(page),
            pages=pages,
            address_of=lambda number: url_for("reports.gaps", cycle_id=cycle_id, page=number),
            find_out=[question_row(scene, questions[one]) for one in open_questions],
            results_address=url_for("reports.results", cycle_id=cycle_id),
        )
    )
