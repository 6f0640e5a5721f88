"""The sign-off: where a cycle stands, what a signature would freeze, and what one has frozen."""

from collections.abc import Mapping

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from assessment.domain.cycle import MOVES, Cycle, CycleStatus
from assessment.domain.errors import Fault, Invalid, VersionMissing
from assessment.domain.frozen import METHOD, Frozen
from assessment.domain.identifiers import CycleId
from assessment.domain.permissions import Act, Subject, may, require
from assessment.domain.revision import ProfileConflict
from assessment.services.cycles import cycle_of, move_cycle
from assessment.services.memberships import signatories_of
from assessment.services.open_workshops import open_workshops_on
from assessment.services.sign_off import LONGEST_STATEMENT, frozen_file_of, frozen_of, sign_off
from reports.presenters import area_rows
from reports.scenes import Scene, scene_of
from reports.sign_off_shown import left_words, open_releases, ready_of, statement_of, steps_of
from web import context
from web.cycles import catalogue_of
from web.errors import fault_sentence, fault_sentences
from web.headers import attached

# No version has more digits, and Python refuses to read a number of thousands.
LONGEST_VERSION = 9
# Where the page's own buttons lead.
REVIEWING = (CycleStatus.IN_REVIEW, CycleStatus.DRAFT)

fault_sentences(
    {
        "statement_missing": lambda _values: _("Write what you declare with your signature."),
        "not_meant": lambda _values: _("Tick the box to say that you mean it."),
        "archive_not_meant": lambda _values: _("Tick the box to confirm that you archive it."),
        "step_unknown": lambda _values: _("Choose review or draft."),
    }
)


def page(cycle_id: str) -> str:
    """Where a cycle stands on its way to the signature. Raises NotFound."""
    return _page(scene_of(cycle_id))


def _page(
    scene: Scene,
    sent: Mapping[str, str] | None = None,
    faults: tuple[Fault, ...] = (),
    *,
    stale: bool = False,
) -> str:
    cycle, actor = scene.cycle, context.actor()
    may_submit = may(actor, Act.SUBMIT_CYCLE, cycle.subject)
    may_sign = may(actor, Act.SIGN_OFF, cycle.subject)
    workshops = open_workshops_on(context.session(), actor, [cycle])
    signable = CycleStatus.SIGNED_OFF in MOVES[cycle.status]
    may_archive = may(actor, Act.ARCHIVE_CYCLE, cycle.subject)
    may_archive = may_archive and CycleStatus.ARCHIVED in MOVES[cycle.status]
    signatories = _signatories(cycle) if signable else ()
    frozen = frozen_of(context.session(), actor, cycle.id)
    return render_template(
        "reports/sign_off.html",
        cycle=cycle,
        place="sign-off",
        steps=steps_of(cycle.status, signed=frozen is not None),
        frozen=frozen,
        ready=ready_of(scene),
        workshops=[(each, left_words(each)) for each in workshops],
        may_run=may(actor, Act.RUN_WORKSHOP, cycle.subject),
        areas=area_rows(scene),
        progress=scene.findings.progress,
        overall=scene.findings.scorecard.overall,
        method=METHOD,
        longest=LONGEST_STATEMENT,
        statement=statement_of(scene),
        may_review=may_submit and CycleStatus.IN_REVIEW in MOVES[cycle.status],
        may_return=may_submit and CycleStatus.DRAFT in MOVES[cycle.status],
        may_sign=may_sign and signable,
        waits_for_signature=signable and not may_sign,
        signatories=", ".join(signatories),
        nobody_signs=signable and cycle.state in actor.states and not signatories,
        may_invite=may(actor, Act.INVITE, Subject(cycle.state)),
        waits_for_review=may_sign and cycle.status is CycleStatus.DRAFT,
        may_archive=may_archive,
        staying=open_releases(cycle) if may_archive and frozen is not None else 0,
        may_release=may(actor, Act.RELEASE, cycle.subject),
        may_open=may(actor, Act.OPEN_CYCLE, cycle.subject),
        sent=sent or {},
        stale=stale,
        faults=tuple((fault.place, fault_sentence(fault)) for fault in faults),
    )


def _signatories(cycle: Cycle) -> tuple[str, ...]:
    """Who may sign, by name; for people of the state, not for its guests."""
    actor = context.actor()
    if cycle.state not in actor.states:
        return ()
    return signatories_of(context.session(), actor, [cycle.state]).get(cycle.state, ())


def review(cycle_id: str) -> Response:
    """Send a draft to review, or a review back to the draft; `to` says which.

    Raises NotFound, NotPermitted, VersionMissing, MoveRefused, Invalid.
    """
    _allowed(cycle_id, Act.SUBMIT_CYCLE)
    to = request.form.get("to", "")
    if to not in REVIEWING:
        raise Invalid([Fault("step_unknown", "to")])
    done = {
        CycleStatus.IN_REVIEW: _("The assessment is in review. A signatory can sign it off."),
        CycleStatus.DRAFT: _("The assessment is a draft again."),
    }
    return _moved(cycle_id, CycleStatus(to), done[CycleStatus(to)])


def archive(cycle_id: str) -> Response:
    """Put a cycle away for good, after a tick that says it is meant.

    Raises NotFound, NotPermitted, VersionMissing, MoveRefused.
    """
    cycle = _allowed(cycle_id, Act.ARCHIVE_CYCLE)
    _version()
    if CycleStatus.ARCHIVED in MOVES[cycle.status] and not request.form.get("sure"):
        return _refused(cycle_id, (Fault("archive_not_meant", "sure"),))
    return _moved(cycle_id, CycleStatus.ARCHIVED, _("The assessment is archived."))


def _moved(cycle_id: str, to: CycleStatus, words: str) -> Response:
    given = (CycleId(cycle_id), to, _version(), context.now())
    try:
        move_cycle(context.session(), context.actor(), *given)
    except ProfileConflict:
        return make_response(_page(scene_of(cycle_id), stale=True), 409)
    return _back(cycle_id, words)


def sign(cycle_id: str) -> Response:
    """Sign a cycle off, and freeze it; 422 and 409 show the page again, as it was sent.

    Raises NotFound, NotPermitted, VersionMissing, AlreadySignedOff, MoveRefused.
    """
    cycle = _allowed(cycle_id, Act.SIGN_OFF)
    form, version = request.form, _version()
    # Where nothing can be signed any more, the form is not what is wrong.
    faults = _form_faults(form) if CycleStatus.SIGNED_OFF in MOVES[cycle.status] else ()
    if faults:
        return _refused(cycle_id, faults)
    try:
        sign_off(
            context.session(),
            context.actor(),
            cycle.id,
            catalogue_of(cycle),
            version,
            form.get("statement", ""),
            context.now(),
            seen=form.get("seen", ""),
        )
    except Invalid as invalid:
        return _refused(cycle_id, invalid.faults)
    except ProfileConflict:
        return make_response(_page(scene_of(cycle_id), form, stale=True), 409)
    return _back(cycle_id, _("The assessment is signed off. Nobody can change it any more."))


def _form_faults(form: Mapping[str, str]) -> tuple[Fault, ...]:
    faults = []
    if not form.get("statement", "").strip():
        faults.append(Fault("statement_missing", "statement"))
    if not form.get("meant"):
        faults.append(Fault("not_meant", "meant"))
    return tuple(faults)


def _refused(cycle_id: str, faults: tuple[Fault, ...]) -> Response:
    return make_response(_page(scene_of(cycle_id), request.form, faults), 422)


def frozen_file(cycle_id: str) -> Response:
    """The frozen document as an attachment. Raises NotFound where nothing is frozen."""
    session, actor = context.session(), context.actor()
    cycle = cycle_of(session, actor, CycleId(cycle_id))
    reply = make_response(frozen_file_of(session, actor, cycle.id))
    reply.mimetype = "application/json"
    day = _signed_day(frozen_of(session, actor, cycle.id))
    name = f"octant-frozen-{cycle.state}-{day}.json"
    reply.headers["Content-Disposition"] = f"attachment; filename={name}"
    return attached(reply)


def _signed_day(frozen: Frozen) -> str:
    return frozen.signed.at.strftime("%Y-%m-%d")


def _allowed(cycle_id: str, act: Act) -> Cycle:
    """The cycle, where the actor may do this; asked before anything of the form is read."""
    cycle = cycle_of(context.session(), context.actor(), CycleId(cycle_id))
    require(context.actor(), act, cycle.subject)
    return cycle


def _version() -> int:
    version = request.form.get("version", "")
    if not version.isdecimal() or len(version) > LONGEST_VERSION:
        raise VersionMissing
    return int(version)


def _back(cycle_id: str, words: str) -> Response:
    flash(words, "done")
    return redirect(url_for("reports.sign_off", cycle_id=cycle_id), 303)
