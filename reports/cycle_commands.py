"""`flask cycle list`, `flask cycle export` and `flask verify`: signed-off cycles as files."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from assessment.domain.catalogue import Catalogue
from assessment.domain.cycle import CycleStatus
from assessment.domain.errors import Invalid, NotFound
from assessment.domain.frozen import Difference, Frozen, read_frozen, verify
from assessment.domain.identifiers import CycleId
from assessment.domain.permissions import OPERATOR
from assessment.records.session import Session
from assessment.services.cycles import catalogue_by_digest, cycle_of, cycles_of
from assessment.services.sign_off import frozen_file_of, frozen_of
from web.commands import if_there_is_a_database
from web.context import catalogue, octant
from web.errors import fault_sentence
from web.words import cycle_status_name

Sentence = Callable[[Difference], str]
# More lines than anybody reads; a file of another cycle differs in every figure.
MOST_LINES = 100

SENTENCES: Mapping[str, Sentence] = {
    "digest_differs": lambda one: _(
        "the file says %(signed)s, its contents give %(found)s. Something in it was changed.",
        signed=one.signed,
        found=one.found,
    ),
    "signature_differs": lambda one: _(
        "the file says %(signed)s, but what was signed here is %(found)s.",
        signed=one.signed,
        found=one.found,
    ),
    "not_signed_here": lambda one: _(
        "the file is of an assessment that is not signed off here (%(found)s).", found=one.found
    ),
    "catalogue_differs": lambda one: _(
        "frozen with the catalogue %(signed)s, which is not here (this one is %(found)s). "
        "Its figures cannot be worked out again. Run the Octant that froze it, or one whose "
        "database holds that catalogue.",
        signed=one.signed,
        found=one.found,
    ),
    "method_differs": lambda one: _(
        "frozen by method %(signed)s, and this Octant computes by method %(found)s. "
        "Run the version of Octant that froze it.",
        signed=one.signed,
        found=one.found,
    ),
    "answer_unreadable": lambda _one: _("this is no answer of the catalogue."),
    "figure_differs": lambda one: _(
        "signed %(signed)s, worked out %(found)s.", signed=one.signed, found=one.found
    ),
    "figure_missing": lambda one: _("missing; worked out %(found)s.", found=one.found),
    "figure_unknown": lambda one: _("signed %(signed)s; no such figure.", signed=one.signed),
}


@click.group("cycle")
def cycle_group() -> None:
    """The cycles of this Octant."""


@cycle_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of lines.")
@with_appcontext
def list_cycles(*, as_json: bool) -> None:
    """Every cycle of the instance, the newest first."""
    with octant().reading() as session:
        cycles = cycles_of(session, OPERATOR)
    if as_json:
        rows = [
            {"id": one.id, "state": one.state, "title": one.title, "status": one.status.value}
            for one in cycles
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for one in cycles:
        click.echo(f"{one.id}  {one.state}  {cycle_status_name(one.status)}  {one.title}")


@cycle_group.command("export")
@click.argument("cycle_id", metavar="ID")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    required=True,
    help="Where to write the file.",
)
@with_appcontext
def export_cycle(cycle_id: str, *, out: Path) -> None:
    """Write a signed-off cycle as it was frozen."""
    with octant().reading() as session:
        try:
            cycle = cycle_of(session, OPERATOR, CycleId(cycle_id))
        except NotFound:
            _leave(_("There is no cycle %(id)s. `flask cycle list` names them.", id=cycle_id))
        frozen = frozen_of(session, OPERATOR, cycle.id)
        if frozen is None:
            _leave(_not_frozen(cycle.status))
        file = frozen_file_of(session, OPERATOR, cycle.id)
    out.write_bytes(file)
    click.echo(f"{out}: {len(file)} bytes, SHA-256 {frozen.digest}")


@click.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def verify_file(file: Path) -> None:
    """Recompute a frozen cycle: exit 0 where digest and every figure agree, else 1."""
    try:
        document = read_frozen(file.read_bytes())
    except Invalid as refused:
        for fault in refused.faults:
            click.echo(f"{fault.place}: {fault_sentence(fault)}", err=True)
        raise click.exceptions.Exit(1) from refused
    frozen, kept = document["frozen"], _kept_here(document)
    found = verify(document, _catalogue_of(document)) + _signature_differences(document, kept)
    for one in found[:MOST_LINES]:
        click.echo(f"{one.place}: {SENTENCES[one.code](one)}")
    if len(found) > MOST_LINES:
        click.echo(_("… and %(count)d more.", count=len(found) - MOST_LINES))
    if found:
        click.echo(_("This is not what was signed."))
        raise click.exceptions.Exit(1)
    click.echo(
        _(
            "Digest and every figure agree: SHA-256 %(digest)s, catalogue %(catalogue)s, "
            "method %(method)s, signed %(moment)s.",
            digest=frozen["digest"],
            catalogue=document.get("catalogue"),
            method=frozen["method"],
            moment=frozen["signed"],
        )
    )
    if kept is None:
        click.echo(
            _(
                "This Octant holds no signature of this assessment: "
                "it cannot say whether anybody signed it, who, or when."
            )
        )
    else:
        click.echo(_("The database of this Octant holds the same signature."))


def _catalogue_of(document: Mapping[str, Any]) -> Catalogue:
    """The catalogue that a file was frozen with, from this Octant or its database."""
    digest, current = document["frozen"]["catalogue_digest"], catalogue()
    if digest == current.digest:
        return current
    kept = if_there_is_a_database(
        lambda session: catalogue_by_digest(session, OPERATOR, digest, current)
    )
    return kept or current


def _kept_here(document: Mapping[str, Any]) -> Frozen | CycleStatus | None:
    """How the cycle of a file was signed here, else its status; None where it is not known."""
    cycle_id = CycleId(str(document.get("cycle", "")))

    def read(session: Session) -> Frozen | CycleStatus | None:
        try:
            cycle = cycle_of(session, OPERATOR, cycle_id)
        except NotFound:
            return None
        return frozen_of(session, OPERATOR, cycle.id) or cycle.status

    return if_there_is_a_database(read)


def _signature_differences(
    document: Mapping[str, Any], kept: Frozen | CycleStatus | None
) -> tuple[Difference, ...]:
    """What a file says of its signature and this Octant knows to be otherwise."""
    digest = document["frozen"]["digest"]
    if isinstance(kept, CycleStatus):
        return (Difference("not_signed_here", "cycle", found=cycle_status_name(kept)),)
    if kept is None or kept.digest == digest:
        return ()
    return (Difference("signature_differs", "frozen.digest", digest, kept.digest),)


def _not_frozen(status: CycleStatus) -> str:
    return _(
        "The cycle is not signed off (%(status)s), so nothing of it is frozen.",
        status=cycle_status_name(status),
    )


def _leave(words: str) -> NoReturn:
    click.echo(words, err=True)
    raise click.exceptions.Exit(1)


COMMANDS = (cycle_group, verify_file)
