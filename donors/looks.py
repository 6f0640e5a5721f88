"""Who looked: the states see it, so every page and file that shows a release notes it."""

from collections.abc import Iterable

from assessment.domain.errors import DomainError
from assessment.domain.identifiers import ReleaseId
from assessment.services.comparisons import note_looks, unnoted
from web import context
from web.database import write_in_passing

PORTFOLIO, COMPARE, EXPORT, PDF = "portfolio", "compare", "export", "pdf"
# What is taken away is handed out only to whom the states can see; a page may be read unnoted.
TAKEN_AWAY = frozenset({EXPORT, PDF})
ROOM = "looks"
HOUR = "%Y-%m-%dT%H"


class LookNotNoted(DomainError):
    """A file is not handed out: that somebody takes it could not be noted."""

    code = "look_not_noted"


def note(releases: Iterable[ReleaseId], place: str) -> None:
    """Note that the person who asks looked at these releases, once an hour for each place.

    What this process noted in the present hour is remembered, so that a page that is read again
    does not wait to be written. Raises LookNotNoted for a file, where the database is busy.
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
    elif place in TAKEN_AWAY:
        raise LookNotNoted(place)
