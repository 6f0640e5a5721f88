"""Requests that no page would send: a clear refusal, never an accident, and nothing changes."""

import sqlite3
from contextlib import closing

import pytest

from tests.conftest import send, token_of

QUESTION = "lists.list.law"
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"
TOKEN = b"TOKEN"

# What is sent: the place, the method, the body (TOKEN stands for the form token), its type,
# and the status it meets.
BROKEN = {
    "no body": ("question", "POST", b"", FORM, 400),
    "no token": ("question", "POST", b"version=1&level-arms=2", FORM, 400),
    "a wrong token": ("question", "POST", b"csrf_token=abc&version=1&level-arms=2", FORM, 400),
    "a token and no version": ("question", "POST", b"csrf_token=TOKEN&level-arms=2", FORM, 428),
    "a level not offered": (
        "question", "POST", b"csrf_token=TOKEN&version=1&level-arms=7", FORM, 422,
    ),
    "a family not asked": (
        "question", "POST", b"csrf_token=TOKEN&version=1&level-nuclear=2", FORM, 422,
    ),
    "bad UTF-8 in a version": (
        "question", "POST", b"csrf_token=TOKEN&version=%ff%fe&level-arms=2", FORM, 422,
    ),
    "bad UTF-8 in a level": (
        "question", "POST", b"csrf_token=TOKEN&version=1&level-arms=%ff", FORM, 422,
    ),
    "raw bytes": ("question", "POST", bytes(range(256)), FORM, 400),
    "a NUL in a level": (
        "question", "POST", b"csrf_token=TOKEN&version=1&level-arms=%00", FORM, 422,
    ),
    "a digit of another script": (
        "question", "POST", b"csrf_token=TOKEN&version=1&level-arms=%d9%a3", FORM, 422,
    ),
    "a comment too long": (
        "question", "POST", b"csrf_token=TOKEN&version=1&comment=" + b"a" * 1_000_000, FORM, 422,
    ),
    "a comment far too long": (
        "question", "POST", b"csrf_token=TOKEN&version=1&comment=" + b"a" * 3_000_000, FORM, 422,
    ),
    "a request too large": ("question", "POST", b"a" * 12_000_000, FORM, 413),
    "parts that never end": (
        "question", "POST", b'--x\r\nContent-Disposition: form-data; name="version"\r\n\r\n1',
        PARTS, 400,
    ),
    "parts without a boundary": ("question", "POST", b"--x", "multipart/form-data", 400),
    "parts with broken heads": (
        "question", "POST", b"--x\r\n\xff\xfe:::\r\n\r\n1\r\n--x--",
        PARTS, 400,
    ),
    "JSON": ("question", "POST", b'{"version": 1, "level-arms": 2}', "application/json", 400),
    "an unknown type": ("question", "POST", b"level-arms=2", "application/x-nobody-knows", 400),
    "a type that is none": ("question", "POST", b"level-arms=2", ";;;", 400),
    "a wrong method": ("question", "PUT", b"level-arms=2", FORM, 405),
    "another wrong method": ("question", "DELETE", b"", FORM, 405),
    "an invented method": ("question", "BREW", b"", FORM, 405),
    "a profile of nothing": ("profile", "POST", b"csrf_token=TOKEN", FORM, 422),
    "evidence of nothing": ("evidence", "POST", b"csrf_token=TOKEN", FORM, 422),
    "a workbook of nothing": ("workbook/preview", "POST", b"csrf_token=TOKEN", FORM, 422),
    "changes that are no JSON": (
        "workbook/import", "POST", b"csrf_token=TOKEN&changes=%5B%5B", FORM, 422,
    ),
    "changes of another shape": (
        "workbook/import", "POST", b"csrf_token=TOKEN&changes=%5B1%2Cnull%5D", FORM, 422,
    ),
}  # fmt: skip
ADDRESSES = (
    "/cycles/%00/",
    "/cycles/{cycle}/questions/%00",
    "/cycles/{cycle}/questions/%ff%fe",
    "/cycles/{cycle}/questions/" + "a" * 5000,
    "/cycles/{cycle}/elements/%27%20OR%201%3D1",
    "/cycles/" + "f" * 3000 + "/",
    "/cycles/%F0%9F%A6%84/results",
    "/cycles/{cycle}/evidence/..%2f..%2fsecret-key",
    "/static/..%2f..%2fapp.py",
    "/" + "x/" * 2000,
)


@pytest.fixture
def ana(signed_in):
    return signed_in("coordinator")


@pytest.fixture
def everything(app, cycle):
    """A function that gives all that the database holds but visits and their times."""
    octant = app.extensions["octant"]

    def read():
        with closing(sqlite3.connect(octant.settings.folder / "octant.sqlite")) as database:
            tables = ("cycles", "responses", "revisions", "evidence", "audit")
            return {
                table: database.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4").fetchall()
                for table in tables
            }

    return read


def place_of(cycle, name):
    base = f"/cycles/{cycle.id}"
    return {
        "question": f"{base}/questions/{QUESTION}",
        "evidence": f"{base}/questions/{QUESTION}/evidence",
    }.get(name, f"{base}/{name}")


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_request_is_refused_and_changes_nothing(ana, cycle, everything, name):
    place, method, body, kind, status = BROKEN[name]
    token = token_of(ana.get(place_of(cycle, "question"))).encode()
    before = everything()
    reply = ana.open(
        place_of(cycle, place),
        method=method,
        data=body.replace(TOKEN, token),
        headers={"Content-Type": kind},
    )
    assert (reply.status_code, reply.mimetype) == (status, "text/html")
    assert "<h1" in reply.text
    assert everything() == before


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda each: each[:40])
def test_an_address_that_nobody_made_is_not_found(ana, cycle, address):
    reply = ana.get(address.format(cycle=cycle.id))
    assert (reply.status_code, reply.mimetype) == (404, "text/html")


@pytest.fixture
def impatient(monkeypatch):
    """Named before the application, so that it is made to wait for nobody."""
    monkeypatch.setattr("assessment.records.engine.BUSY_TIMEOUT", 20)


@pytest.mark.usefixtures("impatient")
def test_a_database_that_is_locked_is_said_and_costs_nothing(app, ana, cycle, everything):
    octant = app.extensions["octant"]
    page = ana.get(place_of(cycle, "question"))
    before = everything()
    fields = {"csrf_token": token_of(page), "version": "1", "level-arms": "0"}
    with closing(
        sqlite3.connect(octant.settings.folder / "octant.sqlite", isolation_level=None)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        reply = ana.post(place_of(cycle, "question"), data=fields)
        still_read = ana.get(place_of(cycle, "question"))
        other.execute("ROLLBACK")
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "5")
    assert "Octant is busy" in reply.text
    assert "Nothing was saved" in reply.text
    assert still_read.status_code == 200
    assert everything() == before


@pytest.mark.usefixtures("impatient")
def test_the_same_save_succeeds_once_the_lock_is_gone(app, ana, cycle):
    octant = app.extensions["octant"]
    page = place_of(cycle, "question")
    with closing(
        sqlite3.connect(octant.settings.folder / "octant.sqlite", isolation_level=None)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = send(ana, page, **{"version": "1", "level-arms": "0"})
    again = send(ana, page, **{"version": "1", "level-arms": "0"})
    assert (refused.status_code, again.status_code) == (503, 303)
