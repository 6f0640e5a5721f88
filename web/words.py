"""The words that all rooms use for the codes of the core: levels, aspects, families, forces."""

import unicodedata
from collections.abc import Mapping

from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from assessment.domain.catalogue import Aspect, Catalogue, Family, StepKind
from assessment.domain.cycle import CycleStatus
from assessment.domain.obligations import Force, Status
from assessment.domain.workshop import SetAside
from web.i18n import day

LEVELS: tuple[LazyString, ...] = (
    lazy_gettext("not in place"),
    lazy_gettext("initial"),
    lazy_gettext("partial"),
    lazy_gettext("substantial"),
    lazy_gettext("full and sustained"),
)

ASPECTS: Mapping[Aspect, LazyString] = {
    Aspect.LAW: lazy_gettext("Law"),
    Aspect.INSTITUTION: lazy_gettext("Institution"),
    Aspect.PRACTICE: lazy_gettext("Practice"),
}

FAMILIES: Mapping[Family, LazyString] = {
    Family.ARMS: lazy_gettext("Conventional arms"),
    Family.FIREARMS: lazy_gettext("Firearms"),
    Family.NUCLEAR: lazy_gettext("Nuclear and radiological"),
    Family.CHEMICAL: lazy_gettext("Chemical"),
    Family.BIOLOGICAL: lazy_gettext("Biological"),
    Family.DUAL_USE: lazy_gettext("Other dual-use"),
    Family.ALL: lazy_gettext("All goods"),
}

FORCES: Mapping[Force, LazyString] = {
    Force.BINDING: lazy_gettext("binding"),
    Force.SIGNED: lazy_gettext("signed"),
    Force.COMMITTED: lazy_gettext("committed"),
    Force.VOLUNTARY: lazy_gettext("voluntary"),
}

STANDINGS: Mapping[Status, LazyString] = {
    Status.MET: lazy_gettext("met"),
    Status.PARTLY: lazy_gettext("partly met"),
    Status.NOT_MET: lazy_gettext("not met"),
    Status.UNKNOWN: lazy_gettext("not known"),
    Status.NOT_APPLICABLE: lazy_gettext("does not apply"),
}

CYCLE_STATUSES: Mapping[CycleStatus, LazyString] = {
    CycleStatus.DRAFT: lazy_gettext("draft"),
    CycleStatus.IN_REVIEW: lazy_gettext("in review"),
    CycleStatus.SIGNED_OFF: lazy_gettext("signed off"),
    CycleStatus.ARCHIVED: lazy_gettext("archived"),
}


def level_name(level: int | None) -> str:
    """A level in words."""
    return _("no level") if level is None else str(LEVELS[level])


def aspect_name(aspect: Aspect) -> str:
    """What a question looks at, in a word."""
    return str(ASPECTS[aspect])


def family_name(family: Family) -> str:
    """An item family as a chart or a table names it."""
    return str(FAMILIES[family])


def family_words(family: str) -> str:
    """An item family by its code; the code where it is not known."""
    return family_name(Family(family)) if family in set(Family) else family


def force_name(force: str) -> str:
    """How far an obligation binds this state, in one word. Takes the force or its code."""
    return str(FORCES[Force(force)])


def status_name(status: str) -> str:
    """Whether an obligation is met, in a word or two. Takes the status or its code."""
    return str(STANDINGS[Status(status)])


def cycle_status_name(status: CycleStatus) -> str:
    """How far a cycle has come, in a word or two."""
    return str(CYCLE_STATUSES[status])


def set_aside_words(aside: SetAside) -> str:
    """That an agreement of a workshop was taken back: by whom, when and, where known, why."""
    if not aside.reason:
        return _("Agreed, then set aside by %(name)s on %(day)s.", name=aside.by, day=day(aside.at))
    return _(
        "Agreed, then set aside by %(name)s on %(day)s: %(reason)s",
        name=aside.by,
        day=day(aside.at),
        reason=aside.reason,
    )


def kind_name(kind: StepKind) -> str:
    """What kind of work a step is, in a word."""
    return {
        StepKind.LEGISLATION: _("Law"),
        StepKind.INSTITUTION: _("Institution"),
        StepKind.PROCEDURE: _("Procedure"),
        StepKind.TRAINING: _("Training"),
        StepKind.EQUIPMENT: _("Equipment"),
        StepKind.COOPERATION: _("Cooperation"),
    }[kind]


def role_name(catalogue: Catalogue, role: str) -> str:
    """The lead of a step, as the catalogue names it."""
    return catalogue.roles.get(role, role)


def quarter_after(year: int, quarter: int, after: int) -> tuple[int, int]:
    """The calendar quarter `after` quarters on, as (year, 1 to 4).

    >>> quarter_after(2026, 4, 1)
    (2027, 1)
    """
    place = year * 4 + (quarter - 1) + after
    return place // 4, place % 4 + 1


def quarter_name(year: int, quarter: int, after: int = 0) -> str:
    """A quarter of a calendar year, `after` quarters on: "Q2 2027"."""
    then, which = quarter_after(year, quarter, after)
    return _("Q%(quarter)d %(year)d", quarter=which, year=then)


def name_order(name: str) -> tuple[str, str]:
    """How names are put in order: letters before accents.

    >>> sorted(["Chad", "Côte d'Ivoire", "Cuba", "Comoros"], key=name_order)
    ['Chad', 'Comoros', "Côte d'Ivoire", 'Cuba']
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)), name
