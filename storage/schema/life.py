"""A paper's life: what people said became of it, and what papers say of each other."""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from storage.schema.columns import UtcTime, metadata

lives = Table(
    "lives",
    metadata,
    Column("record_id", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("set_by", Text, nullable=False),
    Column("set_at", UtcTime, nullable=False),
    Column("link_id", String(32)),
    Column("is_said", Boolean, nullable=False),
    Column("valid_until", String(10)),
    PrimaryKeyConstraint("record_id", "version"),
)
"""Each step of a record's life, the newest current; a record without one is as its days say. That it expired is no step."""

paper_links = Table(
    "paper_links",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("record_id", String(40), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("number", Text, nullable=False),
    Column("day", String(10), nullable=False, server_default=text("''")),
    Column("page_number", Integer, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("lines", String(32), nullable=False),
    Column("box", Text),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("proposed_at", UtcTime, nullable=False),
    Column("target_id", String(40)),
    Column("decided_by", Text, nullable=False, server_default=text("''")),
    Column("decided_at", UtcTime),
    Column("reason", Text, nullable=False, server_default=text("''")),
    Index("paper_links_by_record", "record_id"),
    Index("paper_links_by_target", "target_id"),
    Index("paper_links_by_state", "state", "proposed_at", "id"),
)
"""What the text of a record says of another paper, and what a person decided of it."""
