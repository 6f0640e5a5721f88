"""The scene of a document: its links lead to its own pages, and it knows when it was made."""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

from assessment.domain.identifiers import is_made_up
from assessment.domain.responses_file import responses_document
from reports.scenes import Scene
from web.components import state_name


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

    def area_address(self, area: str) -> str:
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


def answers_digest(scene: Scene) -> str:
    """SHA-256 of the responses file (FORMATS.md) of these answers in canonical form.

    Canonical: keys sorted, no spaces, UTF-8.
    """
    document = responses_document(scene.catalogue, scene.profile, scene.responses)
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def software_version() -> str:
    """The version of Octant that runs."""
    project = Path(current_app.root_path) / "pyproject.toml"
    return tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"]
