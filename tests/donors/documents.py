"""Release documents for tests of what donors see: say what matters, and the rest is filled in.

The form is that of `octant-release/1`. The figures follow from the place of an area, so that two
documents of one catalogue are alike unless a test says otherwise.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from assessment.domain.catalogue import Catalogue, Family, Question

SCOPES = ("areas", "gaps", "roadmap")
FULL = ("elements", "gaps", "open_cells", "roadmap")  # what a summary leaves out
DIGEST = "0f1e2d3c" * 8


def figures(point: float, spread: float = 0.1, **changes: Any) -> dict[str, Any]:
    """The figures of one part that is complete enough, 0 to 1.

    >>> figures(0.5)["band"], figures(0.5)["low"], figures(0.5)["kind"]
    (2, 0.4, 'scored')
    """
    return {
        "kind": "scored",
        "point": point,
        "low": max(0.0, round(point - spread, 4)),
        "high": min(1.0, round(point + spread, 4)),
        "floor": max(0.0, round(point - 0.25, 4)),
        "completeness": 0.84,
        "confidence": 0.61,
        "band": int(4 * point + 0.5),
        "stovepipe": 0.25,
    } | changes


def hidden(kind: str, low: float = 0.2, high: float = 0.8) -> dict[str, Any]:
    """The figures of one part without a score: `incomplete` or `withheld`."""
    return figures(0.5) | {
        "kind": kind,
        "point": None,
        "floor": None,
        "band": None,
        "stovepipe": None,
        "low": low,
        "high": high,
        "completeness": 0.4,
    }


def a_gap(
    question: Question,
    family: Family | None = None,
    level: int = 1,
    target: int = 3,
    leverage: float = 1.5,
    *,
    reuse: bool = False,
) -> dict[str, Any]:
    """One released gap, of the question's first family unless another is named."""
    return {
        "question": question.id,
        "family": (family or question.families[0]).value,
        "level": level,
        "target": target,
        "gap": target - level,
        "reuse": reuse,
        "leverage": leverage,
    }


def a_package(question: Question, level: int = 2, start: int = 1, end: int = 2) -> dict[str, Any]:
    """One released work package with its quarters; for unfunded ones leave `start`, `end` out."""
    return {
        "question": question.id,
        "level": level,
        "families": [family.value for family in question.families[:2]],
        "start": start,
        "end": end,
        "effort": 4.5,
        "cost": 12_000,
        "value": 2.25,
    }


def a_roadmap(catalogue: Catalogue) -> dict[str, Any]:
    """Twelve quarters: most questions' packages one after another, the last unfunded."""
    asked = catalogue.questions[:10]
    planned = [
        a_package(question, start=1 + place, end=min(12, 2 + place))
        for place, question in enumerate(asked[:-1])
    ]
    last = a_package(asked[-1], level=3)
    return {
        "quarters": 12,
        "capacity": 20.0,
        "start_year": 2027,
        "start_quarter": 1,
        "packages": planned,
        "unfunded": [{name: last[name] for name in last if name not in ("start", "end")}],
        "effort_integrated": 4.5 * len(asked),
        "effort_stovepiped": 11.0 * len(asked),
        "cost_integrated": 12_000 * len(asked),
        "cost_stovepiped": 30_000 * len(asked),
        "load": [4.5] * 12,
    }


def a_document(
    catalogue: Catalogue,
    state: str = "XAA",
    scope: str = "roadmap",
    *,
    areas: Mapping[str, Mapping[str, Any]] | None = None,
    gaps: Sequence[Mapping[str, Any]] | None = None,
    targets: int = 3,
    **changes: Any,
) -> dict[str, Any]:
    """What a state released, as its JSON; `areas` and `gaps` replace the figures made here.

    Of three areas or more the last is withheld and the one before it not complete enough.
    """
    places = list(catalogue.areas)
    parts = {
        area.id: figures(round(0.25 + 0.08 * place, 4)) | {"target": targets}
        for place, area in enumerate(places)
    }
    if len(places) > 2:
        parts[places[-2].id] = hidden("incomplete") | {"target": targets}
        parts[places[-1].id] = hidden("withheld") | {"target": targets}
    for area, own in (areas or {}).items():
        parts[area] = {**parts.get(area, figures(0.5) | {"target": targets}), **own}
    document: dict[str, Any] = {
        "format": "octant-release/1",
        "state": state,
        "scope": scope,
        "marking": "Restricted",
        "title": "Cycle 2026",
        "signed": "2026-11-20T10:00:00+00:00",
        "digest": DIGEST,
        "method": "1",
        "catalogue": catalogue.version,
        "catalogue_digest": catalogue.digest or "a" * 64,
        "families": [family.value for family in Family if family is not Family.ALL],
        "completeness": 0.84,
        "confidence": 0.61,
        "areas": parts,
    }
    if scope != "areas":
        document["elements"] = {
            element.id: figures(round(0.2 + 0.05 * (place % 12), 4))
            for place, element in enumerate(catalogue.elements)
        }
        document["gaps"] = (
            [
                a_gap(question, level=place % 3, leverage=round(3 - 0.1 * place, 2))
                for place, question in enumerate(catalogue.questions[:25])
            ]
            if gaps is None
            else [dict(gap) for gap in gaps]
        )
        document["open_cells"] = 7
    if scope == "roadmap":
        document["roadmap"] = a_roadmap(catalogue)
    return document | changes


def a_summary(document: Mapping[str, Any]) -> dict[str, Any]:
    """The summary that the portfolio reads: the document without its longer parts."""
    return {name: value for name, value in document.items() if name not in FULL}
