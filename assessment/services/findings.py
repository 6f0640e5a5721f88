"""All that the answers say, in one call: for the dashboard, the roadmap and the PDF."""

from assessment.domain.catalogue import Catalogue
from assessment.domain.findings import Findings, findings_from
from assessment.domain.identifiers import CycleId
from assessment.domain.permissions import Act, Actor, require
from assessment.records.cycles import cycle_by_id
from assessment.records.results import assumptions_in
from assessment.records.session import Session
from assessment.services.responses import assessment_of

__all__ = ["Findings", "findings_of"]


def findings_of(
    session: Session, actor: Actor, cycle_id: CycleId, catalogue: Catalogue
) -> Findings:
    """Every figure of a cycle, in five queries. `catalogue` is the cycle's own.

    Raises NotFound and NotPermitted.
    """
    cycle = cycle_by_id(session, cycle_id)
    require(actor, Act.SEE_RESULTS, cycle.subject)
    assessment = assessment_of(session, actor, cycle_id)
    assumptions = assumptions_in(session, cycle_id)
    return findings_from(catalogue, assessment, assumptions)
