"""Certificates that the house signs with or trusts, and how long they still hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509

WARN_BEFORE = timedelta(days=60)
"""Getting a new one from the authority for special-purpose signatures takes weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    name: str
    """Common name of its subject."""
    file: str
    ends_at: datetime

    def ends_soon(self, now: datetime) -> bool:
        return self.ends_at - now < WARN_BEFORE


def certificates(folder: Path) -> Sequence[Certificate]:
    """Those of the key folder, the one that ends first before the others; none where there is no folder yet."""
    return sorted(_found(folder), key=lambda one: one.ends_at)


def _found(folder: Path) -> Iterator[Certificate]:
    for path in sorted(folder.glob("*.crt")) if folder.is_dir() else ():
        loaded = x509.load_pem_x509_certificate(path.read_bytes())
        names = loaded.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        yield Certificate(
            name=str(names[0].value) if names else path.name,
            file=path.name,
            ends_at=loaded.not_valid_after_utc,
        )
