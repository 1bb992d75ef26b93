"""What a code printed on the paper says of its type: only an identity card carries the payload of one."""

from collections.abc import Iterable

from digitize.classify.marks import Mark
from digitize.extract.identity_card import parse_payload
from digitize.model import PageReading

IDENTITY_CARD = "can_cuoc"
_CARD_CODE = 0.9
"""Not certain: a card is copied onto other papers too, and then their heading speaks against it."""
_CARD_PAGES = 2
"""Front and back; the code of the cards of 2024 is on the back. Longer papers only enclose a copy."""


def barcode_marks(readings: Iterable[PageReading]) -> tuple[Mark, ...]:
    """The mark of an identity card, where a paper of at most two pages carries its QR code."""
    pages = tuple(readings)
    payloads = [
        Mark(
            type_code=IDENTITY_CARD,
            name="QR code of an identity card",
            strength=_CARD_CODE,
            page_index=page.page_index,
            box=barcode.box,
        )
        for page in pages
        for barcode in page.barcodes
        if parse_payload(barcode.text) is not None
    ]
    return tuple(payloads[:1]) if len(pages) <= _CARD_PAGES else ()
