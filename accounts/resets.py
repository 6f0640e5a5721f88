"""A lost password: the page behind the link that the operator made."""

from flask import flash, redirect, render_template, url_for
from flask import request as asked
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import forms, tokens
from assessment.domain.errors import Invalid
from assessment.services import resets
from assessment.services.passwords import fresh_hash, passwords_at
from web import context
from web.guards import public

Reply = str | Response | tuple[str, int]


@public
def reset(token: str) -> Reply:
    """The form for a new password."""
    return _form(token, [])


@public
def use_reset(token: str) -> Reply:
    """Keep the new password. Hashed before anything is written: that takes long."""
    now, password = context.now(), asked.form.get("password", "")
    try:
        with context.octant().reading() as reading:
            whose = resets.reset_of(reading, token, now)
        cost = passwords_at(context.settings().password_cost)
        hashed = fresh_hash(password, (whose.email, whose.name), cost)
        resets.use_reset(context.session(), token, hashed, now)
    except resets.ResetClosed:
        return _closed()
    except Invalid as invalid:
        return _form(token, forms.faults_of(invalid))
    tokens.drop()
    flash(
        _("Your password is changed, and you are signed out everywhere. Sign in with it."), "done"
    )
    return redirect(url_for("accounts.sign_in"), 303)


def _form(token: str, faults: list[tuple[str, str]]) -> Reply:
    try:
        whose = resets.reset_of(context.session(), token, context.now())
    except resets.ResetClosed:
        return _closed()
    page = render_template("accounts/reset.html", email=whose.email, faults=faults)
    return page, (422 if faults else 200)


def _closed() -> Reply:
    return render_template("accounts/reset_closed.html"), 410
