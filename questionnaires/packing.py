"""Measuring a packed file before it is unpacked: an Excel workbook is a zip."""

import zipfile
from io import BytesIO

from assessment.domain.errors import Fault, Invalid

LARGEST = 5 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 400
NEEDED = "xl/workbook.xml"
MACROS = "vbaProject.bin"
# How a file begins that Excel wrote with a password, or in its form of before 2007.
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
PIECE = 64 * 1024


def measure(content: bytes) -> None:
    """Refuse what is no workbook, or is too large, locked, or grows out of proportion.

    Raises Invalid with one fault and no place: the file as a whole is refused.
    """
    if not content:
        raise Invalid([Fault("workbook_missing", "")])
    if len(content) > LARGEST:
        most = str(LARGEST // 1024 // 1024)
        raise Invalid([Fault("workbook_too_large", "", (("most", most),))])
    if content.startswith(COMPOUND):
        raise Invalid([Fault("workbook_locked", "")])
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            code = _fault_in(packed)
    except Exception as refused:  # a damaged or hostile zip can raise nearly anything
        raise Invalid([Fault("not_a_workbook", "")]) from refused
    if code:
        raise Invalid([Fault(code, "")])


def _fault_in(packed: zipfile.ZipFile) -> str:
    parts = packed.infolist()
    names = {part.filename for part in parts}
    if NEEDED not in names:
        return "not_a_workbook"
    if any(part.flag_bits & 1 for part in parts):
        return "workbook_locked"
    if any(name.endswith(MACROS) for name in names):
        return "workbook_macros"
    if len(parts) > MOST_PARTS or _unpacked(packed) > LARGEST_UNPACKED:
        return "workbook_bomb"
    return ""


def _unpacked(packed: zipfile.ZipFile) -> int:
    """How large the parts really are, counted piece by piece; no further than needed.

    What a part says of its own size may be a lie.
    """
    size = 0
    for part in packed.infolist():
        with packed.open(part) as opened:
            while piece := opened.read(PIECE):
                size += len(piece)
                if size > LARGEST_UNPACKED:
                    return size
    return size
