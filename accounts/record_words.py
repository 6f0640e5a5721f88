"""What a line of the record says: a whole sentence for each act."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask_babel import LazyString, lazy_gettext, ngettext
from flask_babel import gettext as _

from accounts.words import role_name
from assessment.domain.permissions import Act
from assessment.domain.release import Scope
from assessment.services.audit import Kind, Line
from web.i18n import day

KINDS: Mapping[Kind, LazyString] = {
    Kind.SIGN_INS: lazy_gettext("Sign-ins"),
    Kind.CYCLES: lazy_gettext("Assessments and sign-off"),
    Kind.EVIDENCE: lazy_gettext("Evidence"),
    Kind.WORKSHOPS: lazy_gettext("Workshops"),
    Kind.RELEASES: lazy_gettext("Releases"),
    Kind.LOOKS: lazy_gettext("Who looked"),
    Kind.PEOPLE: lazy_gettext("People and roles"),
}

Values = Mapping[str, str]
Sentence = Callable[[Values], str]

# What a line may leave out, so that every sentence finds its places filled.
_PLACES = ("person", "cycle", "workshop", "donor", "question", "marking", "title", "reason")


def sentence(line: Line, text: str = "") -> str:
    """A line in words; one of an act that has none yet says so by its code.

    `text` is that of the question it names.
    """
    known = dict.fromkeys(_PLACES, "") | dict(line.values)
    if text:
        known["question"] = _("“%(text)s” (%(id)s)", text=text, id=known["question"])
    known["who"] = line.who or _("The operator of the server")
    known["role"] = role_name(line.values.get("role", ""))
    known["until"] = _day(line.values.get("until", ""))
    known["released"] = _released(known)
    known["act"] = line.act.replace("_", " ")
    return SENTENCES.get(line.act, _unknown)(known)


def run_sentence(first: Line, count: int) -> str:
    """Several lines about evidence that somebody wrote one after another, in one sentence."""
    known = dict.fromkeys(_PLACES, "") | dict(first.values)
    known["who"] = first.who or _("The operator of the server")
    if first.act == "remove_evidence":
        return ngettext(
            "%(who)s removed %(num)d piece of evidence in %(cycle)s.",
            "%(who)s removed %(num)d pieces of evidence in %(cycle)s.",
            count,
            **known,
        )
    return ngettext(
        "%(who)s added %(num)d piece of evidence in %(cycle)s.",
        "%(who)s added %(num)d pieces of evidence in %(cycle)s.",
        count,
        **known,
    )


def _day(stored: str) -> str:
    try:
        return day(datetime.fromisoformat(stored))
    except ValueError:
        return stored


def _unknown(v: Values) -> str:
    return _("%(who)s: %(act)s.", **v)


def _moved(v: Values) -> str:
    if v.get("to") == "in_review":
        return _("%(who)s sent the assessment %(cycle)s to review.", **v)
    return _("%(who)s took the assessment %(cycle)s back to draft.", **v)


def _released(v: Values) -> str:
    match v.get("scope"):
        case Scope.AREAS:
            return _("the scores of the practice areas of %(cycle)s", **v)
        case Scope.GAPS:
            return _("the scores and gaps of %(cycle)s", **v)
        case Scope.ROADMAP:
            return _("the scores, gaps and the full roadmap of %(cycle)s", **v)
        case _:
            return v["cycle"]


def _revoked(v: Values) -> str:
    if v["until"]:
        return _(
            "%(who)s revoked the release of %(released)s to %(donor)s, "
            "which was to stay open until %(until)s.",
            **v,
        )
    return _("%(who)s revoked the release of %(released)s to %(donor)s.", **v)


def _looked(v: Values) -> str:
    match v.get("place"):
        case "portfolio":
            return _("%(who)s of %(donor)s saw the release of %(released)s in the portfolio.", **v)
        case "compare":
            return _("%(who)s of %(donor)s compared the release of %(released)s.", **v)
        case "export":
            return _("%(who)s of %(donor)s took a file of the release of %(released)s.", **v)
        case "pdf":
            return _("%(who)s of %(donor)s made a PDF of the release of %(released)s.", **v)
        case _:
            return _("%(who)s of %(donor)s opened the release of %(released)s.", **v)


def _invited(v: Values) -> str:
    if v["until"]:
        return _("%(who)s invited a facilitator to %(cycle)s until %(until)s.", **v)
    return _("%(who)s invited somebody. Role: %(role)s.", **v)


def _accepted(v: Values) -> str:
    if v.get("inviter") and v["until"]:
        return _(
            "%(who)s accepted the invitation of %(inviter)s, and came as a facilitator to "
            "%(cycle)s until %(until)s.",
            **v,
        )
    if v.get("inviter"):
        return _("%(who)s accepted the invitation of %(inviter)s. Role: %(role)s.", **v)
    if v["until"]:
        return _("%(who)s came as a facilitator to %(cycle)s until %(until)s.", **v)
    return _("%(who)s accepted an invitation. Role: %(role)s.", **v)


def _removed(v: Values) -> str:
    if v["cycle"]:
        return _("%(who)s ended the visit of %(person)s to %(cycle)s.", **v)
    return _("%(who)s removed %(person)s from the state.", **v)


def _marked(v: Values) -> str:
    if v["marking"]:
        return _("%(who)s changed the marking of the state to %(marking)s.", **v)
    return _("%(who)s removed the marking of the state.", **v)


SENTENCES: Mapping[str, Sentence] = {
    "sign_in": lambda v: _("%(who)s signed in.", **v),
    Act.OPEN_CYCLE: lambda v: _("%(who)s opened the assessment %(cycle)s.", **v),
    Act.SUBMIT_CYCLE: _moved,
    Act.SIGN_OFF: lambda v: _("%(who)s signed off the assessment %(cycle)s.", **v),
    Act.ARCHIVE_CYCLE: lambda v: _("%(who)s archived the assessment %(cycle)s.", **v),
    Act.CHANGE_PROFILE: lambda v: _("%(who)s changed the profile of %(cycle)s.", **v),
    Act.CHANGE_ASSUMPTIONS: lambda v: _(
        "%(who)s changed the planning assumptions of %(cycle)s.", **v
    ),
    Act.CHANGE_PLAN: lambda v: _("%(who)s changed the plan of %(cycle)s.", **v),
    "add_evidence": lambda v: _("%(who)s added evidence to %(question)s in %(cycle)s.", **v),
    "remove_evidence": lambda v: _("%(who)s removed evidence of %(question)s in %(cycle)s.", **v),
    "open_workshop": lambda v: _("%(who)s opened the workshop %(workshop)s.", **v),
    "agree": lambda v: _(
        "%(who)s recorded what the workshop %(workshop)s agreed on %(question)s.", **v
    ),
    "set_aside": lambda v: _(
        "%(who)s set aside what a workshop agreed on %(question)s in %(cycle)s.", **v
    ),
    "extend_workshop": lambda v: _(
        "%(who)s gave the workshop %(workshop)s a new last day: %(until)s.", **v
    ),
    "close_workshop": lambda v: _("%(who)s closed the workshop %(workshop)s.", **v),
    Act.RELEASE: lambda v: _("%(who)s released %(released)s to %(donor)s until %(until)s.", **v),
    "revoke_release": _revoked,
    "look": _looked,
    "add_state": lambda v: _("%(who)s made the state known in this Octant.", **v),
    Act.INVITE: _invited,
    "accept_invitation": _accepted,
    "revoke_invitation": lambda v: _("%(who)s revoked an invitation. Role: %(role)s.", **v),
    Act.ENROL: lambda v: _("%(who)s enrolled %(person)s. Role: %(role)s.", **v),
    Act.CHANGE_ROLE: lambda v: _(
        "%(who)s changed the role of %(person)s. New role: %(role)s.", **v
    ),
    Act.REMOVE_PERSON: _removed,
    Act.RESET_SIGN_IN: lambda v: _("%(who)s made a link for a new password of %(person)s.", **v),
    "use_reset": lambda v: _("%(who)s chose a new password, by a link.", **v),
    "join_donor": lambda v: _(
        "%(who)s joined %(donor)s, and sees what the state releases to it.", **v
    ),
    "leave_donor": lambda v: _("%(who)s removed %(person)s from %(donor)s.", **v),
    Act.CHANGE_MARKING: _marked,
}
