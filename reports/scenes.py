"""What every results page loads first: the cycle, its own catalogue, and its findings."""

from dataclasses import dataclass

from flask import url_for

from assessment.domain.catalogue import Catalogue
from assessment.domain.cycle import Cycle
from assessment.domain.identifiers import CycleId
from assessment.domain.response import Profile, Responses
from assessment.services.findings import Findings, findings_of
from web import context
from web.cycles import cycle_and_catalogue


@dataclass(frozen=True, slots=True)
class Scene:
    """A cycle, the catalogue it was begun with, and all that its answers say."""

    cycle: Cycle
    catalogue: Catalogue
    findings: Findings

    @property
    def profile(self) -> Profile:
        """What the state says of itself."""
        return self.cycle.profile

    @property
    def responses(self) -> Responses:
        """The national answers."""
        return self.findings.assessment.responses

    def area_address(self, area: str, **cut: str) -> str:
        """The answers behind an area's figures; `aspect` or `family` names a cut."""
        return url_for("reports.area", cycle_id=self.cycle.id, area_id=area, **cut)

    def matrix_address(self, area: str, instrument: str) -> str:
        """The provisions and answers behind one cell of the matrix."""
        return url_for(
            "reports.matrix", cycle_id=self.cycle.id, area_id=area, instrument_id=instrument
        )

    def question_address(self, question: str) -> str:
        """The question itself."""
        return url_for("questionnaires.question", cycle_id=self.cycle.id, question_id=question)

    def instrument_address(self, instrument: str) -> str:
        """One instrument, provision by provision."""
        return url_for("reports.instrument", cycle_id=self.cycle.id, instrument_id=instrument)


def scene_of(cycle_id: str) -> Scene:
    """The scene of a cycle. Raises NotFound."""
    cycle, catalogue = cycle_and_catalogue(cycle_id)
    found = findings_of(context.session(), context.actor(), CycleId(cycle_id), catalogue)
    return Scene(cycle, catalogue, found)
