"""Text that people type: made even, and held to what every database can keep."""

import re

from assessment.domain.errors import Fault

LONGEST_TEXT = 5_000
LONGEST_TITLE = 200
LONGEST_MARKING = 100
LONGEST_URL = 2_000

# Control characters and lone surrogates: PostgreSQL refuses them, and no page can show them.
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean(text: str) -> str:
    r"""The text without outer blanks, with every line end as one kind.

    >>> clean(" one\r\ntwo ")
    'one\ntwo'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


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
