"""Adding, removing and handing out evidence."""

from contextlib import closing

from flask import Response, redirect, request, send_file, url_for

from assessment.domain.errors import Invalid
from assessment.domain.identifiers import CycleId, QuestionId
from assessment.services.evidence import (
    NewEvidence,
    add_evidence,
    open_evidence,
    remove_evidence,
)
from questionnaires.evidence import Upload
from questionnaires.faults import as_pairs
from questionnaires.question_pages import refuse_evidence
from questionnaires.scenes import question_of, scene_of
from web import context
from web.cycles import cycle_and_catalogue
from web.headers import attached

TOO_LARGE = "file_too_large"


def add(cycle_id: str, question_id: str) -> Response:
    """Add a citation, link or file to an answer; refusals keep what was typed."""
    cycle, catalogue = cycle_and_catalogue(cycle_id)
    question = question_of(cycle, catalogue, question_id)
    form = request.form
    filename, upload = _sent_file()
    new = NewEvidence(
        question=question.id,
        kind=form.get("kind", ""),
        title=form.get("title", "").replace("\x00", ""),
        url=form.get("url", "").replace("\x00", ""),
        upload=upload,
        filename=filename,
    )
    try:
        add_evidence(
            context.session(),
            context.actor(),
            cycle.id,
            catalogue,
            new,
            context.settings().folder,
            context.now(),
        )
    except Invalid as refused:
        typed = Upload(new.kind, new.title, new.url, as_pairs(refused.faults))
        large = any(fault.code == TOO_LARGE for fault in refused.faults)
        return refuse_evidence(scene_of(cycle_id), question, typed, 413 if large else 422)
    return _back(cycle_id, question.id)


def remove(cycle_id: str, evidence_id: str) -> Response:
    """Take a piece away from its answer."""
    piece = remove_evidence(
        context.session(), context.actor(), CycleId(cycle_id), evidence_id, context.now()
    )
    return _back(cycle_id, piece.question)


def download(cycle_id: str, evidence_id: str) -> Response:
    """A file of evidence, to be kept and never shown: whoever uploaded it may mean harm."""
    piece, path = open_evidence(
        context.session(),
        context.actor(),
        CycleId(cycle_id),
        evidence_id,
        context.settings().folder,
    )
    reply = send_file(
        path,
        mimetype=piece.media_type,
        as_attachment=True,
        download_name=piece.filename,
        conditional=False,
        etag=False,
    )
    return attached(reply)


def _sent_file() -> tuple[str, bytes | None]:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return "", None
    # Werkzeug keeps a large upload in a temporary file; it goes as soon as it is read.
    with closing(sent):
        return sent.filename, sent.read()


def _back(cycle_id: str, question: QuestionId) -> Response:
    address = url_for(
        "questionnaires.question", cycle_id=cycle_id, question_id=question, _anchor="evidence"
    )
    return redirect(address, 303)
