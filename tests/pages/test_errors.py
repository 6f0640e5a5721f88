"""Errors at the edge: a status, a sentence, and what to do next."""

import logging

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import RequestEntityTooLarge

from assessment.domain.errors import (
    CatalogueMissing,
    CycleClosed,
    DomainError,
    Fault,
    Invalid,
    NotFound,
    NotPermitted,
    VersionMissing,
)
from web.errors import SENTENCES


class Conflict(DomainError):
    code = "conflict"


class TooMany(DomainError):
    code = "too_many_attempts"


@pytest.fixture
def raising(app):
    """A client of an application whose address /raise raises what the test says."""
    app.raised = None

    @app.route("/raise", methods=["GET", "POST"])
    def view():
        raise app.raised

    view.is_public = True
    app.view_functions["view"].is_public = True
    return app


ERRORS = [
    (NotFound(), 404, "This page is not here"),
    (NotPermitted(), 403, "Your role does not allow this"),
    (CycleClosed(), 409, "This assessment takes no more answers"),
    (Conflict(), 409, "Someone else changed this"),
    (VersionMissing(), 428, "did not say which version"),
    (Invalid([Fault("level", "answers.x")]), 422, "Something needs to be corrected"),
    (TooMany(), 429, "Too many attempts"),
    (CatalogueMissing(), 503, "The questions of this assessment are not on this server"),
    (RequestEntityTooLarge(), 413, "The file is too large"),
    (OperationalError("", {}, Exception("database is locked")), 503, "Octant is busy"),
    (RuntimeError("hunter2"), 500, "Something went wrong in Octant"),
]


@pytest.mark.parametrize(("error", "status", "words"), ERRORS, ids=lambda each: str(each)[:20])
def test_an_error_becomes_its_status_and_a_sentence(raising, error, status, words):
    raising.raised = error
    reply = raising.test_client().get("/raise")
    assert (reply.status_code, words in reply.text) == (status, True)


@pytest.mark.parametrize(("error", "status", "words"), ERRORS, ids=lambda each: str(each)[:20])
def test_an_error_becomes_json_for_who_prefers_it(raising, error, status, words):
    raising.raised = error
    reply = raising.test_client().get("/raise", headers={"Accept": "application/json"})
    assert (reply.status_code, words in reply.json["message"]) == (status, True)
    assert reply.json["code"] in SENTENCES


def test_every_fault_is_named_with_its_place(raising):
    raising.raised = Invalid([Fault("level", "answers.x"), Fault("reason", "answers.y")])
    reply = raising.test_client().get("/raise", headers={"Accept": "application/json"})
    assert [fault["place"] for fault in reply.json["faults"]] == ["answers.x", "answers.y"]


def test_an_accident_shows_a_reference_that_is_also_in_the_log(raising, caplog):
    raising.raised = RuntimeError("hunter2")
    with caplog.at_level(logging.ERROR, "octant"):
        reply = raising.test_client().get("/raise", headers={"Accept": "application/json"})
    assert reply.json["reference"] in caplog.text
    assert "hunter2" in caplog.text


@pytest.mark.parametrize(
    ("rule", "status"),
    [("INSERT INTO votes VALUES (1, 1)", 409), ("INSERT INTO votes VALUES (2, -1)", 500)],
    ids=["somebody was first", "a rule of the tables is broken"],
)
def test_only_somebody_who_was_first_is_a_conflict(raising, caplog, rule, status):
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE votes (id INTEGER PRIMARY KEY, n CHECK (n > 0))"))
        connection.execute(text("INSERT INTO votes VALUES (1, 1)"))
        with pytest.raises(IntegrityError) as refused:
            connection.execute(text(rule))
    engine.dispose()
    raising.raised = refused.value
    with caplog.at_level(logging.ERROR, "octant"):
        assert raising.test_client().get("/raise").status_code == status
    assert ("Reference" in caplog.text) is (status == 500)


def test_an_accident_never_shows_its_inside(raising):
    raising.raised = RuntimeError("hunter2")
    page = raising.test_client().get("/raise").text
    assert "hunter2" not in page
    assert "Traceback" not in page


def test_an_accident_in_the_frame_itself_still_ends_in_a_sentence(raising):
    raising.raised = NotFound()
    raising.jinja_env.globals["marking"] = None
    reply = raising.test_client().get("/raise")
    assert (reply.status_code, "This page is not here" in reply.text) == (404, True)


def test_a_form_without_its_token_says_that_the_text_is_still_there(raising):
    reply = raising.test_client().post("/raise")
    assert (reply.status_code, "your text is still there" in reply.text) == (400, True)


def test_a_wrong_method_says_which_are_right(client):
    reply = client.post("/static/octant.css")
    assert (reply.status_code, "GET" in reply.headers.get("Allow", "GET")) in {
        (405, True),
        (400, True),
    }


def test_an_unknown_host_is_refused_with_the_setting_to_mend(client):
    reply = client.get("/", headers={"Host": "evil.example"})
    assert (reply.status_code, "OCTANT_TRUSTED_HOSTS" in reply.text) == (400, True)
