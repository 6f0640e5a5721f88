"""A responses file (FORMATS.md, octant-responses/1): what a state answered, without a database.

Reading refuses a file whole, with every fault by its JSON path. Keys that are not known here
are left alone: others may add theirs (a frozen cycle does).
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from assessment.domain.catalogue import (
    ITEM_FAMILIES,
    LEVELS,
    Catalogue,
    Family,
    Participation,
    Question,
)
from assessment.domain.errors import Invalid
from assessment.domain.identifiers import STATE_CODE, AreaId, QuestionId, StateCode, is_made_up
from assessment.domain.json_reading import JsonReader
from assessment.domain.response import (
    Answer,
    Evidence,
    NoLevel,
    Profile,
    Response,
    Responses,
    Targets,
)

FORMAT = "octant-responses/1"
EVIDENCE_KINDS = ("law", "document", "link", "file")
HIGHEST_PRIORITY = 100


def read_responses(text: str | bytes, catalogue: Catalogue) -> tuple[Profile, Responses]:
    """The profile and the answers of a file; raises `Invalid` with every fault.

    Families, participation, targets and priorities that the file leaves out are: all families,
    the catalogue's own participation table, target 3, priority 1.
    """
    reader = _Reader(catalogue)
    profile, responses = reader.read(reader.parse(text))
    if reader.faults:
        raise Invalid(reader.faults)
    return profile, responses


def responses_document(
    catalogue: Catalogue, profile: Profile, responses: Responses
) -> dict[str, Any]:
    """The file that `read_responses` reads back to the same profile and responses."""
    return {
        "format": FORMAT,
        "catalogue": catalogue.version,
        "state": profile.state,
        "families": [family.value for family in profile.families],
        "participation": {name: status.value for name, status in profile.participation.items()},
        "targets": {"default": profile.targets.default, "areas": dict(profile.targets.areas)},
        "priorities": dict(profile.priorities),
        "answers": {
            question: {
                "levels": {
                    family.value: answer.value if isinstance(answer, NoLevel) else answer
                    for family, answer in response.levels.items()
                },
                "comment": response.comment,
                "reason": response.reason,
                "evidence": [
                    {"kind": piece.kind, "title": piece.title, "url": piece.url}
                    for piece in response.evidence
                ],
            }
            for question, response in responses.items()
        },
    }


class _Reader(JsonReader):
    """One file being read against a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__("responses")
        self.catalogue = catalogue

    def read(self, document: Mapping[str, Any]) -> tuple[Profile, Responses]:
        if document.get("format") != FORMAT:
            self.add("format_unknown", "format", value=document.get("format"))
        version = self.string(document, "catalogue", "")
        if version and version != self.catalogue.version:
            self.add("catalogue_other", "catalogue", value=version, known=self.catalogue.version)
        state = self.state(document)
        profile = Profile(
            state=state,
            families=self.families(document),
            participation=self.participation(document, state),
            targets=self.targets(document),
            priorities=self.priorities(document),
        )
        responses = {
            QuestionId(named): response
            for named, answer in self.members(document, "answers", "", required=True)
            if (response := self.response(named, answer)) is not None
        }
        return profile, responses

    def state(self, document: Mapping[str, Any]) -> StateCode:
        code = StateCode(self.string(document, "state", ""))
        known = is_made_up(code) or code in self.catalogue.state_by_code
        if code and not (STATE_CODE.fullmatch(code) and known):
            self.add("state_unknown", "state", value=code)
        return code

    def families(self, document: Mapping[str, Any]) -> tuple[Family, ...]:
        if "families" not in document:
            return ITEM_FAMILIES
        named = self.array(document, "families", "")
        if not named and isinstance(document["families"], list):
            self.add("value_missing", "families")
        for at, name in enumerate(named):
            if name in named[:at]:
                self.add("repeated", f"families[{at}]", value=name)
            else:
                self.known(name, ITEM_FAMILIES, f"families[{at}]")
        return tuple(family for family in ITEM_FAMILIES if family in named)

    def participation(
        self, document: Mapping[str, Any], state: StateCode
    ) -> Mapping[str, Participation]:
        table = self.catalogue.participation
        if "participation" not in document:
            return {name: entry.status for name, entry in table.get(state, {}).items()}
        lists = {instrument.status_list for instrument in self.catalogue.instruments}
        lists.update(name for entries in table.values() for name in entries)
        found = {}
        for name, status in self.members(document, "participation", ""):
            path = f"participation.{name}"
            if name not in lists:
                self.add("id_unknown", path, value=name)
            if self.known(status, tuple(Participation), path):
                found[name] = Participation(status)
        return found

    def targets(self, document: Mapping[str, Any]) -> Targets:
        default, areas = 3, {}
        given = dict(self.members(document, "targets", ""))
        if "default" in given:
            default = self.target(given["default"], "targets.default")
        for name, level in self.members(given, "areas", "targets"):
            path = f"targets.areas.{name}"
            if name not in self.catalogue.area_by_id:
                self.add("id_unknown", path, value=name)
            areas[AreaId(name)] = self.target(level, path)
        return Targets(default, areas)

    def target(self, level: Any, path: str) -> int:
        if _is_level(level):
            return int(level)
        self.add("target_form", path, value=level)
        return 0

    def priorities(self, document: Mapping[str, Any]) -> Mapping[AreaId, float]:
        found = {}
        for name, factor in self.members(document, "priorities", ""):
            path = f"priorities.{name}"
            if name not in self.catalogue.area_by_id:
                self.add("id_unknown", path, value=name)
            number = isinstance(factor, int | float) and not isinstance(factor, bool)
            if number and math.isfinite(factor) and 0 < factor <= HIGHEST_PRIORITY:
                found[AreaId(name)] = float(factor)
            else:
                self.add("priority_form", path, value=factor)
        return found

    def response(self, named: str, answer: Any) -> Response | None:
        path = f"answers.{named}"
        question = self.catalogue.question_by_id.get(QuestionId(named))
        if question is None:
            self.add("id_unknown", path, value=named)
            return None
        if not isinstance(answer, dict):
            self.add("not_an_object", path)
            return None
        levels = dict(self.levels(question, answer, path))
        reason = self.string(answer, "reason", path, required=False).strip()
        if NoLevel.NOT_APPLICABLE in levels.values() and not reason:
            self.add("reason_missing", f"{path}.reason")
        return Response(
            question=question.id,
            levels=levels,
            comment=self.string(answer, "comment", path, required=False),
            reason=reason,
            evidence=tuple(self.evidence(answer, path)),
        )

    def levels(
        self, question: Question, answer: Mapping[str, Any], path: str
    ) -> Iterator[tuple[Family, Answer]]:
        for name, level in self.members(answer, "levels", path, required=True):
            place = f"{path}.levels.{name}"
            asked = self.known(name, question.families, place, code="family_not_asked")
            if _is_level(level):
                given: Answer = int(level)
            elif isinstance(level, str) and level in set(NoLevel):
                given = NoLevel(level)
            else:
                self.add("level_form", place, value=level)
                continue
            if asked:
                yield Family(name), given

    def evidence(self, answer: Mapping[str, Any], path: str) -> Iterator[Evidence]:
        for at, piece in enumerate(self.array(answer, "evidence", path)):
            place = f"{path}.evidence[{at}]"
            if not isinstance(piece, dict):
                self.add("not_an_object", place)
                continue
            kind = self.string(piece, "kind", place)
            if kind:
                self.known(kind, EVIDENCE_KINDS, f"{place}.kind")
            url = self.string(piece, "url", place, required=False)
            if url and not url.startswith(("https://", "http://")):
                self.add("url_unsafe", f"{place}.url", value=url)
            yield Evidence(kind, self.string(piece, "title", place), url)


def _is_level(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in LEVELS
