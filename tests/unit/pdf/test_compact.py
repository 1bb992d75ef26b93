"""The compact profile is a fraction of the scan, keeps letters sharp and seals red, and leaves alone what gains nothing."""

import io
import subprocess
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from page_factories import RED, TEXT, drawn_page, seal
from pdf_factories import archive, fax, image_of, picture, raw_image, reading
from PIL import Image, ImageDraw

from digitize.image.ink import Mask
from digitize.intake.picture import PagePicture
from digitize.pdf.compact import compact, ink_shape

BLUE = (30, 50, 190)


def sealed_letter() -> np.ndarray:
    """An A4 page at 200 dpi with print, a red seal and a blue stroke, on paper with a scanner's noise."""

    def paint(pen: ImageDraw.ImageDraw) -> None:
        seal(pen, left=800, top=1500, ink=RED)
        pen.line((900, 1560, 1300, 1700), fill=BLUE, width=6)

    page = drawn_page(lines=TEXT, paint=paint, colour=True)
    assert page.colour is not None
    noise = np.random.default_rng(5).integers(-4, 5, page.colour.shape)
    return np.clip(page.colour + noise, 0, 255).astype(np.uint8)


def as_jpeg(pixels: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=88, dpi=(200, 200))
    return out.getvalue()


@pytest.fixture(scope="module")
def scanned() -> PagePicture:
    return picture(image_of(as_jpeg(sealed_letter())))


def size_of(shown: PagePicture) -> int:
    streams = [placed.stream for placed in shown.images]
    streams += [stream.Mask for stream in streams if "/Mask" in stream]
    return sum(len(stream.read_raw_bytes()) for stream in streams)


def rendered(pdf: bytes, folder: Path) -> np.ndarray:
    (folder / "c.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "200", "-png", "-singlefile", folder / "c.pdf", folder / "c"]
    subprocess.run(command, check=True)
    return np.asarray(Image.open(folder / "c.png").convert("RGB"))


def ink(pixels: np.ndarray) -> Mask:
    return ink_shape(np.ascontiguousarray(pixels), dpi=200, contrast=60)


def test_a_colour_page_takes_at_most_a_third(scanned: PagePicture) -> None:
    with pikepdf.Pdf.new() as owner:
        assert size_of(compact(scanned, owner=owner)) < size_of(scanned) / 3


def test_letters_and_colours_stay_where_they_were(scanned: PagePicture, tmp_path: Path) -> None:
    with pikepdf.Pdf.new() as owner:
        shown = rendered(archive((compact(scanned, owner=owner), reading("chữ"))), tmp_path)
    pixels = sealed_letter()[: shown.shape[0], : shown.shape[1]]
    shown = shown[: pixels.shape[0], : pixels.shape[1]]
    before, after = ink(pixels), ink(shown)
    assert (before & after).sum() > 0.9 * before.sum()
    assert (after & ~before).sum() < 0.1 * before.sum()
    was_red = (np.abs(pixels.astype(int) - RED) < 12).all(axis=2)
    assert was_red.sum() > 1000
    stays_red = shown[..., 0].astype(int) - shown[..., 1] > 60
    assert stays_red[was_red].mean() > 0.9


def test_what_is_not_on_the_paper_does_not_come_from_the_layers(tmp_path: Path) -> None:
    empty = np.full((2338, 1654, 3), 245, np.uint8)
    noise = np.random.default_rng(6).integers(-3, 4, empty.shape)
    scan = picture(image_of(as_jpeg(np.clip(empty + noise, 0, 255).astype(np.uint8))))
    with pikepdf.Pdf.new() as owner:
        shown = rendered(archive((compact(scan, owner=owner), reading())), tmp_path)
    assert abs(int(shown.min()) - 245) < 12


@pytest.mark.parametrize(
    "stream",
    [
        pytest.param(image_of(fax()), id="1-bit"),
        pytest.param(raw_image(bytes(8), ImageMask=True, BitsPerComponent=1), id="stencil"),
        pytest.param(image_of(as_jpeg(np.full((40, 30, 3), 200, np.uint8))), id="tiny"),
    ],
)
def test_a_page_without_gain_stays_the_scan(stream: pikepdf.Stream) -> None:
    shown = picture(stream)
    with pikepdf.Pdf.new() as owner:
        assert compact(shown, owner=owner) is shown


@pytest.mark.parametrize("key", ["/SMask", "/Mask", "/Decode"])
def test_an_image_that_shows_less_than_its_samples_stays_the_scan(key: str) -> None:
    stream = image_of(as_jpeg(sealed_letter()))
    stream[key] = pikepdf.Array([1, 0, 1, 0, 1, 0])
    masked = picture(stream)
    with pikepdf.Pdf.new() as owner:
        assert compact(masked, owner=owner) is masked


def test_a_page_of_several_images_stays_the_scan(scanned: PagePicture) -> None:
    double = picture(*[placed.stream for placed in scanned.images] * 2)
    with pikepdf.Pdf.new() as owner:
        assert compact(double, owner=owner) is double


def test_the_same_page_gives_the_same_bytes(scanned: PagePicture) -> None:
    with pikepdf.Pdf.new() as one, pikepdf.Pdf.new() as two:
        first = archive((compact(scanned, owner=one), reading("chữ")))
        assert first == archive((compact(scanned, owner=two), reading("chữ")))
