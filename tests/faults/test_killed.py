"""The server is killed while people save: nothing acknowledged is lost, nothing is half there."""

import json
import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from threading import Semaphore

import pytest

from tests.seeding import PASSWORD, email, environment, seeded
from tests.wire import Person, served

PEOPLE = 4
# Saves acknowledged before each blow; there is always another one under way.
BLOWS = (25, 60)
PATIENCE = 30


class Saver:
    """Somebody who answers question after question, and notes what was sent and acknowledged."""

    def __init__(self, number, port, cycle, questions):
        self.person = Person(port, email(number), PASSWORD)
        self.number, self.cycle, self.questions = number, cycle, questions
        self.sent, self.acknowledged = set(), set()

    def save_until_cut_off(self, versions, saved):
        for turn in count():
            question = self.questions[turn % len(self.questions)]
            comment = f"person {self.number}, turn {turn}, over {versions[question]}"
            level = str(turn % 5)
            request = self.person.save_message(
                f"/cycles/{self.cycle}/questions/{question}",
                version=versions[question],
                same=level,
                comment=comment,
            )
            self.sent.add((question, versions[question] + 1, comment, level))
            try:
                reply = self.person.wire.ask(request)
            except OSError:
                return
            assert reply.status == 200, reply
            versions[question] = json.loads(reply.body)["version"]
            self.acknowledged.add((question, versions[question], comment, level))
            saved.release()


def rows(folder, query):
    with closing(sqlite3.connect(folder / "octant.sqlite")) as database:
        return database.execute(query).fetchall()


def kept_revisions(folder):
    found = rows(folder, "SELECT question_id, version, contents FROM revisions WHERE version > 1")
    kept = set()
    for question, version, text in found:
        contents = json.loads(text)
        (level,) = set(contents["levels"].values())
        kept.add((question, version, contents["comment"], level))
    return kept


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory):
    """The folder after two blows, what was sent, what was acknowledged, and a last save."""
    folder = tmp_path_factory.mktemp("octant")
    cycle, catalogue, octant = seeded(folder, PEOPLE)
    octant.engine.dispose()
    asked = [question.id for question in catalogue.questions]
    sent, acknowledged = set(), set()
    for blow in BLOWS:
        versions = dict(rows(folder, "SELECT question_id, version FROM responses"))
        with served("app:create_app()", environment(folder)) as server:
            savers = [
                Saver(number, server.port, cycle.id, asked[number::PEOPLE])
                for number in range(PEOPLE)
            ]
            saved = Semaphore(0)
            with ThreadPoolExecutor(PEOPLE) as pool:
                work = [pool.submit(saver.save_until_cut_off, versions, saved) for saver in savers]
                for _save in range(blow):
                    assert saved.acquire(timeout=PATIENCE)
                server.kill()
            for saver, each in zip(savers, work, strict=True):
                saver.person.wire.close()
                each.result()
        sent |= set().union(*(saver.sent for saver in savers))
        acknowledged |= set().union(*(saver.acknowledged for saver in savers))
    return folder, cycle, sent, acknowledged


def test_every_acknowledged_save_is_there_after_a_restart(aftermath):
    folder, _cycle, _sent, acknowledged = aftermath
    assert len(acknowledged) >= sum(BLOWS)
    assert acknowledged - kept_revisions(folder) == set()


def test_nothing_is_there_that_nobody_sent(aftermath):
    folder, _cycle, sent, _acknowledged = aftermath
    assert kept_revisions(folder) - sent == set()


def test_no_save_is_half_there(aftermath):
    folder, _cycle, _sent, _acknowledged = aftermath
    standing = rows(folder, "SELECT question_id, version, comment FROM responses")
    trail = rows(folder, "SELECT question_id, version, contents FROM revisions ORDER BY version")
    newest = {question: (version, json.loads(text)) for question, version, text in trail}
    cells = {}
    for question, text in rows(folder, "SELECT question_id, levels FROM responses"):
        cells[question] = dict(cell.split("=") for cell in text.split())
    assert {question: (version, comment) for question, version, comment in standing} == {
        question: (version, contents["comment"]) for question, (version, contents) in newest.items()
    }
    assert cells == {question: contents["levels"] for question, (_, contents) in newest.items()}
    revisions = Counter(question for question, _version, _text in trail)
    assert revisions == {question: version for question, version, _comment in standing}


def test_the_database_is_whole(aftermath):
    folder, *_rest = aftermath
    assert rows(folder, "PRAGMA integrity_check") == [("ok",)]
    assert rows(folder, "PRAGMA foreign_key_check") == []


def test_people_go_on_saving_after_a_restart(aftermath):
    folder, cycle, _sent, acknowledged = aftermath
    question = next(iter(acknowledged))[0]
    query = "SELECT question_id, version FROM responses"
    version = dict(rows(folder, query))[question]
    with served("app:create_app()", environment(folder)) as server:
        person = Person(server.port, email(0), PASSWORD)
        address = f"/cycles/{cycle.id}/questions/{question}"
        reply = person.wire.ask(person.save_message(address, version=version, comment="On we go"))
        person.wire.close()
    assert json.loads(reply.body)["version"] == version + 1
    assert dict(rows(folder, query))[question] == version + 1
