"""What somebody may send who means harm: it is refused in words, and never an accident."""

import io
import json
import logging
import zipfile
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from accounts.tokens import own_path
from tests.conftest import send, token_of
from tests.pages.questionnaire_kit import LAW, PEOPLE, address, browser_of

LONG_NUMBER = "9" * 5_000
TURNED = "\N{RIGHT-TO-LEFT OVERRIDE}"


@pytest.mark.parametrize(
    "sent", ["//[", "http://[", "//[evil", "/\t/evil.example", "\x00", "/\x00"]
)
def test_an_address_that_is_none_leads_home(sent):
    assert own_path(sent) == "/"


@pytest.mark.parametrize("sent", ["//[", "/\x00", "%00", "//evil.example", "\ufeff/"])
def test_the_sign_in_page_stands_whatever_next_says(client, sent):
    page = client.get("/sign-in", query_string={"next": sent})
    assert (page.status_code, 'name="next" value="/"' in page.text) == (200, True)


@pytest.mark.parametrize(
    "path",
    ["/cycles/%00/", "/cycles/%ED%A0%80/", "/people?state=%00", "/invitations/%00", "/%0d%0aX:1"],
)
def test_an_address_that_nobody_made_is_not_found(ana, path):
    assert ana.get(path).status_code == 404


@pytest.mark.parametrize(
    "address_of_nobody",
    ["/people/%00/role", "/people/%00/remove", "/people/invitations/%00/revoke"],
)
def test_a_person_or_invitation_that_nobody_made_is_not_found(ana, address_of_nobody):
    fields = {"state": "XAA", "role": "contributor", "sure": "1"}
    assert send(ana, address_of_nobody, "/people", **fields).status_code == 404


@pytest.mark.parametrize("version", [LONG_NUMBER, "-1", "1e3", "٣", "0x1"])
def test_a_version_that_is_no_number_is_refused_and_the_text_kept(ana, cycle, version):
    reply = send(ana, address(cycle), version=version, comment="kept")
    assert (reply.status_code, "kept" in reply.text) == (422, True)


def test_thousands_of_wrong_fields_get_a_page_of_a_few(ana, cycle):
    wrong = {f"level-{number}": "" for number in range(5_000)}
    reply = send(ana, address(cycle), version="0", **wrong)
    assert (reply.status_code, len(reply.data) < 100_000) == (422, True)


def one(**changed):
    return {
        "question": LAW, "version": 0, "levels": {}, "comment": "x", "reason": None, **changed
    }  # fmt: skip


@pytest.mark.parametrize(
    "sent",
    [
        "[" * 100_000,
        '[{"question": "\\ud800"}]',
        json.dumps([one(question="\ud800")]),
        json.dumps([one(version=float("inf"))]),
        json.dumps([one(version=float("nan"))]),
        json.dumps([one(levels={"arms": ["3"]})]),
        json.dumps([one(), one()]),
        json.dumps(None),
        json.dumps([one(question="lists.list.not-there")]),
    ],
    ids=range(9),
)
def test_a_preview_that_was_tampered_with_is_refused(ana, cycle, sent):
    page = f"/cycles/{cycle}/workbook"
    token = token_of(ana.get(page))
    reply = ana.post(f"{page}/import", data={"csrf_token": token, "changes": sent})
    assert reply.status_code == 422


def workbook_of(ana, cycle):
    return ana.get(f"/cycles/{cycle}/workbook.xlsx").data


def repacked(content, name, part):
    """The workbook with the contents of one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.infolist():
            new.writestr(each.filename, part if each.filename == name else old.read(each))
    return out.getvalue()


def preview(ana, cycle, content):
    page = f"/cycles/{cycle}/workbook"
    sent = {"csrf_token": token_of(ana.get(page)), "workbook": (io.BytesIO(content), "w.xlsx")}
    return ana.post(f"{page}/preview", data=sent)


@pytest.mark.parametrize(
    "part",
    [
        b"",
        b"<worksheet><sheetData><row>",
        b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 999 + b'">]><worksheet>' + b"&a;" * 99_999,
    ],
)
def test_a_workbook_with_a_damaged_sheet_is_refused(ana, cycle, part):
    content = repacked(workbook_of(ana, cycle), "xl/worksheets/sheet2.xml", part)
    assert preview(ana, cycle, content).status_code == 422


def test_a_workbook_whose_zip_lies_is_refused(ana, cycle):
    content = bytearray(workbook_of(ana, cycle))
    for place in range(30, len(content), 97):
        content[place] ^= 0xFF
    assert preview(ana, cycle, bytes(content)).status_code == 422


def test_reading_a_workbook_keeps_nobody_from_saving(app, ana, cycle, monkeypatch):
    content = workbook_of(ana, cycle)
    written = []

    def reading(*_):
        with app.extensions["octant"].writing() as session:
            session.connection().execute(text("PRAGMA busy_timeout=50"))
            written.append(True)
        raise AssertionError

    monkeypatch.setattr("questionnaires.workbook_pages.read_workbook", reading)
    preview(ana, cycle, content)
    assert written == [True]


def test_a_title_like_a_formula_is_text_in_the_workbook(app, ana):
    page = send(ana, "/cycles/new", state="XAA", title='=HYPERLINK("https://evil.example")')
    cycle = page.location.split("/")[2]
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(ana, cycle)))
    found = [cell.data_type for sheet in book for row in sheet for cell in row]
    assert "f" not in found


def test_a_title_cannot_turn_the_page_around(ana):
    page = send(ana, "/cycles/new", state="XAA", title=f"Cycle {TURNED}2026\nsecond")
    assert "Cycle 2026 second" in ana.get(page.location).text


def test_a_contributor_meets_the_refusal_before_the_faults(ben, cycle):
    page = f"/cycles/{cycle}/profile"
    assert send(ben, page, f"/cycles/{cycle}/", version="nonsense").status_code == 403


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("roadmap", {"version": "x"}),
        ("roadmap", {"quarters": "x", "version": "1"}),
        ("roadmap/assumptions?area=lists", {}),
        ("roadmap/assumptions?area=none", {}),
    ],
)
def test_a_contributor_meets_the_refusal_of_the_plan_whatever_is_sent(ben, cycle, page, fields):
    reply = send(ben, f"/cycles/{cycle}/{page}", f"/cycles/{cycle}/", **fields)
    assert reply.status_code == 403


@pytest.mark.parametrize(
    ("version", "status"), [("9" * 5_000, 428), ("9" * 20, 428), ("9" * 9, 409), ("-1", 428)]
)
def test_a_plan_of_a_version_that_never_was_is_refused(ana, cycle, version, status):
    reply = send(ana, f"/cycles/{cycle}/roadmap", quarters="7", version=version)
    assert reply.status_code == status


def test_the_log_of_an_accident_holds_no_address_and_no_answer(
    app, ana, cycle, caplog, monkeypatch
):
    def fail(*_args, **_rest):
        raise OperationalError("UPDATE", {}, Exception("no such table"), hide_parameters=True)

    monkeypatch.setattr("questionnaires.saving.record_response", fail)
    with caplog.at_level(logging.WARNING):
        reply = send(ana, address(cycle), version="0", comment="our secret")
    assert reply.status_code == 500
    assert "/cycles/<cycle_id>/questions/<question_id>" in caplog.text
    assert not any(secret in caplog.text for secret in ("our secret", cycle, "\r"))


def test_an_error_of_the_database_names_no_parameters(app):
    assert app.extensions["octant"].engine.hide_parameters


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        OperationalError("INSERT", {}, Exception("database or disk is full")),
    ],
)
def test_a_full_disk_is_said_and_nothing_is_saved(ana, cycle, monkeypatch, error):
    def fail(*_args, **_rest):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("questionnaires.saving.record_response", fail)
        reply = send(ana, address(cycle), version="0", **{"level-arms": "3"})
    assert (reply.status_code, "The server has no room left" in reply.text) == (507, True)
    assert "Not answered yet" in ana.get(address(cycle)).text


@pytest.mark.parametrize(
    ("words", "status"), [("database is locked", 503), ("database or disk is full", 507)]
)
def test_a_commit_that_fails_is_never_told_as_saved(ana, cycle, monkeypatch, words, status):
    def fail(_session):
        raise OperationalError("COMMIT", {}, Exception(words))

    page = ana.get(address(cycle))
    monkeypatch.setattr("assessment.records.session.Session.commit", fail)
    reply = ana.post(
        address(cycle), data={"csrf_token": token_of(page), "version": "0", "level-arms": "3"}
    )
    assert reply.status_code == status


def test_the_folder_of_answers_is_its_owners_alone(tmp_path, app):
    del app
    from web.settings import from_environment  # noqa: PLC0415 - the one test that needs it

    folder = tmp_path / "new"
    from_environment({"OCTANT_DATA": str(folder)})
    assert Path(folder).stat().st_mode & 0o077 == 0


def test_people_is_named_only_to_those_who_may_see_it(app, ana, ben):
    assert [">People<" in each.get("/").text for each in (ana, ben)] == [True, False]


def test_everybody_finds_their_account(ben):
    assert 'href="/account"' in ben.get("/").text


def test_the_script_of_charts_is_kept_by_browsers(client):
    assert "immutable" in client.get("/plotly.js?v=1").headers["Cache-Control"]
    assert client.get("/plotly.js").headers["Cache-Control"] == "no-cache"


def test_another_state_finds_nothing_by_any_id(app, cycle):
    zoe = browser_of(app, "zoe")
    assert PEOPLE["zoe"].states != PEOPLE["ana"].states
    assert zoe.get(address(cycle)).status_code == 404
