"""What a sheet's QR code says, to text and back: short ASCII that keeps its own checksum.

    TACH-TAI-LIEU:1:<print>:<i>/<n>:<dossier>:<procedure>:<component>:<CRC-32>

It begins with the word that separates by itself, so a sheet that cannot be understood still parts two papers; only a
sheet whose checksum holds names a dossier. The plain word, as older sheets carry it, stays a separator.
"""

import re
import zlib
from dataclasses import dataclass
from enum import StrEnum

SEPARATOR_TEXT = "TACH-TAI-LIEU"
VERSION = "1"
MAX_SHEETS = 999  # a ream is 500; three digits keep the number readable from afar

_BETWEEN = ":"
_PARTS = 8
_PRINT = re.compile(r"[A-Z0-9]{4,12}", re.ASCII)
_PLACE = re.compile(r"([1-9][0-9]{0,2})/([1-9][0-9]{0,2})", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9._-]{0,40}", re.ASCII)


class SheetFault(StrEnum):
    """Why a sheet of ours yields no data."""

    BAD_CHECKSUM = "bad_checksum"  # cut, typed by hand or made by something else
    BAD_FIELDS = "bad_fields"  # the checksum holds, what it says cannot be
    OTHER_VERSION = "other_version"  # printed by a newer program


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One printed sheet; raises `ValueError` where it could not be read back."""

    print_id: str
    """Shared by all sheets printed together: 4 to 12 capital letters and digits."""
    sheet_number: int
    sheet_count: int
    dossier_code: str = ""
    procedure_code: str = ""
    component: str = ""
    """Code of the checklist item that follows; empty where any paper may."""

    def __post_init__(self) -> None:
        if not _PRINT.fullmatch(self.print_id):
            raise ValueError("a print id is 4 to 12 capital letters and digits")
        if not 1 <= self.sheet_number <= self.sheet_count <= MAX_SHEETS:
            raise ValueError(f"a sheet is one of 1 to {MAX_SHEETS}")
        for code in (self.dossier_code, self.procedure_code, self.component):
            if not _CODE.fullmatch(code):
                raise ValueError("a code is up to 40 letters, digits, `.`, `_` and `-`")


def payload_of(sheet: Sheet) -> str:
    """The text of the sheet's QR code."""
    said = _BETWEEN.join(
        (
            SEPARATOR_TEXT,
            VERSION,
            sheet.print_id,
            f"{sheet.sheet_number}/{sheet.sheet_count}",
            sheet.dossier_code,
            sheet.procedure_code,
            sheet.component,
        )
    )
    return f"{said}{_BETWEEN}{_checksum(said)}"


def is_sheet_text(text: str) -> bool:
    """Whether a code's text is that of a sheet of ours, old or new, whole or not."""
    return text.strip().startswith(SEPARATOR_TEXT)


def read_payload(text: str) -> Sheet | SheetFault | None:
    """What a code's text says; None for the plain separator and for codes of other systems. Raises nothing."""
    stripped = text.strip()
    parts = stripped.split(_BETWEEN)
    if parts[0] != SEPARATOR_TEXT or len(parts) == 1:
        return None
    said, _, checksum = stripped.rpartition(_BETWEEN)
    if parts[1] != VERSION and parts[1].isascii() and parts[1].isdigit():
        return SheetFault.OTHER_VERSION
    if parts[1] != VERSION or checksum != _checksum(said):
        return SheetFault.BAD_CHECKSUM
    place = _PLACE.fullmatch(parts[3]) if len(parts) == _PARTS else None
    if place is None:
        return SheetFault.BAD_FIELDS
    try:
        return Sheet(
            print_id=parts[2],
            sheet_number=int(place[1]),
            sheet_count=int(place[2]),
            dossier_code=parts[4],
            procedure_code=parts[5],
            component=parts[6],
        )
    except ValueError:
        return SheetFault.BAD_FIELDS


def _checksum(said: str) -> str:
    return f"{zlib.crc32(said.encode('utf-8', 'surrogatepass')):08X}"
