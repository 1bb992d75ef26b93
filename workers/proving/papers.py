"""A code → what is said of its paper, looked at anew: the bytes on file, their signatures, whether it is still in force.

Hashing a long PDF and asking a child about its signatures costs much more than a stranger's request should: what was found
stands for some minutes, so that asking again and again costs a row. What a code that was never given costs is the same whether
it is wrong or only unknown.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digitize.errors import NotFound, NotInStore
from digitize.model import DocumentId, SignatureReport
from digitize.proof.codes import ProofCode, parse_code
from digitize.proof.findings import PaperProof
from digitize.rows import Document, Record
from digitize.status import DocumentStatus
from digitize.warehouse.life import LifeShown, shown_on
from digitize.warehouse.validity import today_of, validity_of
from storage import life_rows
from storage.document_rows import find_document
from storage.proof_rows import CodedPaper, ProofCodes, codes_of, paper_of
from storage.record_rows import get_record
from storage.retention_rows import find_disposal
from workers.pool import ChildPool
from workers.records.part_names import RecordPart
from workers.records.parts import part_of, sha256_of
from workers.records.signatures import note_verified, signatures_of
from workers.scan_rows import arrived_signed
from workers.services import Services

STRANGER = "public"
"""Who looks without having signed in, in the ledger."""
_STANDS = timedelta(minutes=10)
_REMEMBERED = 2_000
_NO_CODE = "-" * 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A code's paper as the rows have it."""

    coded: CodedPaper
    document: Document
    record: Record
    in_force: LifeShown
    is_disposed: bool


@dataclass(frozen=True, slots=True)
class _Seen:
    is_unchanged: bool
    signatures: tuple[SignatureReport, ...]
    at: datetime


class Proofs:
    """Answers for codes; keep it, for it remembers what it looked at. Thread-safe."""

    def __init__(self, services: Services, pool: ChildPool) -> None:
        self._services = services
        self._pool = pool
        self._seen: OrderedDict[str, _Seen] = OrderedDict()
        self._lock = threading.Lock()

    def of_code(self, typed: str, *, actor: str = STRANGER) -> PaperProof:
        """Raises `NotFound`, the same and after the same work for what is no code and for one that nobody was given."""
        return self.of_filed(self.filed(typed), actor=actor)

    def filed(self, typed: str) -> Filed:
        """Raises `NotFound`, likewise for a paper that is not filed, or was arranged otherwise before it was."""
        code = parse_code(typed)
        with self._services.database.reading() as connection:
            coded = paper_of(connection, code or _NO_CODE)
            document = find_document(connection, coded.document_id) if coded else None
            if coded is None or document is None or not _is_filed_as(document, coded):
                raise NotFound("code")
            assert document.record_id is not None, "what is filed has a record"
            record = get_record(connection, document.record_id)
            life = life_rows.life_of(connection, record.id)
            disposal = find_disposal(connection, document.id)
        validity = life.validity(
            validity_of(record.type_code, record.fields, self._services.validity)
        )
        return Filed(
            coded=coded,
            document=document,
            record=record,
            in_force=shown_on(life.state, validity, today_of(self._services.clock())),
            is_disposed=disposal is not None,
        )

    def of_filed(self, filed: Filed, *, actor: str = STRANGER) -> PaperProof:
        """What is said of it; a look at the bytes is in the ledger."""
        services, document = self._services, filed.document
        seen = _Seen(is_unchanged=False, signatures=(), at=services.clock())
        if not filed.is_disposed:
            seen = self._looked_at(document, actor=actor)
        kind = services.types.get(filed.record.type_code)
        signed = [report.signed_at for report in seen.signatures if report.signed_at]
        return PaperProof(
            code=ProofCodes(services.database).of(document, at=services.clock()),
            record_id=filed.record.id,
            type_title=kind.title if kind else "",
            agency=filed.record.fields.get(_ISSUER, ""),
            sealed_on=today_of(max(signed)) if signed else None,
            page_count=len(document.page_indexes),
            is_disposed=filed.is_disposed,
            is_unchanged=seen.is_unchanged,
            signatures=seen.signatures,
            arrived_signed=arrived_signed(services.catalogue.scan(document.scan_id)),
            in_force=filed.in_force,
            checked_at=seen.at,
        )

    def _looked_at(self, document: Document, *, actor: str) -> _Seen:
        assert document.sealed is not None, "what is filed is sealed"
        key, now = document.sealed.key, self._services.clock()
        with self._lock:
            seen = self._seen.get(key)
        if seen is None or now - seen.at > _STANDS:
            seen = self._look(document, now)
            if document.record_id is not None:
                holds = seen.is_unchanged and all(one.is_valid for one in seen.signatures)
                note_verified(self._services, document.record_id, is_intact=holds, actor=actor)
            self._remember(key, seen)
        return seen

    def _look(self, document: Document, now: datetime) -> _Seen:
        try:
            part = part_of(self._services, document, RecordPart.SEALED)
        except NotInStore:
            return _Seen(is_unchanged=False, signatures=(), at=now)
        assert not isinstance(part.content, bytes), "a sealed PDF is a file of the store"
        return _Seen(
            is_unchanged=sha256_of(part.content) == part.sha256,
            signatures=signatures_of(self._services, self._pool, part.content),
            at=now,
        )

    def _remember(self, key: str, seen: _Seen) -> None:
        with self._lock:
            self._seen[key] = seen
            self._seen.move_to_end(key)
            while len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)


_ISSUER = "organ_name"


def _is_filed_as(document: Document, coded: CodedPaper) -> bool:
    return document.status is DocumentStatus.FILED and document.edition == coded.edition


def proof_code(services: Services, document: Document) -> ProofCode | None:
    """For its page and its receipt: the code of a sealed paper, a new one where it was sealed before there were any."""
    if document.sealed is None:
        return None
    return ProofCodes(services.database).of(document, at=services.clock())


def proof_codes(
    services: Services, documents: Sequence[Document]
) -> Mapping[DocumentId, ProofCode]:
    """The same of several at once; what is not sealed is left out."""
    sealed = [one for one in documents if one.sealed is not None]
    with services.database.reading() as connection:
        known = codes_of(connection, [one.id for one in sealed])
    codes = ProofCodes(services.database)
    return {one.id: known.get(one.id) or codes.of(one, at=services.clock()) for one in sealed}
