"""Sheet → page image: what paper, age and scanner do to it, each one function, all seeded.

Order as in life: the sheet ages, lies crooked on the glass, is lit and sampled, and is then stored as colour,
grey or one bit.
"""

from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from bench.render.typeface import DPI

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wear:
    """How a page was kept and scanned; the default is a new sheet on a good scanner."""

    dpi: int = 200
    mode: str = "colour"
    """colour, grey or bilevel"""
    skew_degrees: float = 0.0
    turn_degrees: int = 0
    """Clockwise, in steps of 90, after everything else."""
    fade: float = 0.0
    """Share of the ink that is gone."""
    yellowing: float = 0.0
    noise: float = 2.0
    """Standard deviation of the sensor, in grey levels."""
    blur_px: float = 0.5
    """At the final resolution."""
    bleed: float = 0.0
    """Share of the other side's ink that shows through, mirrored."""
    border_px: int = 0
    """Black edge of the glass, at the final resolution."""
    specks: int = 0
    jpeg_quality: int = 78
    """Used by the file writer for colour and grey pages."""


CLEAN = Wear()
COUNTER = Wear(skew_degrees=0.7, noise=3.0, blur_px=0.6, jpeg_quality=70)


def some_wear(rng: Random) -> Wear:
    """A scan as they come: mostly decent colour, a third in one bit, a few bad ones."""
    mode = rng.choices(("colour", "grey", "bilevel"), weights=(55, 10, 35))[0]
    is_old = rng.random() < 0.3
    return Wear(
        dpi=rng.choices((300, 200, 150, 100), weights=(35, 45, 14, 6))[0]
        if mode != "bilevel"
        else rng.choice((300, 200)),
        mode=mode,
        skew_degrees=rng.gauss(0, 0.9),
        turn_degrees=rng.choices((0, 90, 180, 270), weights=(92, 2, 4, 2))[0],
        fade=rng.uniform(0.1, 0.4) if is_old else 0.0,
        yellowing=rng.uniform(0.1, 0.7) if is_old else rng.uniform(0, 0.15),
        noise=rng.uniform(1.5, 7.0),
        blur_px=rng.uniform(0.3, 0.9),
        bleed=rng.choices((0.0, 0.08), weights=(80, 20))[0],
        border_px=rng.choices((0, 14, 40), weights=(75, 15, 10))[0],
        specks=rng.choices((0, 60, 400), weights=(50, 35, 15))[0],
        jpeg_quality=rng.randint(45, 88),
    )


def scanned(
    sheet: Image.Image, wear: Wear, rng: Random, *, back: Image.Image | None = None
) -> Image.Image:
    """The sheet as a scanner gives it: mode RGB, L or 1, at `wear.dpi`."""
    grains = np.random.default_rng(rng.randint(0, 2**31))
    size = (round(sheet.width * wear.dpi / DPI), round(sheet.height * wear.dpi / DPI))
    pixels = _sampled(sheet, size)
    if back is not None and wear.bleed:
        pixels = _bled(pixels, _sampled(back, size), wear.bleed)
    pixels = _aged(pixels, wear)
    pixels = _crooked(pixels, wear.skew_degrees)
    if wear.blur_px:
        pixels = cv2.GaussianBlur(pixels, (0, 0), wear.blur_px)
    pixels = _noisy(pixels, wear.noise, grains)
    pixels = _specked(pixels, wear.specks, grains)
    pixels = _bordered(pixels, wear.border_px, grains)
    page = _stored(pixels, wear.mode)
    return page.rotate(-wear.turn_degrees, expand=True) if wear.turn_degrees else page


def _sampled(sheet: Image.Image, size: tuple[int, int]) -> Pixels:
    return cv2.resize(np.asarray(sheet), size, interpolation=cv2.INTER_AREA)


def _bled(pixels: Pixels, back: Pixels, share: float) -> Pixels:
    """The mirrored back, softened by the paper it shines through."""
    ghost = 255 - cv2.GaussianBlur(back[:, ::-1], (0, 0), 2.2)
    return cv2.subtract(pixels, (ghost * share).astype(np.uint8))


def _aged(pixels: Pixels, wear: Wear) -> Pixels:
    faded = pixels
    if wear.fade:
        faded = cv2.addWeighted(pixels, 1 - wear.fade, np.full_like(pixels, 255), wear.fade, 0)
    paper = np.array(
        [
            1 - 0.01 - 0.05 * wear.yellowing,
            0.99 - 0.1 * wear.yellowing,
            0.985 - 0.26 * wear.yellowing,
        ]
    )
    levels = np.arange(256, dtype=np.float32)[:, None] * paper[None, :]
    return cv2.LUT(faded, levels.astype(np.uint8)[None])


def _crooked(pixels: Pixels, degrees: float) -> Pixels:
    if abs(degrees) < 0.05:
        return pixels
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return cv2.warpAffine(
        pixels, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(246, 246, 244)
    )


def _noisy(pixels: Pixels, deviation: float, grains: np.random.Generator) -> Pixels:
    """One tile of grain repeated: a fresh normal number for every pixel costs more than drawing the page."""
    if not deviation:
        return pixels
    height, width = pixels.shape[:2]
    tile = (grains.standard_normal((512, 512)) * deviation).astype(np.int16)
    grain = np.tile(tile, (height // 512 + 1, width // 512 + 1))[:height, :width]
    return np.clip(pixels.astype(np.int16) + grain[:, :, None], 0, 255).astype(np.uint8)


def _specked(pixels: Pixels, count: int, grains: np.random.Generator) -> Pixels:
    dirty = pixels.copy() if count else pixels
    height, width = pixels.shape[:2]
    for _ in range(count):
        at = (int(grains.integers(width)), int(grains.integers(height)))
        cv2.circle(dirty, at, int(grains.integers(1, 3)), (int(grains.integers(140)),) * 3, -1)
    return dirty


def _bordered(pixels: Pixels, border_px: int, grains: np.random.Generator) -> Pixels:
    """The lid did not close: dark bands on two edges."""
    if not border_px:
        return pixels
    framed = pixels.copy()
    framed[:, : int(grains.integers(border_px // 2, border_px))] = 18
    framed[-int(grains.integers(border_px // 2, border_px)) :] = 22
    return framed


def _stored(pixels: Pixels, mode: str) -> Image.Image:
    if mode == "colour":
        return Image.fromarray(pixels)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    if mode == "grey":
        return Image.fromarray(grey)
    # Scanners in one bit take a fixed level, a little under the paper's own.
    return Image.fromarray(grey > 0.66 * float(np.percentile(grey[::8, ::8], 75))).convert("1")
