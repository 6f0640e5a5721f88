"""Saving one answer: the busiest address. Form in, one revision, and a page or JSON out.

Setting an agreed answer aside is its rare companion.
"""

from flask import (
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from assessment.domain.catalogue import Question
from assessment.domain.cycle import Cycle
from assessment.domain.errors import Invalid
from assessment.domain.scoring import progress, score_area
from assessment.services import agreements
from assessment.services.responses import Conflict, Recorded, record_response
from questionnaires import words
from questionnaires.conflicts import present_conflict
from questionnaires.figures import part_json
from questionnaires.forms import read_submission, read_version
from questionnaires.presenters import present_place
from questionnaires.question_pages import (
    figures,
    next_address,
    refuse_question,
    refuse_set_aside,
    saved_words,
)
from questionnaires.scenes import Brief, brief_before_save, question_of, scene_of
from web import context
from web.cycles import cycle_and_catalogue
from web.database import keep_now
from web.errors import wants_json


def save_answer(cycle_id: str, question_id: str) -> Response:
    """Save an answer; 303 onward, or JSON for a script. Refusals keep what was typed."""
    brief = brief_before_save(cycle_id, question_id)
    cycle = brief.cycle
    question = question_of(cycle, brief.catalogue, question_id)
    try:
        submission = read_submission(question, cycle.profile, request.form.to_dict())
        recorded = record_response(
            context.session(),
            context.actor(),
            cycle.id,
            brief.catalogue,
            submission,
            context.now(),
            brief.known,
        )
        keep_now()
    except Conflict as conflict:
        return _conflict(cycle, question, conflict)
    except Invalid as refused:
        # Where nothing is taken any more, there is nothing to correct.
        cycle.ensure_open()
        if wants_json():
            raise
        return refuse_question(scene_of(cycle_id), question, request.form, refused.faults)
    if wants_json():
        return _saved_json(brief, question, recorded)
    return redirect(_onward(brief, question), 303)


def set_aside(cycle_id: str, question_id: str) -> Response:
    """Take back what a workshop agreed, with a reason; refusals keep what was typed."""
    cycle, catalogue = cycle_and_catalogue(cycle_id)
    question = question_of(cycle, catalogue, question_id)
    reason = request.form.get("reason", "")
    version = read_version(request.form, [])
    try:
        agreements.set_aside(
            context.session(),
            context.actor(),
            cycle.id,
            question.id,
            version,
            reason,
            context.now(),
        )
    except Invalid as refused:
        if wants_json():
            raise
        return refuse_set_aside(scene_of(cycle_id), question, reason, refused.faults)
    flash(_("The agreed answer is set aside. The agencies' own answer counts again."), "done")
    return redirect(
        url_for("questionnaires.question", cycle_id=cycle_id, question_id=question.id), 303
    )


def _saved_json(brief: Brief, question: Question, recorded: Recorded) -> Response:
    profile, responses = brief.cycle.profile, brief.responses_with(recorded.response)
    area, elements = score_area(brief.catalogue, profile, responses, question.area)
    element = elements[question.element]
    done = progress(brief.catalogue, profile, responses)
    levels = recorded.response.levels
    return jsonify(
        version=recorded.version,
        saved_at=recorded.at.isoformat(),
        by=recorded.by,
        changed=recorded.changed,
        text=saved_words(recorded.at, recorded.version, done),
        progress={"answered": done.answered_questions, "questions": done.questions},
        scores={
            "element": {question.element: part_json(element)},
            "area": {question.area: part_json(area)},
        },
        figures=figures(question, area, element),
        response={
            "levels": {
                family: words.answer_code(levels.get(family)) for family in profile.cells(question)
            },
            "comment": recorded.response.comment,
            "reason": recorded.response.reason,
        },
    )


def _onward(brief: Brief, question: Question) -> str:
    then = request.form.get("then")
    cycle_id = brief.cycle.id
    if then == "next":
        return next_address(cycle_id, present_place(brief.catalogue, brief.cycle.profile, question))
    if then == "element":
        return url_for(
            "questionnaires.element",
            cycle_id=cycle_id,
            element_id=question.element,
            _anchor=question.id,
        )
    return url_for(
        "questionnaires.question", cycle_id=cycle_id, question_id=question.id, _anchor="answer"
    )


def _conflict(cycle: Cycle, question: Question, conflict: Conflict) -> Response:
    page = present_conflict(cycle, question, conflict, context.now())
    if wants_json():
        reply = jsonify(
            code="conflict",
            message=_("%(who)s changed this answer while you worked on it.", who=page.their_name),
            rows=[
                {"name": row.name, "theirs": row.theirs, "yours": row.yours}
                for row in page.rows
                if row.differs
            ],
        )
        return make_response(reply, 409)
    body = render_template(
        "questionnaires/conflict.html", cycle=cycle, page=page, place="questionnaire"
    )
    return make_response(body, 409)
