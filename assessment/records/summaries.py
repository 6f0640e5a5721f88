"""Summaries of releases, read from their text once a process: what was released never changes."""

import json
from collections.abc import Mapping
from typing import Any

_READ: dict[str, Mapping[str, Any]] = {}
_MOST_READ = 5_000


def summary_in(release_id: str, text: str) -> Mapping[str, Any]:
    """The summary of a release, from the text that its row holds."""
    found = _READ.get(release_id)
    if found is None:
        if len(_READ) >= _MOST_READ:
            _READ.clear()
        found = _READ[release_id] = json.loads(text)
    return found
