"""Text that people type: made even, and held to what every database can keep."""

import re

from assessment.domain.errors import Fault

LONGEST_TEXT = 5_000
LONGEST_TITLE = 200
LONGEST_MARKING = 100
LONGEST_URL = 2_000

# Control characters and lone surrogates: PostgreSQL refuses them, and no page can show them.
# XML, and so Excel and Word, takes no U+FFFE and U+FFFF either.
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Marks that turn text around: left open in a name, they reorder the sentence it stands in.
_TURNING = re.compile("[\N{ARABIC LETTER MARK}\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    r"""The text without outer blanks, with every line end as one kind.

    >>> clean(" one\r\ntwo ")
    'one\ntwo'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def one_line(text: str) -> str:
    r"""A name or a title: blanks and line ends as single spaces, no marks that turn text around.

    >>> one_line(" Ana\n \u202eSilva ")
    'Ana Silva'
    """
    return " ".join(_TURNING.sub("", text).split())


def text_faults(place: str, text: str, longest: int = LONGEST_TEXT) -> list[Fault]:
    """What is wrong with a text: `too_long` or `unreadable_characters`, or nothing.

    >>> [fault.code for fault in text_faults("comment", "x" * 11, 10)]
    ['too_long']
    """
    if len(text) > longest:
        return [
            Fault("too_long", place, (("most", str(longest)), ("length", str(len(text))))),
        ]
    if _UNREADABLE.search(text):
        return [Fault("unreadable_characters", place)]
    return []
