"""The words of reports: names of roles, kinds of work and quarters."""

from flask_babel import gettext as _

from assessment.domain.catalogue import Catalogue, StepKind


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
