"""The few pages of a scan that may begin another paper, by a glance at their heads: what `document_starts.py` looks at.

Apart from it because the process that hands pages on asks too, and need not load what reads letterheads and signatures.
"""

from collections.abc import Sequence

from digitize.model import PageOutcome, PageReading
from digitize.text import fold

_HEAD_SHARE = 0.3
_OPENING_WORDS = ("viet nam", "doc lap", "hanh phuc", "xa hoi chu", "dang cong san")


def head_of(page: PageReading) -> list[str]:
    """The lines in the upper part of the page, folded."""
    limit = page.height * _HEAD_SHARE
    return [fold(line.text) for line in page.text.lines if line.box.top < limit]


def may_open(page: PageReading) -> bool:
    """Whether some words of a national heading stand in the head; all that begins a paper for sure has one."""
    return any(words in text for text in head_of(page) for words in _OPENING_WORDS)


def relevant_for_starts(readings: Sequence[PageReading]) -> tuple[PageReading, ...]:
    """The pages that `document_starts.py` looks at: the first, those that may begin a paper, and those before them.

    Cheap, so that a long scan need not cross to a child process whole.
    """
    pages = [page for page in readings if page.outcome is not PageOutcome.BLANK]
    wanted = {
        number
        for place, page in enumerate(pages)
        if place > 0 and page.outcome is PageOutcome.READ and may_open(page)
        for number in (0, place - 1, place)
    }
    return tuple(pages[number] for number in sorted(wanted))
