"""Who looked: the states see it, so every page and file that shows a release notes it."""

from collections.abc import Iterable

from assessment.domain.identifiers import ReleaseId
from assessment.services.comparisons import note_looks, unnoted
from web import context
from web.database import write_in_passing

PORTFOLIO, COMPARE, EXPORT = "portfolio", "compare", "export"
ROOM = "looks"
HOUR = "%Y-%m-%dT%H"


def note(releases: Iterable[ReleaseId], place: str) -> None:
    """Note that the person who asks looked at these releases, once an hour for each place.

    What this process noted in the present hour is remembered, so that a page that is read again
    does not wait to be written.
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
    if not lines or write_in_passing(
        lambda writing: note_looks(writing, actor, lines, place, now), "a look"
    ):
        noted.update((actor.user, place, each) for each in fresh)
