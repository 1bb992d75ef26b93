"""Keys of agencies in a folder, and stores that encrypt with them."""

import hashlib
from collections.abc import Callable, Collection
from pathlib import Path

from storage_factories import NOW

from digitize.model import DocumentId, ScanId
from digitize.ports import ObjectStore
from storage import keys
from storage.agency_keys import AgencyKey, AgencyKeys, WritingKeys, make_key
from storage.encrypted_store import EncryptedStore
from storage.plain_copies import PlainCopies

AGENCY, OTHER = "H46.1", "H46.2"
PAPER = b"%PDF-1.7 " + "Ủy ban nhân dân xã Hòa Bình".encode() * 20_000
SHA = hashlib.sha256(PAPER).hexdigest()
ORIGINAL = keys.original(ScanId(SHA))
SEALED = keys.sealed(DocumentId(f"{SHA[:16]}-p0001"))


def a_key(folder: Path, agency: str = AGENCY, *, is_rotation: bool = False) -> AgencyKey:
    return make_key(folder, agency, is_rotation=is_rotation, at=NOW)


def key_folder(tmp_path: Path, *agencies: str) -> Path:
    folder = tmp_path / "khoa"
    for agency in agencies or (AGENCY,):
        if not (folder / f"{agency}.keys").exists():
            a_key(folder, agency)
    return folder


def plain_copies(tmp_path: Path) -> PlainCopies:
    folder = tmp_path / "plain"
    folder.mkdir(exist_ok=True)
    return PlainCopies(lambda: folder)


def encrypted_store(
    beneath: ObjectStore,
    tmp_path: Path,
    *,
    holders: Collection[str] | Callable[[str], Collection[str]] = (AGENCY,),
    may_be_plain: bool = False,
) -> EncryptedStore:
    """Its keys are those in `khoa`, where one is made for AGENCY."""
    return EncryptedStore(
        beneath,
        keys=WritingKeys(keys=AgencyKeys(key_folder(tmp_path)), may_be_plain=may_be_plain),
        holders=holders if callable(holders) else lambda _key: holders,
        copies=plain_copies(tmp_path),
    )
