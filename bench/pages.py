"""Queries, size and time of the main pages, a full assessment beside a half-empty one.

    .venv/bin/python -m bench.pages

Exits with 1 where a limit is broken. The reference is a page that shows nothing but the frame:
`/about/method`, in the same run.
"""

import statistics
import sys
import tempfile
import time
from http import HTTPStatus

import click
from sqlalchemy import Engine, event

from app import create_app
from assessment.domain.permissions import Actor, Grant, Role
from assessment.records.base import metadata
from assessment.services.cycles import cycles_of
from questionnaires.demo import PASSWORD, address
from questionnaires.demonstration import ARCADIA, BRINDLE, Character
from tests.conftest import sign_in
from web.settings import from_environment

ROUNDS = 15
# Page: the most queries and the most kilobytes of HTML, where the issue sets them.
LIMITS = {"question": (10, 60), "results": (15, 150)}


def main() -> None:
    """Load the demonstration, ask each page a few times, print a line for each."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(from_environment({"OCTANT_DATA": folder, "OCTANT_PASSWORD_COST": "test"}))
        octant = app.extensions["octant"]
        metadata.create_all(octant.engine)
        characters = (ARCADIA, BRINDLE)
        states = [character.code for character in characters]
        app.test_cli_runner().invoke(args=["demo", *states], catch_exceptions=False)
        broken = [line for character in characters for line in _of_state(app, character)]
        octant.engine.dispose()
    for line in broken:
        click.echo(line)
    sys.exit(1 if broken else 0)


def _of_state(app: object, character: Character) -> list[str]:
    octant = app.extensions["octant"]
    actor = Actor("bench", "", "", (Grant(Role.COORDINATOR, character.code),))
    with octant.reading() as session:
        cycle, *_earlier = cycles_of(session, actor)
    client = app.test_client()
    sign_in(client, address(character, Role.COORDINATOR), PASSWORD)
    base, question = f"/cycles/{cycle.id}", octant.catalogue.questions[0]
    widest = max(octant.catalogue.questions, key=lambda each: len(each.obligations))
    pages = {
        "frame (reference)": "/about/method",
        "home": "/",
        "task list": f"{base}/",
        "question": f"{base}/questions/{widest.id}",
        "element": f"{base}/elements/{question.element}",
        "results": f"{base}/results",
        "gaps": f"{base}/results/gaps",
        "roadmap": f"{base}/roadmap",
    }
    click.echo(f"\n{character.code}, {character.answered:.0%} answered")
    click.echo(f"{'page':20}{'queries':>9}{'kB':>8}{'median ms':>11}{'of frame':>10}")
    broken, frame = [], 1.0
    for name, path in pages.items():
        queries, size, took = _measure(client, path)
        frame = took if name.startswith("frame") else frame
        click.echo(f"{name:20}{queries:>9}{size:>8.1f}{took:>11.1f}{took / frame:>10.1f}")
        most_queries, most_size = LIMITS.get(name, (queries, size))
        if queries > most_queries or size > most_size:
            broken.append(f"{character.code} {name}: {queries} queries, {size:.1f} kB")
    return broken


def _measure(client: object, path: str) -> tuple[int, float, float]:
    """Queries of one request, kilobytes of HTML before compression, median milliseconds."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    reply = client.get(path)
    event.remove(Engine, "before_cursor_execute", note)
    assert reply.status_code == HTTPStatus.OK, f"{path}: {reply.status_code}"
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - begun) * 1000)
    return len(sent), len(reply.data) / 1000, statistics.median(times)


if __name__ == "__main__":
    main()
