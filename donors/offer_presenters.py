"""What the state's pages of its releases show, as frozen values in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import flask_babel
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup

from assessment.domain.identifiers import ReleaseId
from assessment.domain.release import Look, Release, Scope
from web.i18n import day, moment

LAST_MOMENT = time(23, 59, 59)
# A little less than the longest that the domain takes: no time zone puts its last day beyond.
LATEST = timedelta(days=3 * 365)
USUAL = timedelta(days=365)

WHAT = {
    Scope.AREAS: lazy_gettext("Scores of the practice areas"),
    Scope.GAPS: lazy_gettext("Scores and gaps"),
    Scope.ROADMAP: lazy_gettext("Scores, gaps and the full roadmap"),
}
# What the donor sees and what not, one sentence for each.
SEEN = {
    Scope.AREAS: lazy_gettext(
        "The donor sees the figures of each area: score, range, level and target, the score of its "
        "weakest question, how even it is across item families, how complete it is and how much "
        "has evidence. It sees no element, no answer and no plan."
    ),
    Scope.GAPS: lazy_gettext(
        "The donor also sees the same figures of each element, and every answer that lies below "
        "its target with its leverage, but no other answer and no plan."
    ),
    Scope.ROADMAP: lazy_gettext(
        "The donor also sees the steps of your plan with lead, quarters, effort and cost, but no "
        "answer that meets its target."
    ),
}
PLACES = {
    "portfolio": lazy_gettext("Portfolio"),
    "compare": lazy_gettext("Side by side with other states"),
    "state": lazy_gettext("Page of this release"),
    "export": lazy_gettext("Excel or CSV file"),
    "pdf": lazy_gettext("PDF"),
}


def choices() -> tuple[tuple[str, Markup], ...]:
    """How much can be released: the code, and its name with what the donor sees."""
    words = Markup("<span><strong>{}</strong> {}</span>")
    return tuple((scope.value, words.format(WHAT[scope], SEEN[scope])) for scope in Scope)


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One release in the list of a state. `status` is open, ended or revoked."""

    id: ReleaseId
    donor: str
    what: str
    cycle: str
    until: str
    status: str
    status_words: str
    looked: str


@dataclass(frozen=True, slots=True)
class LookLine:
    """One line of who looked."""

    who: str
    organisation: str
    where: str
    when: str


def line_of(release: Release, last: Mapping[ReleaseId, Look], now: datetime) -> OfferLine:
    """A release as the list shows it; `last` holds the newest look at each."""
    status, words = status_of(release, now)
    look = last.get(release.id)
    return OfferLine(
        id=release.id,
        donor=release.donor_name,
        what=str(WHAT[release.scope]),
        cycle=release.summary["title"],
        until=day(release.until),
        status=status,
        status_words=words,
        looked=_("%(when)s, %(name)s", when=moment(look.at), name=look.user_name)
        if look
        else _("nobody yet"),
    )


def status_of(release: Release, now: datetime) -> tuple[str, str]:
    """Whether a release is open, ended or revoked: the code, and the word."""
    if release.revoked is not None:
        return "revoked", _("revoked")
    if release.is_open(now):
        return "open", _("open")
    return "ended", _("ended")


def look_line(look: Look, release: Release) -> LookLine:
    """Who looked, for which organisation, where and when."""
    where = str(PLACES.get(look.place, look.place))
    return LookLine(look.user_name, release.donor_name, where, moment(look.at))


def end_of(written: str) -> datetime | None:
    """The last moment of a day written as 2027-03-31, by the clock of this installation.

    None where it is no date.
    """
    try:
        last = datetime.combine(date.fromisoformat(written.strip()), LAST_MOMENT)
        return flask_babel.to_utc(last).replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def latest_day(now: datetime) -> str:
    """The latest day that the form offers, as 2029-11-21."""
    return (now + LATEST).date().isoformat()


def usual_day(now: datetime) -> str:
    """The day that the form proposes: in a year."""
    return (now + USUAL).date().isoformat()
