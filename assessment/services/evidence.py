"""What supports an answer: a citation, a link or a file."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assessment.domain.catalogue import Catalogue
from assessment.domain.errors import Fault, Invalid, NotFound
from assessment.domain.identifiers import QUESTION_ID, CycleId, QuestionId
from assessment.domain.permissions import Act, Actor, require
from assessment.domain.texts import LONGEST_TITLE, LONGEST_URL, one_line, text_faults
from assessment.domain.uploads import MEDIA_TYPES, clean_filename, upload_faults, url_faults
from assessment.records import audit
from assessment.records import evidence as records
from assessment.records.base import new_id
from assessment.records.cycles import cycle_by_id
from assessment.records.evidence import StoredEvidence
from assessment.records.files import EVIDENCE, file_of, store_file
from assessment.records.session import Session

__all__ = [
    "NewEvidence",
    "StoredEvidence",
    "add_evidence",
    "evidence_of",
    "open_evidence",
    "remove_evidence",
]

KINDS = ("law", "document", "link", "file")


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """A piece to add; `kind` is `law`, `document`, `link` (needs `url`) or `file` (`upload`)."""

    question: QuestionId
    kind: str
    title: str = ""
    url: str = ""
    upload: bytes | None = None
    filename: str = ""


def add_evidence(
    session: Session,
    actor: Actor,
    cycle_id: CycleId,
    catalogue: Catalogue,
    new: NewEvidence,
    store: Path,
    now: datetime,
) -> StoredEvidence:
    """Add a piece; a file goes under `store` (OCTANT_DATA), the same contents once.

    A file without a title takes its name. Raises NotFound, NotPermitted, CycleClosed, and
    Invalid with faults at `kind`, `title`, `url` or `upload`.
    """
    cycle = cycle_by_id(session, cycle_id, hold=True)
    require(actor, Act.ANSWER, cycle.subject)
    cycle.ensure_open()
    if new.question not in catalogue.question_by_id:
        raise NotFound
    is_file = new.kind == "file"
    filename = clean_filename(new.filename) if is_file else ""
    title, url = one_line(new.title) or filename, new.url.strip()
    faults = _faults(new, title, url)
    if faults:
        raise Invalid(faults)
    upload = (new.upload or b"") if is_file else b""
    piece = StoredEvidence(
        id=new_id(),
        question=new.question,
        kind=new.kind,
        title=title,
        url=url,
        filename=filename,
        media_type=MEDIA_TYPES[filename.rsplit(".", 1)[-1]] if is_file else "",
        size=len(upload),
        digest=store_file(store, EVIDENCE, upload) if is_file else "",
        by=actor.name,
        at=now,
    )
    records.add_piece(session, cycle_id, piece, actor)
    audit.record(session, now, actor, "add_evidence", cycle_id, _detail(piece), state=cycle.state)
    return piece


def remove_evidence(
    session: Session, actor: Actor, cycle_id: CycleId, evidence_id: str, now: datetime
) -> StoredEvidence:
    """Take a piece away from its answer; its row and file stay. Raises NotFound, CycleClosed."""
    cycle = cycle_by_id(session, cycle_id, hold=True)
    require(actor, Act.ANSWER, cycle.subject)
    cycle.ensure_open()
    piece = records.evidence_by_id(session, cycle_id, evidence_id)
    records.mark_removed(session, evidence_id, actor, now)
    audit.record(
        session, now, actor, "remove_evidence", cycle_id, _detail(piece), state=cycle.state
    )
    return piece


def evidence_of(
    session: Session, actor: Actor, cycle_id: CycleId, question: QuestionId
) -> tuple[StoredEvidence, ...]:
    """The evidence for one question, the oldest first. Raises NotFound."""
    cycle = cycle_by_id(session, cycle_id)
    require(actor, Act.SEE_CYCLE, cycle.subject)
    if not QUESTION_ID.fullmatch(question):
        return ()
    return records.evidence_for(session, cycle_id, question)


def open_evidence(
    session: Session, actor: Actor, cycle_id: CycleId, evidence_id: str, store: Path
) -> tuple[StoredEvidence, Path]:
    """A file of evidence and where it is, to be sent as an attachment only. Raises NotFound."""
    cycle = cycle_by_id(session, cycle_id)
    require(actor, Act.SEE_CYCLE, cycle.subject)
    piece = records.evidence_by_id(session, cycle_id, evidence_id)
    if not piece.digest:
        raise NotFound
    path = file_of(store, EVIDENCE, piece.digest)
    if not path.is_file():
        raise NotFound
    return piece, path


def _faults(new: NewEvidence, title: str, url: str) -> list[Fault]:
    if new.kind not in KINDS:
        return [Fault("unknown_kind", "kind")]
    faults = text_faults("title", title, LONGEST_TITLE)
    faults += text_faults("url", url, LONGEST_URL) or url_faults("url", url)
    if new.kind == "link" and not url:
        faults.append(Fault("url_missing", "url"))
    if new.kind == "file":
        faults += upload_faults("upload", new.filename, new.upload)
    elif not title:
        faults.append(Fault("title_missing", "title"))
    return faults


def _detail(piece: StoredEvidence) -> dict[str, str]:
    return {"evidence": piece.id, "question": piece.question, "digest": piece.digest}
