"""The workbook's pages: take it away, bring it back, see what changes, then save it whole."""

import json
from dataclasses import dataclass

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.domain.catalogue import Catalogue, Family
from assessment.domain.errors import Fault, Invalid
from assessment.domain.identifiers import CycleId, QuestionId
from assessment.domain.permissions import Act, may, require
from assessment.domain.response import Answer
from assessment.domain.revision import Conflict, Submission
from assessment.services.responses import record_many
from questionnaires import words
from questionnaires.forms import ANSWERS
from questionnaires.packing import LARGEST
from questionnaires.scenes import Scene, scene_before_save, scene_of
from questionnaires.workbook import write_workbook
from questionnaires.workbook_reading import Change, WorkbookRead, read_workbook
from web import context
from web.components import state_name
from web.errors import fault_sentence
from web.headers import attached

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHOLE_FILE = {"workbook_too_large": 413}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change as the preview lists it."""

    place: str
    question: str
    field: str
    now: str
    then: str


def workbook(cycle_id: str) -> str:
    """Where the workbook goes out and comes in."""
    return _page(scene_of(cycle_id))


def _page(scene: Scene, faults: tuple[Fault, ...] = ()) -> str:
    return render_template(
        "questionnaires/workbook.html",
        cycle=scene.cycle,
        place="questionnaire",
        faults=[(fault.place, fault_sentence(fault)) for fault in faults],
        may_import=scene.cycle.takes_answers
        and may(context.actor(), Act.IMPORT_WORKBOOK, scene.cycle.subject),
        most=LARGEST // 1024 // 1024,
    )


def download(cycle_id: str) -> Response:
    """The workbook with the present answers, as an attachment."""
    scene = scene_of(cycle_id)
    name = f"octant-{scene.cycle.state}-{scene.cycle.id}.xlsx"
    content = write_workbook(
        scene.cycle, scene.catalogue, scene.assessment, state_name(scene.cycle.state)
    )
    response = make_response(content)
    response.mimetype = EXCEL
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return attached(response)


def preview(cycle_id: str) -> Response:
    """What a workbook would change; nothing is saved here."""
    # Reading a large workbook takes seconds: nobody else's save may wait for that.
    scene = scene_before_save(cycle_id)
    require(context.actor(), Act.IMPORT_WORKBOOK, scene.cycle.subject)
    scene.cycle.ensure_open()
    sent = request.files.get("workbook")
    content = b""
    if sent:
        content = sent.stream.read(LARGEST + 1)
        # A large upload lies in a temporary file.
        sent.close()
    try:
        read = read_workbook(content, scene.cycle, scene.catalogue, scene.assessment)
    except Invalid as invalid:
        status = WHOLE_FILE.get(invalid.faults[0].code, 422)
        return make_response(_page(scene, invalid.faults), status)
    return make_response(
        render_template(
            "questionnaires/workbook_preview.html",
            cycle=scene.cycle,
            place="questionnaire",
            rows=[_row(scene, change) for change in read.changes],
            questions=len(read.submissions),
            packed=_packed(read),
        )
    )


def _row(scene: Scene, change: Change) -> ChangeRow:
    names = {"comment": _("Comment"), "reason": _("Reason")}
    field = names.get(change.field) or str(words.FAMILIES[Family(change.field)])
    return ChangeRow(
        place=change.place,
        question=scene.catalogue.question_by_id[change.question].text,
        field=field,
        now=_shown(change.now),
        then=_shown(change.then),
    )


def _shown(value: Answer | str | None) -> str:
    if value is None:
        return _("no answer yet")
    return str(words.NO_LEVELS.get(value, value))


def _packed(read: WorkbookRead) -> str:
    """The submissions as the preview's form carries them on."""
    return json.dumps(
        [
            {
                "question": one.question,
                "version": one.version,
                "levels": {family: str(level) for family, level in one.levels.items()},
                "comment": one.comment,
                "reason": one.reason,
            }
            for one in read.submissions
        ],
        ensure_ascii=False,
    )


def save(cycle_id: str) -> Response:
    """Save every change of the preview, or none of them."""
    scene = scene_before_save(cycle_id)
    require(context.actor(), Act.IMPORT_WORKBOOK, scene.cycle.subject)
    scene.cycle.ensure_open()
    catalogue = scene.catalogue
    try:
        submissions = _unpacked(request.form.get("changes", ""), catalogue)
        record_many(
            context.session(),
            context.actor(),
            CycleId(cycle_id),
            catalogue,
            submissions,
            context.now(),
        )
    except Conflict as conflict:
        question = catalogue.question_by_id[QuestionId(conflict.question or "")]
        fault = Fault("workbook_conflict", "", (("question", question.text),))
        return make_response(_page(scene, (fault,)), 409)
    except Invalid as invalid:
        return make_response(_page(scene, invalid.faults), 422)
    flash(
        ngettext(
            "%(num)d question was saved from the workbook.",
            "%(num)d questions were saved from the workbook.",
            len(submissions),
        ),
        "done",
    )
    return redirect(url_for("questionnaires.task_list", cycle_id=cycle_id), 303)


def _unpacked(packed: str, catalogue: Catalogue) -> list[Submission]:
    """The submissions of a preview's form. Raises Invalid where it was tampered with."""
    try:
        found = [
            Submission(
                question=QuestionId(str(one["question"])),
                version=int(one["version"]),
                levels={Family(family): ANSWERS[level] for family, level in one["levels"].items()},
                comment=None if one["comment"] is None else str(one["comment"]),
                reason=None if one["reason"] is None else str(one["reason"]),
            )
            for one in json.loads(packed)
        ]
    except (
        ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError
    ) as refused:  # fmt: skip
        raise Invalid([Fault("workbook_preview_damaged", "")]) from refused
    asked = [one.question for one in found]
    # A preview names each question once, and only questions that there are.
    if len(set(asked)) < len(asked) or not catalogue.question_by_id.keys() >= set(asked):
        raise Invalid([Fault("workbook_preview_damaged", "")])
    return found
