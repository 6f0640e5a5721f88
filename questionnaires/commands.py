"""`flask catalogue`: check the content files, and give them out as one JSON document."""

import json
from functools import partial
from pathlib import Path

import click

from assessment.domain.catalogue import Catalogue
from assessment.domain.document import catalogue_document
from assessment.domain.errors import Invalid
from questionnaires.demo import demo
from questionnaires.loader import CATALOGUE_FOLDER, load_catalogue
from questionnaires.sentences import RESPONSES_FILE, sentence
from web.errors import fault_sentences

# Commands of other rooms read responses files too, and find the sentences at the edge.
fault_sentences({code: partial(str.__mod__, text) for code, text in RESPONSES_FILE.items()})

in_folder = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=CATALOGUE_FOLDER,
    help="The folder with the content files; the installed one if left out.",
)


@click.group()
def catalogue() -> None:
    """Check the catalogue's content files, or give them out."""


@catalogue.command()
@in_folder
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def check(folder: Path, *, as_json: bool) -> None:
    """Count what the catalogue holds; one line a fault, and exit status 1, if it is broken."""
    counts = counts_of(_load(folder))
    if as_json:
        click.echo(json.dumps(counts))
        return
    for name, count in counts.items():
        click.echo(f"{name}: {count}")


@catalogue.command()
@in_folder
@click.option("--format", "kind", type=click.Choice(["json"]), default="json", show_default=True)
def export(folder: Path, kind: str) -> None:  # noqa: ARG001 one kind so far
    """Write the whole catalogue as one JSON document."""
    click.echo(json.dumps(catalogue_document(_load(folder)), ensure_ascii=False, indent=1))


def counts_of(catalogue: Catalogue) -> dict[str, int]:
    """How many instruments, obligations, areas, elements, questions, steps and mappings."""
    questions = catalogue.questions
    return {
        "instruments": len(catalogue.instruments),
        "obligations": len(catalogue.obligations),
        "areas": len(catalogue.areas),
        "elements": len(catalogue.elements),
        "questions": len(questions),
        "steps": sum(len(question.steps) for question in questions),
        "mappings": sum(len(question.obligations) for question in questions),
    }


def _load(folder: Path) -> Catalogue:
    try:
        return load_catalogue(folder)
    except Invalid as refused:
        for fault in refused.faults:
            click.echo(sentence(fault))
        raise click.exceptions.Exit(1) from refused


COMMANDS = (catalogue, demo)
