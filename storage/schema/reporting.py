"""Indicators as they were published: each edition stays as it was, late data makes the next one."""

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String, Table, Text

from storage.schema.columns import COUNT, UtcTime, metadata

published_figures = Table(
    "published_figures",
    metadata,
    Column("scope", String(128), nullable=False),
    Column("period", String(16), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("part", String(128), nullable=False),
    Column("indicator", String(64), nullable=False),
    Column("numerator", COUNT, nullable=False),
    Column("denominator", COUNT, nullable=False),
    Column("median", COUNT),
    Column("value", String(16)),
    Column("points", String(16)),
    Column("dossiers", COUNT, nullable=False),
    Column("late_dossiers", COUNT, nullable=False),
    Column("rules", Text, nullable=False),
    Column("computed_at", UtcTime, nullable=False),
    Column("computed_by", String(64), nullable=False),
    Column("ledger_seq", COUNT, nullable=False),
    Column("ledger_hash", String(64), nullable=False),
    PrimaryKeyConstraint("scope", "period", "edition", "part", "indicator"),
)
"""`scope`: an agency, or empty for the whole house; `part`: an agency within it, or empty for all of it."""
