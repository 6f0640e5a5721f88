"""One session a request: the reply leaves only after the commit, so "saved" is true.

A view never commits its session itself. After it, a status below 400 commits and any other
rolls back; what a GET or HEAD asked for was only read. The busiest view, saving an answer, says
`keep_now` when all is written: nobody else should wait while its reply is composed.
"""

import logging
from collections.abc import Callable

from flask import Flask, Response, g, request
from sqlalchemy.exc import OperationalError

from assessment.records.session import Session
from web import context

LOG = logging.getLogger("octant")
READING = frozenset({"GET", "HEAD", "OPTIONS"})
FIRST_REFUSAL = 400


def keep_despite_refusal() -> None:
    """Commit although the reply is a refusal: for what a refusal itself must record."""
    g.keep = True


def keep_now() -> None:
    """Commit what this request wrote and close its session; a later one begins anew.

    Raises what the commit raises: then nothing was saved, and the reply must not say so.
    """
    if "session" in g:
        g.session.commit()
        g.pop("session").close()


def keep_without_traces(patience: float = 0) -> None:
    """Commit now, then drop what the database still keeps of earlier versions of votes.

    That goes on beside the request; the reply waits for it `patience` seconds at most. Raises
    what the commit raises.
    """
    keep_now()
    context.end_reading()
    gone = context.octant().traces.drop(patience)
    if patience and not gone:
        LOG.warning("The traces of a vote stay until nobody reads the database")


def write_in_passing(write: Callable[[Session], object], lost: str) -> bool:
    """Write something small in a short transaction of its own, while a page is only read.

    Where the database is busy `lost` says in the log what was not noted, and the answer is False:
    the caller decides whether the page may be shown all the same.
    """
    try:
        with context.octant().writing() as session:
            write(session)
            session.commit()
    except OperationalError:
        LOG.warning("The database is busy: %s was not noted", lost)
        return False
    return True


def init_app(app: Flask) -> None:
    """Begin, commit or roll back, and close, around every request."""
    app.before_request(_note_direction)
    app.after_request(_finish)
    app.teardown_request(_close)


def _note_direction() -> None:
    g.writing = request.method not in READING


def _finish(response: Response) -> Response:
    session = g.get("session")
    if session is None:
        return response
    accepted = response.status_code < FIRST_REFUSAL or g.pop("keep", False)
    if accepted and g.writing:
        session.commit()
    else:
        session.rollback()
    return response


def _close(_error: BaseException | None) -> None:
    context.end_reading()
    session = g.pop("session", None)
    if session is not None:
        session.close()
