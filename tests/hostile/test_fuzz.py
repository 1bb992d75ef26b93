"""Our own parsers on thousands of inputs that nobody would make on purpose: a value, an error of ours, or nothing at all."""

import io
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from config.document_types import load_document_types
from digitize.errors import BadConfiguration, BadInput
from digitize.extract.identity_card import parse_payload
from digitize.intake.identify import identify
from digitize.intake.jbig2 import decode_jbig2
from digitize.intake.jpeg import read_header, require_whole
from digitize.intake.page_content import read_content
from digitize.intake.png import read_png_header
from digitize.intake.text_layer import page_text
from digitize.intake.tiff import read_tiff_pages
from digitize.pdf.xmp import xmp_packet
from storage import keys
from tests.hostile import jpegs, pngs, tiffs
from tests.hostile.raw_pdf import one_page, written
from tests.pdf_factories import metadata

TYPES = (Path(__file__).resolve().parents[2] / "config" / "doctypes.toml").read_text()
CARD = "001099012345|012345678|Nguyễn Văn A|01021990|Nam|Số 1, phố X|05062021"
GOOD = {
    ".pdf": written(one_page()),
    ".jpg": jpegs.photo(),
    ".png": pngs.files()["png-resolution-zero"],
    ".tif": tiffs.tiff(data=b"\xf0" * 140, entries={257: (4, 1, 1), 278: (4, 1, 1), 279: (4, 1, 100)}),
}  # fmt: skip

slow = settings(
    deadline=None, max_examples=100, suppress_health_check=list(HealthCheck), derandomize=True
)
quick = settings(slow, max_examples=400)
few = settings(slow, max_examples=15)


def mutated(good: bytes) -> st.SearchStrategy[bytes]:
    """The bytes with a few of them changed, a part of them doubled or left out."""
    place = st.integers(0, len(good) - 1)
    change = st.tuples(place, st.binary(min_size=1, max_size=8))
    return st.builds(_changed, st.just(good), st.lists(change, max_size=6), place, place)


def _changed(good: bytes, changes: list[tuple[int, bytes]], start: int, end: int) -> bytes:
    data = bytearray(good)
    for position, piece in changes:
        data[position : position + len(piece)] = piece
    return bytes(data[:start] + data[end:]) if changes and start % 3 == 0 else bytes(data)


@pytest.mark.parametrize("suffix", GOOD)
def test_a_mutated_file_is_identified_or_refused(suffix: str) -> None:
    @slow
    @given(mutated(GOOD[suffix]))
    def check(data: bytes) -> None:
        with tempfile.NamedTemporaryFile(suffix=suffix) as file:
            Path(file.name).write_bytes(data)
            with suppress(BadInput):
                assert identify(Path(file.name)).page_count >= 1

    check()


HEADERS: dict[str, Callable[[bytes], object]] = {
    "jpeg": lambda data: (read_header(b"\xff\xd8" + data), require_whole(data)),
    "png": lambda data: read_png_header(io.BytesIO(b"\x89PNG\r\n\x1a\n" + data)),
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_is_read_or_refused(name: str) -> None:
    @quick
    @given(st.binary(max_size=200) | mutated(GOOD[".jpg" if name == "jpeg" else ".png"]))
    def check(data: bytes) -> None:
        with suppress(BadInput):
            HEADERS[name](data)

    check()


@slow
@given(st.binary(max_size=400), st.sampled_from([b"II*\0", b"MM\0*"]))
def test_directories_of_noise_are_read_or_refused(data: bytes, magic: bytes) -> None:
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(magic + data)
        with suppress(BadInput):
            read_tiff_pages(Path(file.name), max_pages=50)


_OPERANDS = st.sampled_from(["1", "-1", "0", "1e9", "/I", "/F", "(x)", "<ff>", "[1 (a)]", "<</A 1>>", "nan", "true", "null", "99999999999999999999"])  # fmt: skip
_OPERATORS = st.sampled_from(["q", "Q", "cm", "Do", "gs", "Tr", "Tj", "TJ", "'", '"', "g", "rg", "k", "cs", "sc", "scn", "m", "l", "c", "v", "y", "re", "W", "W*", "n", "f", "F", "f*", "S", "s", "B", "b", "sh", "BDC", "EMC", "BI", "ID", "EI", "BT", "ET"])  # fmt: skip


@quick
@given(st.lists(_OPERANDS | _OPERATORS, max_size=40))
def test_any_content_stream_is_understood_or_called_odd(tokens: list[str]) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(100, 140))
        image = pikepdf.Stream(pdf, b"", Subtype=pikepdf.Name.Image, Width=1, Height=1)
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image, F=7))
        page.Contents = pikepdf.Stream(pdf, " ".join(tokens).encode())
        assert len(read_content(page, hidden_layers=frozenset()).images) <= len(tokens)


@few
@given(st.binary(max_size=300), st.binary(max_size=60))
def test_no_jbig2_noise_passes_for_a_picture_of_another_size(page: bytes, symbols: bytes) -> None:
    with suppress(BadInput):
        assert decode_jbig2(page, symbols, width=16, height=8).shape == (8, 16)


@quick
@given(st.text() | st.lists(st.text(max_size=12), max_size=12).map("|".join))
@example(CARD + "|" * 10_000)
@example("0" * 100_000)
def test_any_code_is_a_card_or_none(text: str) -> None:
    card = parse_payload(text)
    assert card is None or len(card.personal_id) == 12


@slow
@given(mutated(TYPES[:6_000].encode()))
def test_types_are_loaded_or_their_fault_is_said(data: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".toml") as file:
        Path(file.name).write_bytes(data)
        with suppress(BadConfiguration):
            load_document_types(Path(file.name))


@quick
@given(st.text(alphabet=st.characters()), st.text(alphabet=st.characters()))
@example("]]><x>&\0\x1b\ud800\ufffe", "\udfff")
def test_the_archives_own_words_are_always_well_formed(title: str, converter: str) -> None:
    packet = xmp_packet(metadata(title=title, converter=converter))
    ET.fromstring(packet)


_NUMBERS = st.sampled_from(["0", "-5", "1e308", "inf", "-inf", "nan", "", "x", "99999999999", "12.5"])  # fmt: skip


@quick
@given(st.lists(st.tuples(_NUMBERS, _NUMBERS, _NUMBERS, _NUMBERS), max_size=5))
def test_a_text_layer_with_absurd_boxes_has_only_boxes(places: list[tuple[str, ...]]) -> None:
    space = "{http://www.w3.org/1999/xhtml}"
    layer = ET.Element(f"{space}page")
    line = ET.SubElement(ET.SubElement(layer, f"{space}block"), f"{space}line")
    for place in places:
        sides = dict(zip(("xMin", "yMin", "xMax", "yMax"), place, strict=True))
        ET.SubElement(line, f"{space}word", sides).text = "chữ"
    for word in page_text(layer, pixels_per_pt=(4.0, 4.0)).words:
        box = word.box
        assert 0 <= box.left < box.right
        assert 0 <= box.top < box.bottom


@quick
@given(st.text())
def test_a_key_is_safe_or_refused(text: str) -> None:
    with suppress(ValueError):
        key = keys.require_safe(text)
        assert ".." not in key.split("/")
        assert not key.startswith("/")
    assert keys.parse(text) is None
    with pytest.raises(ValueError, match="not a scan id"):
        keys.original(text)  # type: ignore[arg-type]
