"""What holds of a file's signatures, found out in a child process: for `digitize verify` and the page of a record."""

from dataclasses import dataclass
from pathlib import Path

from digitize import limits
from digitize.errors import BadInput
from digitize.model import RecordId, SignatureReport
from digitize.rows import Document
from workers import tasks
from workers.pool import ChildPool
from workers.records.part_names import RecordPart
from workers.records.parts import part_of, sha256_of
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    is_ours: bool
    """Its bytes are what was filed."""
    signatures: tuple[SignatureReport, ...]

    @property
    def is_intact(self) -> bool:
        return self.is_ours and all(report.is_valid for report in self.signatures)

    @property
    def is_trusted(self) -> bool:
        """Intact, signed, and every signer vouched for by an authority that counts here."""
        is_signed = bool(self.signatures)
        return self.is_intact and is_signed and all(one.is_trusted for one in self.signatures)


def verified(services: Services, pool: ChildPool, document: Document, *, actor: str) -> Verified:
    """The sealed PDF of a filed document, looked at anew; the ledger has that it was. Raises `NotFound`, `Disposed`."""
    part = part_of(services, document, RecordPart.SEALED)
    assert isinstance(part.content, Path), "a sealed PDF is a file of the store"
    found = Verified(
        is_ours=sha256_of(part.content) == part.sha256,
        signatures=signatures_of(services, pool, part.content),
    )
    if document.record_id is not None:
        note_verified(services, document.record_id, is_intact=found.is_intact, actor=actor)
    return found


def signatures_of(services: Services, pool: ChildPool, path: Path) -> tuple[SignatureReport, ...]:
    """What the file says of its signatures; none where it can no longer be read as a PDF."""
    trust = services.sealing.trusted_certificates()
    try:
        return pool.call(
            tasks.signatures, limits.CHILD_DOCUMENT_SECONDS, path, services.clock(), trust
        )
    except BadInput:
        return ()


def note_verified(services: Services, record_id: RecordId, *, is_intact: bool, actor: str) -> None:
    services.catalogue.note(
        "record.verified",
        record_id,
        actor=actor,
        data={"intact": is_intact},
        at=services.clock(),
    )
