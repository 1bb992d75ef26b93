"""Sealing with what this warehouse has: its identity, opened once, and a check of every file after it is written.

Keys stay in the parent process; children that decode foreign bytes never see them.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from config.settings import Settings
from digitize.errors import StoreCorrupt
from digitize.model import PageReading, SealRole
from digitize.pdf.authority import Authority, known_root, open_authority
from digitize.pdf.check_sealed import check_sealed
from digitize.pdf.seal import PadesSealer, is_seal_of
from digitize.pdf.seal_block import SealOptions
from digitize.pdf.seal_font import prepare_seal_font
from digitize.ports import Clock, ObjectStore
from digitize.proof.codes import ProofCode, ProofMark
from digitize.rows import Document, StoredFile
from storage import keys
from workers.house_keys import AUTHORITY, HouseKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class SealingOptions:
    folder: Path
    """Where the embedded authority keeps its keys and the prepared font lies."""
    agency_name: str
    block: SealOptions
    public_url: str = ""
    """Where the QR code of a sealed PDF leads."""
    timestamp_url: str | None = None


class SealingDesk:
    """Seals documents for one agency. Thread-safe."""

    def __init__(
        self,
        store: ObjectStore,
        clock: Clock,
        options: SealingOptions,
        *,
        require_ours: Callable[[], None] = lambda: None,
    ) -> None:
        """`require_ours` raises where the keys of this machine are not those of the house."""
        self._require_ours = require_ours
        self._store = store
        self._clock = clock
        self._options = options
        self._lock = threading.Lock()

    def trusted_certificates(self) -> tuple[bytes, ...]:
        """DER of the authorities whose signatures count here."""
        # Without its private keys too: a restored warehouse verifies before they are brought back.
        root = known_root(self._options.folder / AUTHORITY) or self.authority.root
        return (root.public_bytes(Encoding.DER),)

    @cached_property
    def authority(self) -> Authority:
        """The embedded authority, made at first run. Raises `ForeignKeys`, `KeysMissing` where it is not the house's."""
        self._require_ours()
        authority = self.made_keys()
        self._require_ours()  # another machine may have made its own at the same time
        return authority

    def made_keys(self) -> Authority:
        """The keys in the folder, whoever's they are; new ones where there are none."""
        return open_authority(
            self._options.folder / AUTHORITY, at=self._clock(), name=self._options.agency_name
        )

    def sealed(
        self,
        document: Document,
        searchable: StoredFile,
        readings: Sequence[PageReading],
        *,
        code: ProofCode | None = None,
    ) -> tuple[StoredFile, Mapping[str, object]]:
        """The document's sealed PDF in the store, checked after it was written, and what the ledger keeps of it.

        With a code it shows the QR code by which it is looked up. A sealed PDF that an interrupted run left is adopted, so that nothing is signed twice.
        Raises `SealFailed`, `InvalidOutput`, the store's errors.
        """
        frozen = self._store.get(searchable.key)
        key = keys.sealed(document.id, document.edition)
        is_there = self._store.exists(key)
        if not is_there:
            sealed = self._seal(frozen, readings[0], code)
            signatures = self._checked(sealed, frozen, readings)
            try:
                sha256 = self._store.put(key, sealed)
            except StoreCorrupt:
                # A worker that had lost its lease was quicker: its seal stands, and nobody ever sees this one.
                is_there = self._store.exists(key)
                if not is_there:
                    raise
        if is_there:
            sealed = self._sealed_before(key, searchable)
            signatures = self._checked(sealed, frozen, readings)
            sha256 = self._store.put(key, sealed)
        return StoredFile(key=key, sha256=sha256), {"adopted": is_there, "signatures": signatures}

    def _sealed_before(self, key: str, searchable: StoredFile) -> bytes:
        sealed = self._store.get(key)
        if not is_seal_of(sealed, frozen_sha256=searchable.sha256):
            raise StoreCorrupt(f"{key} does not begin with its frozen PDF")
        return sealed

    def _checked(self, sealed: bytes, frozen: bytes, readings: Sequence[PageReading]) -> int:
        """How many signatures hold."""
        reports = check_sealed(
            sealed,
            frozen=frozen,
            readings=readings,
            roles=(SealRole.AGENCY,),
            trust=(self.authority.root,),
            at=self._clock(),
        )
        return len(reports)

    def _seal(self, frozen: bytes, first_page: PageReading, code: ProofCode | None) -> bytes:
        mark = ProofMark(code=code, public_url=self._options.public_url) if code else None
        with self._lock:
            return self._sealer.seal(
                frozen,
                role=SealRole.AGENCY,
                name=self._options.agency_name,
                at=self._clock(),
                first_page=first_page,
                mark=mark,
            )

    @cached_property
    def _sealer(self) -> PadesSealer:
        font = prepare_seal_font(self._options.folder / "seal-font.ttf")
        return PadesSealer(
            self.authority.signer,
            font=font,
            options=self._options.block,
            timestamp_url=self._options.timestamp_url,
        )


def open_sealing_desk(
    settings: Settings, *, store: ObjectStore, clock: Clock, house_keys: HouseKeys
) -> SealingDesk:
    """The desk of a machine; its keys lie in the warehouse's folder."""
    options = SealingOptions(
        folder=house_keys.folder,
        agency_name=settings.agency_name,
        block=SealOptions(form_of_copy=settings.form_of_copy, remark=settings.seal_remark),
        public_url=settings.public_url,
        timestamp_url=settings.timestamp_url,
    )
    return SealingDesk(store, clock, options, require_ours=house_keys.require)
