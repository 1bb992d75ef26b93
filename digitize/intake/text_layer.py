"""A PDF page's own text, by poppler, into a page text: believed where it is plainly the page's ink in good Vietnamese.

Junk comes in four kinds: scanners' OCR without diacritics, OCR of another language, legacy encodings (TCVN3, VNI) whose
bytes look like letters, and text that lies where no ink is. Over a scanner image no layer is believed, however good it
looks: it is some unknown program's OCR, and a word it got wrong is a possible syllable too.
"""

import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np

from digitize.errors import MissingDependency
from digitize.intake.pdf_values import number
from digitize.intake.syllables import has_marks, is_syllable
from digitize.limits import CHILD_PAGE_SECONDS, MAX_WORDS_PER_PAGE
from digitize.model import Box, Line, PageText, Pixels, Word

_MIN_WORDS = 20  # fewer words cannot be judged, and cost little to read anew
_SYLLABLE_SHARE = 0.88  # typed official papers: 0.95 and more, abbreviations are the rest; the best junk seen: 0.73
_MARKED_SHARE = (
    0.6  # of the syllables; typed official papers: 0.84 and more; the best junk seen: 0.45
)
_UNREADABLE_SHARE = 0.002  # replacement, private-use and control characters
_INKED_WORDS_SHARE = 0.95  # words that have ink under them
_COVERED_INK_SHARE = 0.5  # ink that has words over it; the rest is rules, logos, seals
_INK = 160  # darker than this is ink
_NAMESPACE = "{http://www.w3.org/1999/xhtml}"


def read_text_layers(path: Path, *, first: int, last: int) -> dict[int, ET.Element]:
    """Words with boxes of pages first..last (indexes), one poppler launch; pages without text are there too.

    What poppler cannot read is a page without text. Raises `MissingDependency` where poppler is not installed.
    """
    pages = ("-f", str(first + 1), "-l", str(last + 1))
    command = ["pdftotext", "-q", "-bbox-layout", "-cropbox", *pages, str(path), "-"]
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=CHILD_PAGE_SECONDS)
        tree = ET.fromstring(done.stdout)  # noqa: S314  # poppler's own output, no entities
    except FileNotFoundError as cause:
        raise MissingDependency("poppler-utils") from cause
    except (subprocess.SubprocessError, ET.ParseError):
        return {}
    return dict(enumerate(tree.iter(f"{_NAMESPACE}page"), start=first))


def page_text(layer: ET.Element, *, pixels_per_pt: tuple[float, float]) -> PageText:
    """The layer as a page text with boxes in pixels of the page as shown.

    `pixels_per_pt` across and down: poppler gives boxes as shown, but the page's size as stored, so it is not used.
    """
    scale_x, scale_y = pixels_per_pt
    lines = []
    for index, block in enumerate(layer.iter(f"{_NAMESPACE}block")):
        for line in block.iter(f"{_NAMESPACE}line"):
            words = tuple(_words(line, scale_x, scale_y))
            if words:
                lines.append(Line(words=words, block=index))
    return PageText(lines=tuple(lines))


def is_good_language(text: PageText) -> bool:
    """Whether it reads as Vietnamese: real letters, possible syllables, tone marks."""
    words = [word.text for word in text.words]
    if not _MIN_WORDS <= len(words) <= MAX_WORDS_PER_PAGE:
        return False
    letters = "".join(words)
    unreadable = sum(unicodedata.category(letter) in ("Co", "Cc", "Cn") for letter in letters)
    if unreadable + letters.count("\ufffd") > _UNREADABLE_SHARE * len(letters):
        return False
    spoken = [bare for bare in map(_bare, words) if len(bare) > 1 and bare.isalpha()]
    syllables = [word for word in spoken if is_syllable(word)]
    if len(spoken) < _MIN_WORDS or len(syllables) < _SYLLABLE_SHARE * len(spoken):
        return False
    return sum(map(has_marks, syllables)) >= _MARKED_SHARE * len(syllables)


def lies_on_ink(text: PageText, gray: Pixels) -> bool:
    """Whether words and ink are in the same places: hardly a word on bare paper, most ink under words."""
    ink = gray < _INK
    under_words = np.zeros_like(ink)
    inked = 0
    for word in text.words:
        box = word.box
        place = (slice(box.top, box.bottom), slice(box.left, box.right))
        inked += bool(ink[place].any())
        under_words[place] = True
    total = int(np.count_nonzero(ink))
    covered = int(np.count_nonzero(ink & under_words))
    enough_words = inked >= _INKED_WORDS_SHARE * len(text.words)
    return total > 0 and enough_words and covered >= _COVERED_INK_SHARE * total


def _words(line: ET.Element, scale_x: float, scale_y: float) -> Iterator[Word]:
    for found in line.iter(f"{_NAMESPACE}word"):
        text = unicodedata.normalize("NFC", "".join((found.text or "").split()))
        places = [number(found.get(side)) for side in ("xMin", "yMin", "xMax", "yMax")]
        sides = [place for place in places if place is not None]
        if text and len(sides) == len(places):
            left, right = (side * scale_x for side in sides[::2])
            top, bottom = (side * scale_y for side in sides[1::2])
            box = Box(
                left=max(0, round(left)),
                top=max(0, round(top)),
                right=max(round(right), round(left) + 1, 1),
                bottom=max(round(bottom), round(top) + 1, 1),
            )
            yield Word(text=text, box=box, confidence=1.0)


def _bare(word: str) -> str:
    return word.strip(".,:;!?()[]{}\"'“”‘’/-–—…*")
