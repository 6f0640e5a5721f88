"""Faults of the account forms as sentences, and as the pairs that an error summary shows."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.domain.errors import Invalid
from web.errors import fault_sentence, fault_sentences


def minutes_in_words(seconds: float) -> str:
    """A waiting time, in whole minutes rounded up."""
    minutes = max(1, -int(-seconds // 60))
    return ngettext("%(num)d minute", "%(num)d minutes", minutes)


def faults_of(invalid: Invalid) -> list[tuple[str, str]]:
    """(id of the control, sentence) pairs."""
    return [(fault.place, fault_sentence(fault)) for fault in invalid.faults]


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
        "role_unknown": lambda _v: _("Choose coordinator or contributor."),
        "already_here": lambda values: _("%(email)s already has a role in this state.", **values),
        "last_coordinator": lambda _v: _(
            "This is the only coordinator. Make somebody else a coordinator first."
        ),
        "sign_in_to_join": lambda _v: _(
            "You already have an account. Sign in, then open the invitation again."
        ),
    }
)
