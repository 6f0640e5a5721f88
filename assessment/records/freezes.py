"""Signed-off cycles as they were frozen: the table."""

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, Text

from assessment.records.base import Moment, forbid_changes, metadata

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
