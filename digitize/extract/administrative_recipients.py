"""Who receives the document: the list under `Nơi nhận:` at the foot of the text, left of the signature (ô 9b)."""

import re
from collections.abc import Iterable

from digitize.extract.administrative_fields import placed_field, words_of
from digitize.layout import Segment, cut_at_gaps, rows
from digitize.model import Field, PageReading
from digitize.text import fold, trim

_LABEL = re.compile(r"\W*noi nhan\W*$")
_LAST = re.compile(r"\W*luu\b")
_COLUMN_SHARE = 0.5
_MAX_ROWS = 40
_ROW_PITCH = 3.0


def read_recipients(readings: Iterable[PageReading]) -> Field | None:
    """The items as printed, `; ` between them, up to the archive's (`Lưu: VT, ...`); None without the label."""
    for page in readings:
        column = _left_column(page)
        start = next((i for i, row in enumerate(column) if _LABEL.match(fold(row.text))), None)
        if start is not None:
            return _field(_list_rows(column[start:]), page_index=page.page_index)
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


def _field(found: list[Segment], *, page_index: int) -> Field | None:
    if not found:
        return None
    text = " ".join(row.text for row in found)
    items = [trim(item) for item in re.split(r";|(?:^|\s)[-–~]\s", text)]
    value = "; ".join(item for item in items if item)
    return (
        placed_field("recipients", value, words_of(found), page_index=page_index) if value else None
    )
