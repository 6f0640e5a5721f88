"""Evidence as the question page shows it, and the form that adds a piece."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.services.evidence import StoredEvidence
from questionnaires import words
from web.i18n import moment, number

_KILO = 1024


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence in the list."""

    id: str
    kind: str
    title: str
    url: str
    download: bool
    size: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Upload:
    """The form that adds evidence, as it was sent, with its faults by field."""

    kind: str = "law"
    title: str = ""
    url: str = ""
    faults: tuple[tuple[str, str], ...] = ()

    @property
    def fault_at(self) -> Mapping[str, str]:
        """The sentence at each field."""
        return dict(self.faults)

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """The kinds to choose from."""
        return tuple((code, str(name)) for code, name in words.EVIDENCE_KINDS.items())


def present_evidence(stored: Iterable[StoredEvidence]) -> tuple[Piece, ...]:
    """Stored evidence in words: who added it, when, and how large a file is."""
    return tuple(
        Piece(
            id=piece.id,
            kind=str(words.EVIDENCE_KINDS.get(piece.kind, piece.kind)),
            title=piece.title,
            url=piece.url,
            download=bool(piece.digest),
            size=_size(piece.size),
            by=piece.by,
            at=moment(piece.at),
        )
        for piece in stored
    )


def _size(size: int | None) -> str:
    if not size:
        return ""
    if size < _KILO * _KILO:
        return _("%(size)s kB", size=number(max(1, size / _KILO)))
    return _("%(size)s MB", size=number(size / _KILO / _KILO, 1))
