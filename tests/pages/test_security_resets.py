"""A lost password, and guesses at a known one: how a person comes back, and nobody else."""

from datetime import timedelta

import pytest

from tests.conftest import NOON, PASSWORD, send, sign_in

EMAIL = "contributor@example.org"
NEW = "seven quiet rivers"


@pytest.fixture
def link(app, people):
    """The path that `flask people reset` printed."""
    return reset_by_command(app)


def reset_by_command(app, email=EMAIL):
    result = app.test_cli_runner().invoke(
        args=["people", "reset", "--address", "https://octant.example/", email]
    )
    return result.output.strip().removeprefix("https://octant.example")


def test_the_link_lets_its_holder_choose_a_password(client, link):
    reply = send(client, link, password=NEW)
    assert (reply.status_code, reply.location) == (303, "/sign-in")
    assert sign_in(client, EMAIL, NEW).status_code == 303


def test_the_old_password_ends_with_the_reset(client, link):
    send(client, link, password=NEW)
    assert sign_in(client, EMAIL, PASSWORD).status_code == 422


def test_the_link_alone_changes_nothing(client, link):
    client.get(link)
    assert sign_in(client, EMAIL, PASSWORD).status_code == 303


def test_the_link_works_once(client, link):
    send(client, link, password=NEW)
    assert client.get(link).status_code == 410


def test_two_forms_of_one_link_change_the_password_once(app, link):
    first, second = app.test_client(), app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False
    statuses = [each.post(link, data={"password": NEW}).status_code for each in (first, second)]
    assert statuses == [303, 410]


def test_a_newer_link_ends_the_older(app, client, link):
    newer = reset_by_command(app)
    assert [client.get(each).status_code for each in (link, newer)] == [410, 200]


def test_the_link_ends_after_a_day(app, client, link):
    app.extensions["octant"].clock = lambda: NOON + timedelta(hours=24)
    assert client.get(link).status_code == 410


def test_a_made_up_link_is_not_found(client):
    assert client.get("/reset/nothing").status_code == 404


def test_every_sign_in_of_the_person_ends(client, signed_in, link):
    here = signed_in("contributor")
    send(client, link, password=NEW)
    assert here.get("/account").status_code == 302


def test_a_weak_password_leaves_the_link_open(client, link):
    reply = send(client, link, password="short")
    assert (reply.status_code, client.get(link).status_code) == (422, 200)
    assert '<a href="#password">Use at least 12 characters' in reply.text


def test_the_form_needs_its_token(client, link):
    assert client.post(link, data={"password": NEW}).status_code == 400


def test_whoever_was_locked_out_enters_at_once(client, link):
    for _ in range(10):
        sign_in(client, EMAIL, "not this at all")
    send(client, link, password=NEW)
    assert sign_in(client, EMAIL, NEW).status_code == 303


def test_nobody_is_reset_by_an_address_that_is_not_here(app, people):
    result = app.test_cli_runner().invoke(args=["people", "reset", "who@example.org"])
    assert (result.exit_code, "Nobody here" in result.output) == (1, True)


def test_the_database_holds_no_link(app, link):
    octant = app.extensions["octant"]
    octant.engine.dispose()
    kept = b"".join(
        path.read_bytes() for path in octant.settings.folder.iterdir() if path.is_file()
    )
    assert link.removeprefix("/reset/").encode() not in kept


def guess(client, password="not this at all"):
    return send(client, "/account/password", "/account", present=password, password=NEW)


def test_the_present_password_cannot_be_guessed_without_end(signed_in):
    client = signed_in("contributor")
    assert [guess(client).status_code for _ in range(10)] == [422] * 10
    reply = guess(client, PASSWORD)
    assert (reply.status_code, reply.headers["Retry-After"]) == (429, "900")


def test_hashing_a_new_password_keeps_nobody_from_saving(app, signed_in, monkeypatch):
    written = []

    def hashing(*_):
        with app.extensions["octant"].writing() as session:
            session.connection()
            written.append(True)
        return "hash"

    monkeypatch.setattr("accounts.sign_in.fresh_hash", hashing)
    guess(signed_in("contributor"), PASSWORD)
    assert written == [True]
