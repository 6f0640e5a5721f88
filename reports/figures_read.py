"""Reading a number from a form, in the reader's language or as a computer writes it."""

import math

from babel.numbers import NumberFormatError, parse_decimal
from flask_babel import get_locale

from assessment.domain.errors import Fault, Invalid


def read_number(place: str, text: str) -> float | None:
    """The number a person wrote; None for an empty field.

    Raises Invalid (`not_a_number` at `place`).
    """
    text = text.strip()
    if not text:
        return None
    try:
        found = float(text)
    except ValueError:
        try:
            found = float(parse_decimal(text, locale=get_locale() or "en"))
        except (NumberFormatError, ValueError, OverflowError) as refused:
            raise Invalid([Fault("not_a_number", place)]) from refused
    if not math.isfinite(found):
        raise Invalid([Fault("not_a_number", place)])
    return found
