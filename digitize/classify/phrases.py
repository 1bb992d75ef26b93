"""Wordings that speak for a type when its heading is lost; those kept in capitals count only in capitals."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from digitize.classify.marks import Mark
from digitize.doctype import DocumentType
from digitize.layout import Segment, segments
from digitize.model import Box, PageReading
from digitize.text import fold

_ONE = 0.3
"""One wording; several add up as independent marks do."""
_LIKENESS = 92.0
_WIDE_COLON = "::::"
_FUZZY_LETTERS = 12
"""Shorter wordings must be read right: one wrong letter would make them another word."""


def phrase_marks(page: PageReading, types: Sequence[DocumentType]) -> tuple[Mark, ...]:
    found = segments(page.text)
    everything = _comparable(found)
    capitals = _comparable([segment for segment in found if segment.is_capitals])
    return tuple(
        Mark(
            type_code=item.code,
            name=f"phrase {phrase}",
            strength=_ONE,
            page_index=page.page_index,
            box=_place(phrase, found),
        )
        for item in types
        for phrase in item.phrases
        if _stands_in(phrase, capitals if phrase.isupper() else everything)
    )


def _place(phrase: str, found: Sequence[Segment]) -> Box | None:
    """Of the row that has it whole; None where it runs over rows."""
    wanted = _tidy(phrase)
    return next((row.box for row in found if wanted in _tidy(row.text)), None)


def _comparable(found: Sequence[Segment]) -> str:
    return _tidy(" ".join(segment.text for segment in found))


def _tidy(text: str) -> str:
    return re.sub(r"\s+(?=[:,])", "", re.sub(r"\s+", " ", fold(text)))


def _stands_in(phrase: str, text: str) -> bool:
    wanted = _tidy(phrase)
    if wanted in text and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text):
        return True
    return len(wanted) >= _FUZZY_LETTERS and _is_like(_parted(wanted), _parted(text))


def _is_like(wanted: str, text: str) -> bool:
    return fuzz.partial_ratio(wanted, text, score_cutoff=_LIKENESS) >= _LIKENESS


def _parted(text: str) -> str:
    """No wording reaches over a colon: `Họ, chữ đệm, tên: VÕ …` is not `Họ, chữ đệm, tên vợ`."""
    return text.replace(":", _WIDE_COLON)
