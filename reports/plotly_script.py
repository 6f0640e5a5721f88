"""Plotly's full bundle, served from the pinned package: smaller ones silently draw scatter."""

import gzip
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from flask import Response, request, url_for


def _path() -> Path:
    package = find_spec("plotly")
    if package is None or package.origin is None:
        raise FileNotFoundError("plotly is in requirements.txt but not installed")
    return Path(package.origin).parent / "package_data" / "plotly.min.js"


@cache
def _packed() -> bytes:
    return gzip.compress(_path().read_bytes(), 9)


def plotly_address() -> str:
    """Where a page finds the script; the version makes the address change with it."""
    return url_for("reports.plotly_script", v=version("plotly"))


def plotly_script() -> Response:
    """The script, packed where the browser takes it so: a third of the size."""
    packed = request.accept_encodings["gzip"] > 0
    response = Response(_packed() if packed else _path().read_bytes(), mimetype="text/javascript")
    response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


# Nobody's secret, and the same for everybody: see web.guards and web.headers.
plotly_script.is_public = True
plotly_script.may_be_kept = True
