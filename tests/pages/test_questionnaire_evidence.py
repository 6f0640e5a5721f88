"""Evidence: added, refused in words, handed out as an attachment only, removed."""

import io
import re

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.conftest import send, token_of
from tests.pages.questionnaire_kit import address

PDF = b"%PDF-1.7\nmade up"


def add(client, cycle, contents=PDF, filename="act.pdf", **fields):
    """Add evidence; by default a file."""
    page = client.get(address(cycle))
    sent = {"csrf_token": token_of(page), "kind": "file", "title": "The Act", **fields}
    if filename:
        sent["file"] = FileStorage(io.BytesIO(contents), filename)
    # Encoded here: the test client would spill a large form into a file and leave it open.
    boundary, body = encode_multipart(sent)
    return client.post(
        address(cycle) + "/evidence",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )


def test_a_citation_stands_with_its_author_and_time(ben, cycle):
    add(ben, cycle, filename="", kind="law", title="Arms Act 2019, s. 12")
    page = ben.get(address(cycle))
    assert "Arms Act 2019, s. 12" in page.text
    assert "Added by Ben Okoro, 22 November 2026, 12:00" in page.text


def test_a_link_is_a_link(ana, cycle):
    add(ana, cycle, filename="", kind="link", title="Gazette", url="https://example.org/act")
    assert 'href="https://example.org/act"' in ana.get(address(cycle)).text


def test_a_file_comes_back_as_an_attachment_and_nothing_else(ana, cycle):
    add(ana, cycle)
    where = re.search(r'href="(/cycles/\w+/evidence/\w+)"', ana.get(address(cycle)).text)[1]
    reply = ana.get(where)
    assert reply.data == PDF
    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in reply.headers["Content-Security-Policy"]


def test_a_file_of_another_state_is_not_there(ana, zoe, cycle):
    add(ana, cycle)
    where = re.search(r'href="(/cycles/\w+/evidence/\w+)"', ana.get(address(cycle)).text)[1]
    assert zoe.get(where).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"filename": "act.exe"}, 422, "Files of this kind are not taken"),
        ({"contents": b"MZ no pdf"}, 422, "not what its name says"),
        ({"filename": ""}, 422, "Choose a file"),
        ({"contents": b"%PDF-" + b"x" * (10 * 1024 * 1024)}, 413, "too large"),
        ({"filename": "", "kind": "law", "title": " "}, 422, "Give a title"),
        ({"filename": "", "kind": "link", "url": "javascript:alert(1)"}, 422, "begins with https"),
        ({"filename": "", "kind": "oath"}, 422, "Say what it is"),
    ],
)
def test_evidence_that_cannot_be_kept_is_refused_in_words(ana, cycle, sent, status, words):
    page = add(ana, cycle, **sent)
    assert page.status_code == status
    assert words in page.text


def test_refused_evidence_keeps_what_was_typed(ana, cycle):
    assert "My long title" in add(ana, cycle, filename="act.exe", title="My long title").text


def test_removed_evidence_is_gone_from_the_page(ana, cycle):
    add(ana, cycle, filename="", kind="law", title="Repealed Act")
    where = re.search(r'action="(/cycles/\w+/evidence/\w+/remove)"', ana.get(address(cycle)).text)
    reply = send(ana, where[1], form_page=address(cycle))
    assert reply.status_code == 303
    assert "Repealed Act" not in ana.get(address(cycle)).text
