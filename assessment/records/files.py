"""Files beside the database, named by the SHA-256 of their contents, never under static/."""

import hashlib
import os
import tempfile
from pathlib import Path

EVIDENCE = "evidence"
REPORTS = "reports"


def store_file(folder: Path, kind: str, contents: bytes) -> str:
    """Keep contents under `folder/kind` and return their digest; the same contents once.

    Whoever reads sees the whole file or none: it is written beside, synced, then renamed.
    """
    digest = hashlib.sha256(contents).hexdigest()
    path = file_of(folder, kind, digest)
    if path.exists():
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    # The new name itself must outlast a power cut, or the row would point at nothing.
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
    return digest


def file_of(folder: Path, kind: str, digest: str) -> Path:
    """Where contents with this digest are kept."""
    return folder / kind / digest[:2] / digest[2:]
