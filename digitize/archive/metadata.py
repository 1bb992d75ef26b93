"""A filed paper's metadata as the archives ask for it, as XML and CSV and back.

Elements and their lengths: domain.md 5.3 (CV 7197/BKHCN-CĐSQG, the default) and 5.1 (NĐ 30/2020, Phụ lục VI). A value that
is longer than its element is cut in the metadata alone; the fields beside it have it whole. What is not known stays empty.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from xml.etree import ElementTree as ET

_UNSAYABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Profile(StrEnum):
    CV_7197 = "cv7197"  # CV 7197/BKHCN-CĐSQG
    ND_30 = "nd30"  # NĐ 30/2020/NĐ-CP, Phụ lục VI
    TT_02 = "tt02"  # TT 02/2019/TT-BNV, archive input data


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    name: str
    length: int
    is_mandatory: bool = False


def _elements(*said: tuple[str, int, bool]) -> tuple[Element, ...]:
    return tuple(Element(name=name, length=length, is_mandatory=m) for name, length, m in said)


_OF_PAPER = _elements(
    ("TypeName", 100, True),
    ("CodeNumber", 11, True),
    ("CodeNotation", 30, True),
    ("IssuedDate", 10, True),
    ("OrganName", 200, True),
    ("Subject", 500, True),
)
_MORE = _elements(
    ("InforSign", 30, False),
    ("Keyword", 100, False),
    ("Mode", 20, False),
    ("ConfidenceLevel", 30, False),
    ("Format", 50, False),
)
PROFILES: Mapping[Profile, tuple[Element, ...]] = {
    Profile.CV_7197: (
        *_elements(("DocCode", 30, True)),
        *_OF_PAPER,
        *_elements(("Language", 100, False), ("PageAmount", 4, False), ("Description", 500, False)),
        *_MORE,
    ),
    Profile.ND_30: (
        *_elements(("FileCode", 37, True), ("DocOrdinal", 3, True)),
        *_OF_PAPER,
        *_elements(
            ("Language", 30, False),
            ("PageAmount", 3, False),
            ("Description", 500, False),
            ("Position", 100, False),
            ("FullName", 50, False),
        ),
    ),
    Profile.TT_02: (
        *_elements(("FileCode", 37, True), ("DocOrdinal", 3, True)),
        *_OF_PAPER,
        *_elements(("Language", 100, False), ("PageAmount", 4, False), ("Description", 500, False)),
        *_MORE,
        *_elements(("Autograph", 2000, False)),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What is known of a filed paper, for its metadata."""

    code: str
    """Its result code, else its record id."""
    file_code: str
    """The dossier it belongs to."""
    ordinal: int
    type_title: str
    page_count: int
    fields: Mapping[str, str]
    original: str = ""
    """Path in the bag."""


def metadata_of(facts: PaperFacts, profile: Profile) -> Mapping[str, str]:
    """The profile's elements in their order, cut to their lengths."""
    number, _, notation = facts.fields.get("reference", "").partition("/")
    known = {
        "DocCode": facts.code,
        "FileCode": facts.file_code,
        "DocOrdinal": str(facts.ordinal),
        "TypeName": facts.type_title,
        "CodeNumber": number,
        "CodeNotation": notation,
        "IssuedDate": _day(facts.fields.get("issued_date", "")),
        "OrganName": facts.fields.get("organ_name", ""),
        "Subject": facts.fields.get("subject", ""),
        "Language": "Tiếng Việt",
        "PageAmount": str(facts.page_count),
        "Position": facts.fields.get("signer_title", ""),
        "FullName": facts.fields.get("signer_name", ""),
        "ConfidenceLevel": "Số hóa",
    }
    return {one.name: known.get(one.name, "")[: one.length] for one in PROFILES[profile]}


def _day(text: str) -> str:
    """`dd/mm/yyyy`, as the archives write it."""
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text


def to_xml(values: Mapping[str, str], *, profile: Profile) -> bytes:
    """One paper; characters that XML 1.0 cannot say are left out."""
    return xml_of("Document", values, profile=profile.value)


def xml_of(tag: str, values: Mapping[str, str], **attributes: str) -> bytes:
    """Elements in their order below one of this name."""
    root = ET.Element(tag, attributes)
    for name, value in values.items():
        ET.SubElement(root, name).text = _sayable(value)
    ET.indent(root)
    said: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + said + b"\n"


def from_xml(data: bytes) -> tuple[Profile, Mapping[str, str]]:
    """Raises `ValueError` for what is not such a document; entities are refused unread."""
    if b"<!" in data or b"\0" in data:  # a zero: a coding in which the first would not be seen
        raise ValueError("a document type")
    try:
        root = ET.fromstring(data)  # noqa: S314 - no document type, so no entities
    except ET.ParseError as fault:
        raise ValueError("no XML") from fault
    if root.tag != "Document":
        raise ValueError("no Document")
    return Profile(root.get("profile", "")), {one.tag: one.text or "" for one in root}


def to_csv(rows: Iterable[Mapping[str, str]], *, profile: Profile) -> Iterator[bytes]:
    """All papers, a line each, piece by piece."""
    return csv_lines(["RecordId", *(one.name for one in PROFILES[profile])], rows)


def csv_lines(names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Iterator[bytes]:
    """In UTF-8 with the mark that spreadsheets look for; what a row does not say is empty."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, restval="", lineterminator="\r\n")
    writer.writeheader()
    yield b"\xef\xbb\xbf"
    for row in rows:
        yield _taken(out)
        writer.writerow(row)
    yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    said = out.getvalue().encode()
    out.seek(0)
    out.truncate()
    return said


def from_csv(data: bytes) -> Sequence[Mapping[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _sayable(text: str) -> str:
    return _UNSAYABLE.sub("", text)
