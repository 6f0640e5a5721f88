"""What stands on projector and phone after a vote: figures with their words, reason, dissent."""

from dataclasses import replace

import pytest


@pytest.fixture
def shown(meeting):
    """A function that gives the projector and a phone as they are read."""
    phone = meeting.phone()

    def read():
        pages = (
            meeting.lead.get(f"{meeting.address}/projector"),
            phone.get(f"/room/{meeting.code}"),
        )
        return [" ".join(page.text.split()) for page in pages]

    return read


def test_the_figures_of_a_vote_are_named_for_the_eye_and_for_the_ear(meeting, shown):
    meeting.ask()
    for choice in ("2", "2", "3", "unknown"):
        meeting.vote(meeting.phone(), choice)
    meeting.reveal()
    for page in (*shown(), meeting.lead.get(meeting.address).text):
        assert "The number above a level says how many people chose it." in page
        for words in (
            "level 2: 2 votes",
            "level 3: 1 vote",
            "level 0: 0 votes",
            "not known: 1 vote",
        ):
            assert f'<span class="hidden">{words}</span>' in page


def test_an_agreement_stands_with_its_reason_and_its_dissent(meeting, shown):
    meeting.ask()
    meeting.reveal()
    meeting.agree("2", dissent="The navy says 3.")
    for page in shown():
        assert "level 2, partial" in page
        assert "<b>Reason:</b> The act names it." in page
        assert "<b>Dissent:</b> The navy says 3." in page


def test_where_all_agree_no_dissent_is_named(meeting, shown):
    meeting.ask()
    meeting.reveal()
    meeting.agree("2")
    for page in shown():
        assert "Dissent" not in page


@pytest.mark.parametrize(
    ("address", "warned"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://[::1]:8000", True),
        ("http://localhost", True),
        ("http://192.168.1.10:8000", False),
        ("https://octant.example", False),
    ],
)
def test_the_console_warns_of_an_address_that_no_phone_can_open(app, meeting, address, warned):
    octant = app.extensions["octant"]
    octant.settings = replace(octant.settings, address=address)
    page = meeting.lead.get(meeting.address).text
    assert ("Phones cannot open this address" in page) is warned
