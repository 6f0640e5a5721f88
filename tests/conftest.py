"""An Octant of one's own for each test: a temporary folder, SQLite, the worked example."""

import importlib
import pkgutil
import re
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

import assessment.records
from app import create_app
from assessment.domain.identifiers import StateCode
from assessment.domain.permissions import OPERATOR, Grant, Role
from assessment.domain.revision import Submission
from assessment.records.base import metadata
from assessment.services.cycles import open_cycle
from assessment.services.passwords import Passwords
from assessment.services.people import enrol
from assessment.services.responses import record_many
from assessment.services.sign_ins import begin, presence_of
from tests.builders import the_worked_example
from web.settings import from_environment

STATE = StateCode("XAA")
PASSWORD = "a long password for tests"
# Who visits: a name, and the role in a state.
PEOPLE = {
    "coordinator": Grant(Role.COORDINATOR, STATE),
    "contributor": Grant(Role.CONTRIBUTOR, STATE),
    "signatory": Grant(Role.SIGNATORY, STATE),
    "stranger": Grant(Role.COORDINATOR, StateCode("XAB")),
}
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Browser(FlaskClient):
    """A browser that reads each reply to its end, so that files are closed."""

    def open(self, *args, buffered=True, **kwargs):
        return super().open(*args, buffered=buffered, **kwargs)


@pytest.fixture
def settings(tmp_path):
    """Settings of a temporary folder, with passwords that are quick to check."""
    return settings_in(tmp_path)


@pytest.fixture
def app(settings):
    """The application on an empty SQLite database, its clock at noon."""
    with application_in(settings.folder) as application:
        yield application


def settings_in(folder):
    return from_environment({"OCTANT_DATA": str(folder), "OCTANT_PASSWORD_COST": "test"})


@contextmanager
def application_in(folder):
    """The application of a folder, whose tables are made where they are missing."""
    for module in pkgutil.iter_modules(assessment.records.__path__):
        importlib.import_module(f"assessment.records.{module.name}")
    application = create_app(settings_in(folder), catalogue=the_worked_example()[0])
    application.testing = True
    application.test_client_class = Browser
    # As in service: an accident becomes a page, so that tests see what people see.
    application.config["PROPAGATE_EXCEPTIONS"] = False
    octant = application.extensions["octant"]
    octant.clock = lambda: NOON
    metadata.create_all(octant.engine)
    yield application
    octant.engine.dispose()


@pytest.fixture
def client(app):
    """A browser that is not signed in."""
    return app.test_client()


def token_of(page):
    """The form token on a page."""
    found = TOKEN.search(page.text)
    assert found, f"no form token on {page.request.path} ({page.status_code})"
    return found[1]


def send(client, address, form_page=None, **values):
    """Post a form with the token that its page carries."""
    page = client.get(form_page or address)
    return client.post(address, data={"csrf_token": token_of(page), **values})


def sign_in(client, email, password):
    """Sign in as somebody does; gives the reply."""
    return send(client, "/sign-in", email=email, password=password)


@pytest.fixture
def people(app):
    """Somebody of each kind, by name: `people["coordinator"]` is an `Actor`."""
    octant = app.extensions["octant"]
    passwords = Passwords("test")
    found = {}
    with octant.writing() as session:
        for name, grant in PEOPLE.items():
            email = f"{name}@example.org"
            user = enrol(session, OPERATOR, grant, email, name.title(), PASSWORD, passwords, NOON)
            token = begin(session, user, NOON)
            found[name] = presence_of(session, token, NOON).actor
        session.commit()
    return found


@pytest.fixture
def signed_in(app, people):
    """A function that gives the browser of somebody who is signed in, by name."""
    octant = app.extensions["octant"]

    def browser(name):
        with octant.writing() as session:
            token = begin(session, people[name].user, NOON)
            session.commit()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["sign_in"] = token
        return client

    return browser


@pytest.fixture
def cycle(app, people):
    """A cycle of the worked example, with its answers."""
    octant = app.extensions["octant"]
    submissions = [
        Submission(response.question, 0, response.levels, response.comment, response.reason)
        for response in the_worked_example()[2].values()
    ]
    with octant.writing() as session:
        actor = people["coordinator"]
        opened = open_cycle(session, actor, STATE, "Cycle 2026", octant.catalogue, NOON)
        record_many(session, actor, opened.id, octant.catalogue, submissions, NOON)
        session.commit()
    return opened
