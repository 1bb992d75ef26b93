"""How the pages of a scan lie in documents as a person says → another arrangement of the same pages; pure.

The machine's first arrangement comes from separation; from then on only people change it. Every page is in one document or
set aside, before and after: nothing here can lose one.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from digitize.errors import BadArrangement

UPRIGHT_TURNS = (0, 90, 180, 270)
_EDITION_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    documents: tuple[tuple[int, ...], ...]
    """Page indexes of each document, rising, the documents by their first page."""
    turned: Mapping[int, int] = field(default_factory=dict)
    """Page index → clockwise degrees that make it upright, seen from the page as the file shows it; where a person said so."""

    def holder(self, page_index: int) -> tuple[int, ...]:
        """The document that this page is in. Raises `BadArrangement` for one in none."""
        for pages in self.documents:
            if page_index in pages:
                return pages
        raise BadArrangement(f"page {page_index + 1} is in no document")

    def edition(self, pages: Sequence[int]) -> str:
        """Names these pages with their turns: the same for the same, whenever it is asked."""
        said = [[index, self.turned.get(index)] for index in pages]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:_EDITION_DIGITS]


def split(now: Arrangement, page_index: int) -> Arrangement:
    """A document begins on this page. Raises `BadArrangement` where one does already."""
    pages = now.holder(page_index)
    at = pages.index(page_index)
    if at == 0:
        raise BadArrangement(f"a document begins on page {page_index + 1} already")
    return _with(now, {pages: (pages[:at], pages[at:])})


def merge(now: Arrangement, first: Sequence[int], second: Sequence[int]) -> Arrangement:
    """Two neighbouring documents into one. Raises `BadArrangement` where another lies between them."""
    pair = sorted((tuple(first), tuple(second)))
    places = [now.documents.index(pages) for pages in pair if pages in now.documents]
    if len(places) < 2 or places[1] - places[0] != 1:
        raise BadArrangement("only neighbouring documents become one")
    return _with(now, {pair[0]: (tuple(sorted(pair[0] + pair[1])),), pair[1]: ()})


def turn(now: Arrangement, page_index: int, degrees: int) -> Arrangement:
    """So many degrees, seen from the page as the file shows it, make this page upright. Raises `BadArrangement`."""
    if degrees not in UPRIGHT_TURNS:
        raise BadArrangement(f"a page is not turned by {degrees} degrees")
    now.holder(page_index)
    return replace(now, turned={**now.turned, page_index: degrees})


def set_aside(now: Arrangement, page_index: int) -> Arrangement:
    """In no document, kept; a document of that page alone is none any more."""
    pages = now.holder(page_index)
    rest = tuple(index for index in pages if index != page_index)
    return _with(now, {pages: (rest,) if rest else ()})


def take_back(now: Arrangement, page_index: int, into: Sequence[int] = ()) -> Arrangement:
    """A page that was set aside is in this document again, or is one of its own. Raises `BadArrangement`."""
    if any(page_index in pages for pages in now.documents):
        raise BadArrangement(f"page {page_index + 1} is not set aside")
    if not into:
        return _with(now, {}, (page_index,))
    if tuple(into) not in now.documents:
        raise BadArrangement("no such document")
    return _with(now, {tuple(into): (tuple(sorted((*into, page_index))),)})


def _with(
    now: Arrangement,
    changes: Mapping[tuple[int, ...], tuple[tuple[int, ...], ...]],
    *more: tuple[int, ...],
) -> Arrangement:
    documents = [new for pages in now.documents for new in changes.get(pages, (pages,))]
    return replace(now, documents=tuple(sorted((*documents, *more))))
