"""Who belongs to a state, and who visits: a page for its coordinators."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import forms, words
from assessment.domain.cycle import Cycle
from assessment.domain.errors import Fault, Invalid, NotFound
from assessment.domain.identifiers import STATE_CODE, StateCode
from assessment.domain.permissions import STATE_ROLES, Act, Grant, Role, Subject, UserId, may
from assessment.services import invitations, people
from assessment.services.cycles import cycles_of
from assessment.services.instance import marking_of
from web import context
from web.components import Marked

Reply = str | Response | tuple[str, int]
Faults = list[tuple[str, str]]


def asked_state() -> StateCode:
    """The state that is asked for, or the first that the actor may see the people of."""
    asked = request.values.get("state", "")
    if asked:
        if not STATE_CODE.fullmatch(asked):
            raise NotFound
        return StateCode(asked)
    if not context.actor().states:
        raise NotFound
    return (*own_states(Act.SEE_PEOPLE), *context.actor().states)[0]


def own_states(act: Act) -> tuple[StateCode, ...]:
    """The actor's states in which they may do this."""
    actor = context.actor()
    return tuple(s for s in actor.states if may(actor, act, Subject(s)))


def _role() -> Role:
    asked = request.form.get("role", "")
    role = next((role for role in STATE_ROLES if role.value == asked), None)
    if role is None:
        raise Invalid([Fault("role_unknown", "role")])
    return role


def members() -> Reply:
    """Who is here, and who is invited."""
    return members_page([])


def invite() -> Reply:
    """Make an invitation and show its link once: it is kept nowhere in clear."""
    try:
        grant = Grant(_role(), asked_state())
        invitation, token = invitations.invite(
            context.session(),
            context.actor(),
            grant,
            request.form.get("email", ""),
            context.now(),
        )
    except Invalid as invalid:
        return members_page(forms.faults_of(invalid))
    return members_page([], link=forms.link_of(token), invited=invitation.email)


def revoke(invitation_id: str) -> Reply:
    """End an open invitation."""
    invitations.revoke_invitation(context.session(), context.actor(), invitation_id, context.now())
    flash(_("The invitation is revoked. Its link no longer works."), "done")
    return back()


def change_role(user: str) -> Reply:
    """Give another role."""
    try:
        people.change_role(
            context.session(), context.actor(), asked_state(), UserId(user), _role(), context.now()
        )
    except Invalid as invalid:
        return members_page(forms.faults_of(invalid))
    flash(_("The role is changed."), "done")
    return back()


def remove(user: str) -> Reply:
    """Take a role away, after a tick that says it is meant."""
    if not request.form.get("sure"):
        return members_page(forms.not_sure(user))
    try:
        people.remove(
            context.session(), context.actor(), asked_state(), UserId(user), context.now()
        )
    except Invalid as invalid:
        return members_page(forms.faults_of(invalid))
    flash(_("The person is removed. What they wrote stays."), "done")
    return back()


def back() -> Response:
    """To the page of the state that a form named; home where its people are not the actor's."""
    state = request.form.get("state", "")
    if state not in own_states(Act.SEE_PEOPLE):
        return redirect("/", 303)
    return redirect(url_for("accounts.members", state=state), 303)


def members_page(faults: Faults, link: str = "", invited: str = "", asked: str = "invite") -> Reply:
    """The page with its forms; `asked` says which of them comes back with its faults."""
    state, session, actor, now = asked_state(), context.session(), context.actor(), context.now()
    here, invited_here = people.people_of(session, actor, state, now)
    guests, invited_guests = people.guests_of(session, actor, state, now)
    marking = marking_of(session, actor, state)
    cycles = _cycles_of(state)
    page = render_template(
        "accounts/members.html",
        state=state,
        states=own_states(Act.SEE_PEOPLE),
        people=here,
        invitations=invited_here,
        guests=guests,
        invited_guests=invited_guests,
        cycles={cycle.id: cycle.title for cycle in cycles},
        latest=cycles[0] if cycles else None,
        may_open=may(actor, Act.OPEN_CYCLE, Subject(state)),
        open_cycles=[(cycle.id, cycle.title) for cycle in cycles if cycle.takes_answers],
        marking_kept=marking,
        marked=Marked(marking, state),
        faults=faults,
        fault=dict(faults),
        asked=asked if faults else "",
        link=link,
        invited=invited,
        now=now,
        roles=words.role_names(*STATE_ROLES),
        sentences=words.role_choices(*STATE_ROLES),
    )
    return page, (422 if faults else 200)


def _cycles_of(state: StateCode) -> tuple[Cycle, ...]:
    found = cycles_of(context.session(), context.actor())
    return tuple(cycle for cycle in found if cycle.state == state)
