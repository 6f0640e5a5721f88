"""A folder of YAML and CSV -> `Catalogue`, or every fault with its file and line.

`python -m questionnaires.loader areas/lists.yaml` checks one area file beside the instruments,
for editors who have not all areas yet.
"""

import re
import sys
from pathlib import Path
from typing import cast

from assessment.domain.catalogue import Catalogue, PracticeArea
from assessment.domain.document import with_digest
from assessment.domain.errors import Fault, Invalid
from assessment.domain.identifiers import INSTRUMENT_ID
from questionnaires import checks
from questionnaires.area_files import read_area
from questionnaires.draft import Draft
from questionnaires.instrument_files import read_guide, read_instrument
from questionnaires.reading import Section, read_yaml
from questionnaires.sentences import sentence
from questionnaires.tables import read_participation, read_states

CATALOGUE_FOLDER = Path(__file__).parent / "catalogue"
MADE_UP = "made-up-states.csv"
VERSION = re.compile(r"\d{4}\.[1-9]\d*")
UNREADABLE = frozenset({"file_missing", "file_not_utf8", "yaml_broken", "columns_differ"})
# What one area file cannot know by itself, as the codes of faults about other files.
PENDING = frozenset({"question_unknown", "reference_unknown"})


def load_catalogue(folder: Path = CATALOGUE_FOLDER, *, complete: bool = True) -> Catalogue:
    """The catalogue of a folder; raises `Invalid` with every fault.

    With `complete` false, areas may be missing, obligations unserved, and steps may require
    questions of missing areas.
    """
    draft = Draft()
    version = _read_head(folder, draft)
    for path in sorted((folder / "areas").glob("*.yaml")):
        _read_named_area(path, draft)
    draft.areas.sort(key=_area_order)
    for area in draft.areas:
        checks.check_area(area, draft)
    # Where a file cannot be read, what others say of it would only drown its own fault.
    if not _is_unreadable(draft):
        _check_references(draft)
        checks.check_participation(draft)
        if complete:
            checks.check_areas_complete(draft)
            checks.check_obligations_served(draft)
    faults = draft.faults if complete else _without_missing_areas(draft)
    if faults:
        raise Invalid(sorted(faults, key=_fault_order))
    catalogue = Catalogue(
        version=version,
        instruments=tuple(draft.instruments),
        obligations=tuple(draft.obligations),
        areas=tuple(draft.areas),
        roles=draft.roles,
        guides=tuple(draft.guides),
        states=tuple(draft.states),
        participation=draft.participation,
    )
    catalogue = with_digest(catalogue)
    _check_release(folder, catalogue)
    return catalogue


def check_area_file(path: Path, folder: Path) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """The faults of one area file, and what only the other area files can settle."""
    draft = Draft()
    _read_head(folder, draft)
    # Other files' faults are their writers' affair.
    draft.faults.clear()
    area = _read_named_area(path, draft)
    if not _is_unreadable(draft):
        checks.check_area(area, draft)
        _check_references(draft)
    own, pending = [], []
    for fault in sorted(draft.faults, key=_fault_order):
        elsewhere = fault.code in PENDING and _is_elsewhere(fault, area)
        (pending if elsewhere else own).append(fault)
    return tuple(own), tuple(pending)


def _is_unreadable(draft: Draft) -> bool:
    return any(fault.code in UNREADABLE for fault in draft.faults)


def _check_references(draft: Draft) -> None:
    checks.check_services(draft)
    checks.check_steps(draft)
    checks.check_requirements(draft)
    checks.check_circles(draft)


def _read_head(folder: Path, draft: Draft) -> str:
    """Everything but the areas; gives the version."""
    head = read_yaml(folder / "catalogue.yaml", "catalogue.yaml", draft.faults)
    version = head.text("version", 20)
    if version and not VERSION.fullmatch(version):
        head.fault("version_form", "version", value=version)
    draft.other_status_lists = tuple(
        value
        for value in head.texts("other_status_lists", 60, required=False)
        if INSTRUMENT_ID.fullmatch(value)
    )
    order = head.texts("instruments", 60)
    head.close()
    names = {path.stem for path in (folder / "instruments").glob("*.yaml")}
    # An instrument listed without a file is told of by the reading of that file.
    for name in [*order, *sorted(names - set(order))]:
        _read_named_instrument(folder / "instruments" / f"{name}.yaml", draft)
        if name not in order:
            head.fault("instrument_not_listed", "instruments", value=name)
    roles = read_yaml(folder / "roles.yaml", "roles.yaml", draft.faults)
    draft.roles = roles.table("roles", 80)
    roles.close()
    guides = read_yaml(folder / "guides.yaml", "guides.yaml", draft.faults)
    draft.guides.extend(read_guide(part, draft) for part in guides.sections("guides"))
    guides.close()
    read_states(folder / "states.csv", "states.csv", draft)
    if (folder / MADE_UP).exists():
        read_states(folder / MADE_UP, MADE_UP, draft, made_up=True)
    read_participation(folder / "participation.csv", "participation.csv", draft)
    return version


def _read_named_instrument(path: Path, draft: Draft) -> None:
    name = f"instruments/{path.name}"
    section = read_yaml(path, name, draft.faults)
    if not section.broken:
        read_instrument(section, draft)
        _check_file_name(section, draft.instruments[-1].id, path)


def _read_named_area(path: Path, draft: Draft) -> PracticeArea:
    section = read_yaml(path, f"areas/{path.name}", draft.faults)
    area = read_area(section, draft)
    if section.broken:
        draft.areas.remove(area)
    else:
        _check_file_name(section, area.id, path)
    return area


def _check_file_name(section: Section, named: str, path: Path) -> None:
    if named and path.stem != named:
        section.fault("file_misnamed", "id", expected=f"{named}.yaml")


def _without_missing_areas(draft: Draft) -> list[Fault]:
    present = {area.id for area in draft.areas}
    return [
        fault
        for fault in draft.faults
        if fault.code != "question_unknown"
        or dict(fault.values)["value"].split(".", 1)[0] in present
    ]


def _is_elsewhere(fault: Fault, area: PracticeArea) -> bool:
    value = dict(fault.values)["value"]
    if fault.code == "question_unknown":
        return value.split(".", 1)[0] != area.id
    return value.startswith("guide-")


def _check_release(folder: Path, catalogue: Catalogue) -> None:
    """A released version never changes: its digest is the one in digests.txt."""
    path = folder / "digests.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for number, line in enumerate(lines, start=1):
        version, _, digest = line.partition(" ")
        if version == catalogue.version and digest != catalogue.digest:
            place = f"digests.txt:{number}"
            raise Invalid([Fault("release_changed", place, (("version", version),))])


def _area_order(area: PracticeArea) -> int:
    return checks.AREAS.index(area.id) if area.id in checks.AREAS else len(checks.AREAS)


def _fault_order(fault: Fault) -> tuple[str, int]:
    file, _, line = fault.place.partition(":")
    return file, int(line or 0)


def main(arguments: list[str]) -> int:
    """Check area files, one line a fault; 1 if there is any."""
    write = sys.stdout.write
    found = 0
    for argument in arguments:
        path = Path(argument)
        if not path.exists():
            path = CATALOGUE_FOLDER / argument
        folder = path.resolve().parent.parent
        if not (folder / "catalogue.yaml").exists():
            folder = CATALOGUE_FOLDER
        own, pending = check_area_file(path, folder)
        for fault in own:
            write(f"{sentence(fault)}\n")
        for fault in pending:
            value = cast("dict[str, str]", dict(fault.values))["value"]
            write(f"{fault.place}: pending: {value} is in another file\n")
        write(f"{path.name}: faults {len(own)}, pending {len(pending)}\n")
        found += len(own)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
