"""`create_app(settings)`: the only file that knows every room, and hands them what they share."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.middleware.proxy_fix import ProxyFix

import accounts.commands
import accounts.routes
import donors.offer_routes
import donors.released_routes
import donors.routes
import questionnaires.commands
import questionnaires.routes
import reports.commands
import reports.routes
import workshops.routes
from assessment.domain.catalogue import Catalogue
from assessment.domain.errors import Invalid
from assessment.records.engine import make_engine, session_factory
from assessment.records.traces import Traces
from questionnaires.loader import load_catalogue
from questionnaires.sentences import sentence
from web import assets, commands, components, database, errors, guards, headers, i18n
from web.context import Octant
from web.settings import Settings, SettingsRefused, from_environment

HOME = Path(__file__).resolve().parent
ROOMS = ("accounts", "questionnaires", "reports", "donors", "workshops")


def create_app(settings: Settings | None = None, *, catalogue: Catalogue | None = None) -> Flask:
    """The application; reads the catalogue unless one is handed in, and never the database.

    Raises `SystemExit` with what to mend where it cannot start.
    """
    settings = settings or _settings()
    app = Flask("octant", root_path=str(HOME), static_folder="static", template_folder=None)
    _configure(app, settings)
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(HOME / room / "templates") for room in ("web", *ROOMS)]
    )
    octant = Octant(settings, lambda: datetime.now(UTC), lambda: catalogue or _catalogue())
    _connect(octant)
    app.extensions["octant"] = octant
    CSRFProtect(app)
    headers.init_app(app, settings)
    database.init_app(app)
    i18n.init_app(app, settings)
    assets.init_app(app)
    components.init_app(app)
    errors.init_app(app)
    _open_rooms(app)
    if not _is_command():
        _ = octant.catalogue
    return app


def _is_command() -> bool:
    """Whether this is `flask …` other than `flask run`: some of them mend the catalogue."""
    command = click.get_current_context(silent=True)
    return command is not None and command.info_name != "run"


def _settings() -> Settings:
    try:
        return from_environment()
    except SettingsRefused as refused:
        raise SystemExit(f"Octant cannot start. {refused}") from refused


def _catalogue() -> Catalogue:
    try:
        return load_catalogue()
    except Invalid as invalid:
        faults = "\n".join(f"  {sentence(fault)}" for fault in invalid.faults)
        raise SystemExit(f"Octant cannot start: the catalogue is broken.\n{faults}") from invalid


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-octant" if settings.https else "octant",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        PREFERRED_URL_SCHEME="https" if settings.https else "http",
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        MAX_CONTENT_LENGTH=settings.max_request,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
    logging.getLogger("octant").setLevel(logging.INFO)


def _connect(octant: Octant) -> None:
    octant.engine = make_engine(octant.settings.database_url)
    sessions = session_factory(octant.engine)
    octant.open_session = lambda writing: sessions.writing() if writing else sessions.reading()
    octant.traces = Traces(octant.engine)


def _open_rooms(app: Flask) -> None:
    guards.init_app(app)
    for room in (
        accounts.routes,
        questionnaires.routes,
        reports.routes,
        donors.routes,
        donors.offer_routes,
        donors.released_routes,
        workshops.routes,
    ):
        app.register_blueprint(room.routes)
    rooms = (commands, accounts.commands, questionnaires.commands, reports.commands)
    for command in (command for room in rooms for command in room.COMMANDS):
        app.cli.add_command(command)
