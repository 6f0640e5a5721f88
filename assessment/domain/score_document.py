"""The scores, obligations and gaps of one assessment as JSON values: FORMATS.md `score`."""

from collections.abc import Mapping
from typing import Any

from assessment.domain.catalogue import Catalogue
from assessment.domain.gaps import find_gaps
from assessment.domain.obligations import Status, instrument_standings, standings
from assessment.domain.response import Profile, Responses
from assessment.domain.scoring import Part, score


def score_document(catalogue: Catalogue, profile: Profile, responses: Responses) -> dict[str, Any]:
    """All figures of METHOD.md 2 to 4, unrounded; None where the method says nothing."""
    scorecard = score(catalogue, profile, responses)
    found = standings(catalogue, profile, responses)
    return {
        "catalogue": catalogue.version,
        "catalogue_digest": catalogue.digest,
        "state": profile.state,
        "overall": _part(scorecard.overall),
        "areas": {
            area.id: {
                **_part(scorecard.areas[area.id]),
                "elements": {
                    element.id: _part(scorecard.elements[element.id])
                    for element in area.elements
                    if element.id in scorecard.elements
                },
            }
            for area in catalogue.areas
            if area.id in scorecard.areas
        },
        "aspects": _parts(scorecard.aspects),
        "families": _parts(scorecard.families),
        "obligations": {
            named: {
                "force": standing.force.value,
                "status": standing.status.value,
                "point": standing.point,
                "low": standing.low,
                "high": standing.high,
            }
            for named, standing in found.items()
        },
        "instruments": {
            named: {
                **{status.value: standing.counts.get(status, 0) for status in Status},
                "mean": standing.mean,
            }
            for named, standing in instrument_standings(catalogue, found).items()
        },
        "gaps": [
            {
                "question": gap.question,
                "family": gap.family.value,
                "level": gap.level,
                "target": gap.target,
                "gap": gap.shortfall,
                "reuse": gap.reuse,
                "leverage": gap.leverage,
            }
            for gap in find_gaps(catalogue, profile, responses)
        ],
    }


def _parts(parts: Mapping[Any, Part]) -> dict[str, Any]:
    return {name.value: _part(part) for name, part in parts.items()}


def _part(part: Part) -> dict[str, Any]:
    return {
        "point": part.point,
        "low": part.low,
        "high": part.high,
        "floor": part.floor,
        "completeness": part.completeness,
        "confidence": part.confidence,
        "band": part.band,
        "stovepipe": part.stovepipe,
        "weak_foundations": list(part.weak_foundations),
    }
