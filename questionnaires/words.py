"""The words of the questionnaire's pages for the codes of the core; all through Flask-Babel."""

from collections.abc import Mapping

from flask_babel import LazyString, lazy_gettext

from assessment.domain.catalogue import Check, Family, Instrument, Known, Participation
from assessment.domain.response import Answer, NoLevel
from web import words as web_words

# A question for the state as a whole has one cell, and its row is named so.
FAMILIES: Mapping[Family, LazyString] = {
    **web_words.FAMILIES,
    Family.ALL: lazy_gettext("Your state"),
}

FAMILY_NOTES: Mapping[Family, LazyString] = {
    Family.ARMS: lazy_gettext("Weapons for the armed forces, their parts and ammunition."),
    Family.FIREARMS: lazy_gettext(
        "Pistols, rifles and other firearms, their parts, components and ammunition."
    ),
    Family.NUCLEAR: lazy_gettext(
        "Nuclear material and equipment, and radioactive sources, also in industry and hospitals."
    ),
    Family.CHEMICAL: lazy_gettext("Toxic chemicals, their precursors and related equipment."),
    Family.BIOLOGICAL: lazy_gettext("Disease agents, toxins and the equipment to grow them."),
    Family.DUAL_USE: lazy_gettext(
        "Other goods, software and technology with civil and military use, and means of delivery."
    ),
}

CHECKS: Mapping[Check, LazyString] = {
    Check.TEXT: lazy_gettext("Checked against the text"),
    Check.SECONDARY: lazy_gettext("From a summary; text not yet checked"),
    Check.RECALL: lazy_gettext("From memory; text not yet checked"),
}

NO_LEVELS: Mapping[NoLevel, LazyString] = {
    NoLevel.UNKNOWN: lazy_gettext("not known"),
    NoLevel.WITHHELD: lazy_gettext("withheld"),
    NoLevel.NOT_APPLICABLE: lazy_gettext("not applicable"),
}

PARTICIPATION: Mapping[Participation | None, LazyString] = {
    Participation.PARTY: lazy_gettext("Party"),
    Participation.SIGNATORY: lazy_gettext("Signatory, not party"),
    Participation.MEMBER: lazy_gettext("Member"),
    Participation.PARTICIPANT: lazy_gettext("Participant"),
    Participation.ENDORSER: lazy_gettext("Endorses it"),
    None: lazy_gettext("Takes no part"),
}

KNOWN: Mapping[Known, LazyString] = {
    Known.SOURCED: lazy_gettext("Read from a source"),
    Known.DERIVED: lazy_gettext("Worked out from other sources"),
    Known.MEMORY: lazy_gettext("From memory, not checked"),
}

STATUSES: Mapping[str, LazyString] = {
    "draft": lazy_gettext("Being answered"),
    "in_review": lazy_gettext("In review"),
    "signed_off": lazy_gettext("Signed off"),
    "archived": lazy_gettext("Archived"),
}

EVIDENCE_KINDS: Mapping[str, LazyString] = {
    "law": lazy_gettext("Law or regulation"),
    "document": lazy_gettext("Other document"),
    "link": lazy_gettext("Link"),
    "file": lazy_gettext("File"),
}

PRIORITIES: Mapping[str, LazyString] = {
    "0.5": lazy_gettext("Lower"),
    "1": lazy_gettext("Normal"),
    "1.5": lazy_gettext("Higher"),
    "2": lazy_gettext("Highest"),
}

# Which ways of taking part the nature of an instrument offers; METHOD.md 3 reads them.
_WAYS: Mapping[str, tuple[Participation, ...]] = {
    "treaty": (Participation.PARTY, Participation.SIGNATORY),
    "regional_binding": (Participation.MEMBER,),
    "regime": (Participation.PARTICIPANT, Participation.MEMBER),
    "political": (Participation.ENDORSER, Participation.PARTICIPANT, Participation.MEMBER),
    "programme": (Participation.PARTICIPANT, Participation.MEMBER, Participation.ENDORSER),
    "standard": (Participation.ENDORSER, Participation.PARTICIPANT, Participation.MEMBER),
}


def ways_of(instrument: Instrument) -> tuple[Participation, ...]:
    """The ways in which a state can take part in an instrument, by its nature."""
    ways = _WAYS.get(instrument.nature, tuple(Participation))
    if instrument.binds_members and Participation.MEMBER not in ways:
        return (Participation.MEMBER, *ways)
    return ways


def answer_code(answer: Answer | None) -> str:
    """What a form field holds for an answer: "0" to "4", a word, or "" for none yet."""
    return "" if answer is None else str(answer)


def answer_words(answer: Answer | None) -> str:
    """An answer in words, for history and conflicts: "3 substantial", "not known"."""
    if answer is None:
        return str(lazy_gettext("no answer yet"))
    if isinstance(answer, NoLevel):
        return str(NO_LEVELS[answer])
    return f"{answer} {web_words.LEVELS[answer]}"
