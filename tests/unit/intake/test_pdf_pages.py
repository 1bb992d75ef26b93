"""Every way of packing a scanner's page comes out as the same pixels, and anything else is rendered."""

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from intake_pdfs import (
    VIETNAMESE,
    colour_paper,
    fax_bytes,
    gray_paper,
    image,
    jbig2_bytes,
    jpeg_bytes,
    raw_gray,
    write_pdf,
    write_typed_pdf,
)
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from digitize.errors import DamagedFile
from digitize.intake.pages import open_scan
from digitize.model import ScanFile, SourcePage

FULL = "q 120 0 0 170 0 0 cm /I Do Q"
SIZE = (240, 340)


def _load(path: Path, file: ScanFile, page_index: int = 0) -> SourcePage:
    with open_scan(path, file) as pages:
        return pages.load(page_index)


def _fax(pdf: Pdf) -> Stream:
    parameters = Dictionary(K=-1, Columns=240, Rows=340)
    keys = {"Filter": Name.CCITTFaxDecode, "DecodeParms": parameters, "BitsPerComponent": 1}
    return image(pdf, fax_bytes(gray_paper()), SIZE, **keys)


def _jbig2(pdf: Pdf) -> Stream:
    data = jbig2_bytes(gray_paper())
    return image(pdf, data, SIZE, Filter=Name.JBIG2Decode, BitsPerComponent=1)


def _one_bit(pdf: Pdf) -> Stream:
    data = zlib.compress(np.packbits(gray_paper() > 0, axis=1).tobytes())
    return image(pdf, data, SIZE, Filter=Name.FlateDecode, BitsPerComponent=1)


def _inverted(pdf: Pdf) -> Stream:
    return raw_gray(pdf, 255 - gray_paper(), Decode=Array([1, 0]))


def _indexed(pdf: Pdf) -> Stream:
    palette = Array([Name.Indexed, Name.DeviceRGB, 1, b"\xff\xff\xff\x00\x00\x00"])
    return raw_gray(pdf, (gray_paper() == 0).astype(np.uint8), ColorSpace=palette)


def _icc(pdf: Pdf) -> Stream:
    profile = Stream(pdf, b"not looked at", N=1)
    return raw_gray(pdf, gray_paper(), ColorSpace=Array([Name.ICCBased, profile]))


def _sixteen_bit(pdf: Pdf) -> Stream:
    data = zlib.compress(np.repeat(gray_paper(), 2, axis=1).tobytes())
    return image(pdf, data, SIZE, Filter=Name.FlateDecode, BitsPerComponent=16)


def _stencil(pdf: Pdf) -> Stream:
    stencil = _fax(pdf)
    stencil.ImageMask = True
    del stencil.ColorSpace
    return stencil


LOSSLESS = [_fax, _jbig2, _one_bit, _inverted, _indexed, _icc, _sixteen_bit, _stencil]


@pytest.mark.parametrize("make", LOSSLESS, ids=lambda make: make.__name__)
def test_lossless_encodings_give_the_very_pixels(
    make: Callable[[Pdf], Stream], tmp_path: Path
) -> None:
    pdf = pikepdf.new()
    file = write_pdf(tmp_path / "a.pdf", pdf, {"I": make(pdf)}, FULL)

    page = _load(tmp_path / "a.pdf", file)

    assert page.rendered is None
    assert np.array_equal(page.image.gray, gray_paper())
    assert (page.image.resolution.dpi_x, page.image.resolution.is_estimated) == (144.0, False)


@pytest.mark.parametrize("make", [_fax, _jbig2, _one_bit, _stencil], ids=lambda make: make.__name__)
def test_one_bit_pages_are_known_as_such(make: Callable[[Pdf], Stream], tmp_path: Path) -> None:
    pdf = pikepdf.new()
    file = write_pdf(tmp_path / "a.pdf", pdf, {"I": make(pdf)}, FULL)

    page = _load(tmp_path / "a.pdf", file).image

    assert page.is_bilevel
    assert page.colour is None


def _jpeg(pdf: Pdf, *, deflated: bool, colour: bool) -> Stream:
    pixels = colour_paper() if colour else np.repeat(gray_paper()[..., np.newaxis], 3, axis=2)
    data = jpeg_bytes(pixels)
    if not deflated:
        return image(pdf, data, SIZE, Filter=Name.DCTDecode, ColorSpace=Name.DeviceRGB)
    filters = Array([Name.FlateDecode, Name.DCTDecode])
    return image(pdf, zlib.compress(data), SIZE, Filter=filters, ColorSpace=Name.DeviceRGB)


@pytest.mark.parametrize("deflated", [False, True], ids=["jpeg", "deflated jpeg"])
def test_jpeg_keeps_its_colour(deflated: bool, tmp_path: Path) -> None:
    pdf = pikepdf.new()
    scan = _jpeg(pdf, deflated=deflated, colour=True)
    file = write_pdf(tmp_path / "a.pdf", pdf, {"I": scan}, FULL)

    page = _load(tmp_path / "a.pdf", file).image

    assert page.colour is not None
    assert np.abs(page.colour[230, 160].astype(int) - (200, 20, 30)).max() < 12


def test_a_colour_jpeg_of_a_grey_page_has_no_colour(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    scan = _jpeg(pdf, deflated=False, colour=False)
    file = write_pdf(tmp_path / "a.pdf", pdf, {"I": scan}, FULL)

    assert _load(tmp_path / "a.pdf", file).image.colour is None


def test_strips_are_put_together(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    strips = {f"S{n}": raw_gray(pdf, gray_paper()[n * 68 : n * 68 + 68].copy()) for n in range(5)}
    content = " ".join(f"q 120 0 0 34 0 {136 - n * 34} cm /S{n} Do Q" for n in range(5))
    file = write_pdf(tmp_path / "a.pdf", pdf, strips, content)

    page = _load(tmp_path / "a.pdf", file)

    assert page.rendered is None
    assert np.array_equal(page.image.gray, gray_paper())


@pytest.mark.parametrize(
    ("matrix", "stored"),
    [
        ("120 0 0 -170 0 170", np.flipud(gray_paper())),
        ("-120 0 0 -170 120 170", np.rot90(gray_paper(), 2)),
        ("0 170 -120 0 120 0", np.rot90(gray_paper(), -1)),
        ("0 -170 120 0 0 170", np.rot90(gray_paper(), 1)),
    ],
    ids=["upside down", "half turn", "left", "right"],
)
def test_turned_placements_are_undone(matrix: str, stored: np.ndarray, tmp_path: Path) -> None:
    pdf = pikepdf.new()
    scan = raw_gray(pdf, np.ascontiguousarray(stored))
    file = write_pdf(tmp_path / "a.pdf", pdf, {"I": scan}, f"q {matrix} cm /I Do Q")

    assert np.array_equal(_load(tmp_path / "a.pdf", file).image.gray, gray_paper())


@pytest.mark.parametrize(("rotate", "turns"), [(90, -1), (180, 2), (270, 1), (-90, 1)])
def test_the_rotate_key_turns_the_pixels(rotate: int, turns: int, tmp_path: Path) -> None:
    pdf = pikepdf.new()
    file = write_pdf(
        tmp_path / "a.pdf", pdf, {"I": raw_gray(pdf, gray_paper())}, FULL, Rotate=rotate
    )

    page = _load(tmp_path / "a.pdf", file).image

    assert np.array_equal(page.gray, np.rot90(gray_paper(), turns))
    assert page.turned_degrees == 0


def test_pixels_cover_the_crop_box(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    crop = Array([10, 20, 110, 150])
    file = write_pdf(
        tmp_path / "a.pdf", pdf, {"I": raw_gray(pdf, gray_paper())}, FULL, CropBox=crop
    )

    assert np.array_equal(_load(tmp_path / "a.pdf", file).image.gray, gray_paper()[40:300, 20:220])


def test_paper_around_a_smaller_image_is_white(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    scan = {"I": raw_gray(pdf, gray_paper())}
    file = write_pdf(
        tmp_path / "a.pdf", pdf, scan, "q 120 0 0 170 20 10 cm /I Do Q", size_pt=(160, 200)
    )

    gray = _load(tmp_path / "a.pdf", file).image.gray

    assert gray.shape == (400, 320)
    assert np.array_equal(gray[40:380, 40:280], gray_paper())
    assert (gray[:40] == 255).all()


def test_a_logo_is_in_the_picture_and_not_in_the_reading(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    streams = {"I": _fax(pdf), "L": raw_gray(pdf, np.zeros((20, 40), np.uint8))}
    file = write_pdf(tmp_path / "a.pdf", pdf, streams, FULL + " q 20 0 0 10 90 5 cm /L Do Q")

    with open_scan(tmp_path / "a.pdf", file) as pages:
        scan, logo = pages.picture(0, None).images

        assert np.array_equal(pages.load(0).image.gray, gray_paper())
        assert scan.stream.read_raw_bytes() == fax_bytes(gray_paper())
        assert logo.matrix == (20, 0, 0, 10, 90, 5)


def test_what_pdfa_forbids_is_repaired_without_touching_the_data(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    scan = _fax(pdf)
    scan.Interpolate = True
    file = write_pdf(tmp_path / "a.pdf", pdf, {"I": scan}, FULL)

    with open_scan(tmp_path / "a.pdf", file) as pages:
        stream = pages.picture(0, None).images[0].stream

        assert stream.read_raw_bytes() == fax_bytes(gray_paper())
        assert "/Interpolate" not in stream


INVISIBLE_TEXT = f"{FULL} BT 3 Tr /F 10 Tf (Van ban) Tj ET"


def test_invisible_text_does_not_make_a_scan_a_rendered_page(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    file = write_pdf(tmp_path / "a.pdf", pdf, {"I": _fax(pdf)}, INVISIBLE_TEXT)

    page = _load(tmp_path / "a.pdf", file)

    assert (page.rendered, page.text, page.notes) == (None, None, ("junk_text_layer",))


def test_what_an_image_hides_is_not_ink(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    file = write_pdf(tmp_path / "a.pdf", pdf, {"I": _fax(pdf)}, "0 0 50 50 re f " + FULL)

    assert _load(tmp_path / "a.pdf", file).rendered is None


def _jpx(pdf: Pdf) -> Stream:
    data = io.BytesIO()
    Image.fromarray(gray_paper()).save(data, "JPEG2000")
    return image(pdf, data.getvalue(), SIZE, Filter=Name.JPXDecode)


def _cmyk(pdf: Pdf) -> Stream:
    data = zlib.compress(b"\0\0\0\xff" * 240 * 340)
    return image(pdf, data, SIZE, Filter=Name.FlateDecode, ColorSpace=Name.DeviceCMYK)


@pytest.mark.parametrize(
    ("make", "content"),
    [
        (_fax, FULL + " 20 20 60 60 re f"),
        (_fax, f"q 0 0 60 170 re W n {FULL} Q"),
        (_fax, "q 30 0 0 40 0 0 cm /I Do Q"),
        (_cmyk, FULL),
        (_jpx, FULL),
    ],
    ids=["ink over the scan", "clipped", "a small picture only", "cmyk", "jpeg 2000"],
)
def test_every_other_page_is_rendered(
    make: Callable[[Pdf], Stream], content: str, tmp_path: Path
) -> None:
    pdf = pikepdf.new()
    file = write_pdf(tmp_path / "a.pdf", pdf, {"I": make(pdf)}, content)

    page = _load(tmp_path / "a.pdf", file)

    assert page.rendered is not None
    assert page.image.gray.shape == (709, 500)
    assert page.image.resolution.dpi == 300


def test_a_page_whose_image_cannot_be_drawn_is_damaged_and_not_blank(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    rubbish = image(pdf, b"no jpeg 2000", SIZE, Filter=Name.JPXDecode)
    file = write_pdf(tmp_path / "a.pdf", pdf, {"I": rubbish}, FULL)

    with pytest.raises(DamagedFile, match="cannot be drawn"):
        _load(tmp_path / "a.pdf", file)


def test_a_rendered_page_is_its_own_picture(tmp_path: Path) -> None:
    file = write_typed_pdf(tmp_path / "a.pdf", VIETNAMESE, rotate=90)

    with open_scan(tmp_path / "a.pdf", file) as pages:
        page = pages.load(0)
        picture = pages.picture(0, page.rendered)

    assert (round(picture.width_pt), round(picture.height_pt)) == (842, 595)
    assert len(picture.images) == 1


def test_a_cut_image_is_a_damaged_page(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    cut = image(
        pdf, jpeg_bytes(gray_paper())[:900], SIZE, Filter=Name.DCTDecode, ColorSpace=Name.DeviceGray
    )
    file = write_pdf(tmp_path / "a.pdf", pdf, {"I": cut}, FULL)

    with pytest.raises(DamagedFile):
        _load(tmp_path / "a.pdf", file)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_good_text_layer_is_kept_with_boxes_on_the_ink(rotate: int, tmp_path: Path) -> None:
    file = write_typed_pdf(tmp_path / "a.pdf", VIETNAMESE, rotate=rotate)

    page = _load(tmp_path / "a.pdf", file)

    assert page.text is not None
    assert page.text.words[0].text == "CỘNG"
    box = page.text.words[0].box
    assert (page.image.gray[box.top : box.bottom, box.left : box.right] < 128).any()


def test_boxes_of_a_cropped_page_count_from_the_crop(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    file = write_typed_pdf(path, VIETNAMESE)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj.CropBox = Array([36, 72, 500, 842])
        pdf.save(path)

    page = _load(path, file)

    assert page.text is not None
    assert abs(page.text.words[0].box.left - 4 / 72 * 300) < 3


@pytest.mark.samples
def test_every_page_of_the_real_scans_is_taken_out_as_it_is(samples: Path) -> None:
    from digitize.intake.identify import identify

    for path in sorted((samples / "scans").glob("*.pdf")):
        with open_scan(path, identify(path)) as pages:
            for index in range(min(pages.page_count, 3)):
                page = pages.load(index)
                assert page.rendered is None, path.name
                assert not page.image.resolution.is_estimated, path.name
                nominal = min(
                    (100, 150, 200, 227, 300), key=lambda d: abs(d - page.image.resolution.dpi)
                )
                assert abs(page.image.resolution.dpi / nominal - 1) < 0.03, path.name
