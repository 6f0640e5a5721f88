"""Live screens: each change of a room is drawn once a process, and sent to all who listen.

One thread a process asks the database four times a second which rooms changed: so several
processes agree without talking to one another. A stream only waits for that thread, and holds
no connection to the database.
"""

import json
import logging
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, NamedTuple

LOG = logging.getLogger("octant")
# Seconds. The beat finds out who has left; an end now and then lets a process be replaced.
TICK, BEAT, LONGEST = 0.25, 15.0, 600.0
# A signed-in person's right is asked for once a stream, and a role may end: the next stream asks.
LONGEST_SIGNED_IN = 20.0
# Beyond this a phone polls, so that threads are left for the votes.
MOST_STREAMS = 300
_MAKING = threading.Lock()


class Channel(NamedTuple):
    """What somebody looks at: a workshop, on a kind of screen, in a language."""

    workshop: str
    screen: str
    language: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What a screen shows at a version of its room.

    `key` stays the same while only the counts change: then nothing on the screen is replaced,
    and nobody loses what they were about to choose. `last` where no further change can come.
    """

    version: int
    key: str
    page: str
    counts: Mapping[str, str] = field(default_factory=dict)
    last: bool = False

    def event(self, held: str) -> str:
        """As a server-sent event for a screen that holds the picture of a key."""
        if held == self.key:
            body, kind = json.dumps(self.counts), "counts"
        else:
            body, kind = self.page, "room"
        lines = "".join(f"data: {line}\n" for line in body.splitlines())
        return f"event: {kind}\nid: {self.version}\n{lines}\n"


class TooManyStreams(Exception):
    """This process holds as many streams as it may."""


class Watch:
    """The rooms that somebody looks at, and their newest pictures.

    `versions(workshop ids)` gives the version of each; `draw(workshop id, channels)` the
    pictures of one room. Both are called by the one thread that looks, never by a stream.
    """

    def __init__(
        self,
        versions: Callable[[Iterable[str]], Mapping[str, int]],
        draw: Callable[[str, Iterable[Channel]], Mapping[Channel, Picture]],
    ) -> None:
        """Watch nothing yet."""
        self._versions, self._draw = versions, draw
        self._changed = threading.Condition()
        self._listeners: Counter[Channel] = Counter()
        self._pictures: dict[Channel, Picture] = {}
        self._looking: threading.Thread | None = None

    @property
    def listeners(self) -> int:
        """How many streams are open."""
        with self._changed:
            return sum(self._listeners.values())

    def refuse_if_full(self) -> None:
        """Raises TooManyStreams where another stream would leave too few threads."""
        if self.listeners >= MOST_STREAMS:
            raise TooManyStreams

    def stream(self, channel: Channel, held: str, longest: float = LONGEST) -> Iterator[str]:
        """The events for a screen that holds the picture of a key; nothing begins before the first.

        The newest picture wins: a slow reader gets fewer events, never older ones. It ends after
        `longest` seconds, and the browser begins another.
        """
        self._enter(channel)
        try:
            # Spread out, so that a restarted server is not met by all phones at once.
            yield f"retry: {random.randint(300, 1500)}\n\n"  # noqa: S311 - no secret
            version, end = -1, monotonic() + longest
            while (left := end - monotonic()) > 0:
                picture = self._next(channel, version, min(BEAT, left))
                if picture is None:
                    yield ": still here\n\n"
                    continue
                yield picture.event(held)
                if picture.last:
                    return
                version, held = picture.version, picture.key
        finally:
            self._leave(channel)

    def _next(self, channel: Channel, version: int, patience: float) -> Picture | None:
        def is_new() -> bool:
            picture = self._pictures.get(channel)
            return picture is not None and picture.version != version

        with self._changed:
            return self._pictures[channel] if self._changed.wait_for(is_new, patience) else None

    def _enter(self, channel: Channel) -> None:
        with self._changed:
            self._listeners[channel] += 1
            if self._looking is None:
                self._looking = threading.Thread(target=self._look_on, name="rooms", daemon=True)
                self._looking.start()

    def _leave(self, channel: Channel) -> None:
        with self._changed:
            self._listeners[channel] -= 1
            if not self._listeners[channel]:
                del self._listeners[channel]
                self._pictures.pop(channel, None)
            self._changed.notify_all()

    def _look_on(self) -> None:
        """Look until nobody listens; an accident costs one look."""
        while True:
            with self._changed:
                channels = tuple(self._listeners)
                if not channels:
                    self._looking = None
                    return
            try:
                self._look(channels)
            except Exception:  # whatever it was, the next look may be well again
                LOG.exception("The rooms of workshops could not be read")
            with self._changed:
                # Woken early only where nobody is left.
                self._changed.wait_for(lambda: not self._listeners, TICK)

    def _look(self, channels: Iterable[Channel]) -> None:
        of_room: dict[str, list[Channel]] = {}
        for channel in channels:
            of_room.setdefault(channel.workshop, []).append(channel)
        for workshop, version in self._versions(of_room).items():
            stale = [each for each in of_room[workshop] if self._is_stale(each, version)]
            if stale:
                self._show(self._draw(workshop, stale))

    def _is_stale(self, channel: Channel, version: int) -> bool:
        picture = self._pictures.get(channel)
        return picture is None or picture.version != version

    def _show(self, pictures: Mapping[Channel, Picture]) -> None:
        with self._changed:
            for channel, picture in pictures.items():
                if channel in self._listeners:
                    self._pictures[channel] = picture
            self._changed.notify_all()


def watch_of(rooms: dict[str, Any], make: Callable[[], Watch]) -> Watch:
    """The one watch of this process, made at its first use: after a server has forked."""
    with _MAKING:
        if "workshops" not in rooms:
            rooms["workshops"] = make()
        return rooms["workshops"]
