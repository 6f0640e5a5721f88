"""A workshop of one's own for each test."""

import pytest

from tests.workshops.room_kit import a_meeting


@pytest.fixture
def meeting(app, cycle, people, signed_in):
    """A workshop that a coordinator opened on the worked example."""
    return a_meeting(app, people["coordinator"], signed_in("coordinator"), cycle)
