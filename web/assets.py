"""Addresses of files under `static/`, each with a digest, so that browsers may keep them.

The style sheets are many files for people and one reply for browsers: `static/octant.css`.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

from flask import Flask, Response, request

STATIC = Path(__file__).resolve().parent.parent / "static"
# The order of the cascade; files not named here follow, by name; print and access close it.
FIRST = ("tokens", "fonts", "base", "masthead", "page", "buttons", "forms", "levels", "tables")
LAST = ("access", "print")
RELATIVE = re.compile(r'url\("\.\./([^"?]+)"\)')


@cache
def _digest(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]


def asset(path: str) -> str:
    """The address of a file under `static/`, such as `asset('js/octant.js')`."""
    return f"{request.script_root}/static/{path}?v={_digest(path)}"


def style_sheets() -> tuple[Path, ...]:
    """Every style sheet, in the order of the cascade."""
    found = {path.stem: path for path in sorted((STATIC / "css").glob("*.css"))}
    between = [name for name in found if name not in FIRST + LAST]
    return tuple(found[name] for name in (*FIRST, *between, *LAST) if name in found)


@cache
def style_sheet() -> str:
    """All style sheets as one, with digests on the fonts and pictures they name."""

    def with_digest(match: re.Match[str]) -> str:
        return f'url("{match[1]}?v={_digest(match[1])}")'

    joined = "\n".join(path.read_text(encoding="utf-8") for path in style_sheets())
    return RELATIVE.sub(with_digest, joined)


def style_sheet_address() -> str:
    """The address of all style sheets as one."""
    digest = hashlib.sha256(style_sheet().encode()).hexdigest()[:12]
    return f"{request.script_root}/static/octant.css?v={digest}"


def _stylesheet() -> Response:
    response = Response(style_sheet(), mimetype="text/css")
    response.add_etag()
    return response.make_conditional(request)


_stylesheet.is_public = True
_stylesheet.may_be_kept = True


def init_app(app: Flask) -> None:
    """Serve the joined style sheet, and give templates their helpers."""
    if app.debug:
        app.before_request(style_sheet.cache_clear)
        app.before_request(_digest.cache_clear)
    app.add_url_rule("/static/octant.css", "stylesheet", _stylesheet)
    app.jinja_env.globals.update(asset=asset, style_sheet_address=style_sheet_address)
