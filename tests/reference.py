"""METHOD.md 2 to 5 written straight from the page: simple, slow, and with nothing shared.

Property tests hold the fast code to it, and `bench/scoring.py` measures the two side by side.
Figures come as plain dictionaries.
"""

import math
from statistics import mean

from assessment.domain.catalogue import Aspect, Catalogue, Duty, Family, Participation, Question
from assessment.domain.response import NoLevel, Profile, Responses


def applicable_cells(question, profile, responses, family=None):
    """The (family, level or None) of a question that apply, of one family where asked."""
    response = responses.get(question.id)
    cells = []
    for cell in profile.cells(question):
        answer = response.levels.get(cell) if response else None
        if answer is NoLevel.NOT_APPLICABLE or (family is not None and cell is not family):
            continue
        cells.append((cell, answer if isinstance(answer, int) else None))
    return cells


def weighted(pairs):
    """The weighted mean of (weight, figure), leaving out the figures that are None."""
    pairs = [(weight, figure) for weight, figure in pairs if figure is not None]
    return sum(w * f for w, f in pairs) / sum(w for w, _ in pairs) if pairs else None


def question_figure(cells, kind):
    """Point, low or high of a question."""
    if kind == "point":
        cells = [(family, level) for family, level in cells if level is not None]
    open_level = {"low": 0, "high": 4, "point": None}[kind]
    levels = [open_level if level is None else level for _, level in cells]
    return mean(level / 4 for level in levels) if levels else None


def part(areas, profile: Profile, responses: Responses, aspect=None, family=None):
    """The figures of a part given as [[[question, ...] an element] an area], under a cut."""
    areas = [
        [
            [
                (question, applicable_cells(question, profile, responses, family))
                for question in element
                if aspect in (None, question.aspect)
            ]
            for element in area
        ]
        for area in areas
    ]

    def figure(kind):
        return weighted(
            (
                1,
                weighted(
                    (1, weighted((q.weight, question_figure(cells, kind)) for q, cells in element))
                    for element in area
                ),
            )
            for area in areas
        )

    asked = [pair for area in areas for element in area for pair in element]
    points = {q: question_figure(cells, "point") for q, cells in asked}
    cells = [(q, level) for q, cells in asked for _, level in cells]
    answered = [(q, level) for q, level in cells if level is not None]
    evidenced = [q for q, _ in answered if responses[q.id].evidence]
    spreads = []
    for _, of_question in asked:
        levels = [level for _, level in of_question if level is not None]
        if len(levels) > 1:
            spreads.append((max(levels) - min(levels)) / 4)
    weak = [
        q for q, point in points.items() if q.foundation and point is not None and point <= 0.25
    ]
    point = figure("point")
    band = None
    if point is not None:
        band = math.floor(4 * round(point, 9) + 0.5)
        band = min(band, 1) if weak else band
    return {
        "point": point,
        "low": figure("low"),
        "high": figure("high"),
        "floor": min((p for p in points.values() if p is not None), default=None),
        "completeness": len(answered) / len(cells) if cells else None,
        "confidence": len(evidenced) / len(answered) if answered else None,
        "band": band,
        "stovepipe": mean(spreads) if spreads else None,
        "answered": len(answered),
        "applicable": len(cells),
        "weak_foundations": tuple(q.id for q in weak),
    }


def score(catalogue: Catalogue, profile: Profile, responses: Responses):
    """Every part and cut, keyed by what it is."""
    everything = {
        area.id: [list(element.questions) for element in area.elements] for area in catalogue.areas
    }
    families = [family for family in Family if family in profile.families]
    parts = {("overall",): part(everything.values(), profile, responses)}
    for aspect in Aspect:
        parts["aspects", aspect] = part(everything.values(), profile, responses, aspect=aspect)
    for family in families:
        parts["families", family] = part(everything.values(), profile, responses, family=family)
    for area, elements in everything.items():
        parts["areas", area] = part([elements], profile, responses)
        for aspect in Aspect:
            parts["area_aspects", (area, aspect)] = part([elements], profile, responses, aspect)
        for family in families:
            parts["area_families", (area, family)] = part(
                [elements], profile, responses, family=family
            )
    for element in catalogue.elements:
        parts["elements", element.id] = part([[list(element.questions)]], profile, responses)
    return parts


def force(obligation, catalogue: Catalogue, profile: Profile):
    """METHOD.md 3, as it reads."""
    instrument = catalogue.instrument_by_id[obligation.instrument]
    status = profile.participation.get(instrument.status_list)
    asks = obligation.duty in (Duty.SHALL, Duty.SHALL_WHERE_POSSIBLE)
    member = status is Participation.MEMBER and instrument.binds_members
    if asks and (instrument.binds_all or status is Participation.PARTY or member):
        return "binding"
    if asks and status is Participation.SIGNATORY:
        return "signed"
    takes_part = status is not None and status is not Participation.SIGNATORY
    if obligation.duty is not Duty.ENCOURAGED and takes_part:
        return "committed"
    return "voluntary"


def obligation_cells(obligation, catalogue: Catalogue, profile: Profile, responses: Responses):
    """The (question, family, weight, level or None) of an obligation."""
    return [
        (question, family, service.strength.weight, level)
        for question in catalogue.questions
        for service in question.obligations
        if service.obligation == obligation.id
        for family, level in applicable_cells(question, profile, responses)
        if family is Family.ALL or family in obligation.families
    ]


def standings(catalogue: Catalogue, profile: Profile, responses: Responses):
    """Force, status, point, low and high by obligation id."""
    found = {}
    for obligation in catalogue.obligations:
        if obligation.context:
            continue
        cells = [
            (weight, None if level is None else min(1, level / 3))
            for *_, weight, level in obligation_cells(obligation, catalogue, profile, responses)
        ]
        point = weighted(cells)
        low = weighted((weight, fulfils or 0) for weight, fulfils in cells)
        high = weighted((weight, 1 if fulfils is None else fulfils) for weight, fulfils in cells)
        known = [fulfils for _, fulfils in cells if fulfils is not None]
        if not cells:
            status = "not_applicable"
        elif not known:
            status = "unknown"
        elif len(known) == len(cells) and min(known) == 1:
            status = "met"
        elif max(known) == 0:
            status = "not_met"
        else:
            status = "partly"
        found[obligation.id] = (force(obligation, catalogue, profile), status, point, low, high)
    return found


def leverage(question: Question, family, catalogue: Catalogue, profile: Profile, responses):
    """What one step of a cell, up to level 3, brings."""
    brings = 0
    for service in question.obligations:
        obligation = catalogue.obligation_by_id[service.obligation]
        if obligation.context or force(obligation, catalogue, profile) == "voluntary":
            continue
        if family is Family.ALL or family in obligation.families:
            cells = obligation_cells(obligation, catalogue, profile, responses)
            brings += service.strength.weight / sum(weight for _, _, weight, _ in cells) / 3
    return brings


def gaps(catalogue: Catalogue, profile: Profile, responses: Responses):
    """(level, target, reuse, leverage) by (question id, family)."""
    found = {}
    for question in catalogue.questions:
        cells = applicable_cells(question, profile, responses)
        target = profile.targets.of(question.area)
        for family, level in cells:
            if level is None or level >= target:
                continue
            reuse = any(f is not family and (other or 0) >= level + 1 for f, other in cells)
            brings = leverage(question, family, catalogue, profile, responses) if level < 3 else 0
            found[question.id, family] = (level, target, reuse, brings)
    return found


def packages(catalogue: Catalogue, profile: Profile, responses: Responses):
    """(families, effort, separate, quarters, value, waits) by (question id, level)."""
    found = {}
    for question in catalogue.questions:
        cells = applicable_cells(question, profile, responses)
        for level in range(1, profile.targets.of(question.area) + 1):
            below = [family for family, at in cells if at is not None and at < level]
            if not below:
                continue
            step = next(step for step in question.steps if step.level == level)
            half = 0.5 if any(at is not None and at >= level for _, at in cells) else 1
            effort = step.effort * half + 0.25 * step.effort * (len(below) - 1)
            gain = sum(
                leverage(question, family, catalogue, profile, responses) if level < 4 else 0
                for family in below
            )
            value = gain * profile.priorities.get(question.area, 1) + 0.001 * len(below)
            found[question.id, level] = (
                tuple(below), effort, step.effort * len(below), math.ceil(step.months / 3), value,
            )  # fmt: skip
    return {
        key: (*figures, waits(key, found, catalogue, profile)) for key, figures in found.items()
    }


def waits(key, found, catalogue: Catalogue, profile: Profile):
    """The packages that one waits for."""
    question, level = key
    families = set(found[key][0])
    before = {(question, level - 1)} & found.keys()
    for requirement in catalogue.question_by_id[question].steps[level - 1].requires:
        area = catalogue.question_by_id[requirement.question].area
        first = (requirement.question, min(requirement.level, profile.targets.of(area)))
        theirs = set(found.get(first, ((),))[0])
        if theirs and (families & theirs or Family.ALL in families | theirs):
            before.add(first)
    return before
