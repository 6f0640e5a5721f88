"""A real browser on a real server, both of the test's own."""

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import g, render_template_string
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from tests.browser.rooms import device, meeting, phone, staff  # noqa: F401 - fixtures
from tests.conftest import PASSWORD

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
KIT = Path(__file__).with_name("kit.html")


@pytest.fixture(scope="session")
def chromium():
    """The browser, started once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def live(app):
    """The address of the application, served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def browse(chromium, live):
    """A function that opens an address: `browse("/", width=320)`; complaints fail the test."""
    contexts, complaints = [], []

    def open_page(address, *, width=1280, height=900, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, base_url=live, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        page.goto(address)
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def visit(browse, cycle):
    """A function that opens a page of the cycle, signed in: `visit("results", width=360)`."""

    def open_page(path, **options):
        page = browse("/sign-in", **options)
        page.fill("[name=email]", "coordinator@example.org")
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url("**/")
        page.goto(f"/cycles/{cycle.id}/{path}")
        page.wait_for_load_state("networkidle")
        return page

    return open_page


def violations(page):
    """What axe finds wrong on a page, as short lines."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    # What passes is not described: that takes longer than to look.
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


@pytest.fixture
def kit(app):
    """The address of a page that shows every component once."""
    cycle = SimpleNamespace(id="c", state="XAA", title="Cycle 2026", marking="RESTRICTED")

    @app.get("/kit")
    def show():
        g.actor = SimpleNamespace(
            name="Amina Diallo", states=(), donors=(), administers=False, grants=()
        )
        return render_template_string(
            KIT.read_text(encoding="utf-8"),
            cycle=cycle,
            place="results",
            lambda_address=lambda number: f"?page={number}",
        )

    show.is_public = True
    return "/kit"
