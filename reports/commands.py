"""`flask score`: the figures of a responses file, without a database or a server."""

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from assessment.domain.catalogue import Catalogue
from assessment.domain.errors import Invalid
from assessment.domain.response import Profile, Responses
from assessment.domain.responses_file import read_responses
from assessment.domain.score_document import score_document
from web.context import catalogue
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


COMMANDS = (score_file,)
