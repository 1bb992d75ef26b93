"""The row of a scan as what its file is."""

from digitize.model import FileKind, FileTrait, ScanFile
from digitize.rows import Scan


def scan_file(scan: Scan) -> ScanFile:
    """As it was identified when it came."""
    return ScanFile(
        kind=FileKind(scan.kind),
        page_count=scan.page_count,
        size_bytes=scan.size_bytes,
        traits=frozenset(FileTrait(trait) for trait in scan.traits),
    )


def arrived_signed(scan: Scan) -> bool:
    return FileTrait.SIGNED in scan.traits
