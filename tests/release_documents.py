"""Release documents made by the domain, for tests: of any catalogue, profile and answers."""

from datetime import UTC, datetime

from assessment.domain.cycle import Cycle, CycleStatus
from assessment.domain.findings import Assessment, findings_from
from assessment.domain.identifiers import CycleId, StateCode
from assessment.domain.release import SCOPES, Signature, release_document

SIGNED = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
SIGNATURE = Signature(SIGNED, "ab" * 32, "1")


def documents_of(catalogue, profile, responses):
    """The release document of each scope."""
    cycle = Cycle(
        id=CycleId("0123456789abcdef"),
        state=StateCode("XAA"),
        title="Cycle 2026",
        status=CycleStatus.SIGNED_OFF,
        catalogue_version=catalogue.version,
        catalogue_digest=catalogue.digest,
        profile=profile,
        version=3,
        created=SIGNED,
        start_year=2027,
        start_quarter=2,
        marking="Restricted",
    )
    findings = findings_from(catalogue, Assessment(cycle, responses, {}, {}))
    return {scope: release_document(catalogue, findings, SIGNATURE, scope) for scope in SCOPES}
