"""How many answers Octant saves a second, beside a bare Flask view, in the same run.

    python -m bench.saving [seconds]     seconds of each round, 3 if left out

Three gunicorns with the settings of `scripts/run`: the bare view (`bench/bare.py`), Octant with
one full assessment of the real catalogue, Octant with 200. Eight people, each signed in over a
connection of their own, save to each in turn. A save counts where it was acknowledged
with its new version, and each is looked for in the database afterwards. Exits 1 where a
limit is not kept.
"""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import insert, literal, select

from assessment.domain.catalogue import Catalogue
from assessment.records.answer_tables import responses, revisions
from assessment.records.cycles import cycles
from tests.seeding import PASSWORD, email, environment, seeded
from tests.wire import Person, Server, Wire, message, served

OK = 200
PEOPLE = 8
ROUNDS = 3
MANY = 200
# What must hold: a third of the bare view, and no slower with 200 assessments.
LEAST_SHARE, LEAST_FLAT = 1 / 3, 0.9

Work = Callable[[float], list[float]]


@dataclass
class Tally:
    """What was measured of one server: saves, seconds, and the time of each save."""

    name: str
    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    def add(self, times: list[float], seconds: float) -> None:
        """Note one round."""
        self.times += times
        self.seconds += seconds
        self.rates.append(len(times) / seconds)

    def __str__(self) -> str:
        """One line of the table."""
        high = quantiles(self.times, n=20)[-1]
        return (
            f"{self.name:30}{len(self.times):9}{median(self.rates):10.0f}"
            f"{median(self.times) * 1000:10.1f}{high * 1000:10.1f}"
        )


def round_of(works: list[Work], seconds: float, tally: Tally) -> None:
    """All people save at once for some seconds."""
    with ThreadPoolExecutor(len(works)) as pool:
        start = perf_counter()
        times = [time for each in pool.map(lambda work: work(seconds), works) for time in each]
        tally.add(times, perf_counter() - start)


def timed(wire: Wire, requests: Iterator[tuple[bytes, bytes]], seconds: float) -> list[float]:
    """Send requests for some seconds; how long each took.

    With each request comes what its reply holds where it was saved; ends the run where one is not.
    """
    times = []
    wire.open_again()
    end = perf_counter() + seconds
    while (start := perf_counter()) < end:
        request, accepted = next(requests)
        reply = wire.ask(request)
        times.append(perf_counter() - start)
        if reply.status != OK or accepted not in reply.body:
            raise SystemExit(f"Not saved: {reply}")
    return times


def bare_works(server: Server) -> list[Work]:
    """Eight who save to the bare view, over and over, one question each."""

    def requests(number: int) -> Iterator[tuple[bytes, bytes]]:
        for turn in count():
            yield message("POST", "/", {"question": f"q{number}", "level": turn % 5}), b"true"

    return [partial(timed, Wire(server.port), requests(number)) for number in range(PEOPLE)]


def octant_works(server: Server, cycle: str, catalogue: Catalogue) -> list[Work]:
    """Eight who answer the questionnaire again and again, each their own questions."""

    def requests(person: Person, number: int) -> Iterator[tuple[bytes, bytes]]:
        for version in count(1):
            for question in catalogue.questions[number::PEOPLE]:
                address = f"/cycles/{cycle}/questions/{question.id}"
                request = person.save_message(address, version=version, same=version % 5)
                yield request, b'"version":%d}' % (version + 1)

    people = [Person(server.port, email(number), PASSWORD) for number in range(PEOPLE)]
    return [
        partial(timed, person.wire, requests(person, number))
        for number, person in enumerate(people)
    ]


def prepare(folder: Path, assessments: int) -> tuple[str, Catalogue]:
    """An Octant in a folder: eight people and full assessments; the first cycle's id."""
    cycle, catalogue, octant = seeded(folder, PEOPLE)
    with octant.writing() as session:
        for number in range(1, assessments):
            for table in (cycles, responses, revisions):
                own = table.columns["id" if table is cycles else "cycle_id"]
                copied = [literal(f"{number:016x}") if each is own else each for each in table.c]
                rows = select(*copied).where(own == cycle.id)
                session.execute(insert(table).from_select(table.columns.keys(), rows))
        session.commit()
    octant.engine.dispose()
    return cycle.id, catalogue


def revisions_kept(folder: Path, cycle: str) -> int:
    """How many saves of a cycle the database holds, beyond those of `prepare`."""
    database = sqlite3.connect(folder / "octant.sqlite")
    query = "SELECT count(*) FROM revisions WHERE cycle_id = ? AND version > 1"
    (kept,) = database.execute(query, (cycle,)).fetchone()
    database.close()
    return kept


def main() -> int:
    """Measure, print, and say whether the limits are kept."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    bare = Tally("bare Flask and SQLite")
    one, many = Tally("Octant, 1 assessment"), Tally(f"Octant, {MANY} assessments")
    with TemporaryDirectory() as name, ExitStack() as running:
        home = Path(name)
        with sqlite3.connect(home / "bare.sqlite") as database:
            database.execute("CREATE TABLE answers (question TEXT PRIMARY KEY, level TEXT)")
        database.close()
        bare_server = running.enter_context(
            served("bench.bare:app", {"BARE": str(home / "bare.sqlite")})
        )
        plans = [(bare, bare_works(bare_server))]
        kept = []
        for tally, assessments in ((one, 1), (many, MANY)):
            folder = home / str(assessments)
            cycle, catalogue = prepare(folder, assessments)
            server = running.enter_context(served("app:create_app()", environment(folder)))
            plans.append((tally, octant_works(server, cycle, catalogue)))
            kept.append((tally, folder, cycle))
        for _tally, works in plans:  # the first requests of a worker load what it needs
            round_of(works, 0.5, Tally("warming up"))
        warmed = [revisions_kept(folder, cycle) for _tally, folder, cycle in kept]
        for _round in range(ROUNDS):
            for tally, works in plans:
                round_of(works, seconds, tally)
        for (tally, folder, cycle), before in zip(kept, warmed, strict=True):
            found = revisions_kept(folder, cycle) - before
            if found != len(tally.times):
                raise SystemExit(f"{len(tally.times)} saves acknowledged, {found} kept")
    print(f"{PEOPLE} clients, 2 workers, {ROUNDS} rounds of {seconds:g} s each; every save found")
    print(f"{'':30}{'saves':>9}{'a second':>10}{'p50 ms':>10}{'p95 ms':>10}")
    for tally in (bare, one, many):
        print(tally)
    share = median(a / b for a, b in zip(one.rates, bare.rates, strict=True))
    flat = median(a / b for a, b in zip(many.rates, one.rates, strict=True))
    print(f"Octant / bare: {share:.3f} (at least {LEAST_SHARE:.3f})")
    print(f"{MANY} assessments / 1: {flat:.3f} (at least {LEAST_FLAT})")
    return 0 if share >= LEAST_SHARE and flat >= LEAST_FLAT else 1


if __name__ == "__main__":
    sys.exit(main())
