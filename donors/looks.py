"""Who looked: the states see it, so every page and file that shows a release notes it.

A page is refused as a file is where the look cannot be noted. A state released on the promise
that it sees who looked, and what somebody has read cannot be called back; a donor can wait.
"""

from collections.abc import Iterable
from datetime import timedelta

from assessment.domain.errors import DomainError
from assessment.domain.identifiers import ReleaseId
from assessment.services.comparisons import note_looks, unnoted
from web import context
from web.database import write_in_passing

PORTFOLIO, COMPARE, EXPORT, PDF = "portfolio", "compare", "export", "pdf"
ROOM = "looks"
HOUR = "%Y-%m-%dT%H"


class LookNotNoted(DomainError):
    """Nothing of a release is shown or handed out: that somebody looks could not be noted."""

    code = "look_not_noted"
    wait = timedelta(seconds=5)


def note(releases: Iterable[ReleaseId], place: str) -> None:
    """Note that the person who asks looked at these releases, once an hour for each place.

    What this process noted in the present hour is remembered, so that a page that is read again
    does not wait to be written. Raises LookNotNoted where the database is busy.
    """
    actor, now = context.actor(), context.now()
    remembered = context.octant().rooms.setdefault(ROOM, {})
    hour = now.strftime(HOUR)
    if hour not in remembered:
        remembered.clear()
    noted = remembered.setdefault(hour, set())
    fresh = [each for each in releases if (actor.user, place, each) not in noted]
    if not fresh:
        return
    lines = unnoted(context.session(), actor, fresh, place, now)
    if lines and not write_in_passing(
        lambda writing: note_looks(writing, actor, lines, place, now), "a look"
    ):
        raise LookNotNoted(place)
    noted.update((actor.user, place, each) for each in fresh)
