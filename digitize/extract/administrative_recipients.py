"""Who receives the document: the list under `Nơi nhận:` at the foot of the text, left of the signature (ô 9b)."""

import re
from collections.abc import Sequence

from digitize.extract.administrative_fields import placed_field, words_of
from digitize.extract.own_words import has_frail_word, loses_hooks, respelled
from digitize.extract.values import LOW_CONFIDENCE
from digitize.layout import Segment, cut_at_gaps, rows
from digitize.model import Field, PageReading, Word
from digitize.text import fold, trim

_LABEL = re.compile(r"\W*noi nhan\W*$")
_LAST = re.compile(r"\W*luu\b")
_COLUMN_SHARE = 0.5
_MAX_ROWS = 40
_ROW_PITCH = 3.0


def read_recipients(readings: Sequence[PageReading]) -> Field | None:
    """The items as printed, `; ` between them, up to the archive's (`Lưu: VT, ...`); None without the label."""
    for page in readings:
        column = _left_column(page)
        start = next((i for i, row in enumerate(column) if _LABEL.match(fold(row.text))), None)
        if start is not None:
            words = respelled(words_of(_list_rows(column[start:])), readings)
            is_frail = has_frail_word(words, hooks_lost=loses_hooks(readings))
            doubts = (LOW_CONFIDENCE,) if is_frail else ()
            return _field(words, page_index=page.page_index, doubts=doubts)
    return None


def _left_column(page: PageReading) -> list[Segment]:
    left = [
        word
        for line in page.text.lines
        for segment in cut_at_gaps(line.words)
        if segment.box.left < _COLUMN_SHARE * page.width * 0.6
        for word in segment.words
        if word.box.right < _COLUMN_SHARE * page.width * 1.2
    ]
    return rows(left)


def _list_rows(column: list[Segment]) -> list[Segment]:
    """Rows after the label until the archive's or a gap."""
    found = [column[0]]
    for row in column[1 : _MAX_ROWS + 1]:
        if row.center_y - found[-1].center_y > _ROW_PITCH * found[0].height:
            break
        found.append(row)
        if _LAST.match(fold(row.text)):
            break
    return found[1:]


def _field(words: Sequence[Word], *, page_index: int, doubts: tuple[str, ...]) -> Field | None:
    text = " ".join(word.text for word in words)
    items = [trim(item) for item in re.split(r";|(?:^|\s)[-–~]\s", text)]
    value = "; ".join(item for item in items if item)
    if not value:
        return None
    return placed_field("recipients", value, words, page_index=page_index, doubts=doubts)
