"""The scene of a document: its links lead to its own pages, and it knows when it was made."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from assessment.domain import frozen
from assessment.domain.catalogue import Catalogue, Participation
from assessment.domain.cycle import Cycle, CycleStatus
from assessment.domain.findings import Assessment, findings_from
from assessment.domain.identifiers import CycleId, is_made_up
from assessment.domain.response import Profile, Responses
from reports.scenes import Scene
from web.components import state_name

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class PaperScene(Scene):
    """A scene on paper; `made` is when, `name` the state's name where it is given with it."""

    made: datetime
    name: str = ""

    @property
    def state(self) -> str:
        """The state as the document names it."""
        return self.name or state_name(self.cycle.state)

    @property
    def plain_state(self) -> str:
        """Its name within a sentence: the cover and every foot say that it is made up."""
        return self.state.removesuffix(", fictional") if self.is_made_up else self.state

    @property
    def is_made_up(self) -> bool:
        """Whether the state is one for demonstration."""
        return is_made_up(self.cycle.state)

    def area_address(self, area: str, **_cut: str) -> str:
        """The pages of an area."""
        return f"#area-{area}"

    def matrix_address(self, area: str, instrument: str) -> str:  # noqa: ARG002 one place for all
        """The obligations of the instrument."""
        return self.instrument_address(instrument)

    def question_address(self, question: str) -> str:
        """The answer in annex A."""
        return f"#question-{question}"

    def instrument_address(self, instrument: str) -> str:
        """The obligations of the instrument."""
        return f"#instrument-{instrument}"


def scene_of_file(
    document: Mapping[str, Any],
    catalogue: Catalogue,
    profile: Profile,
    responses: Responses,
    made: datetime,
) -> PaperScene:
    """The scene of a responses file that was read; `document` is its JSON.

    The plan begins with the year after `made`. Participation that differs from the
    catalogue's table is the state's own word.
    """
    year = made.year
    table = catalogue.participation.get(profile.state, {})
    confirmed: dict[str, Participation | None] = {
        name: status
        for name, status in profile.participation.items()
        if name not in table or table[name].status is not status
    }
    cycle = Cycle(
        id=CycleId("file"),
        state=profile.state,
        title=_text(document, "title") or _("Self-assessment %(year)d", year=year),
        status=CycleStatus.DRAFT,
        catalogue_version=catalogue.version,
        catalogue_digest=catalogue.digest,
        profile=profile,
        version=0,
        created=made,
        start_year=year + 1,
        start_quarter=1,
        confirmed=confirmed,
        marking=_text(document, "marking"),
    )
    found = findings_from(catalogue, Assessment(cycle, responses, {}, {}))
    return PaperScene(cycle, catalogue, found, made, _text(document, "name"))


def _text(document: Mapping[str, Any], key: str) -> str:
    text = document.get(key, "")
    return text.strip()[:LONGEST_NAME] if isinstance(text, str) else ""


def answers_digest(scene: Scene) -> str:
    """What identifies these answers: 64 hexadecimal digits."""
    return frozen.answers_digest(scene.catalogue, scene.profile, scene.responses)


def software_version() -> str:
    """The version of Octant that runs."""
    project = Path(current_app.root_path) / "pyproject.toml"
    return tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"]
