"""Faults of the account forms as sentences, and as the pairs that an error summary shows."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.domain.errors import Fault, Invalid
from web import context
from web.errors import fault_sentence, fault_sentences


def minutes_in_words(seconds: float) -> str:
    """A waiting time, in whole minutes rounded up."""
    minutes = max(1, -int(-seconds // 60))
    return ngettext("%(num)d minute", "%(num)d minutes", minutes)


def faults_of(invalid: Invalid) -> list[tuple[str, str]]:
    """(id of the control, sentence) pairs."""
    return [(fault.place, fault_sentence(fault)) for fault in invalid.faults]


def renamed(faults: list[tuple[str, str]], **places: str) -> list[tuple[str, str]]:
    """Faults whose control has another id on this page."""
    return [(places.get(place, place), words) for place, words in faults]


def not_sure(which: str) -> list[tuple[str, str]]:
    """The fault of a tick that was left out."""
    return [(f"sure-{which}", _("Tick the box to confirm that this person leaves."))]


def link_of(token: str) -> str:
    """The whole address of an invitation, to be shown once."""
    return url_for("accounts.invitation", token=token, _external=True)


def day_begins(name: str) -> datetime | None:
    """The first moment, on this server's clock, of the day in a field; None where it is no day."""
    return _midnight(name, after=timedelta(0))


def day_ends(name: str) -> datetime | None:
    """The first moment after the day in a field; None where it is no day."""
    return _midnight(name, after=timedelta(days=1))


def _midnight(name: str, after: timedelta) -> datetime | None:
    try:
        asked = date.fromisoformat(request.values.get(name, "")) + after
        begins = datetime.combine(asked, time.min, ZoneInfo(context.settings().time_zone))
        # East of Greenwich the first day of all begins before the first moment of all.
        return begins.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def end_of_day(name: str) -> datetime:
    """The last second of the day in a field, which must be given. Raises Invalid."""
    ends = day_ends(name)
    if ends is None:
        raise Invalid([Fault("visit_end_missing", name)])
    return ends - timedelta(seconds=1)


def _short(values: Mapping[str, str]) -> str:
    return _(
        "Use at least %(shortest)s characters. Three or four words together are easy to remember.",
        **values,
    )


def _own(values: Mapping[str, str]) -> str:
    return _(
        "Leave “%(word)s” out of your password: it is easy to guess from who you are.", **values
    )


fault_sentences(
    {
        "password_short": _short,
        "password_long": lambda values: _("Use at most %(longest)s characters.", **values),
        "password_common": lambda _v: _(
            "This password is on lists that attackers try first. Choose another."
        ),
        "password_own_word": _own,
        "password_wrong": lambda _v: _("This is not your present password."),
        "name_missing": lambda _v: _("Enter your name."),
        "name_long": lambda _v: _("Use at most 200 characters for your name."),
        "email_form": lambda _v: _("Enter an e-mail address, such as name@customs.example."),
        "role_unknown": lambda _v: _("Choose a role."),
        "marking_missing": lambda _v: _("Enter the marking, or leave the field empty for none."),
        "invites_oneself": lambda _v: _(
            "This is your own address. Another administrator or coordinator can invite you."
        ),
        "already_here": lambda values: _("%(email)s already has this place.", **values),
        "visit_end_missing": lambda _v: _("Enter the last day, such as 15 December 2026."),
        "visit_end_range": lambda _v: _("Choose a last day from today on, within a year."),
        "state_unlisted": lambda _v: _("Choose a state from the list."),
        "state_known": lambda values: _("%(state)s is here already.", **values),
        "donor_known": lambda values: _("%(name)s is here already.", **values),
        "donor_nameless": lambda _v: _("Enter the name of the organisation."),
        "last_administrator": lambda _v: _(
            "This is the only administrator. Invite somebody else first."
        ),
        "last_coordinator": lambda _v: _(
            "This is the only coordinator. Make somebody else a coordinator first."
        ),
        "sign_in_to_join": lambda _v: _(
            "You already have an account. Sign in, then open the invitation again."
        ),
    }
)
