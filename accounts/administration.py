"""What an administrator does: states, donors and administrators. No answer shows here."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import forms
from assessment.domain.errors import Invalid, NotFound
from assessment.domain.identifiers import STATE_CODE, DonorId, StateCode
from assessment.domain.permissions import Grant, Role, UserId
from assessment.services import instance, invitations, people
from web import context
from web.components import state_name
from web.words import name_order

Reply = str | Response | tuple[str, int]
Faults = list[tuple[str, str]]


def administration() -> Reply:
    """States, donors and administrators."""
    return _page([])


def add_state() -> Reply:
    """Make a state of the catalogue's list known here."""
    try:
        instance.add_state(
            context.session(),
            context.actor(),
            context.catalogue(),
            StateCode(request.form.get("state", "")),
            request.form.get("marking", ""),
            context.now(),
        )
    except Invalid as invalid:
        return _page(forms.faults_of(invalid), asked="state")
    flash(_("The state is here. Invite its first coordinator."), "done")
    return _back()


def invite_coordinator(state: str) -> Reply:
    """Invite the first coordinator of a state; shows the link once."""
    if not STATE_CODE.fullmatch(state):
        raise NotFound
    try:
        invitation, link = _invite(Grant(Role.COORDINATOR, StateCode(state)))
    except Invalid as invalid:
        return _page(forms.renamed(forms.faults_of(invalid), email=f"email-{state}"), asked=state)
    return _page([], link=link, invited=invitation)


def add_donor() -> Reply:
    """Make a donor organisation, and go to its page."""
    name = request.form.get("name", "")
    try:
        donor = instance.add_donor(context.session(), context.actor(), name, context.now())
    except Invalid as invalid:
        return _page(forms.faults_of(invalid), asked="donor")
    flash(_("The organisation is here. Invite its people."), "done")
    return redirect(url_for("accounts.donor", donor_id=donor.id), 303)


def invite_administrator() -> Reply:
    """Invite one more administrator; shows the link once."""
    try:
        invitation, link = _invite(Grant(Role.ADMINISTRATOR))
    except Invalid as invalid:
        return _page(forms.faults_of(invalid), asked="administrator")
    return _page([], link=link, invited=invitation)


def remove_administrator(user: str) -> Reply:
    """Take an administrator's role away, after a tick that says it is meant."""
    if not request.form.get("sure"):
        return _page(forms.not_sure(user))
    try:
        people.remove_administrator(context.session(), context.actor(), UserId(user), context.now())
    except Invalid as invalid:
        return _page(forms.renamed(forms.faults_of(invalid), people="administrators"))
    flash(_("The person is no longer an administrator."), "done")
    own = user == context.actor().user
    return redirect("/", 303) if own else _back()


def donor(donor_id: str) -> Reply:
    """A donor organisation and its people."""
    return _donor_page(DonorId(donor_id), [])


def invite_donor(donor_id: str) -> Reply:
    """Invite one of a donor's people; shows the link once."""
    try:
        invitation, link = _invite(Grant(Role.DONOR, donor=DonorId(donor_id)))
    except Invalid as invalid:
        return _donor_page(DonorId(donor_id), forms.faults_of(invalid))
    return _donor_page(DonorId(donor_id), [], link=link, invited=invitation)


def remove_from_donor(donor_id: str, user: str) -> Reply:
    """Take somebody's place in an organisation away, after a tick that says it is meant."""
    if not request.form.get("sure"):
        return _donor_page(DonorId(donor_id), forms.not_sure(user))
    people.remove_from_donor(
        context.session(), context.actor(), DonorId(donor_id), UserId(user), context.now()
    )
    flash(_("The person is removed, and sees nothing of this organisation any more."), "done")
    return redirect(url_for("accounts.donor", donor_id=donor_id), 303)


def revoke_offer(invitation_id: str) -> Reply:
    """End an open invitation of an administrator."""
    invitations.revoke_invitation(context.session(), context.actor(), invitation_id, context.now())
    flash(_("The invitation is revoked. Its link no longer works."), "done")
    asked = request.form.get("donor", "")
    known = {each.id for each in instance.donors_of(context.session(), context.actor())}
    return redirect(url_for("accounts.donor", donor_id=asked), 303) if asked in known else _back()


def _invite(grant: Grant) -> tuple[str, str]:
    """The address that is invited, and the link to send."""
    email = request.form.get("email", "")
    invitation, token = invitations.invite(
        context.session(), context.actor(), grant, email, context.now()
    )
    return invitation.email, forms.link_of(token)


def _back() -> Response:
    return redirect(url_for("accounts.administration"), 303)


def _page(faults: Faults, link: str = "", invited: str = "", asked: str = "") -> Reply:
    session, actor, now = context.session(), context.actor(), context.now()
    states = instance.states_of(session, actor, now)
    here = {each.code for each in states}
    administrators, invited_here = people.administrators_of(session, actor, now)
    page = render_template(
        "accounts/administration.html",
        states=sorted(states, key=_to_do_first),
        to_add=[
            (each.code, f"{each.name} ({each.code})")
            for each in sorted(context.catalogue().states, key=lambda each: name_order(each.name))
            if each.code not in here
        ],
        donors=instance.donors_here(session, actor, now),
        administrators=administrators,
        invitations=invited_here,
        faults=faults,
        fault=dict(faults),
        asked=asked if faults else "",
        link=link,
        invited=invited,
        place="administration",
    )
    return page, (422 if faults else 200)


def _to_do_first(each: instance.StateHere) -> tuple[int, tuple[str, str]]:
    """States for which nobody is invited, then those who wait, then all others; by name."""
    urgent = 2 if each.coordinators else 1 if each.invited else 0
    return urgent, name_order(state_name(each.code))


def _donor_page(donor_id: DonorId, faults: Faults, link: str = "", invited: str = "") -> Reply:
    found, (here, invited_here) = people.people_of_donor(
        context.session(), context.actor(), donor_id, context.now()
    )
    page = render_template(
        "accounts/donor.html",
        donor=found,
        people=here,
        invitations=invited_here,
        faults=faults,
        fault=dict(faults),
        link=link,
        invited=invited,
        place="administration",
    )
    return page, (422 if faults else 200)
