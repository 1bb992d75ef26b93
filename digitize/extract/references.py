"""The number and symbol of a document (`Số: 2311/QĐ-UBND`) out of a reading, by the grammar of Nghị định 30/2020.

A year inside the number means a normative document, a hyphen before the slash one of the Party, anything else is
administrative. Repairs only what scanning is known to do (a lost Đ, blanks, dashes, a dot in the number); zeros at the
front and everything else stay as printed.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from digitize.text import squeeze


class ReferenceKind(StrEnum):
    NORMATIVE = "normative"  # 45/2020/NĐ-CP
    ADMINISTRATIVE = "administrative"  # 2311/QĐ-UBND, and 3523/VPUBND-HCTC of a công văn
    PARTY = "party"  # 48-NQ/TU


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    number: str
    """Digits as printed, zeros at the front included; a letter may follow (`12a`)."""
    year: str
    """Four digits of a normative document, else empty."""
    symbol: str
    """What follows the number: `QĐ-UBND`, `VPUBND-HCTC`, `NQ/TU`."""
    kind: ReferenceKind

    @property
    def text(self) -> str:
        """As printed: `01/2023/TT-VPCP`."""
        if self.kind is ReferenceKind.PARTY:
            return f"{self.number}-{self.symbol}"
        return "/".join(part for part in (self.number, self.year, self.symbol) if part)

    @property
    def type_symbol(self) -> str:
        """The abbreviation of the document's kind where it has one: `QĐ`; empty for a công văn."""
        head = re.split(r"[-/]", self.symbol)[0]
        return head if head in _KIND_NAMES.split() else ""


_KIND_NAMES = (
    "NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ CĐ BGN BTT GUQ GM GGT GNP PG PC PB SY TrS SL "
    "NĐ TT TTLT NQLT PL KL L"
)
_BARE = str.maketrans("ĐÐđð", "DDdd")
_KINDS = {name.translate(_BARE).lower(): name for name in _KIND_NAMES.split()}
"""Folded abbreviation → as printed; `HD`/`HĐ` and `DA`/`ĐA` are two kinds each and stay as read."""
_AMBIGUOUS = frozenset({"hd", "da"})
_LOST_STROKES = {
    "HDND": "HĐND",
    "LDTBXH": "LĐTBXH",
    "GDDT": "GDĐT",
    "SGDDT": "SGDĐT",
    "BGDDT": "BGDĐT",
    "BLDTBXH": "BLĐTBXH",
    "SLDTBXH": "SLĐTBXH",
    "DKKD": "ĐKKD",
    "CDSQG": "CĐSQG",
}
"""Agency abbreviations whose Đ scanning loses; those in use that no other agency shares."""

_LETTER = "A-Za-zĐÐđÂÊÔƠƯĂ"
_SEGMENT = rf"[{_LETTER}][{_LETTER}0-9&.]*"
_SYMBOL = rf"{_SEGMENT}(?:-{_SEGMENT})*"
_NUMBER = r"\d{1,3}(?:\.\d{3})+|\d{1,6}[a-zA-Z]?"
_NORMATIVE = re.compile(rf"(?<![\w/])({_NUMBER})/((?:19|20)\d\d)/({_SYMBOL})")
_PARTY = re.compile(rf"(?<![\w/])({_NUMBER})-([A-ZĐÐ][A-Za-zĐÐ]{{1,3}}/{_SYMBOL})")
_ADMINISTRATIVE = re.compile(rf"(?<![\w/])({_NUMBER})/({_SYMBOL})")
_SLASHES = re.compile("[/\u2044]+")
_TWICE_READ = re.compile("ĐÐ|ÐĐ")
"""Two code points look alike; engines that waver give both for the one letter."""
_SLASH_READ_AS_LETTER = re.compile(r"(?<=\d)[lI|](?=(?:QĐ|QD|TB|KH|BC|TTr|NQ|CT|UBND)\b)")


def parse_reference(text: str) -> Reference | None:
    """The first reference in the text; None where there is no number (left to the pen) or no symbol."""
    tidy = _tidy(text)
    if found := _NORMATIVE.search(tidy):
        return _reference(found[1], found[2], found[3], kind=ReferenceKind.NORMATIVE)
    party, administrative = _PARTY.search(tidy), _ADMINISTRATIVE.search(tidy)
    if party and not (administrative and administrative.start() < party.start()):
        return _reference(party[1], "", party[2], kind=ReferenceKind.PARTY)
    if administrative is None or len(administrative[2]) < len("UB"):
        return None
    return _reference(administrative[1], "", administrative[2], kind=ReferenceKind.ADMINISTRATIVE)


def _tidy(text: str) -> str:
    """Dashes as hyphens, no blanks around `/` and `-`, the slash that was read as a letter, a Đ or a slash that was read twice."""
    dashes = re.sub(r"[–—−‐‑]|(?<=[A-ZĐÐ]):(?=[A-ZĐÐ]{2})", "-", squeeze(text))
    dashes = _SLASHES.sub("/", dashes)
    joined = re.sub(r"\s*([/-])\s*", r"\1", dashes)
    return _SLASH_READ_AS_LETTER.sub("/", _TWICE_READ.sub("Đ", joined))


def _reference(number: str, year: str, symbol: str, *, kind: ReferenceKind) -> Reference:
    return Reference(
        number=number.replace(".", ""), year=year, symbol=_repaired(symbol.rstrip(".-&")), kind=kind
    )


def _repaired(symbol: str) -> str:
    parts = re.split(r"([-/])", symbol.replace("Ð", "Đ"))
    first = parts[0].translate(_BARE).lower()
    if len(parts) > 1 and first in _KINDS and first not in _AMBIGUOUS:
        parts[0] = _KINDS[first]
    return "".join(_LOST_STROKES.get(part, part) for part in parts)
