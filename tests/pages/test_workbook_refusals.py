"""What a workbook may not be: each refusal in words, with its status, and nothing saved."""

import io
import struct
import zipfile
from datetime import UTC, datetime

import pytest

from tests.conftest import token_of
from tests.pages.questionnaire_kit import LAW, a_cycle, browser_of
from tests.pages.workbook_kit import (
    as_bytes,
    bring_back,
    find_line,
    taken_away,
    text_of,
    workbook_page,
    write,
)

MEGABYTE = 1024 * 1024
FLAGS_IN_HEAD, FLAGS_IN_LIST, SIZE_IN_LIST, SIZE_IN_HEAD = 6, 8, 24, 22
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {name} "{10 * f"&{before};"}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><x>&i;</x>"
)


class Sent:
    """A request's body without an end, which notes how much of it was read."""

    taken = 0

    def read(self, size=-1):
        self.taken += size if size >= 0 else 100 * MEGABYTE
        return b"x" * max(size, 0)

    readline = read


def packed(**parts):
    """A zip with these parts, and those without which no workbook is one."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return written.getvalue()


def with_part(content, name, part):
    """A workbook with one part more, or another one in its place."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return written.getvalue()


def locked(content):
    """The same zip, each part marked as encrypted."""
    changed = bytearray(content)
    for mark, place in ((b"PK\x03\x04", FLAGS_IN_HEAD), (b"PK\x01\x02", FLAGS_IN_LIST)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + place] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def lying(content, part):
    """The same zip, which says that a part has ten bytes unpacked."""
    changed = bytearray(content)
    for mark, place, name_at in (
        (b"PK\x03\x04", SIZE_IN_HEAD, 30),
        (b"PK\x01\x02", SIZE_IN_LIST, 46),
    ):
        at = changed.find(mark)
        while at >= 0:
            if changed[at + name_at :].startswith(part.encode()):
                struct.pack_into("<I", changed, at + place, 10)
            at = changed.find(mark, at + 4)
    return bytes(changed)


def stamped(book, name, value):
    """The workbook with another word in its hidden stamp."""
    for row in book["Octant"].iter_rows():
        if row[0].value == name:
            row[1].value = value
    return as_bytes(book)


def without(book, sheet):
    del book[sheet]
    return as_bytes(book)


BOMB = b"0" * (61 * MEGABYTE)
# What is brought back, made of the real workbook, its status, and words of the refusal.
WHOLE = {
    "nothing": (lambda _book: b"", 422, "Choose the workbook that you filled in"),
    "a text": (lambda _book: b"level;3", 422, "This is not an Excel workbook"),
    "a picture": (lambda _book: b"\x89PNG\r\n\x1a\n" + bytes(99), 422, "This is not an Excel"),
    "a zip": (lambda _book: packed(hello_dot_txt="hello"), 422, "This is not an Excel workbook"),
    "an empty workbook part": (lambda _book: packed(xl__workbook_dot_xml=""), 422, "not an Excel"),
    "half a workbook": (lambda book: as_bytes(book)[:4000], 422, "This is not an Excel workbook"),
    "a zip bomb": (
        lambda book: with_part(as_bytes(book), "xl/media/b.bin", BOMB),
        422,
        "far larger inside than outside",
    ),
    "a zip bomb that lies": (
        lambda book: lying(with_part(as_bytes(book), "xl/media/b.bin", BOMB), "xl/media/b.bin"),
        422,
        "workbook",
    ),
    "a thousand parts": (
        lambda _book: packed(
            xl__workbook_dot_xml="", **{f"part{number}": "" for number in range(1000)}
        ),
        422,
        "Download the workbook again",
    ),
    "six megabytes": (lambda _book: bytes(6 * MEGABYTE), 413, "5 MB at most"),
    "macros": (
        lambda book: with_part(as_bytes(book), "xl/vbaProject.bin", b"\x00"), 422, "has macros",
    ),
    "a password": (lambda book: locked(as_bytes(book)), 422, "has a password"),
    "another state": (lambda book: stamped(book, "state", "XAB"), 422, "another state (XAB)"),
    "another cycle": (lambda book: stamped(book, "cycle", "0" * 16), 422, "another assessment"),
    "another catalogue": (
        lambda book: stamped(book, "catalogue", "1" * 64), 422, "other questions than this",
    ),
    "no stamp": (lambda book: without(book, "Octant"), 422, "was not made by Octant"),
    "an entity bomb for a sheet": (
        lambda book: with_part(as_bytes(book), "xl/worksheets/sheet2.xml", ENTITIES),
        422,
        "This is not an Excel workbook",
    ),
    "an entity bomb for a workbook": (
        lambda book: with_part(as_bytes(book), "xl/workbook.xml", ENTITIES), 422, "not an Excel",
    ),
}  # fmt: skip


def versions(client, cycle):
    book = taken_away(client, cycle)
    return [
        row[2]
        for sheet in book.worksheets[1:-1]
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_no_workbook_of_this_cycle_is_refused_in_words(ana, cycle, name):
    made, status, words = WHOLE[name]
    reply = bring_back(ana, cycle, made(taken_away(ana, cycle)))
    assert (reply.status_code, words in text_of(reply)) == (status, True), text_of(reply)
    assert "Nothing was saved from this workbook" in reply.text
    assert set(versions(ana, cycle)) == {0}


def test_the_office_format_with_a_password_is_refused(ana, cycle):
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)
    reply = bring_back(ana, cycle, compound)
    assert reply.status_code == 422
    assert "password" in text_of(reply)


def test_a_hundred_megabytes_are_refused_unread(ana, cycle):
    sent = Sent()
    token = token_of(ana.get(workbook_page(cycle)))
    reply = ana.post(
        f"{workbook_page(cycle)}/preview",
        headers={"X-CSRFToken": token, "Content-Type": "multipart/form-data; boundary=x"},
        environ_overrides={"wsgi.input": sent, "CONTENT_LENGTH": str(100 * MEGABYTE)},
    )
    assert (reply.status_code, "too large" in text_of(reply)) == (413, True)
    assert sent.taken < MEGABYTE


CELLS = {
    "a level that is none": ("7", "“7”"),
    "a word that is none": ("perhaps", "“perhaps”"),
    "half a level": (2.5, "“2.5”"),
    "yes": (True, "True"),
    "a date": (datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None), "2026-01-01"),
    "a formula": ("=1+2", "formula"),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_bad_cell_is_named_by_sheet_and_address(ana, cycle, name):
    value, words = CELLS[name]
    book = taken_away(ana, cycle)
    place = write(book, LAW, "arms", value)
    reply = bring_back(ana, cycle, book)
    assert reply.status_code == 422
    assert f"<b>{place}</b>" in reply.text
    assert words in text_of(reply)


def test_every_bad_cell_is_named_at_once(ana, cycle):
    book = taken_away(ana, cycle)
    places = [
        write(book, LAW, "arms", "7"),
        write(book, LAW, "chemical", "8"),
        write(book, "licensing.export.law", "arms", "9"),
    ]
    reply = bring_back(ana, cycle, book)
    assert [f"<b>{place}</b>" in reply.text for place in places] == [True] * 3


def test_a_formula_in_a_comment_is_named(ana, cycle):
    book = taken_away(ana, cycle)
    place = write(book, LAW, "arms", comment='=HYPERLINK("http://x")').replace("!F", "!G")
    reply = bring_back(ana, cycle, book)
    assert (reply.status_code, f"<b>{place}</b>" in reply.text) == (422, True)


@pytest.mark.parametrize(
    ("column", "value"), [("A", "no.such.question"), ("B", "nuclear"), ("C", "x")]
)
def test_a_line_that_octant_did_not_make_is_named(ana, cycle, column, value):
    book = taken_away(ana, cycle)
    sheet, line = find_line(book, LAW, "arms")
    sheet[f"{column}{line}"] = value
    reply = bring_back(ana, cycle, book)
    assert (reply.status_code, f"<b>{sheet.title}!D{line}</b>" in reply.text) == (422, True)


def test_a_line_that_stands_twice_is_named_with_the_other(ana, cycle):
    book = taken_away(ana, cycle)
    sheet, line = find_line(book, LAW, "arms")
    last = sheet.max_row + 1
    for column in "ABC":
        sheet[f"{column}{last}"] = sheet[f"{column}{line}"].value
    reply = bring_back(ana, cycle, book)
    assert reply.status_code == 422
    assert f"<b>{sheet.title}!F{last}</b>" in reply.text
    assert f"{sheet.title}!F{line}" in text_of(reply)


def test_a_missing_sheet_is_named(ana, cycle):
    reply = bring_back(ana, cycle, without(taken_away(ana, cycle), "Lists"))
    assert (reply.status_code, "<b>Lists</b>" in reply.text) == (422, True)


def test_the_workbook_of_another_state_is_refused_by_its_own_stamp(app, ana, cycle):
    theirs = a_cycle(app, "zoe")
    book = taken_away(browser_of(app, "zoe"), theirs)
    reply = bring_back(ana, cycle, book)
    assert (reply.status_code, "another state (XAB)" in text_of(reply)) == (422, True)


def test_the_workbook_page_of_another_state_is_not_found(ana, zoe, cycle):
    form_token = token_of(zoe.get("/cycles/new"))
    replies = (
        zoe.get(workbook_page(cycle)),
        zoe.get(f"{workbook_page(cycle)}.xlsx"),
        bring_back(zoe, cycle, taken_away(ana, cycle), form_token),
    )
    assert [reply.status_code for reply in replies] == [404] * 3
