"""Signing in, invitations, people: as a person meets them."""

import re
from datetime import timedelta

import pytest

from assessment.domain.identifiers import StateCode
from assessment.domain.permissions import OPERATOR, Grant, Role
from assessment.services.instance import add_donor
from assessment.services.invitations import invite
from assessment.services.passwords import passwords_at
from assessment.services.people import enrol
from tests.conftest import NOON, send, sign_in

HERE = StateCode("XAA")
WORDS = "three calm harbours"
LEAD = "lead@example.org"


@pytest.fixture
def people(app):
    with app.extensions["octant"].open_session(True) as session:  # noqa: FBT003 - "writing"
        found = {
            role: enrol(
                session, OPERATOR, Grant(role, HERE), email, name, WORDS, passwords_at("test"), NOON
            )
            for role, email, name in (
                (Role.COORDINATOR, LEAD, "Lea"),
                (Role.CONTRIBUTOR, "officer@example.org", "Omar"),
            )
        }
        session.commit()
    return found


@pytest.fixture
def lead(client, people):
    assert sign_in(client, LEAD, WORDS).status_code == 303
    return client


def test_a_stranger_is_led_to_the_sign_in_and_back(client, people):
    reply = client.get("/people?state=XAA")
    assert reply.location == "/sign-in?next=/people?state%3DXAA"
    page = send(client, "/sign-in", reply.location, email=LEAD, password=WORDS, next="/people")
    assert (page.status_code, page.location) == (303, "/people")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil", ""])
def test_a_sign_in_leads_nowhere_else(client, people, elsewhere):
    reply = send(client, "/sign-in", email=LEAD, password=WORDS, next=elsewhere)
    assert reply.location == "/"


def test_an_unknown_address_and_a_wrong_password_read_the_same(client, people):
    wrong = [sign_in(client, email, "not this at all") for email in (LEAD, "nobody@example.org")]
    assert [reply.status_code for reply in wrong] == [422, 422]
    pages = [re.sub(r'value="[^"]*"', "", reply.text) for reply in wrong]
    assert pages[0] == pages[1]


def test_a_refused_sign_in_is_told_above_both_fields_and_at_neither(client, people):
    page = sign_in(client, LEAD, "not this at all").text
    told = "The e-mail address or the password is wrong."
    assert page.count(told) == 1
    assert page.index(told) < page.index('name="email"') < page.index('name="password"')
    assert "aria-invalid" not in page


def test_the_eleventh_wrong_password_must_wait_and_so_must_the_right_one(client, people):
    for _ in range(10):
        assert sign_in(client, LEAD, "not this at all").status_code == 422
    reply = sign_in(client, LEAD, WORDS)
    assert (reply.status_code, reply.headers["Retry-After"]) == (429, "900")
    assert "Wait 15 minutes" in reply.text


def test_after_the_wait_the_right_password_works(app, client, people):
    for _ in range(10):
        sign_in(client, LEAD, "not this at all")
    app.extensions["octant"].clock = lambda: NOON + timedelta(minutes=15)
    assert sign_in(client, LEAD, WORDS).status_code == 303


def test_the_token_is_new_at_each_sign_in_and_the_old_one_ends(app, lead):
    old = lead.get_cookie("octant").value
    lead.get("/account")
    send(lead, "/sign-out", "/account")
    other = app.test_client()
    other.set_cookie("octant", old)
    assert other.get("/account").status_code == 302


def test_the_cookie_is_closed_to_scripts_and_other_sites(client, people):
    cookie = sign_in(client, LEAD, WORDS).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(("hours", "status"), [(7, 200), (9, 302)])
def test_a_sign_in_left_alone_ends(app, lead, hours, status):
    app.extensions["octant"].clock = lambda: NOON + timedelta(hours=hours)
    assert lead.get("/account").status_code == status


def test_a_sign_in_ends_after_a_day_however_busy(app, lead):
    statuses = []
    for hours in (6, 12, 18, 23, 25):
        app.extensions["octant"].clock = lambda hours=hours: NOON + timedelta(hours=hours)
        statuses.append(lead.get("/account").status_code)
    assert statuses == [200, 200, 200, 200, 302]


def test_a_form_sent_after_the_sign_in_ended_is_told_so(app, client, people):
    app.config["WTF_CSRF_ENABLED"] = False
    reply = client.post("/people/invitations", data={"email": "x@example.org"})
    assert reply.status_code == 401
    assert "You are signed out" in reply.text


def test_an_invitation_is_made_opened_and_accepted(app, lead):
    page = send(
        lead,
        "/people/invitations",
        "/people",
        state=HERE,
        email="New@Example.org",
        role="contributor",
    )
    path = re.search(r'value="http://localhost(/invitations/[^"]+)"', page.text)[1]
    newcomer = app.test_client()
    assert "new@example.org" in newcomer.get(path).text
    reply = send(newcomer, path, name="Nina", password="seven quiet rivers")
    assert (reply.status_code, reply.location) == (303, "/")
    assert newcomer.get("/account").status_code == 200
    assert app.test_client().get(path).status_code == 410


def test_a_weak_password_is_named_at_its_field(app, client):
    with app.extensions["octant"].open_session(True) as session:  # noqa: FBT003 - "writing"
        _, token = invite(session, OPERATOR, Grant(Role.COORDINATOR, HERE), "n@example.org", NOON)
        session.commit()
    reply = send(client, f"/invitations/{token}", name="Nina", password="short")
    assert reply.status_code == 422
    assert '<a href="#password">Use at least 12 characters' in reply.text


def test_an_unknown_invitation_is_not_found(client):
    assert client.get("/invitations/nothing").status_code == 404


def test_a_contributor_does_not_see_the_people(client, people):
    sign_in(client, "officer@example.org", WORDS)
    assert client.get("/people").status_code == 403


def test_the_last_coordinator_stays(lead, people):
    user = people[Role.COORDINATOR]
    gone = send(lead, f"/people/{user}/remove", "/people", state=HERE, sure="1")
    less = send(lead, f"/people/{user}/role", "/people", state=HERE, role="contributor")
    assert (gone.status_code, less.status_code) == (422, 422)
    assert "This is the only coordinator" in less.text


def test_a_person_removed_is_out_at_once(app, lead, people):
    other = app.test_client()
    sign_in(other, "officer@example.org", WORDS)
    user = people[Role.CONTRIBUTOR]
    assert send(lead, f"/people/{user}/remove", "/people", state=HERE, sure="1").status_code == 303
    assert other.get("/people?state=XAA").status_code == 404


def test_a_changed_password_ends_the_other_sign_ins(app, lead):
    other = app.test_client()
    sign_in(other, LEAD, WORDS)
    reply = send(
        lead, "/account/password", "/account", present=WORDS, password="seven quiet rivers"
    )
    assert reply.status_code == 303
    assert lead.get("/account").status_code == 200
    assert other.get("/account").status_code == 302


def test_the_first_person_of_a_state_enters_by_a_command(app):
    result = app.test_cli_runner().invoke(
        args=["people", "invite", "--state", "XAA", "--role", "coordinator", "a@example.org"]
    )
    path = result.output.strip().removeprefix("http://127.0.0.1:8000")
    assert app.test_client().get(path).status_code == 200


def invited(app, *words):
    return app.test_cli_runner().invoke(args=["people", "invite", *words, "a@example.org"])


def test_the_operator_invites_the_first_administrator(app):
    path = invited(app, "--administrator").output.strip().removeprefix("http://127.0.0.1:8000")
    page = app.test_client().get(path).text
    assert "Your invitation to administer Octant" in page


def test_the_operator_invites_the_people_of_a_donor_that_is_there(app):
    with app.extensions["octant"].writing() as session:
        add_donor(session, OPERATOR, "Northern Fund", NOON)
        session.commit()
    result = invited(app, "--donor", "northern fund")
    path = result.output.strip().removeprefix("http://127.0.0.1:8000")
    assert "Your invitation to Northern Fund" in app.test_client().get(path).text


def test_a_donor_that_is_not_there_is_refused_with_the_remedy(app):
    result = invited(app, "--donor", "Nobody")
    assert result.exit_code == 1
    assert "An administrator adds it on the page Administration" in result.output


@pytest.mark.parametrize("words", [(), ("--state", "XAA", "--administrator")])
def test_an_invitation_is_to_one_place(app, words):
    result = invited(app, *words)
    assert result.exit_code == 2
    assert "Give one of --state, --donor and --administrator." in result.output


def test_a_state_that_nobody_lists_is_refused(app):
    assert "No state has the code QQQ." in invited(app, "--state", "QQQ").output
