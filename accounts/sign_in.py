"""Signing in and out, accepting an invitation, and one's own account."""

import math

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import forms, tokens, words
from assessment.domain.errors import Fault, Invalid, NotFound
from assessment.domain.permissions import Grant
from assessment.services import invitations, sign_ins
from assessment.services.passwords import Passwords, fresh_hash, passwords_at
from assessment.services.sign_ins import TooManyAttempts
from web import context
from web.components import state_name
from web.database import keep_despite_refusal
from web.guards import public

Reply = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


def _passwords() -> Passwords:
    return passwords_at(context.settings().password_cost)


def _address() -> str:
    return request.remote_addr or ""


@public
def sign_in_page() -> Reply:
    """The form; who is signed in goes on."""
    if context.actor():
        return redirect(tokens.own_path(request.args.get("next", "")))
    return _sign_in_form([])


@public
def sign_in() -> Reply:
    """Check the password before anything is written: hashing must not hold the write lock."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    try:
        with context.octant().open_session(False) as reading:  # noqa: FBT003 - "not writing"
            account = sign_ins.account_of(reading, email, _address(), context.now())
        if not _passwords().matches(account.kept, password[:1000]):
            sign_ins.note_failure(context.session(), account, _address(), context.now())
            keep_despite_refusal()
            return _sign_in_form([("email", _("The e-mail address or the password is wrong."))])
        token = sign_ins.sign_in(context.session(), account, _address(), context.now())
    except TooManyAttempts as refused:
        return _too_many(refused)
    sign_ins.renew_hash(context.session(), account, password, _passwords())
    if tokens.kept():
        sign_ins.sign_out(context.session(), tokens.kept())
    tokens.keep(token)
    return redirect(tokens.own_path(request.form.get("next", "")), 303)


def _sign_in_form(faults: list[tuple[str, str]], status: int = 422) -> Reply:
    page = render_template(
        "accounts/sign_in.html",
        faults=faults,
        email=request.form.get("email", ""),
        next=tokens.own_path(request.values.get("next", "")),
    )
    return page, (status if faults else 200)


def _too_many(refused: TooManyAttempts) -> Reply:
    words, headers = _wait(refused)
    page, status = _sign_in_form([("email", words)], 429)
    return page, status, headers


def _wait(refused: TooManyAttempts) -> tuple[str, dict[str, str]]:
    """What to say, and the header that says it to a program."""
    seconds = math.ceil(refused.wait.total_seconds())
    words = _(
        "Too many attempts. Wait %(time)s, then try again.", time=forms.minutes_in_words(seconds)
    )
    return words, {"Retry-After": str(seconds)}


@public
def sign_out() -> Reply:
    """End the sign-in on the server and in the browser; harmless when it has ended."""
    if tokens.kept():
        sign_ins.sign_out(context.session(), tokens.kept())
    tokens.drop()
    flash(_("You are signed out."), "done")
    return redirect(url_for("accounts.sign_in"), 303)


@public
def invitation(token: str) -> Reply:
    """What the invitation offers, and the form to accept it."""
    return _invitation_form(token, [])


@public
def accept(token: str) -> Reply:
    """Make the account or add the role, and begin a sign-in."""
    now, session = context.now(), context.session()
    try:
        if context.actor():
            invitations.join(session, context.actor(), token, now)
        else:
            name, password = request.form.get("name", ""), request.form.get("password", "")
            user = invitations.accept_invitation(session, token, name, password, _passwords(), now)
            tokens.keep(sign_ins.begin(session, user, now))
    except invitations.InvitationClosed:
        return render_template("accounts/invitation_closed.html"), 410
    except Invalid as invalid:
        return _invitation_form(token, forms.faults_of(invalid))
    flash(_("Welcome. You can begin."), "done")
    return redirect("/", 303)


def _invitation_form(token: str, faults: list[tuple[str, str]]) -> Reply:
    session, now = context.session(), context.now()
    try:
        offer, known = invitations.invitation_of(session, token, now)
    except invitations.InvitationClosed:
        return render_template("accounts/invitation_closed.html"), 410
    if context.actor() and context.actor().email != offer.email:
        raise NotFound
    page = render_template(
        "accounts/invitation.html",
        offer=offer,
        known=known,
        where=_where(offer.grant, invitations.place_named(session, token, now)),
        role=words.ROLES[offer.role],
        may_do=words.MAY[offer.role],
        name_hint=words.name_hint(offer.role),
        faults=faults,
        name=request.form.get("name", ""),
        token=token,
    )
    return page, (422 if faults else 200)


def _where(grant: Grant, named: str) -> str:
    if grant.state is None:
        return named
    state = state_name(grant.state)
    return _("%(cycle)s of %(state)s", cycle=named, state=state) if named else state


def account() -> Reply:
    """One's own password and sign-ins."""
    return _account_page([])


def change_password() -> Reply:
    """A new password ends every sign-in but the one that begins here.

    Guessing the present one is counted as at sign-in: the browser may be somebody else's now.
    """
    present, new = request.form.get("present", ""), request.form.get("password", "")
    actor, now = context.actor(), context.now()
    try:
        with context.octant().reading() as reading:
            own = sign_ins.account_of(reading, actor.email, _address(), now)
        if not _passwords().matches(own.kept, present[:1000]):
            sign_ins.note_failure(context.session(), own, _address(), now)
            keep_despite_refusal()
            return _account_page(forms.faults_of(Invalid([Fault("password_wrong", "present")])))
        hashed = fresh_hash(new, (actor.email, actor.name), _passwords())
        token = sign_ins.change_password(context.session(), actor, own, hashed, now)
    except TooManyAttempts as refused:
        words, headers = _wait(refused)
        page, _status = _account_page([("present", words)])
        return page, 429, headers
    except Invalid as invalid:
        return _account_page(forms.faults_of(invalid))
    tokens.keep(token)
    flash(_("Your password is changed. You are signed out everywhere else."), "done")
    return redirect(url_for("accounts.account"), 303)


def sign_out_elsewhere() -> Reply:
    """End all other sign-ins of the same person."""
    if not tokens.kept():
        abort(400)
    sign_ins.sign_out_elsewhere(context.session(), context.actor(), tokens.kept(), context.now())
    flash(_("You are signed out everywhere else."), "done")
    return redirect(url_for("accounts.account"), 303)


def _account_page(faults: list[tuple[str, str]]) -> tuple[str, int]:
    places = sign_ins.places_of(context.session(), context.actor(), context.now())
    page = render_template("accounts/account.html", faults=faults, others=max(0, places - 1))
    return page, (422 if faults else 200)
