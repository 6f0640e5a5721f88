"""What each role is called, and in one sentence what it may do."""

from collections.abc import Mapping

from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from assessment.domain.permissions import Role

ROLES: Mapping[Role, LazyString] = {
    Role.COORDINATOR: lazy_gettext("Coordinator"),
    Role.CONTRIBUTOR: lazy_gettext("Contributor"),
    Role.SIGNATORY: lazy_gettext("Signatory"),
    Role.FACILITATOR: lazy_gettext("Facilitator"),
    Role.DONOR: lazy_gettext("Donor"),
    Role.ADMINISTRATOR: lazy_gettext("Administrator"),
    Role.OPERATOR: lazy_gettext("Operator"),
}

MAY: Mapping[Role, LazyString] = {
    Role.COORDINATOR: lazy_gettext(
        "A coordinator opens assessments, sets targets, invites people and releases results."
    ),
    Role.CONTRIBUTOR: lazy_gettext(
        "A contributor answers questions, adds evidence and sees results."
    ),
    Role.SIGNATORY: lazy_gettext(
        "A signatory reads everything, signs an assessment off and releases results."
    ),
    Role.FACILITATOR: lazy_gettext(
        "A facilitator reads one assessment and runs its workshops, until a date."
    ),
    Role.DONOR: lazy_gettext(
        "A donor sees what states released to the organisation, and nothing else."
    ),
    Role.ADMINISTRATOR: lazy_gettext(
        "An administrator makes states and donors here, and sees no answer of any state."
    ),
}


def name_hint(role: Role) -> str:
    """Who will see the name that somebody enters."""
    match role:
        case Role.DONOR:
            return _("States that release to your organisation see who looked, by this name.")
        case Role.ADMINISTRATOR:
            return _("The other administrators see it.")
        case _:
            return _("Colleagues see it beside your answers.")


def role_choices(*roles: Role) -> list[tuple[str, str]]:
    """Roles to choose from, each with what it may do."""
    return [(role.value, str(MAY[role])) for role in roles]


def role_names(*roles: Role) -> list[tuple[str, str]]:
    """Roles to choose from, by name alone."""
    return [(role.value, str(ROLES[role])) for role in roles]


def role_name(role: str) -> str:
    """A role in a word, or its code where it is none of ours."""
    return str(ROLES[Role(role)]) if role in {each.value for each in ROLES} else role
