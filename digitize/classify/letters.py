"""The công văn, the one kind without a heading: `V/v ...` under its number, `Kính gửi:`, a number without a kind."""

from collections.abc import Sequence

from digitize.classify.marks import Mark
from digitize.extract.letterhead import Letterhead
from digitize.extract.references import Reference
from digitize.layout import segments
from digitize.model import PageReading
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
        found.append(Mark(type_code=LETTER, name="V/v under the reference", strength=_ABOUT))
    if _has_addressee(page, letterhead):
        found.append(Mark(type_code=LETTER, name="Kính gửi", strength=_ADDRESSEE))
    if reference is not None and not kinds:
        found.append(Mark(type_code=LETTER, name="reference without a kind", strength=_NO_KIND))
    return tuple(found)


def _has_addressee(page: PageReading, letterhead: Letterhead) -> bool:
    return any(
        fold(segment.text).lstrip(" -—_").startswith("kinh gui")
        for segment in segments(page.text)
        if letterhead.bottom < segment.center_y < page.height * _LOWEST_SHARE
    )
