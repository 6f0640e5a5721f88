"""A cycle of one state, and browsers of its people and of a stranger."""

import pytest

from tests.pages.questionnaire_kit import a_cycle, browser_of, let_in


@pytest.fixture
def cycle(app):
    let_in(app)
    return a_cycle(app)


@pytest.fixture
def ana(app, cycle):
    return browser_of(app, "ana")


@pytest.fixture
def ben(app, cycle):
    return browser_of(app, "ben")


@pytest.fixture
def zoe(app, cycle):
    return browser_of(app, "zoe")
