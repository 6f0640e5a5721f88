"""What every reply tells the browser."""

import pytest

from app import create_app
from tests.builders import the_worked_example
from web.settings import from_environment

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


@pytest.mark.parametrize(
    "address", ["/", "/not-here", "/static/js/octant.js", "/static/octant.css"]
)
def test_every_reply_carries_the_strict_policy(client, address):
    parts = client.get(address).headers["Content-Security-Policy"].split("; ")
    policy = dict(part.split(" ", 1) for part in parts)
    assert {name: policy[name] for name in POLICY} == POLICY
    assert not any("unsafe" in part or "http" in part for part in parts)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
    ],
)
def test_a_page_is_neither_sniffed_nor_kept_nor_shared(client, name, value):
    assert client.get("/not-here").headers[name] == value


def test_no_reply_names_what_serves_it(client):
    assert "Flask" not in str(client.get("/not-here").headers)


def test_without_https_a_browser_is_not_told_to_insist_on_it(client):
    assert "Strict-Transport-Security" not in client.get("/not-here").headers


def test_with_https_a_browser_is_told_to_insist_on_it(tmp_path):
    settings = from_environment({"OCTANT_DATA": str(tmp_path), "OCTANT_HTTPS": "1"})
    app = create_app(settings, catalogue=the_worked_example()[0])
    reply = app.test_client().get("/not-here")
    app.extensions["octant"].engine.dispose()
    assert reply.headers["Strict-Transport-Security"].startswith("max-age=")
    assert app.config["SESSION_COOKIE_SECURE"]


def test_what_is_handed_out_can_run_nothing(ana, cycle):
    reply = ana.get(f"/cycles/{cycle}/workbook.xlsx")
    assert reply.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
