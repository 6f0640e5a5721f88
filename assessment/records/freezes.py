"""Signed-off cycles as they were frozen: what is kept of each, and never changed."""

import zlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, Text, select

from assessment.domain.document import canonical_json
from assessment.domain.errors import NotFound
from assessment.domain.frozen import Frozen, Signed
from assessment.domain.identifiers import CycleId
from assessment.domain.permissions import Actor
from assessment.records.base import Moment, forbid_changes, metadata
from assessment.records.session import Session

frozen_cycles = Table(
    "frozen_cycles",
    metadata,
    Column("cycle_id", ForeignKey("cycles.id"), primary_key=True),
    # The document of `flask cycle export`: canonical JSON, compressed.
    Column("document", LargeBinary, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("method", String(20), nullable=False),
    Column("catalogue_digest", ForeignKey("catalogues.digest"), nullable=False),
    Column("signed_at", Moment, nullable=False),
    # No foreign key to people: a signature outlives its author's account.
    Column("signed_by", String(64), nullable=False),
    Column("signed_by_name", String(200), nullable=False),
    Column("statement", Text, nullable=False),
)
forbid_changes(frozen_cycles)


def add_frozen(
    session: Session,
    cycle_id: CycleId,
    document: Mapping[str, Any],
    signatory: Actor,
    signed: Signed,
) -> None:
    """Keep a frozen document for good; a cycle is frozen once."""
    frozen = document["frozen"]
    session.execute(
        frozen_cycles.insert(),
        {
            "cycle_id": cycle_id,
            "document": zlib.compress(canonical_json(document), 9),
            "digest": frozen["digest"],
            "method": frozen["method"],
            "catalogue_digest": frozen["catalogue_digest"],
            "signed_at": signed.at,
            "signed_by": signatory.user,
            "signed_by_name": signed.by,
            "statement": signed.statement,
        },
    )


def frozen_by_cycle(session: Session, cycle_id: CycleId) -> Frozen | None:
    """How a cycle was frozen; None where it was not."""
    kept = frozen_cycles.c
    query = select(
        kept.digest,
        kept.method,
        kept.catalogue_digest,
        kept.signed_at,
        kept.signed_by_name,
        kept.statement,
    ).where(kept.cycle_id == cycle_id)
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    signed = Signed(row.signed_at, row.signed_by_name, row.statement)
    return Frozen(cycle_id, row.digest, row.method, row.catalogue_digest, signed)


def document_of(session: Session, cycle_id: CycleId) -> bytes:
    """The frozen document of a cycle, as it was signed. Raises NotFound."""
    query = select(frozen_cycles.c.document).where(frozen_cycles.c.cycle_id == cycle_id)
    packed = session.execute(query).scalar_one_or_none()
    if packed is None:
        raise NotFound
    return zlib.decompress(packed)
