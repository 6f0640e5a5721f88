"""The portfolio of 193 made-up states: queries, and time with eight donors at once.

    python -m bench.portfolio [seconds]     seconds of each round, 3 if left out

A gunicorn with the settings of `scripts/run`; eight donor organisations, to each of which 193
states released what a seeded rule makes up; one person of each, signed in over a connection of
their own. They read in turn a page that shows nothing but the frame (the reference), the
portfolio, and four states side by side. Exits 1 where a limit is not kept.
"""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from random import Random
from statistics import median, quantiles
from string import ascii_uppercase
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from flask import Flask

from app import create_app
from assessment.domain.catalogue import Catalogue, State
from assessment.domain.identifiers import StateCode
from assessment.records.base import metadata
from questionnaires.loader import load_catalogue
from tests.databases import counted_queries
from tests.donors.documents import a_document, a_gap, figures, hidden
from tests.donors.portfolio_kit import a_donor, a_person, frozen, released
from tests.seeding import PASSWORD, email, environment
from tests.wire import Person, served
from web.settings import from_environment

STATES, DONORS, ROUNDS, OK = 193, 8, 3, 200
MOST_QUERIES, MOST_MS = 12, 300
SEED = 2026
REFERENCE = "/about/method"
PAGES = {
    "frame (reference)": REFERENCE,
    "portfolio": "/portfolio",
    "portfolio of one region": "/portfolio?region=Made-up+region+3",
    "four states side by side": "/portfolio/compare?states=XAB,XAC,XAE,XAF",
}


def codes() -> list[StateCode]:
    """The codes of the made-up states: XAA, XAB and on."""
    letters = product(ascii_uppercase, repeat=2)
    return [StateCode(f"X{a}{b}") for (a, b), _number in zip(letters, range(STATES), strict=False)]


def catalogue() -> Catalogue:
    """The catalogue in service with 193 made-up states in eight made-up regions."""
    states = [
        State(code, f"State {code}, fictional", f"Made-up region {place % 8 + 1}", "Somewhere")
        for place, code in enumerate(codes())
    ]
    return replace(load_catalogue(), states=tuple(states))


def app() -> Flask:
    """What gunicorn serves: Octant with that catalogue."""
    return create_app(catalogue=catalogue())


def document(known: Catalogue, code: StateCode) -> dict[str, Any]:
    """What a state released, by a rule: a base, a lean for each area, one area in eight hidden."""
    random = Random(f"{SEED} {code}")
    base = random.uniform(0.15, 0.85)
    areas = {}
    for area in known.areas:
        point = min(1.0, max(0.0, base + random.uniform(-0.25, 0.25)))
        kind = random.choice(["scored"] * 7 + ["incomplete", "withheld"])
        part = figures(point, random.uniform(0, 0.15)) if kind == "scored" else hidden(kind)
        areas[area.id] = part | {"completeness": random.random(), "confidence": random.random()}
    asked = random.sample(known.questions, 60)
    gaps = [
        a_gap(question, level=random.randrange(3), leverage=random.uniform(0, 3))
        for question in asked
    ]
    return a_document(
        known,
        code,
        random.choice(["areas", "gaps", "roadmap"]),
        areas=areas,
        gaps=sorted(gaps, key=lambda gap: -gap["leverage"]),
        completeness=random.random(),
        confidence=random.random(),
        signed=f"2026-{random.randint(1, 10):02}-{random.randint(1, 28):02}T10:00:00+00:00",
    )


def prepare(folder: Path) -> None:
    """An Octant in a folder: eight donors with a person each, and the releases of every state."""
    known = catalogue()
    octant = create_app(from_environment(environment(folder)), catalogue=known).extensions["octant"]
    metadata.create_all(octant.engine)
    now = octant.clock()
    until = now + timedelta(days=90)
    with octant.writing() as session:
        donors = [a_donor(session, f"Donor {number} (made up)", now) for number in range(DONORS)]
        for number, donor in enumerate(donors):
            a_person(session, [donor], email(number), f"Person {number}", PASSWORD, now)
        for code in codes():
            made = document(known, code)
            cycle = frozen(session, known, made, now)
            for donor in donors:
                released(session, cycle, donor, made, until=until, now=now)
        session.commit()
    octant.engine.dispose()


def queries_of(folder: Path) -> dict[str, int]:
    """The statements of each page at its first look of the hour, by one person."""
    made = create_app(from_environment(environment(folder)), catalogue=catalogue())
    client = made.test_client()
    made.config["WTF_CSRF_ENABLED"] = False
    client.post("/sign-in", data={"email": email(0), "password": PASSWORD})
    found = {}
    for name, address in PAGES.items():
        with counted_queries() as statements:
            reply = client.get(address)
        if reply.status_code != OK:
            raise SystemExit(f"{address}: {reply.status_code}")
        found[name] = len(statements)
    made.extensions["octant"].engine.dispose()
    return found


def reader(person: Person, address: str) -> Callable[[float], tuple[list[float], int]]:
    """Somebody who reads a page over and over: the time of each reply, and its size."""

    def read(seconds: float) -> tuple[list[float], int]:
        person.wire.open_again()
        times, size, end = [], 0, perf_counter() + seconds
        while (start := perf_counter()) < end:
            reply = person.get(address)
            times.append((perf_counter() - start) * 1000)
            size = len(reply.body)
            if reply.status != OK:
                raise SystemExit(f"{address}: {reply.status}")
        return times, size

    return read


def main() -> int:
    """Measure, print, and say whether the limits are kept."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    sizes = dict.fromkeys(PAGES, 0)
    with TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        queries = queries_of(folder)
        with served("bench.portfolio:app()", environment(folder)) as server:
            people = [Person(server.port, email(number), PASSWORD) for number in range(DONORS)]
            for length in (0.5, *(seconds,) * ROUNDS):  # the first round warms up
                for page, address in PAGES.items():
                    readers = [reader(person, address) for person in people]
                    with ThreadPoolExecutor(DONORS) as pool:
                        found = list(pool.map(lambda read, last=length: read(last), readers))
                    if length == seconds:
                        times[page] += [each for own, _size in found for each in own]
                        sizes[page] = found[0][1]
    print(f"{STATES} states, {DONORS} donors at once, 2 workers, {ROUNDS} rounds of {seconds:g} s")
    print(f"{'':28}{'queries':>9}{'kB':>8}{'replies':>9}{'p50 ms':>9}{'p95 ms':>9}{'of frame':>10}")
    frame = median(times["frame (reference)"])
    kept = True
    for page, own in times.items():
        high = quantiles(own, n=20)[-1]
        print(
            f"{page:28}{queries[page]:9}{sizes[page] / 1000:8.1f}{len(own):9}"
            f"{median(own):9.1f}{high:9.1f}{median(own) / frame:10.1f}"
        )
        kept = kept and queries[page] <= MOST_QUERIES and high <= MOST_MS
    print(f"Limits: {MOST_QUERIES} queries, {MOST_MS} ms at p95: {'kept' if kept else 'NOT kept'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
