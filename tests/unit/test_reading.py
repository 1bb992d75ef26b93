from dataclasses import replace

import cv2
import numpy as np
import pytest
from line_factories import printed
from page_factories import FONT_BOLD, RED, TEXT, drawn_page, seal
from PIL import ImageFont
from scan_pages import scanned_page

from digitize import limits
from digitize.errors import EngineFailed
from digitize.image.orientation import turned
from digitize.model import (
    Barcode,
    Box,
    PageOutcome,
    PageText,
    Resolution,
    SourcePage,
    TextOrigin,
)
from digitize.ocr.scripted import ScriptedEngine
from digitize.ocr.vietnamese import comparable, plain
from digitize.page_faults import Fault
from digitize.reading import read_page

PAGE = drawn_page(lines=TEXT)
SCRIPT = (printed(TEXT[0], left=200, top=200),)


class EngineThatDies(ScriptedEngine):
    def read(self, gray, *, dpi):
        raise EngineFailed("broken model")


@pytest.fixture(scope="module")
def upright(tesseract):
    return read_page(SourcePage(image=PAGE), engine=tesseract)


def test_a_printed_page_is_read(upright):
    assert (upright.outcome, upright.origin) == (PageOutcome.READ, TextOrigin.OCR)
    assert upright.text.text.splitlines() == list(TEXT)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_read_upright_with_boxes_of_the_upright_page(degrees, upright, tesseract):
    reading = read_page(SourcePage(image=turned(PAGE, degrees)), engine=tesseract)
    assert (reading.width, reading.height) == (PAGE.width, PAGE.height)
    assert reading.text == upright.text


def test_turned_degrees_are_seen_from_the_page_as_the_file_shows_it():
    fed_sideways = replace(turned(PAGE, 270), turned_degrees=0)
    reading = read_page(SourcePage(image=fed_sideways), engine=ScriptedEngine(SCRIPT))
    assert reading.turned_degrees == 90


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_person_says_which_way_up_a_page_is(degrees):
    fed = replace(turned(PAGE, 270), turned_degrees=0)  # seen by itself, it would be turned by 90
    reading = read_page(SourcePage(image=fed), engine=ScriptedEngine(SCRIPT), turn_degrees=degrees)
    assert (reading.turned_degrees, reading.notes) == (degrees, ("turned_by_person",))
    is_on_its_side = degrees in (0, 180)
    size = (fed.width, fed.height) if is_on_its_side else (fed.height, fed.width)
    assert (reading.width, reading.height) == size


def test_a_text_layer_stands_only_the_way_up_that_it_lies():
    page = SourcePage(image=PAGE, text=PageText(lines=SCRIPT))
    origins = [
        read_page(page, engine=ScriptedEngine(SCRIPT), turn_degrees=degrees).origin
        for degrees in (0, 180)
    ]
    assert origins == [TextOrigin.TEXT_LAYER, TextOrigin.OCR]


def test_barcodes_turn_with_the_page():
    fed_sideways = turned(PAGE, 270)
    code = Barcode(text="079", symbology="QRCode", box=Box(left=10, top=20, right=40, bottom=60))
    reading = read_page(
        SourcePage(image=fed_sideways), engine=ScriptedEngine(SCRIPT), barcodes=(code,)
    )
    height = fed_sideways.height
    expected = Box(left=height - 60, top=10, right=height - 20, bottom=40)
    assert reading.barcodes[0].box == expected


def test_a_separator_sheet_is_not_read():
    code = Barcode(
        text="TACH-TAI-LIEU", symbology="QRCode", box=Box(left=0, top=0, right=9, bottom=9)
    )
    engine = ScriptedEngine(SCRIPT)
    reading = read_page(SourcePage(image=PAGE), engine=engine, barcodes=(code,))
    assert (reading.outcome, engine.pages_read) == (PageOutcome.SEPARATOR, 0)


def test_a_blank_back_is_not_read():
    engine = ScriptedEngine(SCRIPT)
    reading = read_page(SourcePage(image=drawn_page()), engine=engine)
    assert (reading.outcome, engine.pages_read) == (PageOutcome.BLANK, 0)


def test_a_good_text_layer_is_kept_and_nothing_read():
    engine = ScriptedEngine()
    layer = PageText(lines=SCRIPT)
    reading = read_page(SourcePage(image=PAGE, text=layer), engine=engine)
    assert (reading.text, reading.origin, engine.pages_read) == (layer, TextOrigin.TEXT_LAYER, 0)


def test_a_failing_engine_gives_an_unreadable_page_with_the_code():
    reading = read_page(SourcePage(image=PAGE, notes=("junk_text_layer",)), engine=EngineThatDies())
    assert reading.outcome is PageOutcome.UNREADABLE
    assert reading.notes == ("junk_text_layer", "engine_failed")
    assert reading.text == PageText()


def test_ink_without_words_is_noted():
    reading = read_page(SourcePage(image=PAGE), engine=ScriptedEngine())
    assert (reading.outcome, reading.notes) == (PageOutcome.READ, ("no_text",))


def test_noise_read_as_words_without_end_is_unreadable(monkeypatch):
    monkeypatch.setattr(limits, "MAX_WORDS_PER_PAGE", 3)
    reading = read_page(SourcePage(image=PAGE), engine=ScriptedEngine(SCRIPT))
    assert (reading.outcome, reading.notes) == (PageOutcome.UNREADABLE, ("too_many_words",))


@pytest.mark.parametrize(
    ("resolution", "notes"),
    [
        (Resolution(dpi_x=200, dpi_y=200), ()),
        (Resolution(dpi_x=191, dpi_y=191), ()),
        (Resolution(dpi_x=150, dpi_y=150), ("low_resolution",)),
        (Resolution(dpi_x=200, dpi_y=200, is_estimated=True), ("estimated_resolution",)),
    ],
    ids=["200", "191", "150", "estimated"],
)
def test_resolution_too_low_for_a_copy_is_noted(resolution, notes):
    page = replace(PAGE, resolution=resolution)
    assert read_page(SourcePage(image=page), engine=ScriptedEngine(SCRIPT)).notes == notes


def test_seals_are_kept_with_the_reading():
    page = drawn_page(lines=TEXT, paint=lambda pen: seal(pen, left=900, top=1500), colour=True)
    reading = read_page(SourcePage(image=page), engine=ScriptedEngine(SCRIPT))
    assert len(reading.seals) == 1


def test_nothing_of_a_secret_page_is_kept(tesseract):
    def stamp(pen):
        pen.rectangle((200, 100, 420, 165), outline=RED, width=4)
        pen.text((225, 110), "TỐI MẬT", font=ImageFont.truetype(str(FONT_BOLD), 38), fill=RED)

    code = Barcode(text="079", symbology="QRCode", box=Box(left=10, top=20, right=40, bottom=60))
    page = drawn_page(lines=TEXT, paint=stamp, colour=True)
    reading = read_page(SourcePage(image=page), engine=tesseract, barcodes=(code,))
    assert reading.outcome is PageOutcome.SECRET
    assert (reading.text, reading.barcodes, reading.origin) == (PageText(), (), TextOrigin.NONE)


def test_a_secrecy_mark_in_the_text_of_a_grey_page_stops_it():
    script = (printed("MẬT", left=200, top=400), *SCRIPT)
    reading = read_page(SourcePage(image=PAGE), engine=ScriptedEngine(script))
    assert (reading.outcome, reading.text) == (PageOutcome.SECRET, PageText())


def test_reading_leaves_the_pixels_of_the_page_alone():
    before = PAGE.gray.copy()
    read_page(SourcePage(image=PAGE), engine=ScriptedEngine(SCRIPT))
    assert np.array_equal(PAGE.gray, before)


@pytest.mark.samples
def test_a_real_letterhead_is_read_issuer_first(samples, tesseract):
    page = scanned_page(samples / "scans" / "vgp_28_2023_qd_ubnd_phutho.pdf", 0)
    text = plain(read_page(SourcePage(image=page), engine=tesseract).text.text)
    order = [text.index(part) for part in ("phu tho\nso:", "cong hoa xa hoi", "quyet dinh")]
    assert order == sorted(order)


@pytest.mark.samples
def test_a_real_page_fed_upside_down_is_read_upright(samples, tesseract):
    page = turned(scanned_page(samples / "scans" / "lv_25_qd_ttg_2010.pdf", 0), 180)
    reading = read_page(SourcePage(image=replace(page, turned_degrees=0)), engine=tesseract)
    assert reading.turned_degrees == 180
    assert "thủ tướng chính phủ" in comparable(reading.text.text)


def test_what_is_wrong_with_the_scan_is_told_with_its_words():
    soft = cv2.GaussianBlur(PAGE.gray, (0, 0), 3.0)
    upside_down = replace(turned(PAGE, 180), turned_degrees=0)
    engine = ScriptedEngine(SCRIPT)
    assert read_page(SourcePage(image=PAGE), engine=engine).faults == ()
    blurred = read_page(SourcePage(image=replace(PAGE, gray=soft)), engine=engine)
    assert blurred.faults == (Fault.BLURRED,)
    assert read_page(SourcePage(image=upside_down), engine=engine).faults == (Fault.UPSIDE_DOWN,)


def test_a_page_that_a_program_drew_has_no_faults_of_a_scan():
    soft = replace(PAGE, gray=cv2.GaussianBlur(PAGE.gray, (0, 0), 3.0))
    drawn = SourcePage(image=soft, rendered=b"as it was drawn")
    assert read_page(drawn, engine=ScriptedEngine(SCRIPT)).faults == ()
