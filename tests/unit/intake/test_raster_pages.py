"""TIFF, JPEG and PNG pages: the same pixels to read, the file's own data in the archive's picture."""

import io
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest
from intake_pdfs import colour_paper, gray_paper, jpeg_bytes
from PIL import Image

from digitize.errors import DamagedFile
from digitize.intake.identify import identify
from digitize.intake.pages import open_scan
from digitize.intake.resolution import believed
from digitize.model import Pixels, SourcePage


def _load(path: Path, page_index: int = 0) -> SourcePage:
    with open_scan(path, identify(path)) as pages:
        return pages.load(page_index)


def _saved(path: Path, picture: Image.Image, kind: str, **options: object) -> Path:
    picture.save(path, kind, dpi=(200, 200), **options)
    return path


def _picture_bytes(path: Path, page_index: int = 0) -> bytes:
    with open_scan(path, identify(path)) as pages:
        page = pages.load(page_index)
        (placed,) = pages.picture(page_index, page.rendered).images
        return placed.stream.read_raw_bytes()


@pytest.mark.parametrize(
    "compression", ["group4", "tiff_lzw", "tiff_deflate", "packbits", "raw", "group3"]
)
def test_every_tiff_page_gives_its_pixels(compression: str, tmp_path: Path) -> None:
    frames = [Image.fromarray(gray_paper(240 + 8 * n)).convert("1") for n in range(3)]
    path = _saved(
        tmp_path / "a.tif", frames[0], "TIFF", compression=compression,
        save_all=True, append_images=frames[1:],
    )  # fmt: skip

    for index in range(3):
        page = _load(path, index).image
        assert np.array_equal(page.gray, gray_paper(240 + 8 * index))
        assert page.is_bilevel
        assert page.resolution.dpi == 200


def test_a_fax_tiff_goes_into_the_archive_as_it_is(tmp_path: Path) -> None:
    frames = [Image.fromarray(gray_paper(240 + 8 * n)).convert("1") for n in range(2)]
    path = _saved(
        tmp_path / "a.tif", frames[0], "TIFF", compression="group4",
        save_all=True, append_images=frames[1:],
    )  # fmt: skip
    with Image.open(path) as whole:
        whole.seek(1)
        (start,), (size,) = whole.tag_v2[273], whole.tag_v2[279]  # type: ignore[attr-defined]

    assert _picture_bytes(path, 1) == path.read_bytes()[start : start + size]


def test_a_jpeg_goes_into_the_archive_byte_for_byte(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg_bytes(colour_paper()))

    assert _picture_bytes(tmp_path / "a.jpg") == jpeg_bytes(colour_paper())


TURNS: dict[int, Pixels] = {
    3: np.rot90(gray_paper(), 2),
    6: np.rot90(gray_paper(), 1),
    8: np.rot90(gray_paper(), -1),
    2: np.fliplr(gray_paper()),
}


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
def test_pages_come_upright_by_their_orientation(
    kind: str, orientation: int, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.fromarray(np.ascontiguousarray(TURNS[orientation]))
    path = _saved(tmp_path / "a.bin", stored, kind, exif=exif.tobytes())

    with open_scan(path, identify(path)) as pages:
        page = pages.load(0)
        picture = pages.picture(0, page.rendered)

    assert np.abs(page.image.gray.astype(int) - gray_paper()).max() < 40
    turned = picture.rotate_degrees in (90, 270)
    assert (picture.width_pt < picture.height_pt) is not turned


def test_see_through_parts_of_a_png_are_paper(tmp_path: Path) -> None:
    pixels = np.dstack([np.zeros((340, 240, 3), np.uint8), 255 - gray_paper()])
    path = _saved(tmp_path / "a.png", Image.fromarray(pixels), "PNG")

    page = _load(path)

    assert np.array_equal(page.image.gray, gray_paper())
    assert page.rendered is not None


def test_a_cmyk_jpeg_is_flattened_for_the_archive(tmp_path: Path) -> None:
    path = _saved(tmp_path / "a.jpg", Image.fromarray(colour_paper()).convert("CMYK"), "JPEG")

    page = _load(path)

    assert page.rendered is not None
    kept = cv2.imdecode(np.frombuffer(page.rendered, np.uint8), cv2.IMREAD_COLOR_RGB)
    assert np.array_equal(kept, page.image.colour)


def test_a_page_that_breaks_off_is_damaged(tmp_path: Path) -> None:
    path = _saved(tmp_path / "a.png", Image.fromarray(colour_paper(800, 900)), "PNG")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + data[-12:])

    with pytest.raises(DamagedFile):
        _load(path)


@pytest.mark.parametrize(
    ("dpi", "size", "expected", "estimated"),
    [
        ((300, 300), (2480, 3508), 300, False),
        ((204, 98), (1728, 1169), 151, False),
        ((72, 72), (2480, 3508), 300, True),
        ((72, 72), (595, 842), 72, False),
        ((0, 0), (1654, 2339), 200, True),
        ((1, 1), (3000, 4000), 342, True),
        ((0, 0), (1011, 638), 300, True),
        ((2400, 2400), (2480, 3508), 300, True),
    ],
    ids=["scanner", "fax", "camera", "screen", "silent", "ratio only", "identity card", "too fine"],
)
def test_resolution_is_believed_or_estimated(
    dpi: tuple[int, int], size: tuple[int, int], expected: int, estimated: bool
) -> None:
    found = believed(*dpi, width=size[0], height=size[1])

    assert (round(found.dpi), found.is_estimated) == (expected, estimated)


def test_a_lzw_image_is_packed_anew_without_loss() -> None:
    from digitize.intake.archive_image import archival, can_archive

    pdf = pikepdf.new()
    pixels = gray_paper(8, 8)
    codes = [code for value in pixels.ravel() for code in (256, int(value))] + [257]
    bits = "".join(f"{code:09b}" for code in codes)
    data = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    stream = pikepdf.Stream(
        pdf, data, Subtype=pikepdf.Name.Image, Width=8, Height=8, BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray, Filter=pikepdf.Name.LZWDecode,
    )  # fmt: skip

    assert can_archive(stream)
    kept = archival(stream, owner=pdf)
    assert kept.Filter == pikepdf.Name.FlateDecode
    assert kept.read_bytes() == pixels.tobytes()
    assert io.BytesIO(kept.read_raw_bytes()).read(1) == b"\x78"
