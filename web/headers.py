"""The headers that tell a browser what an Octant page never does: load, frame, sniff, leak."""

from flask import Flask, Response, current_app, request

from web.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FILES = frozenset({"static", "stylesheet"})
# For what people sent or the worker made: saved to disk, and harmless where it is opened.
ATTACHED = "default-src 'none'; sandbox"
YEAR = 365 * 24 * 60 * 60


def init_app(app: Flask, settings: Settings) -> None:
    """Put the headers on every reply."""

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if settings.https:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        response.headers["Cache-Control"] = _caching(response)
        return response


def attached(response: Response) -> Response:
    """A file that is handed out, held so tightly that nothing in it can run."""
    response.headers["Content-Security-Policy"] = ATTACHED
    return response


def _caching(response: Response) -> str:
    """Files named by their digest stay for good; pages, being someone's, are never kept."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.endpoint in FILES or getattr(view, "may_be_kept", False):
        if response.status_code == 200 and "v" in request.args:  # noqa: PLR2004 - the OK status
            return f"public, max-age={YEAR}, immutable"
        return "no-cache"
    return "no-store"
