"""The wall: every address needs a sign-in unless its view is `@public`.

Who asks is found once a request, by one query in a read-only session, so that a save
holds the write lock only for its own work.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assessment.services.sign_ins import mark_seen, presence_of
from web import context
from web.database import READING, write_in_passing
from web.errors import Problem, reply, wants_json

# The key of the sign-in's token in Flask's signed cookie.
TOKEN = "sign_in"  # noqa: S105 - the name of a place, no secret
SEEN_EVERY = timedelta(minutes=10)
ALWAYS_OPEN = frozenset({"static"})


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Open a view to people who are not signed in."""
    view.is_public = True
    return view


def init_app(app: Flask) -> None:
    """Stand before every view."""
    app.before_request(_wall)


def _wall() -> Response | None:
    if request.endpoint in ALWAYS_OPEN:
        return None
    _find_actor()
    # An address that is not there says so to everybody; it guards nothing.
    if request.endpoint is None or g.get("actor") is not None:
        return None
    if getattr(current_app.view_functions[request.endpoint], "is_public", False):
        return None
    return _sign_in_first()


def _find_actor() -> None:
    token = session.get(TOKEN)
    if not token:
        return
    looking = context.session() if request.method in READING else context.reading_session()
    presence = presence_of(looking, token, context.now())
    if presence is None:
        session.pop(TOKEN)
        return
    g.actor = presence.actor
    if context.now() - presence.seen >= SEEN_EVERY:
        _mark_seen(token)


def _mark_seen(token: str) -> None:
    write_in_passing(lambda writing: mark_seen(writing, token, context.now()), "a last visit")


def _sign_in_first() -> Response:
    if request.method in READING and not wants_json():
        path = request.full_path.removesuffix("?")
        return redirect(url_for("accounts.sign_in", next=path))
    return reply(
        Problem(
            401,
            "signed_out",
            _("You are signed out"),
            _(
                "Nothing was saved. Sign in in a new tab, then go back: your text is still "
                "there. Copy it, reload the page, and send it again."
            ),
        )
    )
