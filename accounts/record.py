"""The record of a state: a page and a file, for its coordinators."""

import csv
import io
from urllib.parse import urlencode

from flask import Response, make_response, render_template, request, url_for
from flask_babel import gettext as _

from accounts import forms
from accounts.members import own_states
from accounts.record_lines import rows_of, sentences_of
from accounts.record_words import KINDS
from assessment.domain.errors import NotFound
from assessment.domain.identifiers import STATE_CODE, StateCode
from assessment.domain.permissions import Act
from assessment.services.audit import Chosen, Kind, record_of, whole_record
from web import context
from web.components import marked_by, state_name
from web.headers import attached

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def record() -> str:
    """What was done in a state, the newest first."""
    state, page = _state(), _page()
    found = record_of(context.session(), context.actor(), state, _chosen(), page)
    asked = _asked(state)
    return render_template(
        "accounts/record.html",
        state=state,
        states=own_states(Act.SEE_AUDIT),
        lines=rows_of(found.lines),
        record=found,
        kinds=[("", _("Everything")), *((kind.value, str(words)) for kind, words in KINDS.items())],
        asked=asked,
        address_of=lambda number: f"{url_for('accounts.record')}?{_query(asked, page=number)}",
        file=f"{url_for('accounts.record_file')}?{_query(asked)}",
        marked=marked_by(state),
        place="audit",
    )


def record_file() -> Response:
    """The same lines as a CSV file, with the state and its marking on top."""
    state = _state()
    lines = whole_record(context.session(), context.actor(), state, _chosen())
    marking = marked_by(state).marking
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([_("Record of %(state)s", state=state_name(state)), _safe(marking)])
    table.writerow([_("Time (UTC)"), _("Who"), _("Act"), _("In words")])
    for line, words in zip(lines, sentences_of(lines), strict=True):
        # Seconds throughout, so that every time has the same form and sorts as text.
        at = line.at.isoformat(timespec="seconds")
        table.writerow([at, *map(_safe, (line.who, line.act, words))])
    reply = make_response("\ufeff" + text.getvalue())
    reply.mimetype = "text/csv"
    reply.headers["Content-Disposition"] = f'attachment; filename="octant-record-{state}.csv"'
    return attached(reply)


def _state() -> StateCode:
    """The state that is asked for, or the first whose record the actor may read."""
    asked = request.args.get("state", "")
    if asked and not STATE_CODE.fullmatch(asked):
        raise NotFound
    found = [StateCode(asked)] if asked else [*own_states(Act.SEE_AUDIT), *context.actor().states]
    if not found:
        raise NotFound
    return found[0]


def _page() -> int:
    asked = request.args.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1  # noqa: PLR2004 - a database takes no larger number


def _chosen() -> Chosen:
    kind = request.args.get("kind", "")
    return Chosen(
        Kind(kind) if kind in set(Kind) else None,
        forms.day_begins("from"),
        forms.day_ends("to"),
    )


def _asked(state: StateCode) -> dict[str, str]:
    """What the form asked for, as far as it was understood."""
    chosen = _chosen()
    return {
        "state": state,
        "kind": chosen.kind.value if chosen.kind else "",
        "from": request.args.get("from", "") if chosen.since else "",
        "to": request.args.get("to", "") if chosen.until else "",
    }


def _query(asked: dict[str, str], **more: object) -> str:
    return urlencode({key: value for key, value in {**asked, **more}.items() if value})


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_RISKY) else text
