"""Facilitators who visit a cycle until a date, and how a state is marked."""

from flask import flash, request
from flask_babel import gettext as _

from accounts import forms
from accounts.members import Reply, asked_state, back, members_page
from assessment.domain.errors import Invalid
from assessment.domain.identifiers import CycleId
from assessment.domain.permissions import Grant, Role, UserId
from assessment.services import instance, invitations, people
from web import context


def invite_guest() -> Reply:
    """Invite a facilitator to a cycle, until the end of a day; shows the link once."""
    try:
        grant = Grant(
            Role.FACILITATOR,
            asked_state(),
            CycleId(request.form.get("cycle", "")),
            until=forms.end_of_day("until"),
        )
        invitation, token = invitations.invite(
            context.session(),
            context.actor(),
            grant,
            request.form.get("guest", ""),
            context.now(),
        )
    except Invalid as invalid:
        return members_page(forms.renamed(forms.faults_of(invalid), email="guest"), asked="guest")
    return members_page([], link=forms.link_of(token), invited=invitation.email)


def end_visit(user: str) -> Reply:
    """End a facilitator's time, after a tick that says it is meant."""
    cycle = CycleId(request.form.get("cycle", ""))
    if not request.form.get("sure"):
        return members_page(forms.not_sure(f"{cycle}-{user}"))
    people.end_visit(context.session(), context.actor(), cycle, UserId(user), context.now())
    flash(_("The visit is ended. What the workshop agreed stays."), "done")
    return back()


def change_marking() -> Reply:
    """Mark the state's pages, and the assessments opened from now on."""
    try:
        instance.change_marking(
            context.session(),
            context.actor(),
            asked_state(),
            request.form.get("marking"),
            context.now(),
        )
    except Invalid as invalid:
        return members_page(forms.faults_of(invalid), asked="marking")
    flash(_("The marking is saved. Assessments opened from now on begin with it."), "done")
    return back()
