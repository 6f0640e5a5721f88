"""An instrument file, and the list of guides, read into domain values.

What is wrong stays in the section's faults; where each part stands is kept in the `Draft`.
"""

import re
from enum import StrEnum

from assessment.domain.catalogue import Check, Duty, Family, Guide, Instrument, Obligation
from assessment.domain.identifiers import (
    INSTRUMENT_ID,
    OBLIGATION_ID,
    InstrumentId,
    ObligationId,
)
from questionnaires.draft import Draft
from questionnaires.reading import Section

GUIDE_ID = re.compile(r"guide(-[a-z0-9]+)+")
LONG = 600


class Nature(StrEnum):
    """What kind of instrument it is."""

    TREATY = "treaty"
    BINDING_RESOLUTION = "binding_resolution"
    REGIONAL_BINDING = "regional_binding"
    POLITICAL = "political"
    REGIME = "regime"
    STANDARD = "standard"
    PROGRAMME = "programme"


class Addressee(StrEnum):
    """Whom a provision addresses."""

    STATES = "states"
    OPERATORS = "operators"
    TREATY_BODY = "un_or_treaty_body"
    ORGANISATIONS = "organisations"


class CiteConfidence(StrEnum):
    """How sure a citation is whose text was not read."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


def read_instrument(section: Section, draft: Draft) -> None:
    """One instrument file: the instrument and its obligations."""
    families = section.words("families", Family)
    if Family.ALL in families:
        section.fault("family_all", "families")
    instrument = Instrument(
        id=InstrumentId(section.identifier("id", INSTRUMENT_ID)),
        short=section.text("short", 60),
        title=section.text("title", 300),
        nature=section.choice("nature", Nature).value,
        binds_all=section.flag("binds_all"),
        binds_members=section.flag("binds_members"),
        status_list=section.identifier("status_list", INSTRUMENT_ID),
        families=families,
        host=section.text("host", 200),
        adopted=section.date("adopted"),
        in_force=section.date("in_force"),
        symbol=section.text("symbol", 200, required=False),
        source=section.text("source", LONG),
        checked=section.text("checked", LONG),
        notes=section.text("notes", LONG, required=False),
        scope=tuple(section.texts("scope", 60, required=False)),
        parties=section.optional_integer("parties"),
        parties_as_of=section.text("parties_as_of", 200, required=False),
    )
    draft.put(section.place, "instrument", instrument.id)
    draft.instruments.append(instrument)
    for part in section.sections("obligations"):
        _read_obligation(part, instrument, draft)
    section.close()


def _read_obligation(section: Section, instrument: Instrument, draft: Draft) -> None:
    named = section.identifier("id", OBLIGATION_ID)
    if named and instrument.id and not named.startswith(f"{instrument.id}-"):
        section.fault("id_not_within", "id", value=named, outer=instrument.id)
    families = section.words("families", Family) if section.has("families") else ()
    if not set(families) <= set(instrument.families):
        section.fault("family_not_of_instrument", "families")
    if set(families) == set(instrument.families):
        section.fault("families_repeated", "families")
    addressee = section.choice("addressee", Addressee)
    context = section.text("context", 300, required=False)
    if addressee is not Addressee.STATES and not context:
        section.fault("context_missing", "addressee", value=addressee)
    confidence = ""
    if section.has("cite_confidence"):
        confidence = section.choice("cite_confidence", CiteConfidence).value
    checked_on = section.date("checked_on") if section.has("checked_on") else None
    draft.put(section.place, "obligation", named)
    draft.obligations.append(
        Obligation(
            id=ObligationId(named),
            instrument=instrument.id,
            cite=section.text("cite", 100),
            duty=section.choice("duty", Duty),
            addressee=addressee.value,
            summary=section.text("summary", 200),
            families=families or instrument.families,
            topics=tuple(section.texts("topics", 60)),
            check=section.choice("check", Check),
            context=context,
            note=section.text("note", LONG, required=False),
            cite_confidence=confidence,
            corroborated_by=section.text("corroborated_by", 200, required=False),
            verified_via=section.text("verified_via", 200, required=False),
            checked_on=checked_on or "",
            checked_in=section.text("checked_in", 300, required=False),
        )
    )
    section.close()


def read_guide(section: Section, draft: Draft) -> Guide:
    """One entry of guides.yaml."""
    guide = Guide(
        id=section.identifier("id", GUIDE_ID),
        title=section.text("title", 200),
        publisher=section.text("publisher", 120),
        check=section.choice("check", Check),
        url=section.text("url", 300, required=False),
    )
    if guide.url and not guide.url.startswith("https://"):
        section.fault("url_form", "url", value=guide.url)
    draft.put(section.place, "guide", guide.id)
    section.close()
    return guide
