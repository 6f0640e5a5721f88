"""What a view may ask of the running Octant: catalogue, clock, session, actor, settings.

`create_app` hands an `Octant` over once; views call the functions here and never reach
for `app.extensions` themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import current_app, g
from sqlalchemy import Engine

from assessment.domain.catalogue import Catalogue
from assessment.records.session import Session
from web.settings import Settings


@dataclass
class Octant:
    """What all rooms share at run time; `app.extensions["octant"]`.

    `open_session(writing)` gives a new session; `traces` are what votes leave in the database;
    `load_catalogue` is called once, at the first use; `rooms` holds what a room hands to pages
    and commands under its own name.
    """

    settings: Settings
    clock: Callable[[], datetime]
    load_catalogue: Callable[[], Catalogue]
    engine: Engine | None = None
    open_session: Callable[[bool], Session] | None = None
    traces: Any = None
    rooms: dict[str, Any] = field(default_factory=dict)

    def reading(self) -> Session:
        """A session that only reads; the caller closes it."""
        return self.open_session(False)  # noqa: FBT003 - "not writing"

    def writing(self) -> Session:
        """A session that may write; the caller commits and closes it."""
        return self.open_session(True)  # noqa: FBT003 - "writing"

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue that new cycles begin with."""
        return self.load_catalogue()


def octant() -> Octant:
    """The running Octant."""
    return current_app.extensions["octant"]


def catalogue() -> Catalogue:
    """The catalogue that new cycles begin with (an old cycle keeps its own)."""
    return octant().catalogue


def settings() -> Settings:
    """The settings of this installation."""
    return octant().settings


def now() -> datetime:
    """The present moment, in UTC, the same throughout a request."""
    if "now" not in g:
        g.now = octant().clock()
    return g.now


def session() -> Session:
    """The request's one session, opened at the first call.

    Read-only for GET and HEAD; `web.database` commits it after the view, or rolls it back.
    """
    if "session" not in g:
        g.session = octant().open_session(g.get("writing", True))
    return g.session


def reading_session() -> Session:
    """A session beside the request's writing one, for what is read before anything is written.

    The wall and a save share it: on SQLite nobody should wait for somebody who only looks.
    """
    if "before" not in g:
        g.before = octant().reading()
    return g.before


def end_reading() -> None:
    """Give the reading session back, if there is one."""
    before = g.pop("before", None)
    if before is not None:
        before.close()


def actor() -> Any:
    """Who asks: an `Actor`, or None when nobody is signed in. `web.guards` sets it."""
    return g.get("actor")
