"""Signing a cycle off: its answers and figures are frozen, and stay what was signed."""

from dataclasses import replace
from datetime import datetime

from assessment.domain.catalogue import Catalogue
from assessment.domain.cycle import MOVES, CycleStatus
from assessment.domain.errors import (
    AlreadySignedOff,
    CatalogueMissing,
    Fault,
    Invalid,
    MoveRefused,
)
from assessment.domain.frozen import Frozen, Signed, basis_digest, freeze
from assessment.domain.identifiers import CycleId
from assessment.domain.permissions import Act, Actor, require
from assessment.domain.revision import ProfileConflict
from assessment.domain.texts import clean, text_faults
from assessment.records import audit, cycles, freezes
from assessment.records.results import assumptions_in
from assessment.records.session import Session
from assessment.services.assessments import assessment_of

LONGEST_STATEMENT = 2_000


def sign_off(  # noqa: PLR0913 what a signature is of, by name
    session: Session,
    actor: Actor,
    cycle_id: CycleId,
    catalogue: Catalogue,
    version: int | None,
    statement: str,
    now: datetime,
    *,
    seen: str | None = None,
) -> Frozen:
    """The cycle signed off and frozen. `catalogue` is its own, `version` as the page showed it.

    `seen` is the digest of what the signatory looked at (`basis_digest`): a cycle in review
    still takes answers and assumptions, and nobody signs others than those. Raises NotFound,
    NotPermitted, AlreadySignedOff, MoveRefused where it is not in review, CatalogueMissing,
    Invalid (`statement`), VersionMissing, ProfileConflict.
    """
    # Held until the commit: no answer comes in between what is read here and the signature.
    cycle = cycles.cycle_to_change(session, cycle_id)
    require(actor, Act.SIGN_OFF, cycle.subject)
    if freezes.frozen_by_cycle(session, cycle_id) is not None:
        raise AlreadySignedOff(cycle_id)
    if CycleStatus.SIGNED_OFF not in MOVES[cycle.status]:
        raise MoveRefused(cycle.status.value)
    if catalogue.digest != cycle.catalogue_digest:
        raise CatalogueMissing(cycle.catalogue_digest)
    statement = clean(statement)
    faults = text_faults("statement", statement, LONGEST_STATEMENT)
    if not statement:
        faults.append(Fault("statement_missing", "statement"))
    if faults:
        raise Invalid(faults)
    assessment = assessment_of(session, actor, cycle_id)
    basis = (
        assessment.responses,
        {question: tuple(agreed.levels) for question, agreed in assessment.agreed.items()},
        assumptions_in(session, cycle_id),
    )
    if seen is not None and seen != basis_digest(catalogue, cycle, *basis):
        raise ProfileConflict(cycle, None)
    if not cycles.change_cycle(session, replace(cycle, status=CycleStatus.SIGNED_OFF), version):
        raise ProfileConflict(cycle, None)
    signed = Signed(now, actor.name, statement)
    document = freeze(catalogue, cycle, *basis, signed)
    freezes.add_frozen(session, cycle_id, document, actor, signed)
    made = document["frozen"]
    detail = {"digest": made["digest"], "method": made["method"], "catalogue": catalogue.version}
    audit.record(session, now, actor, Act.SIGN_OFF, cycle_id, detail, state=cycle.state)
    return Frozen(cycle_id, made["digest"], made["method"], catalogue.digest, signed)


def frozen_of(session: Session, actor: Actor, cycle_id: CycleId) -> Frozen | None:
    """How a cycle was signed off; None where it was not. Raises NotFound."""
    cycle = cycles.cycle_by_id(session, cycle_id)
    require(actor, Act.SEE_CYCLE, cycle.subject)
    return freezes.frozen_by_cycle(session, cycle_id)


def frozen_file_of(session: Session, actor: Actor, cycle_id: CycleId) -> bytes:
    """The frozen document as a file, as it was signed. Raises NotFound where there is none."""
    cycle = cycles.cycle_by_id(session, cycle_id)
    require(actor, Act.SEE_CYCLE, cycle.subject)
    return freezes.document_of(session, cycle_id)
