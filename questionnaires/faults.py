"""What the faults of an answer, a profile and a piece of evidence say, with the remedy."""

from collections.abc import Mapping

from flask_babel import gettext as _

from assessment.domain.errors import Fault
from web.errors import FaultSentence, fault_sentence

SENTENCES: Mapping[str, FaultSentence] = {
    "level_not_offered": lambda values: _(
        "“%(level)s” is not one of the answers offered. Choose a level from 0 to 4.",
        level=values.get("level", ""),
    ),
    "family_not_asked": lambda values: _(
        "This question does not ask about “%(family)s”. Load the page again.",
        family=values.get("family", ""),
    ),
    "reason_missing": lambda _values: _("Say why it does not apply. One sentence is enough."),
    "level_missing": lambda _values: _("Choose an answer for this item family."),
    "set_aside_reason_missing": lambda _values: _(
        "Say why the agreed answer is set aside. One sentence is enough."
    ),
    "not_an_answer": lambda _values: _("Choose one of the answers offered."),
    "too_long": lambda values: _(
        "The text has %(length)s characters. Keep it under %(most)s.",
        length=values.get("length", ""),
        most=values.get("most", ""),
    ),
    "unreadable_characters": lambda _values: _(
        "The text holds characters that cannot be shown. Type it again, or paste it as plain text."
    ),
    "unknown_version": lambda _values: _("The form is damaged. Load the page again."),
    "unknown_question": lambda _values: _("Your state is not asked this. See its profile."),
    "unknown_status_list": lambda _values: _("Choose one of the instruments on the page."),
    "unknown_area": lambda _values: _("Choose one of the areas on the page."),
    "target_out_of_range": lambda _values: _("Choose a target level from 0 to 4."),
    "priority_out_of_range": lambda _values: _("Choose one of the priorities offered."),
    "unknown_state": lambda _values: _("Choose one of your states."),
    "version_malformed": lambda _values: _("The form is damaged. Load the page again."),
    "no_family": lambda _values: _("Choose at least one item family."),
    "participation_not_offered": lambda _values: _("Choose one of the answers offered."),
    "priority_not_offered": lambda _values: _("Choose one of the priorities offered."),
    "title_missing": lambda _values: _(
        "Give a title or a citation, for example the year or the law."
    ),
    "unknown_kind": lambda _values: _("Say what it is: a law, a document, a link or a file."),
    "url_missing": lambda _values: _("Give the link, beginning with https://."),
    "url_not_web": lambda _values: _("A link begins with https:// or http://. Copy it whole."),
    "file_missing": lambda _values: _("Choose a file that is not empty."),
    "file_too_large": lambda values: _(
        "The file is too large. It may have %(most)s MB at most.", most=values.get("most", "")
    ),
    "file_kind_refused": lambda values: _(
        "Files of this kind are not taken. Allowed: %(allowed)s.",
        allowed=values.get("allowed", ""),
    ),
    "file_is_not_its_kind": lambda values: _(
        "The file is not what its name says (%(found)s). Save it again in that form.",
        found=values.get("found", ""),
    ),
    "workbook_missing": lambda _values: _("Choose the workbook that you filled in."),
    "not_a_workbook": lambda _values: _(
        "This is not an Excel workbook, or it is damaged. Save it as .xlsx and try again."
    ),
    "workbook_too_large": lambda values: _(
        "The file is too large for a workbook of Octant. It may have %(most)s MB at most.",
        most=values.get("most", ""),
    ),
    "workbook_bomb": lambda _values: _(
        "The file is far larger inside than outside. Octant does not open such files. "
        "Download the workbook again and fill that one in."
    ),
    "workbook_locked": lambda _values: _(
        "The workbook has a password, or was saved as .xls. Save it as .xlsx without a "
        "password and try again."
    ),
    "workbook_macros": lambda _values: _(
        "The workbook has macros. Save it as .xlsx without macros and try again."
    ),
    "workbook_no_stamp": lambda _values: _(
        "This workbook was not made by Octant, or its hidden sheet is gone. Download the "
        "workbook again and fill that one in."
    ),
    "workbook_other_state": lambda values: _(
        "This workbook belongs to another state (%(state)s). Nothing was read from it.",
        state=values.get("state", ""),
    ),
    "workbook_other_cycle": lambda _values: _(
        "This workbook belongs to another assessment of your state. Open that assessment, or "
        "download the workbook of this one."
    ),
    "workbook_other_catalogue": lambda _values: _(
        "This workbook was made for other questions than this assessment has. Download it again."
    ),
    "sheet_missing": lambda _values: _("This sheet is missing. Download the workbook again."),
    "too_many_lines": lambda _values: _("This sheet has too many lines. Delete the empty ones."),
    "line_unknown": lambda _values: _(
        "The hidden columns of this line are changed. Copy your answer into a new workbook."
    ),
    "line_twice": lambda values: _(
        "The same line stands here and at %(other)s. Delete one of them.",
        other=values.get("other", ""),
    ),
    "formula_in_answer": lambda _values: _("There is a formula here. Write the answer itself."),
    "level_unreadable": lambda values: _(
        "“%(found)s” is no answer. Choose one from the list in the cell.",
        found=values.get("found", ""),
    ),
    "workbook_conflict": lambda values: _(
        "Somebody changed “%(question)s” since this workbook was downloaded, and your workbook "
        "says something else. Nothing was saved. Open the question, decide, and try again.",
        question=values.get("question", ""),
    ),
    "workbook_preview_damaged": lambda _values: _(
        "The list of changes is damaged. Choose the workbook again."
    ),
}

_FIELDS = {
    "levels": "level",
    "participation": "part",
    "targets": "target",
    "priorities": "priority",
}


def as_pairs(faults: tuple[Fault, ...]) -> tuple[tuple[str, str], ...]:
    """Faults as the pairs of an error summary: the id of a field, and the sentence."""
    return tuple((place_of(fault), fault_sentence(fault)) for fault in faults)


def place_of(fault: Fault) -> str:
    """The field of the form that a fault belongs to.

    Services name a path ("answers.q.levels.arms", "reason"); the form's field is its end.
    """
    *before, last = fault.place.split(".")
    return f"{_FIELDS[before[-1]]}-{last}" if before and before[-1] in _FIELDS else last
