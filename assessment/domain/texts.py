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
# What no reader sees, but what makes two names look alike or turns a sentence around: overrides
# and isolates, blanks of no width, fillers and tags. ZWJ, ZWNJ and the marks for the direction of
# what stands next to them stay: Arabic and Persian are written with them.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
# At the ends of a name even these do nothing; a last ZWJ shapes the letter before it.
_MARKS = "\u200c\u200e\u200f\u061c "
_JOINER = "\u200d"


def clean(text: str) -> str:
    r"""The text without outer blanks and hidden characters, with every line end as one kind.

    >>> clean(" one\r\n\u202etwo ")
    'one\ntwo'
    """
    return _HIDDEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def one_line(text: str) -> str:
    r"""A name or a title: blanks and line ends as single spaces, no hidden characters.

    >>> one_line(" Ana\n \u202eSilva\u200f ")
    'Ana Silva'
    """
    line = " ".join(_HIDDEN.sub("", text).split())
    return line.rstrip(_MARKS).lstrip(_MARKS + _JOINER)


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
