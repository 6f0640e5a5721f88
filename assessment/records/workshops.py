"""Workshops: the tables. Nothing in them ties a person to what they chose."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
)

from assessment.records.base import Moment, forbid_changes, metadata

workshops = Table(
    "workshops",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("cycle_id", ForeignKey("cycles.id"), nullable=False, index=True),
    Column("title", String(200), nullable=False),
    Column("code", String(6), nullable=False, unique=True),
    Column("begins", Moment, nullable=False),
    Column("ends", Moment, nullable=False),
    Column("created", Moment, nullable=False),
    Column("closed", Moment),
    # Counts every change that a screen shows: an event, somebody who joined, a ballot.
    Column("version", Integer, nullable=False),
    # The round that takes ballots now; 0 for none.
    Column("open_round", Integer, nullable=False),
    CheckConstraint("version >= 1", name="version"),
)

workshop_events = Table(
    "workshop_events",
    metadata,
    Column("workshop_id", ForeignKey("workshops.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("author", String(64), nullable=False),
    Column("author_name", String(200), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("body", JSON, nullable=False),
)
forbid_changes(workshop_events)

participants = Table(
    "participants",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("workshop_id", ForeignKey("workshops.id"), nullable=False, index=True),
    # The phone holds the token; a stolen database opens no room.
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("agency", String(100), nullable=False),
    Column("role", String(100), nullable=False),
    Column("name", String(100), nullable=False),
    Column("joined", Moment, nullable=False),
)

# That somebody voted in a round, never what: so a vote counts once.
ballots = Table(
    "ballots",
    metadata,
    Column("workshop_id", ForeignKey("workshops.id"), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("participant_id", ForeignKey("participants.id"), primary_key=True),
    sqlite_with_rowid=False,
)

# How often each choice was made, never by whom: level 0 to 4, or unknown.
tallies = Table(
    "tallies",
    metadata,
    Column("workshop_id", ForeignKey("workshops.id"), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("family", String(20), primary_key=True),
    Column("choice", String(10), primary_key=True),
    Column("votes", Integer, nullable=False),
    CheckConstraint("choice IN ('0', '1', '2', '3', '4', 'unknown')", name="choice"),
    CheckConstraint("votes >= 1", name="votes"),
    sqlite_with_rowid=False,
)
