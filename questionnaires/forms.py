"""Forms in: what a browser sent -> values of the core, or every fault with its field.

Parsed straight from the fields, not through WTForms: saving an answer is the busiest request of
all, and a strict reading of nine known codes needs no form classes. CSRF is checked before.
"""

from collections.abc import Mapping
from typing import Protocol

from assessment.domain.catalogue import LEVELS, Catalogue, Family, Participation, Question
from assessment.domain.cycle import ProfileChange, status_lists
from assessment.domain.errors import Fault, Invalid
from assessment.domain.identifiers import AreaId
from assessment.domain.response import Answer, NoLevel, Profile, Targets
from assessment.domain.revision import Submission
from questionnaires import words

CLEARED = ""
NO_PART = "none"
NOT_ASKED = ""
# A form made to hold thousands of wrong fields must not get a page of thousands of lines.
MOST_FAULTS = 20

ANSWERS: Mapping[str, Answer | None] = {
    CLEARED: None,
    **{str(level): level for level in LEVELS},
    **{answer.value: answer for answer in NoLevel},
}


class Fields(Protocol):
    """A form as Werkzeug gives it."""

    def get(self, key: str) -> str | None:
        """The first value of a field, or None."""
        ...

    def getlist(self, key: str) -> list[str]:
        """Every value of a field."""
        ...

    def keys(self) -> object:
        """The names of the fields."""
        ...


def read_submission(question: Question, profile: Profile, fields: Fields) -> Submission:
    """What somebody saves for one question.

    A cell whose field is missing stays as it is; `same` sets every cell. Raises Invalid for
    a code, family or version that the form does not offer. A missing version is None: the
    service refuses it, as it refuses a text that is too long.
    """
    cells = profile.cells(question)
    levels: dict[Family, Answer | None] = {}
    sent = (name for name in fields.keys() if name.startswith("level-"))  # noqa: SIM118 - no dict
    faults = [
        Fault("family_not_asked", name, (("family", name[6:][:40]),))
        for name in sent
        if name[6:] not in cells
    ][:MOST_FAULTS]
    for family in cells:
        code = fields.get(f"level-{family}")
        if code is None:
            continue
        if code in ANSWERS:
            levels[family] = ANSWERS[code]
        else:
            faults.append(Fault("level_not_offered", f"level-{family}", (("level", code[:40]),)))
    same = fields.get("same")
    if same:
        if same.isdecimal() and ANSWERS.get(same) is not None:
            levels = dict.fromkeys(cells, ANSWERS[same])
        else:
            faults.append(Fault("level_not_offered", "same", (("level", same[:40]),)))
    submission = Submission(
        question=question.id,
        version=read_version(fields, faults),
        levels=levels,
        comment=_text(fields, "comment"),
        reason=_text(fields, "reason"),
    )
    if faults:
        raise Invalid(faults)
    return submission


def read_version(fields: Fields, faults: list[Fault]) -> int | None:
    """The version a form was made from; None where it names none, a fault where it is no number."""
    version = fields.get("version")
    if not version:
        return None
    if version.isascii() and version.isdecimal() and len(version) <= len("999999999"):
        return int(version)
    faults.append(Fault("version_malformed", "version"))
    return None


def read_profile(catalogue: Catalogue, fields: Fields) -> tuple[ProfileChange, int | None]:
    """What a coordinator changes of the profile, and the version it was made from.

    Raises Invalid where no family is ticked or a choice was not offered. A status list left
    at "not confirmed" is not part of the change.
    """
    faults: list[Fault] = []
    families = tuple(Family(name) for name in fields.getlist("families") if _is_family(name))
    if not families:
        faults.append(Fault("no_family", "families"))
    confirmed: dict[str, Participation | None] = {}
    for name in status_lists(catalogue):
        code = fields.get(f"part-{name}") or NOT_ASKED
        if code == NO_PART:
            confirmed[name] = None
        elif code in set(Participation):
            confirmed[name] = Participation(code)
        elif code != NOT_ASKED:
            faults.append(Fault("participation_not_offered", f"part-{name}"))
    targets: dict[AreaId, int] = {}
    priorities: dict[AreaId, float] = {}
    for area in catalogue.areas:
        target = fields.get(f"target-{area.id}") or "3"
        if target in ANSWERS and target.isdecimal():
            targets[area.id] = int(target)
        else:
            faults.append(Fault("level_not_offered", f"target-{area.id}", (("level", target[:9]),)))
        priority = fields.get(f"priority-{area.id}") or "1"
        if priority in words.PRIORITIES:
            priorities[area.id] = float(priority)
        else:
            faults.append(Fault("priority_not_offered", f"priority-{area.id}"))
    version = read_version(fields, faults)
    if faults:
        raise Invalid(faults)
    return ProfileChange(families, confirmed, Targets(3, targets), priorities), version


def _is_family(name: str) -> bool:
    return name in set(Family) and name != Family.ALL


def _text(fields: Fields, name: str) -> str | None:
    text = fields.get(name)
    # PostgreSQL takes no NUL in a text; the service cleans and measures the rest.
    return None if text is None else text.replace("\x00", "")
