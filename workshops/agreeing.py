"""Recording what a group agrees: after a vote or without one, never over what came meanwhile."""

from flask import flash, request
from flask_babel import gettext as _

from assessment.domain.errors import Invalid
from assessment.domain.identifiers import QuestionId
from assessment.domain.workshop import AgreementMoved
from assessment.services import workshops
from assessment.services.assessments import assessment_of
from web import context
from workshops.console import figures_of
from workshops.facilitator import Reply, Sent, back, place, show_console
from workshops.forms import pairs, read_agreed

# Where the sentence of a fault stands that is of no single control.
FORM = "agreeing"


def agree(cycle_id: str, workshop_id: str) -> Reply:
    """Record what the group agreed: at once the state's answer, and the score moves."""
    cycle, catalogue, room = place(cycle_id, workshop_id)
    session, actor = context.session(), context.actor()
    asked = catalogue.question_by_id.get(QuestionId(request.form.get("question", "")))
    families = cycle.profile.cells(asked) if asked else ()
    form = read_agreed(request.form, families)
    try:
        decision = form.decision(families)
        before = figures_of(catalogue, assessment_of(session, actor, cycle.id), form.question)
        workshops.agree(session, actor, room.workshop.id, catalogue, decision, context.now())
    except Invalid as invalid:
        faults = tuple((_own(where), words) for where, words in pairs(invalid))
        return show_console(cycle_id, workshop_id, Sent(422, faults, form))
    except AgreementMoved:
        return show_console(cycle_id, workshop_id, Sent(409, (), form, moved=True))
    after = figures_of(catalogue, assessment_of(session, actor, cycle.id), form.question)
    for old, new in zip(before, after, strict=True):
        flash(
            _(
                "%(part)s: %(before)s before, %(after)s now.",
                part=new.title,
                before=old.words,
                after=new.words,
            ),
            "moved",
        )
    return back(cycle_id, workshop_id, "now")


def _own(where: str) -> str:
    return where if where.startswith("level-") or where in {"reason", "dissent"} else FORM
