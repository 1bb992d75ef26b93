"""Does a page bear a secrecy mark: MẬT, TỐI MẬT or TUYỆT MẬT. Secret papers are not digitised (TT 03/2025/TT-VPCP Đ5).

The mark is a boxed stamp in red at the left under the reference (NĐ 30/2020 PL I, ô 10a). Where the scan has
colour, only boxed red stamps of the upper half are read, so a page without one costs nothing. Where it has none,
the mark is a line of its own among the page's words.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from rapidfuzz import fuzz

from digitize.model import Box, Line, PageImage, Pixels
from digitize.ocr.vietnamese import nfc, plain
from digitize.ports import OcrEngine

SECRECY_MARKS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")

_READING_DPI = 200.0
_PAPER = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class SecrecyOptions:
    upper_share: float = 0.5
    """The mark stands in this upper part of the page."""
    likeness: float = 75.0
    """Of 100, diacritics aside, for TUYỆT; the shorter words must have all their letters (TÚI MẬT is an organ)."""
    most_stamps: int = 4
    """More red boxes than this are a printed form in red, of which the largest are read."""


def has_secrecy_stamp(
    page: PageImage,
    *,
    stamps: Iterable[Box],
    engine: OcrEngine,
    options: SecrecyOptions | None = None,
) -> bool:
    """Read the red `stamps` of an upright colour page. Raises `EngineFailed`."""
    options = options or SecrecyOptions()
    upper = [box for box in stamps if box.bottom <= options.upper_share * page.height]
    upper.sort(key=lambda box: -box.width * box.height)
    return any(
        is_secrecy_mark(line.text, options=options)
        for box in upper[: options.most_stamps]
        for line in engine.read(_stamp_alone(page, box), dpi=_READING_DPI)
    )


def has_secrecy_line(
    lines: Iterable[Line], *, height: int, options: SecrecyOptions | None = None
) -> bool:
    """Is one of the upper lines nothing but a secrecy mark? Words wide apart count as lines of their own."""
    options = options or SecrecyOptions()
    return any(
        is_secrecy_mark(text, options=options)
        for line in lines
        if line.box.bottom <= options.upper_share * height
        for text in _stretches(line)
    )


def is_secrecy_mark(text: str, *, options: SecrecyOptions | None = None) -> bool:
    """True for one of the three marks in capitals, through some misread letters; not for HỎA TỐC, KHẨN, ĐẾN."""
    options = options or SecrecyOptions()
    letters = "".join(letter for letter in nfc(text) if letter.isalpha() or letter == " ")
    words = letters.split()
    if not words or letters != letters.upper():
        return False
    said = plain("".join(words))
    if said == "mat":
        # Without its circumflex and dot it is another word: MÁT, MẮT, MẶT stand alone in no letterhead, MAT may.
        return words[0][1] in "ẬÂẤẦẨẪẠA"
    degree, mark = said[:-3], said[-3:]
    return mark == "mat" and (degree == "toi" or fuzz.ratio(degree, "tuyet") >= options.likeness)


def _stretches(line: Line) -> Iterable[str]:
    """The line whole, and its parts where words stand more than two heights apart."""
    yield line.text
    part, height = [line.words[0]], line.box.height
    for before, word in zip(line.words, line.words[1:], strict=False):
        if word.box.left - before.box.right > 2 * height:
            yield " ".join(each.text for each in part)
            part = []
        part.append(word)
    yield " ".join(each.text for each in part)


def _stamp_alone(page: PageImage, box: Box) -> Pixels:
    """The red ink of the stamp as black on white, level, without its frame, at reading resolution."""
    assert page.colour is not None
    crop = page.colour[box.top : box.bottom, box.left : box.right]
    red, green, blue = cv2.split(crop)
    ink = cv2.subtract(red, cv2.max(green, blue))
    darkest = max(1, int(ink.max()))
    gray = 255 - cv2.convertScaleAbs(ink, alpha=255 / darkest)
    scale = _READING_DPI / page.resolution.dpi
    gray = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    bare = _without_frame(_level(np.asarray(gray, dtype=np.uint8)))
    return np.asarray(cv2.copyMakeBorder(bare, 30, 30, 30, 30, cv2.BORDER_CONSTANT, value=_PAPER))


def _level(gray: Pixels) -> Pixels:
    """A stamp is put down by hand, up to 15° askew: turned back by the angle of the box around it."""
    points = cv2.findNonZero((gray < _PAPER // 2).astype(np.uint8))
    if points is None:
        return gray
    angle = cv2.minAreaRect(points)[2] % 90
    angle = angle - 90 if angle > 45 else angle
    height, width = gray.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(
        cv2.warpAffine(gray, turn, (width, height), borderValue=_PAPER), dtype=np.uint8
    )


def _without_frame(gray: Pixels) -> Pixels:
    """Connected ink as wide as most of the stamp is its frame."""
    ink = (gray < _PAPER * 3 // 4).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    is_frame = stats[:, cv2.CC_STAT_WIDTH] > 0.75 * gray.shape[1]
    is_frame[0] = False
    frame = cv2.dilate(is_frame[labels].astype(np.uint8), np.ones((3, 3), np.uint8))
    return np.where(frame > 0, _PAPER, gray).astype(np.uint8)
