"""Neighbouring pages that may be two pictures of one, by their words; and those that were declared to be.

Comparing pictures costs two decoded pages, comparing words nothing: only pages that share most of their words in their
order are looked at. Thông tư 01/2023/TT-VPCP, Điều 8.2.d: a page with a sticky note gives two images, with the note and without.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from digitize.model import PageOutcome, PageReading
from digitize.text import fold

_SHARED_PAIRS = 0.5
"""Of the neighbouring words of the page that has fewer. A note leaves nearly all of them; neighbouring pages of eight real
papers share 15 to 37 in 100, while of single words they share half and more."""
_FEW_WORDS = 15
"""Two pages with fewer are drawings or photographs, and must be looked at; without any word nothing tells that they are."""

Pair = tuple[int, int]
"""Page indexes of two neighbours, rising."""


def pairs_alike_in_words(
    readings: Sequence[PageReading], *, declared: Collection[Pair] = ()
) -> Iterator[tuple[PageReading, PageReading]]:
    """Neighbours within a document that share most of their words, but for those declared to be one page."""
    read = [reading for reading in readings if reading.outcome is PageOutcome.READ]
    for first, second in pairwise(read):
        is_declared = (first.page_index, second.page_index) in declared
        if not is_declared and _share_words(_words(first), _words(second)):
            yield first, second


def declared_pairs(page_indexes: Sequence[int], noted_pages: Collection[int]) -> frozenset[Pair]:
    """Neighbours that are one page with and without its note, as the giver said.

    `page_indexes`: the papers' pages of a file, blanks and sheets left out; `noted_pages`: numbers of the paper's own pages.
    """
    pairs: set[Pair] = set()
    place = 0
    for number in range(1, len(page_indexes) + 1):
        if number in noted_pages and place + 1 < len(page_indexes):
            pairs.add((page_indexes[place], page_indexes[place + 1]))
            place += 1
        place += 1
    return frozenset(pairs)


def _words(reading: PageReading) -> list[str]:
    return [fold(word.text) for word in reading.text.words]


def _share_words(first: Sequence[str], second: Sequence[str]) -> bool:
    fewer, more = sorted((len(first), len(second)))
    if more < _FEW_WORDS:
        return more > 0
    shared = (Counter(pairwise(first)) & Counter(pairwise(second))).total()
    return fewer >= _FEW_WORDS and shared >= _SHARED_PAIRS * (fewer - 1)
