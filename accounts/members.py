"""Who belongs to a state: a page for its coordinators."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import forms
from assessment.domain.errors import Fault, Invalid, NotFound
from assessment.domain.identifiers import STATE_CODE, StateCode
from assessment.domain.permissions import Act, Grant, Role, Subject, UserId, may
from assessment.services import invitations, people
from web import context

Reply = str | Response | tuple[str, int]


def _state() -> StateCode:
    """The state that is asked for, or the first that the actor may see the people of."""
    asked = request.values.get("state", "")
    if asked:
        if not STATE_CODE.fullmatch(asked):
            raise NotFound
        return StateCode(asked)
    if not context.actor().states:
        raise NotFound
    return (*_own_states(), *context.actor().states)[0]


def _own_states() -> tuple[StateCode, ...]:
    actor = context.actor()
    return tuple(s for s in actor.states if may(actor, Act.SEE_PEOPLE, Subject(s)))


def _role() -> Role:
    try:
        return Role(request.form.get("role", ""))
    except ValueError as error:
        raise Invalid([Fault("role_unknown", "role")]) from error


def members() -> Reply:
    """Who is here, and who is invited."""
    return _page([])


def invite() -> Reply:
    """Make an invitation and show its link once: it is kept nowhere in clear."""
    email = request.form.get("email", "")
    try:
        invitation, token = invitations.invite(
            context.session(), context.actor(), Grant(_role(), _state()), email, context.now()
        )
    except Invalid as invalid:
        return _page(forms.faults_of(invalid))
    link = url_for("accounts.invitation", token=token, _external=True)
    return _page([], link=link, invited=invitation.email)


def revoke(invitation_id: str) -> Reply:
    """End an open invitation."""
    invitations.revoke_invitation(context.session(), context.actor(), invitation_id, context.now())
    flash(_("The invitation is revoked. Its link no longer works."), "done")
    return _back()


def change_role(user: str) -> Reply:
    """Give another role."""
    try:
        people.change_role(
            context.session(), context.actor(), _state(), UserId(user), _role(), context.now()
        )
    except Invalid as invalid:
        return _page(forms.faults_of(invalid))
    flash(_("The role is changed."), "done")
    return _back()


def remove(user: str) -> Reply:
    """Take a role away, after a tick that says it is meant."""
    if not request.form.get("sure"):
        return _page([(f"sure-{user}", _("Tick the box to confirm that you remove this person."))])
    try:
        people.remove(context.session(), context.actor(), _state(), UserId(user), context.now())
    except Invalid as invalid:
        return _page(forms.faults_of(invalid))
    flash(_("The person is removed. What they wrote stays."), "done")
    return _back()


def _back() -> Response:
    own = _own_states()
    state = request.form.get("state", "")
    if state not in own:
        return redirect("/", 303)
    return redirect(url_for("accounts.members", state=state), 303)


def _page(faults: list[tuple[str, str]], link: str = "", invited: str = "") -> Reply:
    state = _state()
    here, invited_here = people.people_of(context.session(), context.actor(), state, context.now())
    page = render_template(
        "accounts/members.html",
        state=state,
        states=_own_states(),
        people=here,
        invitations=invited_here,
        faults=faults,
        link=link,
        invited=invited,
        email=request.form.get("email", "") if faults else "",
        roles=[
            (Role.CONTRIBUTOR, _("Contributor")),
            (Role.COORDINATOR, _("Coordinator")),
        ],
    )
    return page, (422 if faults else 200)
