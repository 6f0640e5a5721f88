"""A signed-off cycle as it was frozen (FORMATS.md `cycle export`): made once, checked by anyone.

The document is a responses file with all that the figures follow from, and the figures. Its
digest is the SHA-256 of its canonical JSON (sorted keys, no spaces, UTF-8, unrounded figures)
without the digest itself: whoever has the file and the catalogue can work out both again.
"""

import hashlib
import json
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from assessment.domain.catalogue import Catalogue, Family
from assessment.domain.cycle import Cycle
from assessment.domain.document import canonical_json
from assessment.domain.errors import Fault, Invalid
from assessment.domain.identifiers import CycleId, QuestionId
from assessment.domain.json_reading import JsonReader
from assessment.domain.packages import Assumptions
from assessment.domain.response import Layer, Profile, Responses
from assessment.domain.responses_file import read_responses, responses_document
from assessment.domain.score_document import score_document

# The version of METHOD.md that this code computes by.
METHOD: Final = "1"
# Sums in another order, on another machine, may differ in their last bits; nothing shown does.
CLOSE: Final = 1e-9

Json: TypeAlias = dict[str, Any]
Agreed: TypeAlias = Mapping[QuestionId, Collection[Family]]  # the cells that a workshop agreed


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed, when (aware), and what they declared."""

    at: datetime
    by: str
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A signed-off cycle: what identifies the frozen document, and who signed it."""

    cycle: CycleId
    digest: str
    method: str
    catalogue_digest: str
    signed: Signed


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a frozen file is not what was signed: a stable code, its place, and both values.

    `signed` is what the file says and `found` what was worked out, as JSON; "" for nothing.
    """

    code: str
    place: str
    signed: str = ""
    found: str = ""


def freeze(
    catalogue: Catalogue,
    cycle: Cycle,
    responses: Responses,
    agreed: Agreed,
    assumptions: Assumptions,
    signed: Signed,
) -> Json:
    """The frozen document of a cycle's national answers; `read_responses` reads it back.

    `agreed` names the cells whose answer is the consensus; the others are the agencies' own.
    With `plan`, the roadmap can be made again.
    """
    document = _basis(catalogue, cycle, responses, agreed, assumptions)
    document["frozen"] = {
        "method": METHOD,
        "catalogue_digest": catalogue.digest,
        "signed": signed.at.isoformat(),
        "signed_by": signed.by,
        "statement": signed.statement,
        "scores": score_document(catalogue, cycle.profile, responses),
    }
    document["frozen"]["digest"] = digest_of(document)
    return document


def basis_digest(
    catalogue: Catalogue,
    cycle: Cycle,
    responses: Responses,
    agreed: Agreed,
    assumptions: Assumptions,
) -> str:
    """The SHA-256 of all that a signature would freeze now: answers, plan, assumptions.

    It says whether what is signed is what the signatory saw.
    """
    document = _basis(catalogue, cycle, responses, agreed, assumptions)
    return hashlib.sha256(canonical_json(document)).hexdigest()


def _basis(
    catalogue: Catalogue,
    cycle: Cycle,
    responses: Responses,
    agreed: Agreed,
    assumptions: Assumptions,
) -> Json:
    """All that the figures of a cycle follow from, as a responses file."""
    document = responses_document(catalogue, cycle.profile, responses)
    for question, answer in document["answers"].items():
        by_workshop = agreed.get(question, ())
        answer["layers"] = {
            family: (Layer.CONSENSUS if Family(family) in by_workshop else Layer.SELF).value
            for family in answer["levels"]
        }
    return document | {
        "cycle": cycle.id,
        "title": cycle.title,
        "marking": cycle.marking,
        "plan": {
            "quarters": cycle.quarters,
            "capacity": cycle.capacity,
            "start_year": cycle.start_year,
            "start_quarter": cycle.start_quarter,
            "assumptions": [
                {
                    "question": question,
                    "level": level,
                    "months": own.months,
                    "effort": own.effort,
                    "cost": own.cost,
                }
                for (question, level), own in sorted(assumptions.items())
            ],
        },
    }


def answers_digest(catalogue: Catalogue, profile: Profile, responses: Responses) -> str:
    """The SHA-256 of the canonical responses file of these answers, before any signature.

    It says whether two people looked at the same answers; the PDF prints it.
    """
    document = responses_document(catalogue, profile, responses)
    return hashlib.sha256(canonical_json(document)).hexdigest()


def digest_of(document: Mapping[str, Any]) -> str:
    """The SHA-256 of a frozen document, its own digest left out; 64 hexadecimal digits."""
    frozen = {name: value for name, value in document["frozen"].items() if name != "digest"}
    return hashlib.sha256(canonical_json({**document, "frozen": frozen})).hexdigest()


def read_frozen(text: str | bytes) -> Mapping[str, Any]:
    """The document of a frozen file, its answers not yet looked at.

    Raises Invalid where it is no JSON, or nothing in it says that it was frozen.
    """
    reader = JsonReader("responses")
    document = reader.parse(text)
    frozen = dict(reader.members(document, "frozen", "", required=True))
    if frozen:
        for name in ("digest", "method", "catalogue_digest", "signed"):
            reader.string(frozen, name, "frozen")
        reader.members(frozen, "scores", "frozen", required=True)
    elif not reader.faults:
        reader.add("value_missing", "frozen")
    try:
        canonical_json(document)
    except ValueError:
        # A number that is larger than any: 1e999.
        reader.faults.append(Fault("responses_json_broken", "frozen", (("problem", "number"),)))
    if reader.faults:
        raise Invalid(reader.faults)
    return document


def verify(document: Mapping[str, Any], catalogue: Catalogue) -> tuple[Difference, ...]:
    """What differs from what was signed; nothing where digest and every figure agree.

    `document` is one that `read_frozen` gave. With another catalogue or method than the file
    names, its figures cannot be worked out again: that is the difference then.
    """
    frozen = document["frozen"]
    found = list(
        _compared("digest_differs", "frozen.digest", frozen["digest"], digest_of(document))
    )
    other = [
        *_compared(
            "catalogue_differs",
            "frozen.catalogue_digest",
            frozen["catalogue_digest"],
            catalogue.digest,
        ),
        *_compared("method_differs", "frozen.method", frozen["method"], METHOD),
    ]
    if other:
        return (*found, *other)
    try:
        profile, responses = read_responses(canonical_json(document), catalogue)
    except Invalid as refused:
        unreadable = (Difference("answer_unreadable", fault.place) for fault in refused.faults)
        return (*found, *unreadable)
    scores = score_document(catalogue, profile, responses)
    found += _differences(_named(frozen["scores"]), _named(scores), "frozen.scores")
    return tuple(found)


def _named(scores: Mapping[str, Any]) -> Json:
    """Scores with their gaps by question and family: their order says nothing of a figure."""
    gaps = scores.get("gaps")
    if not isinstance(gaps, list) or not all(isinstance(gap, dict) for gap in gaps):
        return dict(scores)
    named = {f"{gap.get('question')}/{gap.get('family')}": gap for gap in gaps}
    # Where one stands twice, the list itself is what differs.
    return {**scores, "gaps": named if len(named) == len(gaps) else gaps}


def _differences(signed: Any, found: Any, place: str) -> Iterator[Difference]:
    """What differs between two JSON values, figure by figure."""
    if isinstance(signed, dict) and isinstance(found, dict):
        for name in sorted({*signed, *found}):
            where = f"{place}.{name}"
            if name not in found:
                yield Difference("figure_unknown", where, _shown(signed[name]))
            elif name not in signed:
                yield Difference("figure_missing", where, found=_shown(found[name]))
            else:
                yield from _differences(signed[name], found[name], where)
    elif not _agree(signed, found):
        yield Difference("figure_differs", place, _shown(signed), _shown(found))


def _agree(signed: Any, found: Any) -> bool:
    if isinstance(signed, bool) or isinstance(found, bool):
        return signed is found
    if isinstance(signed, float) and isinstance(found, float):
        return math.isclose(signed, found, rel_tol=CLOSE, abs_tol=CLOSE)
    return bool(signed == found)


def _compared(code: str, place: str, signed: str, found: str) -> Iterator[Difference]:
    if signed != found:
        yield Difference(code, place, signed, found)


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:200]
