"""Authenticity: short codes of sealed papers."""

from sqlalchemy import Column, String, Table, UniqueConstraint, text

from storage.schema.columns import UtcTime, metadata

proof_codes = Table(
    "proof_codes",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("document_id", String(32), nullable=False),
    Column("edition", String(16), nullable=False, server_default=text("''")),
    Column("made_at", UtcTime, nullable=False),
    UniqueConstraint("document_id", "edition", name="proof_codes_one_each"),
)
"""A code a document and edition, drawn before it is sealed. No row is ever removed or changed, also where the document was
arranged otherwise meanwhile: a code that was given once is not given again (storage/proof_rows.py)."""
