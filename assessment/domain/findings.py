"""All that the answers of a cycle say: METHOD.md 2 to 5 in one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from assessment.domain.catalogue import Catalogue, Family
from assessment.domain.cycle import Cycle
from assessment.domain.gaps import Gap, find_gaps, find_out
from assessment.domain.identifiers import AreaId, InstrumentId, ObligationId, QuestionId
from assessment.domain.obligations import (
    InstrumentStanding,
    Standing,
    area_instrument_means,
    instrument_standings,
    standings,
)
from assessment.domain.packages import NO_CHANGES, Assumptions, Package, work_packages
from assessment.domain.planning import Roadmap, plan_roadmap
from assessment.domain.response import Answer, Responses
from assessment.domain.scoring import Progress, Scorecard, progress, score


@dataclass(frozen=True, slots=True)
class Agreement:
    """The consensus answer to a question: what a workshop agreed, who recorded it, and when.

    `version` is what a page sends back to set it aside.
    """

    levels: Mapping[Family, Answer]
    reason: str
    at: datetime
    by: str
    version: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """A cycle with its national answers: what was agreed, else what the agencies say.

    `responses` hold only families in scope, with their evidence. `versions` is what a page
    sends back with a save (0 for a question that is missing here); `saved` says when and by
    whom each answer was last saved. `own` is what the agencies themselves said, which is what
    a form changes, and `agreed` what a workshop agreed instead.
    """

    cycle: Cycle
    responses: Responses
    versions: Mapping[QuestionId, int]
    saved: Mapping[QuestionId, tuple[datetime, str]]
    own: Responses = field(default_factory=dict)
    agreed: Mapping[QuestionId, Agreement] = field(default_factory=dict)


@dataclass(frozen=True)
class Findings:
    """The figures of METHOD.md 2 to 5 for one cycle, and what they were computed from.

    `matrix` holds the mean of an instrument's obligations in force that an area serves;
    `open_cells` what the state still has to find out.
    """

    assessment: Assessment
    scorecard: Scorecard
    standings: Mapping[ObligationId, Standing]
    instruments: Mapping[InstrumentId, InstrumentStanding]
    matrix: Mapping[tuple[AreaId, InstrumentId], float | None]
    gaps: tuple[Gap, ...]
    open_cells: tuple[tuple[QuestionId, Family], ...]
    packages: tuple[Package, ...]
    progress: Progress
    assumptions: Assumptions

    @cached_property
    def roadmap(self) -> Roadmap:
        """The packages over the quarters of the cycle's plan; made when it is first asked for.

        It takes longer than all the other figures together, and few pages need it.
        """
        cycle = self.assessment.cycle
        return plan_roadmap(self.packages, cycle.quarters, cycle.capacity)


def findings_from(
    catalogue: Catalogue, assessment: Assessment, assumptions: Assumptions = NO_CHANGES
) -> Findings:
    """Every figure of an assessment; `assumptions` are the state's own figures of steps."""
    profile, responses = assessment.cycle.profile, assessment.responses
    standing = standings(catalogue, profile, responses)
    packages = work_packages(catalogue, profile, responses, assumptions)
    return Findings(
        assessment=assessment,
        scorecard=score(catalogue, profile, responses),
        standings=standing,
        instruments=instrument_standings(catalogue, standing),
        matrix=area_instrument_means(catalogue, profile, responses, standing),
        gaps=find_gaps(catalogue, profile, responses),
        open_cells=find_out(catalogue, profile, responses),
        packages=packages,
        progress=progress(catalogue, profile, responses),
        assumptions=assumptions,
    )
