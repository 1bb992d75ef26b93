"""Faint or grey pages brought to dark ink on white paper, by one table of 256 greys.

Tesseract tells ink from paper by one threshold for the page; tinted paper and pale ink move letters across it. The grain of
paper is made white even where nothing else is to do: Tesseract packs every line as PNG on its way, which grain makes half
as dear again. A 1-bit scan has nothing to stretch.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from digitize.image.ink import paper_gray, small_gray
from digitize.model import PageImage, Pixels

_LAYOUT_DPI = 75.0
_WHITE = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class ContrastOptions:
    white_from: int = 235
    """Paper at least this light needs no stretching ..."""
    black_to: int = 90
    """... where the ink is at least this dark."""
    least_range: int = 24
    """With less between ink and paper the page is empty, and stretching would only show its grain."""
    ink_of_page: float = 0.01
    """Share of the page that is its ink where it has more than `sparse`; print has 0.03 to 0.1."""
    sparse: float = 0.02
    """With less ink, `ink_of_page` would be half of it: the soft edges of letters ..."""
    ink_of_inked: float = 0.1
    """... so there this share of what is no paper is the ink. Elsewhere a dark rule would then hide that print is faint."""
    grain: float = 0.05
    """Of the way from paper to ink, that is paper still."""


def with_full_contrast(page: PageImage, *, options: ContrastOptions | None = None) -> PageImage:
    """The page stretched between its ink and its paper, its paper white; the same object where it is 1-bit or empty."""
    options = options or ContrastOptions()
    if page.is_bilevel:
        return page
    ink, paper = ink_and_paper(small_gray(page, dpi=_LAYOUT_DPI), options=options)
    if paper - ink < options.least_range:
        return page
    greys = np.arange(256, dtype=np.float32)
    if paper < options.white_from or ink > options.black_to:
        greys = np.clip((greys - ink) / (paper - ink) * _WHITE, 0, _WHITE)
    greys[round(paper - options.grain * (paper - ink)) :] = _WHITE
    gray = cv2.LUT(page.gray, greys.astype(np.uint8))
    return replace(page, gray=np.asarray(gray, dtype=np.uint8))


def ink_and_paper(gray: Pixels, *, options: ContrastOptions | None = None) -> tuple[int, int]:
    """Typical grey of ink and of paper: paper is the commonest light grey, ink the darkest 1 % of the page.

    A card alone on its sheet has hardly so much ink, and soft edges more than black: there it is the darkest tenth of all
    that is no paper, or letters would be stretched into blots.
    """
    options = options or ContrastOptions()
    counts = cv2.calcHist([gray], [0], None, [256], [0, 256]).ravel()
    cumulative = np.cumsum(counts) / gray.size
    paper = int(np.argmax(counts[64:]) + 64)
    inked = float(cumulative[paper - options.least_range])
    share = options.ink_of_inked * inked if inked < options.sparse else options.ink_of_page
    return int(np.searchsorted(cumulative, share, side="right")), paper


def with_even_paper(page: PageImage) -> PageImage:
    """Every tint of paper made white: a tinted card on a white sheet, where one threshold would blacken the card."""
    paper = paper_gray(small_gray(page, dpi=_LAYOUT_DPI))
    size = (page.width, page.height)
    around = cv2.resize(paper, size, interpolation=cv2.INTER_LINEAR)
    gray = cv2.divide(page.gray, around, scale=_WHITE)
    return replace(page, gray=np.asarray(gray, dtype=np.uint8))
