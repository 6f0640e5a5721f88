"""Two answers to one question, side by side, and what each choice would save."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from assessment.domain.catalogue import Family, Question
from assessment.domain.cycle import Cycle
from assessment.domain.response import Answer
from assessment.services.responses import Conflict
from questionnaires import words
from web.i18n import moment


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A cell or a text, as each of the two people has it."""

    name: str
    theirs: str
    yours: str
    differs: bool


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """All that the template of a conflict needs; the two choices are lists of form fields."""

    text: str
    address: str
    their_name: str
    their_time: str
    your_time: str
    rows: tuple[ConflictRow, ...]
    keep_theirs: tuple[tuple[str, str], ...]
    use_mine: tuple[tuple[str, str], ...]
    comment: str
    reason: str


def present_conflict(
    cycle: Cycle, question: Question, conflict: Conflict, now: datetime
) -> ConflictPage:
    """The page of a conflict.

    Both choices are made from the newest version. "Theirs" keeps their value where both
    changed the same and yours where only you did; "mine" puts yours in both. What only they
    changed stays in either, so that no choice overwrites anything unseen.
    """
    theirs, yours, base = conflict.theirs, conflict.yours, conflict.base
    assert theirs is not None
    assert yours is not None
    clashing = {clash.field for clash in conflict.clashes}
    before = base.levels if base else {}
    rows, keep, mine = [], [], []
    for family in cycle.profile.cells(question):
        stored = theirs.levels.get(family)
        sent = _sent(family, yours.levels, stored)
        # Where only they changed a cell, the form still shows its old value: that is not a wish.
        wish = stored if sent == before.get(family) else sent
        clashes = family.value in clashing
        rows.append(
            ConflictRow(
                str(words.FAMILIES[family]),
                words.answer_words(stored),
                words.answer_words(wish),
                clashes,
            )
        )
        mine.append((f"level-{family}", words.answer_code(wish)))
        keep.append((f"level-{family}", words.answer_code(stored if clashes else wish)))
    texts = {}
    for name, label in (("comment", _("Comment")), ("reason", _("Why it does not apply"))):
        stored_text = getattr(theirs, name)
        sent_text = getattr(yours, name)
        old = getattr(base, name) if base else ""
        wished = stored_text if sent_text is None or sent_text == old else sent_text
        texts[name] = wished
        if stored_text or wished:
            rows.append(ConflictRow(label, stored_text, wished, name in clashing))
        keep.append((name, stored_text if name in clashing else wished))
    version = [("version", str(theirs.version))]
    who = conflict.clashes[-1] if conflict.clashes else None
    return ConflictPage(
        text=question.text,
        address=url_for("questionnaires.question", cycle_id=cycle.id, question_id=question.id),
        their_name=who.by if who else theirs.by,
        their_time=moment(who.at if who else theirs.at),
        your_time=moment(now),
        rows=tuple(rows),
        keep_theirs=(*version, *keep),
        use_mine=(*version, *mine),
        comment=texts["comment"],
        reason=texts["reason"],
    )


def _sent(
    family: Family, levels: Mapping[Family, Answer | None], stored: Answer | None
) -> Answer | None:
    """What was sent for a cell; a cell that was not sent is left as it is stored."""
    return levels.get(family, stored)
