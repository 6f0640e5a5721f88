"""What went wrong, as a status and a page that says what happened and what to do next.

The core raises errors by name; here alone do they become sentences. A request that
prefers JSON gets `{"code", "message", "faults": [{"place", "message"}]}` instead.
"""

import errno
import logging
import math
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from assessment.domain.errors import (
    CatalogueMissing,
    CycleClosed,
    DomainError,
    Fault,
    Invalid,
    NotFound,
    NotPermitted,
    VersionMissing,
)
from assessment.records.session import is_duplicate
from web.problems import SENTENCES, STATUS_BY_CODE

__all__ = [
    "CODE_BY_STATUS",
    "SENTENCES",
    "STATUS",
    "FaultSentence",
    "Problem",
    "fault_sentence",
    "fault_sentences",
    "init_app",
    "is_full",
    "problem",
    "reply",
    "sentence",
    "wants_json",
]

LOG = logging.getLogger("octant")

STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    NotPermitted: 403,
    CycleClosed: 409,
    VersionMissing: 428,
    CatalogueMissing: 503,
    Invalid: 422,
}
CODE_BY_STATUS = {
    400: "bad_request",
    403: "not_permitted",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "too_large",
    422: "invalid",
    428: "version_missing",
    429: "too_many_attempts",
    500: "error",
    503: "busy",
    507: "full",
}

BARE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Octant</title>'
    "<h1>%s</h1><p>%s</p><p>%s</p></html>"
)

FaultSentence = Callable[[Mapping[str, str]], str]
_FAULT_SENTENCES: dict[str, FaultSentence] = {}


@dataclass(frozen=True, slots=True)
class Problem:
    """What an error page shows."""

    status: int
    code: str
    happened: str
    remedy: str
    faults: tuple[tuple[str, str], ...] = ()
    reference: str = ""


def fault_sentences(sentences: Mapping[str, FaultSentence]) -> None:
    """Teach the edge what a room's fault codes say; each gets the fault's values by name."""
    _FAULT_SENTENCES.update(sentences)


def fault_sentence(fault: Fault) -> str:
    """A fault as a sentence with its remedy."""
    known = _FAULT_SENTENCES.get(fault.code)
    if known:
        return known(dict(fault.values))
    values = ", ".join(value for _name, value in fault.values)
    words = fault.code.replace("_", " ").capitalize()
    return f"{words} ({values})" if values else words


def wants_json() -> bool:
    """Whether the request prefers JSON to a page."""
    best = request.accept_mimetypes.best_match(("text/html", "application/json"), "text/html")
    return best == "application/json"


def init_app(app: Flask) -> None:
    """Translate every error at the edge."""
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(SecurityError, _untrusted_host)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_error)
    app.register_error_handler(IntegrityError, _broken_rule)
    app.register_error_handler(Exception, _accident)


def problem(status: int, code: str, **rest: object) -> Problem:
    """The problem of a code, with its sentences."""
    happened, remedy = SENTENCES.get(code) or SENTENCES[CODE_BY_STATUS.get(status, "error")]
    return Problem(status, code, str(happened), str(remedy), **rest)


def reply(found: Problem) -> Response:
    """A problem as the page or the JSON that the request asks for."""
    if wants_json():
        body = {
            "code": found.code,
            "message": f"{found.happened}. {found.remedy}",
            "faults": [{"place": place, "message": text} for place, text in found.faults],
        }
        if found.reference:
            body["reference"] = found.reference
        return make_response(jsonify(body), found.status)
    try:
        page = render_template("errors/problem.html", problem=found)
    except Exception:  # what broke the page may break its error page too
        LOG.exception("The error page of status %s failed", found.status)
        page = BARE % (escape(found.happened), escape(found.remedy), escape(found.reference))
    return make_response(page, found.status)


def _domain_error(error: DomainError) -> Response:
    status = next(
        (STATUS[kind] for kind in type(error).__mro__ if kind in STATUS),
        STATUS_BY_CODE.get(error.code, 400),
    )
    faults = tuple((fault.place, fault_sentence(fault)) for fault in getattr(error, "faults", ()))
    found = reply(problem(status, error.code, faults=faults))
    if wait := getattr(error, "wait", None):
        found.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return found


def _form_expired(_error: CSRFError) -> Response:
    return reply(problem(400, "form_expired"))


def _untrusted_host(_error: SecurityError) -> Response:
    return reply(problem(400, "untrusted_host"))


def _http_error(error: HTTPException) -> Response:
    # What fails after the view, such as the commit, comes here wrapped.
    inner = getattr(error, "original_exception", None)
    if inner is not None:
        known = isinstance(inner, OperationalError)
        return _database_error(inner) if known else _accident(inner)
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 - a redirect raised as an exception is no problem
        return error.get_response()
    found = reply(problem(status, CODE_BY_STATUS.get(status, "bad_request")))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            found.headers[name] = value
    return found


def _database_error(error: OperationalError) -> Response:
    busy = "locked" in str(error.orig) or "timeout" in str(error.orig)
    if not busy:
        return _accident(error)
    LOG.warning("The database is busy: %s", error.orig)
    found = reply(problem(503, "busy"))
    found.headers["Retry-After"] = "5"
    return found


def _broken_rule(error: IntegrityError) -> Response:
    # Two people did the same at the same moment; the second meets what the first made.
    return reply(problem(409, "conflict")) if is_duplicate(error) else _accident(error)


def _accident(error: Exception) -> Response:
    reference = secrets.token_hex(4)
    # The rule, not the path: an address may hold the secret of an invitation, or a line end.
    LOG.error(
        "Reference %s: %s %s failed", reference, request.method, request.url_rule, exc_info=error
    )
    if is_full(error):
        return reply(problem(507, "full", reference=reference))
    return reply(problem(500, "error", reference=reference))


def is_full(error: BaseException) -> bool:
    """Whether the disk is full, as the system says it or as SQLite does."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return isinstance(error, OperationalError) and "is full" in str(error.orig)


def sentence(code: str) -> str:
    """What happened and what to do next, for an error that a page shows in its own place."""
    happened, remedy = SENTENCES[code]
    return _("%(happened)s. %(remedy)s", happened=happened, remedy=remedy)
