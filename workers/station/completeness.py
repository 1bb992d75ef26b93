"""Is a file whole, by its own structure: a scanner may pause in the middle of a page, and a share may stall for minutes.

Standing still is not enough; the end that the format asks for must be there.
"""

from pathlib import Path

from digitize.errors import DamagedFile
from digitize.intake.identify import identify
from digitize.model import FileKind, FileTrait, ScanFile

_PDF_END = b"%%EOF"  # ISO 32000-1, 7.5.5; annex H.3 lets readers look for it in the last 1024 bytes
_PDF_TAIL_BYTES = 2048  # some scanners pad to a block


def require_whole(path: Path) -> ScanFile:
    """What the file is. Raises `DamagedFile` where its end is missing, any other `BadInput` where it is no usable scan.

    JPEG ends with its end marker, PNG with its last chunk, TIFF directories and their data lie inside the file
    (`identify` looks at these); a PDF opens without repair, or has at least its end.
    """
    file = identify(path)
    if file.kind is FileKind.PDF and FileTrait.REPAIRED in file.traits:
        _require_pdf_end(path, file)
    return file


def _require_pdf_end(path: Path, file: ScanFile) -> None:
    """qpdf finds the pages of half a file too: what had to be repaired must not be one."""
    with path.open("rb") as data:
        data.seek(max(0, file.size_bytes - _PDF_TAIL_BYTES))
        tail = data.read()
    if _PDF_END not in tail:
        raise DamagedFile("pdf: cut before its end", page_count=file.page_count)
