"""The findings of a signed-off cycle, from what was frozen alone: no live answer is read."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from assessment.domain.catalogue import Catalogue
from assessment.domain.cycle import Cycle
from assessment.domain.document import canonical_json
from assessment.domain.findings import Assessment, Findings, findings_from
from assessment.domain.identifiers import QuestionId
from assessment.domain.packages import Assumption
from assessment.domain.release import Signature
from assessment.domain.responses_file import read_responses


def thaw(catalogue: Catalogue, cycle: Cycle, document: Mapping[str, Any]) -> Findings:
    """Every figure of a frozen document; `catalogue` is the one it was signed with.

    Profile, plan, title and marking are those that were signed, whatever the cycle says now.
    Raises Invalid where its answers cannot be read.
    """
    profile, responses = read_responses(canonical_json(document), catalogue)
    plan = document["plan"]
    signed = replace(
        cycle,
        title=document["title"],
        marking=document["marking"],
        profile=profile,
        quarters=plan["quarters"],
        capacity=plan["capacity"],
        start_year=plan["start_year"],
        start_quarter=plan["start_quarter"],
    )
    assumptions = {
        (QuestionId(own["question"]), own["level"]): Assumption(
            own["months"], own["effort"], own["cost"]
        )
        for own in plan["assumptions"]
    }
    return findings_from(catalogue, Assessment(signed, responses, {}, {}), assumptions)


def signature_of(document: Mapping[str, Any]) -> Signature:
    """When a frozen document was signed, its digest and its method."""
    frozen = document["frozen"]
    return Signature(datetime.fromisoformat(frozen["signed"]), frozen["digest"], frozen["method"])
