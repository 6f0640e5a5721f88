"""Typed identifiers, and the one form that each kind of them has."""

import re
from typing import NewType

InstrumentId = NewType("InstrumentId", str)
ObligationId = NewType("ObligationId", str)
AreaId = NewType("AreaId", str)
ElementId = NewType("ElementId", str)
QuestionId = NewType("QuestionId", str)
StateCode = NewType("StateCode", str)
CycleId = NewType("CycleId", str)
DonorId = NewType("DonorId", str)
ReleaseId = NewType("ReleaseId", str)
WorkshopId = NewType("WorkshopId", str)

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
INSTRUMENT_ID = SLUG
# A slug of the instrument, then the provision as the treaty numbers it: "att-7.1b-iv".
OBLIGATION_ID = re.compile(r"[a-z][a-z0-9]*(-[a-zA-Z0-9.]+)+")
AREA_ID = re.compile(r"[a-z]+")
ELEMENT_ID = re.compile(rf"[a-z]+\.{SLUG.pattern}")
QUESTION_ID = re.compile(rf"[a-z]+\.{SLUG.pattern}\.{SLUG.pattern}")
STATE_CODE = re.compile(r"[A-Z]{3}")


def is_made_up(state: str) -> bool:
    """Whether a state code belongs to the made-up states, XAA to XZZ.

    >>> is_made_up("XAB"), is_made_up("FRA")
    (True, False)
    """
    return bool(re.fullmatch(r"X[A-Z]{2}", state))
