"""What states released to donors, and who looked: the tables."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
)

from assessment.records.base import Moment, forbid_changes, metadata

releases = Table(
    "releases",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("state", String(3), nullable=False),
    Column("cycle_id", ForeignKey("frozen_cycles.cycle_id"), nullable=False, index=True),
    Column("donor_id", ForeignKey("donors.id"), nullable=False),
    Column("scope", String(10), nullable=False),
    Column("until", Moment, nullable=False),
    Column("created", Moment, nullable=False),
    Column("author", String(64), nullable=False),
    Column("author_name", String(200), nullable=False),
    Column("revoked", Moment),
    Column("revoked_by_name", String(200)),
    # What the portfolio reads of every state: scores by area, frozen with the release.
    Column("summary", JSON, nullable=False),
    # All that the donor may see, and nothing else: canonical JSON, compressed.
    Column("document", LargeBinary, nullable=False),
    CheckConstraint("scope IN ('areas', 'gaps', 'roadmap')", name="scope"),
    Index("ix_releases_donor", "donor_id", "revoked", "until"),
    Index("ix_releases_state", "state", "created"),
)

looks = Table(
    "looks",
    metadata,
    Column("release_id", ForeignKey("releases.id"), primary_key=True),
    Column("user_id", String(16), primary_key=True),
    # Where they looked: portfolio, compare, state, export or pdf.
    Column("place", String(20), primary_key=True),
    # The hour, such as 2026-11-22T09: one line an hour tells enough.
    Column("hour", String(13), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("user_name", String(200), nullable=False),
)
forbid_changes(looks)
