"""The token in the browser's cookie, and the addresses that a sign-in may lead to."""

from urllib.parse import urlsplit

from flask import session

from web.guards import TOKEN


def keep(token: str) -> None:
    """Begin the browser's session anew with a token: nothing from before signing in survives."""
    session.clear()
    session[TOKEN] = token


def drop() -> None:
    """Forget everything the browser was given."""
    session.clear()


def kept() -> str:
    """The browser's token, or an empty text."""
    return session.get(TOKEN, "")


def own_path(address: str) -> str:
    r"""The address when it is a path of this site, else the home page's.

    >>> own_path("/people?state=XAA"), own_path("//evil.example"), own_path("/\\evil.example")
    ('/people?state=XAA', '/', '/')
    """
    try:
        parts = urlsplit(address) if address.isprintable() else None
    except ValueError:  # such as "//[": no address at all
        parts = None
    safe = parts and not parts.scheme and not parts.netloc and "\\" not in address
    return address if safe and address.startswith("/") and address[1:2] != "/" else "/"
