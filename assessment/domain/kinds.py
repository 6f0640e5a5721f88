"""The words of the catalogue: families, aspects, duties and the like (METHOD.md 1)."""

from enum import StrEnum


class Family(StrEnum):
    """An item family; `ALL` is the single family of a question that knows no items."""

    ARMS = "arms"
    FIREARMS = "firearms"
    NUCLEAR = "nuclear"
    CHEMICAL = "chemical"
    BIOLOGICAL = "biological"
    DUAL_USE = "dual_use"
    ALL = "all"


ITEM_FAMILIES = tuple(family for family in Family if family is not Family.ALL)


class Aspect(StrEnum):
    """What a question looks at: the rule, who is responsible, or what is done."""

    LAW = "law"
    INSTITUTION = "institution"
    PRACTICE = "practice"


class Duty(StrEnum):
    """What the text of a provision asks."""

    SHALL = "shall"
    SHALL_WHERE_POSSIBLE = "shall_where_possible"
    ENCOURAGED = "encouraged"
    POLITICAL = "political"


class Check(StrEnum):
    """How well the summary of a provision is known: read, from a summary, or from memory."""

    TEXT = "text"
    SECONDARY = "secondary"
    RECALL = "recall"


class Participation(StrEnum):
    """How a state takes part in an instrument."""

    PARTY = "party"
    SIGNATORY = "signatory"
    MEMBER = "member"
    PARTICIPANT = "participant"
    ENDORSER = "endorser"


class Known(StrEnum):
    """How well an entry of the participation table is known."""

    SOURCED = "sourced"
    DERIVED = "derived"
    MEMORY = "memory"


class Strength(StrEnum):
    """How far a question serves an obligation."""

    FULL = "full"
    PARTIAL = "partial"

    @property
    def weight(self) -> float:
        """1 for full, 0.5 for partial (METHOD.md 1)."""
        return 1.0 if self is Strength.FULL else 0.5


class StepKind(StrEnum):
    """What kind of work a step is."""

    LEGISLATION = "legislation"
    INSTITUTION = "institution"
    PROCEDURE = "procedure"
    TRAINING = "training"
    EQUIPMENT = "equipment"
    COOPERATION = "cooperation"


LEVELS = (0, 1, 2, 3, 4)
