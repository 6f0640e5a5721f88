"""A workshop in real browsers: its facilitator's pages, and phones that joined by the code."""

import pytest
from playwright.sync_api import expect

from tests.conftest import PASSWORD
from tests.workshops.room_kit import a_meeting


@pytest.fixture
def meeting(app, cycle, people, signed_in):
    """A workshop that a coordinator opened; its console is pressed beside the browsers."""
    return a_meeting(app, people["coordinator"], signed_in("coordinator"), cycle)


@pytest.fixture
def device(chromium, live):
    """A function that opens a browser of somebody's own."""
    contexts = []

    def opened(address, width=360, height=740, **options):
        context = chromium.new_context(
            base_url=live, viewport={"width": width, "height": height}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def phone(device, meeting):
    """A function that joins with another phone."""

    def joined(**options):
        page = device("/join", **options)
        page.get_by_label("Code").fill(f"{meeting.code[:3].lower()} {meeting.code[3:]}")
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("Your agency").fill("Customs")
        page.get_by_label("Your role").fill("Officer")
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_role("heading", name="You are in the room")).to_be_visible()
        return page

    return joined


@pytest.fixture
def staff(device, meeting):
    """A function that opens a page of the workshop as its facilitator."""

    def opened(part="", width=1280, height=900, **options):
        page = device("/sign-in", width, height, **options)
        page.fill("[name=email]", "coordinator@example.org")
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url("**/")
        page.goto(meeting.address + part)
        return page

    return opened


def choose(page, level):
    page.locator(f"[name=same][value='{level}']").check()


def send_vote(page):
    page.get_by_role("button", name="Send my vote").click()


def is_in(page):
    expect(page.get_by_role("heading", name="Your vote is in")).to_be_visible()
