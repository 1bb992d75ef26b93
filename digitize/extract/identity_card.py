"""The QR code of a citizen's identity card into fields: it beats the reading of the card's face.

Payload: number | number of the old card | name | birth ddmmyyyy | sex | address | issued ddmmyyyy; cards issued since
2024 append segments (parents' names among them), which are left alone. Old numbers may be empty.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digitize.extract.dates import parse_compact_date
from digitize.extract.sex import parse_sex
from digitize.model import Barcode, Field, FieldSource, PageReading
from digitize.text import squeeze

_NUMBER = re.compile(r"\d{12}")
_SEGMENTS = 7
_CONFIDENCE = (
    0.99  # the code corrects its own errors; what is left is a copy with another card's code
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPayload:
    """What the QR code says, normalised; empty where it leaves a segment out or breaks its form."""

    personal_id: str
    full_name: str
    date_of_birth: str
    sex: str
    residence: str
    issued_date: str


def parse_payload(text: str) -> CardPayload | None:
    """None where the text is not the payload of a card."""
    segments = [squeeze(segment) for segment in text.split("|")]
    if len(segments) < _SEGMENTS or not _NUMBER.fullmatch(segments[0]):
        return None
    return CardPayload(
        personal_id=segments[0],
        full_name=segments[2],
        date_of_birth=parse_compact_date(segments[3]) or "",
        sex=parse_sex(segments[4]) or "",
        residence=segments[5],
        issued_date=parse_compact_date(segments[6]) or "",
    )


def card_fields(readings: Sequence[PageReading]) -> dict[str, Field]:
    """The fields of the first card code on the pages; none where there is no such code."""
    for reading in readings:
        for barcode in reading.barcodes:
            payload = parse_payload(barcode.text)
            if payload is not None:
                return _fields(payload, barcode, reading.page_index)
    return {}


def _fields(payload: CardPayload, barcode: Barcode, page_index: int) -> dict[str, Field]:
    values = {
        "personal_id": payload.personal_id,
        "full_name": payload.full_name,
        "date_of_birth": payload.date_of_birth,
        "sex": payload.sex,
        "residence": payload.residence,
        "issued_date": payload.issued_date,
    }
    return {
        key: Field(
            key=key,
            value=value,
            confidence=_CONFIDENCE,
            page_index=page_index,
            box=barcode.box,
            how=FieldSource.BARCODE,
            raw=barcode.text,
        )
        for key, value in values.items()
        if value
    }
