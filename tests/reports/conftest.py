"""Who signs off, and what: for the tests of the sign-off page."""

import pytest


@pytest.fixture
def at(cycle):
    return f"/cycles/{cycle.id}"


@pytest.fixture
def lead(signed_in):
    return signed_in("coordinator")


@pytest.fixture
def signatory(signed_in):
    return signed_in("signatory")
