"""A reading comes out of a child as it went in."""

import pickle
from multiprocessing.reduction import ForkingPickler

from digitize.codec import to_json
from digitize.model import (
    Barcode,
    Box,
    Line,
    PageOutcome,
    PageReading,
    PageText,
    Resolution,
    TextOrigin,
    Word,
)
from digitize.page_faults import Fault
from workers import crossing

crossing.register()

BOX = Box(left=1, top=2, right=30, bottom=40)
READING = PageReading(
    page_index=3,
    outcome=PageOutcome.READ,
    width=2480,
    height=3508,
    resolution=Resolution(dpi_x=299.99, dpi_y=300.0),
    skew_degrees=0.1 + 0.2,
    text=PageText(
        lines=(Line(words=(Word(text="Uỷ", box=BOX, confidence=1 / 3, others=("Ủy",)),), block=2),)
    ),
    origin=TextOrigin.OCR,
    barcodes=(Barcode(text="a|b", symbology="QRCode", box=BOX),),
    seals=(BOX,),
    notes=("low_resolution",),
    faults=(Fault.FAINT,),
)


def test_a_reading_crosses_unchanged() -> None:
    assert pickle.loads(ForkingPickler.dumps((READING, [READING]))) == (READING, [READING])


def test_it_crosses_as_the_store_keeps_it() -> None:
    assert to_json(READING) in bytes(ForkingPickler.dumps(READING))
