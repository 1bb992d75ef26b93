"""A sealed PDF, read again before it counts: the frozen bytes at its start, its text, every signature valid and whole.

The second half of invariant 7 of the design; anything that does not hold is `InvalidOutput`.
"""

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509

from digitize.errors import InvalidOutput
from digitize.model import PageReading, SealRole, SignatureReport
from digitize.pdf.check_archive import first_difference, open_clean, require_profile
from digitize.pdf.pdftotext import layer_text
from digitize.pdf.seal import FIELD_NAMES
from digitize.pdf.text_layout import layer_lines
from digitize.pdf.verify import verify_signatures


def check_sealed(
    sealed: bytes,
    *,
    frozen: bytes,
    readings: Sequence[PageReading],
    roles: Sequence[SealRole],
    trust: Sequence[x509.Certificate],
    at: datetime,
) -> tuple[SignatureReport, ...]:
    """Hold a sealed PDF against the frozen one it continues, its pages and the signatures it must bear.

    The reports on its signatures, for the ledger. Raises `ArchiveProfileFailed`, `InvalidOutput`.
    """
    if not sealed.startswith(frozen) or len(sealed) == len(frozen):
        raise InvalidOutput("the frozen bytes are not at the start")
    with open_clean(sealed) as opened:
        require_profile(opened)
    _check_text_below_seal(layer_text(sealed), readings)
    reports = verify_signatures(sealed, trust=trust, at=at)
    _check_signatures(reports, roles)
    return reports


def _check_text_below_seal(texts: Sequence[str], readings: Sequence[PageReading]) -> None:
    """Page by page equal; behind the first page's text come the seal blocks' lines."""
    expected = ["\n".join(layer_lines(reading.text)) for reading in readings]
    first, *others = texts
    if list(others) != expected[1:] or not (first + "\n").startswith(
        expected[0] + "\n" * bool(expected[0])
    ):
        raise InvalidOutput(f"text layer differs on {first_difference(texts, expected)}")


def _check_signatures(reports: Sequence[SignatureReport], roles: Sequence[SealRole]) -> None:
    found = [report.field_name for report in reports]
    if sorted(found) != sorted(FIELD_NAMES[role] for role in roles):
        raise InvalidOutput(f"signatures {found}")
    for report in reports:
        if not (report.is_valid and report.is_trusted and report.covers_whole_file):
            raise InvalidOutput(f"signature {report.field_name} does not hold")
