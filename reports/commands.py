"""`flask score` and `flask report` on a responses file, without database or server; `flask worker`.

WeasyPrint takes a second to load, and only the commands that make a PDF need it: they load it.
"""

import importlib
import json
import logging
import signal
from pathlib import Path
from types import ModuleType

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale

from assessment.domain.catalogue import Catalogue
from assessment.domain.errors import Invalid
from assessment.domain.response import Profile, Responses
from assessment.domain.responses_file import read_responses
from assessment.domain.score_document import score_document
from reports import cycle_commands
from web.context import catalogue, now, octant
from web.errors import fault_sentence

responses_file = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


@click.command("score")
@responses_file
@click.option("--json", "as_json", is_flag=True, help="Write JSON (the only form so far).")
@with_appcontext
def score_file(file: Path, *, as_json: bool) -> None:  # noqa: ARG001 one form so far
    """Score a responses file; every fault on standard error, and exit status 2, if it is bad."""
    profile, responses = read_or_refuse(file, catalogue())
    document = score_document(catalogue(), profile, responses)
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))


def read_or_refuse(file: Path, known: Catalogue) -> tuple[Profile, Responses]:
    """What a responses file says; leaves with exit status 2, one line a fault, if it is bad."""
    try:
        return read_responses(file.read_bytes(), known)
    except Invalid as refused:
        for fault in refused.faults:
            click.echo(f"{fault.place}: {fault_sentence(fault)}", err=True)
        raise click.exceptions.Exit(2) from refused


@click.command("report")
@responses_file
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    required=True,
    help="Where to write the PDF.",
)
@with_appcontext
def report_file(file: Path, *, out: Path) -> None:
    """Make the PDF roadmap of a responses file; refused as by `flask score` if it is bad.

    The keys "title", "marking" and "name" (of the state) may stand in the file beside the others.
    """
    profile, responses = read_or_refuse(file, catalogue())
    language = octant().settings.languages[0]
    with force_locale(language):
        scene = _loaded("document_scene").scene_of_file(
            json.loads(file.read_bytes()), catalogue(), profile, responses, now()
        )
    pdf = _loaded("documents").make_report(scene, language)
    out.write_bytes(pdf)
    click.echo(f"{out}: {len(pdf)} bytes")


@click.command("worker")
@click.option("--once", is_flag=True, help="Work off what waits now, then stop.")
@with_appcontext
def work(*, once: bool) -> None:
    """Make the PDFs that people ask for, until it is told to stop (SIGTERM or Ctrl-C)."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.WARNING)
    worker = _loaded("worker").Worker(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 Flask's documented way to the application itself
    if once:
        while worker.work_one():
            pass
        return
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, worker.stop)
    click.echo("The worker waits for reports. Stop it with Ctrl-C.")
    worker.run()
    click.echo("The worker has stopped.")


def _loaded(name: str) -> ModuleType:
    return importlib.import_module(f"reports.{name}")


COMMANDS = (score_file, report_file, work, *cycle_commands.COMMANDS)
