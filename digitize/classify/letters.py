"""The công văn, the one kind without a heading: `V/v ...` under its number, `Kính gửi:`, a number without a kind."""

from collections.abc import Sequence

from digitize.classify.marks import Mark
from digitize.extract.letterhead import Letterhead
from digitize.extract.references import Reference
from digitize.layout import Segment, segments
from digitize.model import Box, PageReading, around
from digitize.text import fold

LETTER = "cong_van"
_ABOUT = 0.75
_ADDRESSEE = 0.3
_NO_KIND = 0.5
_LOWEST_SHARE = 0.5


def letter_marks(
    page: PageReading, letterhead: Letterhead, reference: Reference | None, *, kinds: Sequence[Mark]
) -> tuple[Mark, ...]:
    """Marks of a công văn on a page that bears no heading; `kinds` are what its number says."""
    found = []
    if letterhead.abstract:
        words = [word for row in letterhead.abstract for word in row.words]
        found.append(
            _mark("V/v under the reference", _ABOUT, page, around(word.box for word in words))
        )
    addressee = _addressee(page, letterhead)
    if addressee is not None:
        found.append(_mark("Kính gửi", _ADDRESSEE, page, addressee.box))
    if reference is not None and not kinds:
        row = letterhead.reference
        place = row.box if row is not None else None
        found.append(_mark("reference without a kind", _NO_KIND, page, place))
    return tuple(found)


def _mark(name: str, strength: float, page: PageReading, box: Box | None) -> Mark:
    return Mark(type_code=LETTER, name=name, strength=strength, page_index=page.page_index, box=box)


def _addressee(page: PageReading, letterhead: Letterhead) -> Segment | None:
    below = (
        segment
        for segment in segments(page.text)
        if letterhead.bottom < segment.center_y < page.height * _LOWEST_SHARE
    )
    return next(
        (each for each in below if fold(each.text).lstrip(" -—_").startswith("kinh gui")), None
    )
