"""The record of a state as its coordinator reads it: sentences, choices, a file."""

import ast
import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from accounts.record_words import SENTENCES, sentence
from assessment.domain.permissions import Act, Actor, Grant, Role
from assessment.records import audit
from assessment.services.audit import ACTS, Line
from assessment.services.comparisons import PLACES
from assessment.services.cycles import _MOVING
from assessment.services.releases import release
from tests.conftest import NOON, send
from tests.databases import sign
from tests.pages.accounts_kit import HERE, PASSWORD, WEEK, World

SERVICES = Path(__file__).resolve().parents[2] / "assessment" / "services"
# What concerns no state, and so stands in nobody's record.
STATELESS = {"add_donor", "sign_out_elsewhere", "change_password", "reset_sign_in", "use_reset"}


@pytest.fixture
def world(app):
    return World(app)


@pytest.fixture
def clock_of(world, monkeypatch):
    """A function that puts the server into a time zone."""

    def set_to(zone):
        monkeypatch.setattr(
            world.octant, "settings", replace(world.octant.settings, time_zone=zone)
        )

    return set_to


@pytest.fixture
def lead(world):
    return world.browser("Lea")


def write(world, act, subject="", detail=None, actor=None, times=1):
    with world.octant.writing() as session:
        for _each in range(times):
            audit.record(session, NOON, actor or world.lead, act, subject, detail, state=HERE)
        session.commit()


def acts_recorded():
    """Every act that a service writes to the trail, found in its code."""
    for path in SERVICES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called in {"audit.record", "audit.record_each", "_note"}:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and argument.value:
                        yield argument.value
                    elif ast.unparse(argument).startswith("Act."):
                        yield getattr(Act, ast.unparse(argument).removeprefix("Act.")).value


def test_every_act_of_a_state_has_its_sentence_and_its_kind():
    recorded = {*acts_recorded(), *(act.value for act in _MOVING.values())} - STATELESS
    assert len(recorded) >= 20
    assert recorded - set(SENTENCES) == set()
    assert {act for acts in ACTS.values() for act in acts} == set(SENTENCES)


def test_every_sentence_is_whole_whatever_its_line_keeps():
    for act in SENTENCES:
        words = sentence(Line(NOON, "Sia", act, {}))
        assert words.startswith("Sia "), words
        assert words.endswith("."), words


def test_every_way_to_look_has_its_own_sentence():
    values = {"cycle": "Round 1", "donor": "Northern Fund"}
    told = {sentence(Line(NOON, "Dora", "look", {**values, "place": each})) for each in PLACES}
    assert len(told) == len(PLACES)
    assert all("Dora of Northern Fund" in each and "Round 1" in each for each in told)


@pytest.mark.parametrize(
    ("act", "values", "words"),
    [
        ("sign_off", {"cycle": "Round 1"}, "Sia signed off the assessment Round 1."),
        (
            "submit_cycle",
            {"cycle": "Round 1", "to": "in_review"},
            "Sia sent the assessment Round 1 to review.",
        ),
        (
            "submit_cycle",
            {"cycle": "Round 1", "to": "draft"},
            "Sia took the assessment Round 1 back to draft.",
        ),
        (
            "change_role",
            {"person": "Bea", "role": "signatory"},
            "Sia changed the role of Bea. New role: Signatory.",
        ),
        ("remove_person", {"person": "Bea"}, "Sia removed Bea from the state."),
        (
            "remove_person",
            {"person": "Bea", "cycle": "Round 1"},
            "Sia ended the visit of Bea to Round 1.",
        ),
        ("change_marking", {"marking": ""}, "Sia removed the marking of the state."),
        (
            "revoke_release",
            {"cycle": "Round 1", "donor": "Fund", "scope": "areas"},
            "Sia revoked the release of the scores of the practice areas of Round 1 to Fund.",
        ),
        (
            "accept_invitation",
            {"role": "signatory"},
            "Sia accepted an invitation. Role: Signatory.",
        ),
        (
            "accept_invitation",
            {"role": "signatory", "inviter": "Kim Otieno"},
            "Sia accepted the invitation of Kim Otieno. Role: Signatory.",
        ),
        ("something_new", {}, "Sia: something new."),
    ],
)
def test_an_act_is_told_in_a_sentence(act, values, words):
    assert sentence(Line(NOON, "Sia", act, values)) == words


def test_the_operator_is_named_as_such():
    told = sentence(Line(NOON, "", "enrol", {"person": "Lea", "role": "coordinator"}))
    assert told == "The operator of the server enrolled Lea. Role: Coordinator."


def test_the_end_of_a_release_reads_as_a_day(app):
    values = {"cycle": "Round 1", "donor": "Fund", "until": "2027-01-31T00:00:00+00:00"}
    with app.test_request_context():
        told = sentence(Line(NOON, "Sia", "release", values))
    assert told == "Sia released Round 1 to Fund until 31 January 2027."


@pytest.mark.parametrize(
    ("act", "end"),
    [
        ("release", "to Fund until 31 January 2027."),
        ("revoke_release", "to Fund, which was to stay open until 31 January 2027."),
    ],
)
@pytest.mark.parametrize(
    ("scope", "what"),
    [
        ("areas", "the scores of the practice areas of Round 1"),
        ("gaps", "the scores and gaps of Round 1"),
        ("roadmap", "the scores, gaps and the full roadmap of Round 1"),
    ],
)
def test_a_release_and_its_end_say_how_much_was_shown(app, act, end, scope, what):
    until = "2027-01-31T00:00:00+00:00"
    values = {"cycle": "Round 1", "donor": "Fund", "scope": scope, "until": until}
    with app.test_request_context():
        assert sentence(Line(NOON, "Sia", act, values)).endswith(f"{what} {end}")


def test_a_guest_who_comes_is_told_with_who_invited_them(app):
    until = "2027-01-31T00:00:00+00:00"
    values = {"cycle": "Round 1", "role": "facilitator", "until": until, "inviter": "Kim"}
    with app.test_request_context():
        told = sentence(Line(NOON, "Fay", "accept_invitation", values))
    assert told == (
        "Fay accepted the invitation of Kim, and came as a facilitator to Round 1 "
        "until 31 January 2027."
    )


def test_the_record_opens_with_what_was_done(world, lead):
    page = lead.get("/audit").text
    assert "Lea opened the assessment Round 1." in page
    assert "The operator of the server enrolled Sia. Role: Signatory." in page


def test_a_line_about_a_release_leads_to_it(world, lead):
    sia = Actor(world.users["Sia"], "Sia", "sia@example.org", (Grant(Role.SIGNATORY, HERE),))
    catalogue = world.octant.catalogue
    with world.octant.writing() as session:
        sign(session, world.cycle, catalogue, NOON, lead=world.lead, signatory=sia)
        given = (session, sia, world.cycle, catalogue, world.donor)
        made = release(*given, "gaps", NOON + WEEK, NOON)
        session.commit()
    page = lead.get("/audit?kind=releases").text
    assert "Sia released the scores and gaps of Round 1 to Northern Fund (made up) until" in page
    assert f'href="/releases/{made.id}"' in page
    assert lead.get(f"/releases/{made.id}").status_code == 200
    assert "Open the release" not in lead.get("/audit?kind=cycles").text


def test_a_sign_in_is_told_by_name(world, lead):
    send(world.app.test_client(), "/sign-in", email="omar@example.org", password=PASSWORD)
    assert "Omar signed in." in lead.get("/audit?kind=sign_ins").text


def test_the_form_keeps_what_was_chosen(lead):
    page = lead.get("/audit?state=XAA&kind=cycles&from=2026-11-22&to=2026-11-22").text
    assert '<option value="cycles" selected>' in page
    assert 'value="2026-11-22"' in page
    assert "Lea opened the assessment Round 1." in page
    assert "enrolled" not in page


def test_a_day_without_lines_says_so(lead):
    page = lead.get("/audit?state=XAA&to=2026-11-21").text
    assert "Nothing is recorded for this choice." in page


@pytest.mark.parametrize(
    "query", ["from=soon", "to=9999-12-31", "from=0001-01-01", "kind=all", "page=-1", "page=x"]
)
def test_what_makes_no_sense_is_left_out(lead, query):
    reply = lead.get(f"/audit?state=XAA&{query}")
    assert reply.status_code == 200
    assert "Lea opened the assessment Round 1." in reply.text


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Etc/GMT-14", "Etc/GMT+12", "UTC"])
@pytest.mark.parametrize("field", ["from", "to"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_of_all_are_read_by_every_clock(
    lead, clock_of, zone, field, day
):
    clock_of(zone)
    for place in ("/audit", "/audit.csv"):
        assert lead.get(f"{place}?state=XAA&{field}={day}").status_code == 200


def test_a_day_is_chosen_by_the_server_s_clock(lead, clock_of):
    # Noon of the 22nd in London is past midnight on the line of the date.
    clock_of("Etc/GMT-14")
    assert "Lea opened" in lead.get("/audit?state=XAA&from=2026-11-23&to=2026-11-23").text
    assert "Lea opened" not in lead.get("/audit?state=XAA&to=2026-11-22").text


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Etc/GMT+12"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_guest_s_last_day_out_of_all_range_is_refused(world, lead, clock_of, zone, day):
    clock_of(zone)
    sent = {"email": "fay@example.org", "cycle": world.cycle, "until": day}
    assert send(lead, "/people/guests", "/people", **sent).status_code == 422


def test_the_record_is_paged(world, lead):
    write(world, Act.OPEN_CYCLE, world.cycle, times=60)
    page = lead.get("/audit?state=XAA&kind=cycles").text
    assert "61 lines" in page
    assert "Page 1 of 2" in page
    assert "kind=cycles&amp;page=2" in page
    assert page.count("<tr>") - 1 == 50


def test_the_file_holds_the_chosen_lines_with_the_marking(world, lead):
    send(lead, "/people/marking", "/people", state=HERE, marking="RESTRICTED")
    reply = lead.get("/audit.csv?state=XAA&kind=cycles")
    assert reply.mimetype == "text/csv"
    assert "attachment" in reply.headers["Content-Disposition"]
    assert reply.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    rows = list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"))))
    assert rows[0][1] == "RESTRICTED"
    assert rows[2:] == [
        ["2026-11-22T12:00:00+00:00", "Lea", "open_cycle", "Lea opened the assessment Round 1."]
    ]


def test_no_cell_of_the_file_begins_a_formula(world, lead):
    zed = world.enrol("=1+1", world.lead.grants[0])
    write(world, Act.OPEN_CYCLE, world.cycle, actor=zed)
    rows = list(csv.reader(io.StringIO(lead.get("/audit.csv?state=XAA").data.decode("utf-8-sig"))))
    assert rows[2][1] == "'=1+1"
    assert [cell for row in rows for cell in row if cell.startswith("=")] == []


@pytest.mark.parametrize("name", ["Omar", "Sia"])
def test_others_of_the_state_do_not_read_it(world, name):
    assert world.browser(name).get("/audit?state=XAA").status_code == 403


@pytest.mark.parametrize("state", ["XAB", "xaa", "XA'"])
def test_another_state_has_no_record_here(lead, state):
    for place in ("/audit", "/audit.csv"):
        assert lead.get(place, query_string={"state": state}).status_code == 404
