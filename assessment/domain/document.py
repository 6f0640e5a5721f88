"""A catalogue as one JSON document, and back: FORMATS.md `catalogue export`, with more keys.

The document holds everything, so that a cycle can keep the catalogue it was begun with. Its
digest is the SHA-256 of the canonical JSON (sorted keys, no spaces, UTF-8, whole numbers
without a fraction) of the document without its own "digest": every text, figure, mapping and
entry of the participation table changes it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, replace
from enum import StrEnum
from typing import Any, TypeAlias

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
from assessment.domain.identifiers import ObligationId, QuestionId, StateCode

Json: TypeAlias = dict[str, Any]


def catalogue_document(catalogue: Catalogue) -> Json:
    """The whole catalogue in plain JSON values; `catalogue_from_document` is its inverse."""
    return {
        "version": catalogue.version,
        "digest": catalogue.digest,
        "instruments": [_plain(instrument) for instrument in catalogue.instruments],
        "obligations": [
            {**_plain(obligation), "context": obligation.is_context, "reason": obligation.context}
            for obligation in catalogue.obligations
        ],
        "areas": [_area_document(area) for area in catalogue.areas],
        "roles": dict(catalogue.roles),
        "guides": [_plain(guide) for guide in catalogue.guides],
        "states": [_plain(state) for state in catalogue.states],
        "participation": {
            state: {name: entry.status.value for name, entry in entries.items()}
            for state, entries in catalogue.participation.items()
        },
        "participation_sources": {
            state: {name: _entry_document(entry) for name, entry in entries.items()}
            for state, entries in catalogue.participation.items()
        },
    }


def catalogue_from_document(document: Mapping[str, Any]) -> Catalogue:
    """The catalogue that `catalogue_document` wrote; such a document needs no further check."""
    return Catalogue(
        version=document["version"],
        digest=document["digest"],
        instruments=tuple(_instrument(part) for part in document["instruments"]),
        obligations=tuple(_obligation(part) for part in document["obligations"]),
        areas=tuple(_area(part) for part in document["areas"]),
        roles=dict(document["roles"]),
        guides=tuple(
            Guide(**{**part, "check": Check(part["check"])}) for part in document["guides"]
        ),
        states=tuple(State(**part) for part in document["states"]),
        participation={
            StateCode(state): {
                name: _entry(status, document["participation_sources"][state][name])
                for name, status in entries.items()
            }
            for state, entries in document["participation"].items()
        },
    )


def canonical_json(document: Mapping[str, Any]) -> bytes:
    """Sorted keys, no spaces, UTF-8: equal documents give equal bytes.

    >>> canonical_json({"b": 1, "a": "é"}).decode()
    '{"a":"é","b":1}'
    """
    text = json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def digest_of(document: Mapping[str, Any]) -> str:
    """The SHA-256 of a catalogue document, its own "digest" left out; 64 hexadecimal digits."""
    rest = {key: value for key, value in document.items() if key != "digest"}
    return hashlib.sha256(canonical_json(rest)).hexdigest()


def with_digest(catalogue: Catalogue) -> Catalogue:
    """The same catalogue, its digest worked out."""
    return replace(catalogue, digest=digest_of(catalogue_document(catalogue)))


def _plain(part: object) -> Json:
    """The fields of a value that holds no other values, in plain JSON."""
    return {entry.name: _plain_value(getattr(part, entry.name)) for entry in fields(part)}  # type: ignore[arg-type]


def _plain_value(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain_value(member) for member in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _area_document(area: PracticeArea) -> Json:
    return {
        "id": area.id,
        "title": area.title,
        "short": area.short,
        "summary": area.summary,
        "source_status": area.source_status,
        "elements": [
            {
                "id": element.id,
                "title": element.title,
                "summary": element.summary,
                "questions": [_question_document(question) for question in element.questions],
            }
            for element in area.elements
        ],
    }


def _question_document(question: Question) -> Json:
    return {
        "id": question.id,
        "aspect": question.aspect.value,
        "weight": _plain_value(question.weight),
        "foundation": question.foundation,
        "families": _plain_value(question.families),
        "text": question.text,
        "why": question.why,
        "evidence": question.evidence,
        "levels": list(question.levels),
        "obligations": [
            {"id": service.obligation, "strength": service.strength.value}
            for service in question.obligations
        ],
        "unmapped": question.unmapped,
        "steps": [
            {
                "level": step.level,
                "title": step.title,
                "text": step.text,
                "kind": step.kind.value,
                "lead": step.lead,
                "months": step.months,
                "effort": _plain_value(step.effort),
                "cost": step.cost,
                "requires": [
                    {"question": requirement.question, "level": requirement.level}
                    for requirement in step.requires
                ],
                "references": list(step.references),
            }
            for step in question.steps
        ],
    }


def _entry_document(entry: ParticipationEntry) -> Json:
    plain = _plain(entry)
    del plain["status"]
    return plain


def _families(names: list[str]) -> tuple[Family, ...]:
    return tuple(Family(name) for name in names)


def _instrument(part: Json) -> Instrument:
    return Instrument(
        **{**part, "families": _families(part["families"]), "scope": tuple(part["scope"])}
    )


def _obligation(part: Json) -> Obligation:
    plain = {key: value for key, value in part.items() if key != "reason"}
    return Obligation(
        **{
            **plain,
            "duty": Duty(part["duty"]),
            "check": Check(part["check"]),
            "families": _families(part["families"]),
            "topics": tuple(part["topics"]),
            "context": part["reason"],
        }
    )


def _area(part: Json) -> PracticeArea:
    elements = tuple(
        Element(
            **{
                **element,
                "questions": tuple(_question(question) for question in element["questions"]),
            }
        )
        for element in part["elements"]
    )
    return PracticeArea(**{**part, "elements": elements})


def _question(part: Json) -> Question:
    zero, one, two, three, four = part["levels"]
    first, second, third, fourth = (_step(step) for step in part["steps"])
    return Question(
        **{
            **part,
            "aspect": Aspect(part["aspect"]),
            "weight": float(part["weight"]),
            "families": _families(part["families"]),
            "levels": (zero, one, two, three, four),
            "obligations": tuple(
                Service(ObligationId(service["id"]), Strength(service["strength"]))
                for service in part["obligations"]
            ),
            "steps": (first, second, third, fourth),
        }
    )


def _step(part: Json) -> Step:
    return Step(
        **{
            **part,
            "kind": StepKind(part["kind"]),
            "effort": float(part["effort"]),
            "requires": tuple(
                Requirement(QuestionId(requirement["question"]), requirement["level"])
                for requirement in part["requires"]
            ),
            "references": tuple(part["references"]),
        }
    )


def _entry(status: str, source: Json) -> ParticipationEntry:
    return ParticipationEntry(
        **{**source, "status": Participation(status), "known": Known(source["known"])}
    )
