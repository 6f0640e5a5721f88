"""Which files may support an answer, and whether one is what its name says."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from urllib.parse import urlsplit

from assessment.domain.errors import Fault

LARGEST_UPLOAD = 10 * 1024 * 1024

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
    "csv": "text/csv",
}
_LONGEST_NAME = 120


def clean_filename(name: str) -> str:
    r"""A name that is safe on every system: no folders, no control or quoting characters.

    >>> clean_filename("C:\\laws\\Arms Act  2019?.PDF"), clean_filename("../../.hidden.txt")
    ('Arms Act 2019.pdf', 'hidden.txt')
    """
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    # Format characters can turn the name's direction around and so hide its true ending.
    kept = "".join(
        each for each in name if each not in '<>:"|?*' and unicodedata.category(each)[0] != "C"
    )
    stem, dot, ending = " ".join(kept.split()).rstrip(". ").rpartition(".")
    if not dot:
        return ending[:_LONGEST_NAME]
    return f"{stem.strip('. ')[:_LONGEST_NAME] or 'file'}.{ending.lower()}"


def url_faults(place: str, url: str) -> list[Fault]:
    """`url_not_web` unless the address is empty or begins with http:// or https:// and a host.

    >>> [fault.code for fault in url_faults("url", "javascript:alert(1)")]
    ['url_not_web']
    """
    if not url:
        return []
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_web = False
    return [] if is_web and not re.search(r"\s", url) else [Fault("url_not_web", place)]


def upload_faults(place: str, filename: str, upload: bytes | None) -> list[Fault]:
    """What is wrong with an uploaded file: its ending, its size, or contents of another kind.

    Codes `file_missing`, `file_too_large`, `file_kind_refused`, `file_is_not_its_kind`.
    """
    if not upload:
        return [Fault("file_missing", place)]
    if len(upload) > LARGEST_UPLOAD:
        return [Fault("file_too_large", place, (("most", str(LARGEST_UPLOAD // 1024**2)),))]
    ending = clean_filename(filename).rpartition(".")[2]
    if ending not in MEDIA_TYPES:
        allowed = ", ".join(MEDIA_TYPES)
        return [Fault("file_kind_refused", place, (("found", ending), ("allowed", allowed)))]
    if not _LOOKS[ending](upload):
        return [Fault("file_is_not_its_kind", place, (("found", ending),))]
    return []


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda upload: upload.startswith(marks)


def _holds(member: str) -> Callable[[bytes], bool]:
    def looks(upload: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(upload)) as packed:
                return member in packed.namelist()
        except Exception:  # noqa: BLE001 - a damaged or hostile zip can raise nearly anything
            return False

    return looks


def _is_open_document(ending: str) -> Callable[[bytes], bool]:
    # The format puts this member first and unpacked, so that it can be told by its bytes.
    mark = b"mimetype" + MEDIA_TYPES[ending].encode()
    return lambda upload: upload.startswith(b"PK\x03\x04") and upload[30:].startswith(mark)


def _is_text(upload: bytes) -> bool:
    if upload.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True  # Excel writes UTF-16 with its mark
    return b"\x00" not in upload and not upload.startswith((b"%PDF", b"MZ", b"PK\x03\x04"))


_LOOKS: dict[str, Callable[[bytes], bool]] = {
    "pdf": _begins(b"%PDF-"),
    "docx": _holds("word/document.xml"),
    "xlsx": _holds("xl/workbook.xml"),
    "odt": _is_open_document("odt"),
    "ods": _is_open_document("ods"),
    "png": _begins(b"\x89PNG\r\n\x1a\n"),
    "jpg": _begins(b"\xff\xd8\xff"),
    "jpeg": _begins(b"\xff\xd8\xff"),
    "txt": _is_text,
    "csv": _is_text,
}
