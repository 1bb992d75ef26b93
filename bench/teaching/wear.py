"""What press, age, pen, stamp and scanner do to print, one function each: grey picture in (0 ink, 255 paper), grey picture out."""

from collections.abc import Callable
from random import Random

import cv2
import numpy as np

from digitize.model import Pixels

Wear = Callable[[Pixels, Random], Pixels]


def pressed(sheet: Pixels, rng: Random) -> Pixels:
    """Ink that ran, or is thin."""
    drawn = rng.random()
    if drawn < 0.22:
        return np.asarray(cv2.erode(sheet, _dab(rng)), np.uint8)
    if drawn < 0.32:
        return np.asarray(cv2.dilate(sheet, np.ones((2, 2), np.uint8)), np.uint8)
    return sheet


def faded(sheet: Pixels, rng: Random) -> Pixels:
    """Ink that is weak as a whole, or in places: a worn ribbon, a tired toner, paper that did not lie flat."""
    strength = np.float32(rng.uniform(0.55, 1)) if rng.random() < 0.3 else np.float32(1)
    field = np.full(sheet.shape, strength, np.float32)
    if rng.random() < 0.25:
        field *= _clouds(
            sheet.shape, rng, low=rng.uniform(0.3, 0.8), size=rng.choice((30, 80, 300))
        )
    if rng.random() < 0.15:
        field *= _towards_an_edge(sheet.shape, rng)
    if rng.random() < 0.2:
        field *= _in_streaks(sheet.shape, rng)
    return _gray(255 - (255 - sheet.astype(np.float32)) * field)


def ruled(sheet: Pixels, rng: Random) -> Pixels:
    """Lines of tables and underlines."""
    drawn = sheet.copy()
    height, width = sheet.shape
    for _ in range(rng.choice((1, 1, 2, 3))):
        wide, dark = rng.randint(2, 6), rng.randint(0, 120)
        if rng.random() < 0.6:
            x = rng.choice((rng.randint(0, 40), width - rng.randint(1, 40), rng.randrange(width)))
            cv2.line(drawn, (x, 0), (x + rng.randint(-4, 4), height), dark, wide)
        else:
            y, left = rng.randrange(height), rng.randrange(width)
            right = min(width, left + rng.randint(100, width))
            cv2.line(drawn, (left, y), (right, y + rng.randint(-3, 3)), dark, wide)
    return drawn


def stamped(sheet: Pixels, rng: Random) -> Pixels:
    """Rings and letters of a stamp or a watermark over the print, dark or what taking red ink out left of them."""
    stamp = np.full(sheet.shape, 255, np.uint8)
    height, width = sheet.shape
    dark = rng.randint(0, 215)
    for _ in range(rng.randint(1, 4)):
        middle = rng.randrange(width), rng.randint(-height // 2, height + height // 2)
        if rng.random() < 0.5:
            cv2.circle(stamp, middle, rng.randint(60, 320), dark, rng.randint(3, 12), cv2.LINE_AA)
        else:
            words = "".join(rng.choices("ABCDEGHIKLMNOPQRSTUVXY .", k=rng.randint(4, 14)))
            size = rng.uniform(1.5, 7)
            cv2.putText(stamp, words, middle, rng.choice((0, 2, 3, 4)), size, dark, rng.randint(3, 16), cv2.LINE_AA)  # fmt: skip
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-35, 35), 1)
    stamp = np.asarray(cv2.warpAffine(stamp, turn, (width, height), borderValue=255), np.uint8)
    if rng.random() < 0.5:
        grain = _clouds(sheet.shape, rng, low=0.0, size=6)
        stamp = _gray(255 - (255 - stamp.astype(np.float32)) * grain)
    return _over(sheet, stamp)


def written_over(sheet: Pixels, rng: Random) -> Pixels:
    """Strokes of a pen across the print."""
    drawn = sheet.copy()
    height, width = sheet.shape
    for _ in range(rng.randint(1, 3)):
        start = np.array([rng.randrange(width), rng.randrange(height)], np.float32)
        steps = np.random.default_rng(rng.getrandbits(32)).normal(0, 14, (rng.randint(8, 40), 2))
        path = start + np.cumsum(np.cumsum(steps, axis=0) * 0.3, axis=0)
        dark, wide = rng.randint(0, 140), rng.randint(2, 6)
        cv2.polylines(drawn, [path.astype(np.int32)], isClosed=False, color=dark, thickness=wide, lineType=cv2.LINE_AA)  # fmt: skip
    return drawn


def soiled(sheet: Pixels, rng: Random) -> Pixels:
    """Dots of dirt on glass and paper, as large as dots of letters and smaller."""
    drawn = sheet.copy()
    height, width = sheet.shape
    for _ in range(max(1, round(rng.uniform(0.1, 2.5) * width * height / 40_000))):
        middle, size = (rng.randrange(width), rng.randrange(height)), rng.choice((0, 1, 1, 2, 3))
        cv2.circle(drawn, middle, size, rng.randint(0, 160), cv2.FILLED, cv2.LINE_AA)
    return drawn


def shining_through(sheet: Pixels, rng: Random) -> Pixels:
    """The other side's print, mirrored and weak."""
    other = cv2.GaussianBlur(cv2.flip(sheet, rng.choice((1, -1))), (0, 0), 2)
    moved = np.roll(np.asarray(other), (rng.randrange(80), rng.randrange(400)), (0, 1))
    return _over(sheet, _gray(255 - (255 - moved.astype(np.float32)) * rng.uniform(0.05, 0.25)))


def sampled(sheet: Pixels, rng: Random, scale: float) -> Pixels:
    """As a scanner sees it: crooked by a little, fewer pixels, soft, grainy."""
    height, width = sheet.shape
    angle = rng.gauss(0, 0.12)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    crooked = cv2.warpAffine(sheet, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=255)
    size = round(width * scale), round(height * scale)
    small = cv2.resize(crooked, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    if rng.random() < 0.6:
        small = cv2.GaussianBlur(small, (0, 0), rng.uniform(0.3, 1.0))
    grain = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(0.5, 9), small.shape)
    paper = rng.uniform(0.75, 1)
    return _gray(small * paper + grain)


def in_one_bit(page: Pixels, rng: Random) -> Pixels:
    """Black and white by a threshold between ink and paper, its edge torn, specks on it, small dots lost."""
    low, high = (float(value) for value in np.quantile(page, (0.01, 0.9)))
    grains = np.random.default_rng(rng.getrandbits(32))
    limit: np.ndarray | float = low + (high - low) * rng.uniform(0.35, 0.8)
    if rng.random() < 0.6:
        limit = limit + grains.normal(0, rng.uniform(2, 0.22 * max(high - low, 30)), page.shape)
    paper = page > limit
    if rng.random() < 0.3:
        share = 10 ** rng.uniform(-4.5, -2.3)
        paper ^= grains.random(page.shape) < share
    bits = np.where(paper, 255, 0).astype(np.uint8)
    return _without_dust(bits, rng.randint(2, 6)) if rng.random() < 0.3 else bits


def in_grey(page: Pixels, rng: Random) -> Pixels:
    """As JPEG leaves it."""
    if rng.random() < 0.2:
        soft = cv2.GaussianBlur(page, (0, 0), 1.2).astype(np.float32)
        page = _gray(page + rng.uniform(0.3, 1.2) * (page - soft))
    quality = [cv2.IMWRITE_JPEG_QUALITY, rng.randint(25, 90)]
    _, packed = cv2.imencode(".jpg", page, quality)
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)


def _without_dust(bits: Pixels, pixels: int) -> Pixels:
    """Without black dots of so many pixels, as scanners clean them away, dots of letters too."""
    _, parts, stats, _ = cv2.connectedComponentsWithStats(255 - bits, connectivity=8)
    is_dust = stats[:, cv2.CC_STAT_AREA] <= pixels
    return np.where(is_dust[parts], 255, bits).astype(np.uint8)


def _clouds(shape: tuple[int, ...], rng: Random, *, low: float, size: int) -> np.ndarray:
    """Smooth shares from `low` to 1, in spots of about so many pixels."""
    height, width = shape
    grains = np.random.default_rng(rng.getrandbits(32))
    spots = grains.random((max(height // size, 1) + 2, max(width // size, 1) + 2)).astype(
        np.float32
    )
    wide = cv2.resize(spots, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(low + (1 - low) * 1.6 * np.asarray(wide), 0, 1)


def _towards_an_edge(shape: tuple[int, ...], rng: Random) -> np.ndarray:
    """Weaker towards one side, where a page lifts off the glass."""
    height, width = shape
    reach = rng.randint(width // 12, width // 2)
    slope = np.ones(width, np.float32)
    slope[-reach:] = np.linspace(1, rng.uniform(0.2, 0.7), reach)
    return np.tile(slope if rng.random() < 0.7 else slope[::-1], (height, 1))


def _in_streaks(shape: tuple[int, ...], rng: Random) -> np.ndarray:
    """Weak in bands down the page, as a worn drum or dust before the lamp leaves it; often where rows begin or end."""
    height, width = shape
    columns, shares = np.arange(width), np.ones(width, np.float32)
    for _ in range(rng.choice((1, 1, 2, 4))):
        margin = rng.randint(0, 160)
        middle = rng.choice((rng.randrange(width), margin, width - margin))
        reach, weakest = rng.uniform(5, 70), rng.uniform(0.1, 0.7)
        shares *= 1 - (1 - weakest) * np.exp(-(((columns - middle) / reach) ** 4))
    return np.tile(shares, (height, 1)).astype(np.float32)


def _dab(rng: Random) -> Pixels:
    shape = rng.choice((cv2.MORPH_ELLIPSE, cv2.MORPH_RECT))
    side = rng.choice((2, 2, 3, 3, 4))
    return np.asarray(cv2.getStructuringElement(shape, (side, side)), np.uint8)


def _over(one: Pixels, other: Pixels) -> Pixels:
    """Ink on ink: what each lets through of the light."""
    return _gray(one.astype(np.float32) * other / 255)


def _gray(values: np.ndarray) -> Pixels:
    return np.clip(values, 0, 255).astype(np.uint8)
