"""A label's place on the form into the words of its value: to its right, and in the lines below that it runs on to.

A value ends at the next label of its row, at a column's gap, where dots are left of its line, or where a line could have
held one more word and did not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from digitize.extract.form import FormWord, Row
from digitize.extract.labels import LabelHit, starts_item

_COLUMN_GAP = 2.5  # letter heights between two words of different columns
_WORD_GAP = 1.2  # the widest blank between two words of one line
_LINE_GAP = 2.6  # letter heights from the middle of one line to the next of the same value
_BELOW_GAP = 3.5  # the same from a label to a value that stands under it
_SIGNATURE_GAP = 16  # the same from the title of a signature to the name under it
_MAX_MORE_LINES = 4
_FULL = 1.5  # letter heights that a full line may leave free
_INDENT = 2.0  # letter heights that a value's next line may begin left of its label


@dataclass(frozen=True, slots=True)
class Form:
    """Rows with the labels found in them."""

    rows: tuple[Row, ...]
    hits: tuple[LabelHit, ...]
    _by_row: dict[int, list[LabelHit]] = field(init=False)
    _margins: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        by_row: dict[int, list[LabelHit]] = {}
        margins: dict[int, int] = {}
        for hit in self.hits:
            by_row.setdefault(hit.row_index, []).append(hit)
        for row in self.rows:
            margins[row.page_index] = max(margins.get(row.page_index, 0), row.right)
        object.__setattr__(self, "_by_row", by_row)
        object.__setattr__(self, "_margins", margins)

    def hits_in(self, row_index: int) -> Sequence[LabelHit]:
        return self._by_row.get(row_index, ())

    def right_margin(self, page_index: int) -> int:
        """Where the widest row of the page ends."""
        return self._margins.get(page_index, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The strip in which a value may stand."""

    left: float
    right: float


def words_right_of(form: Form, hit: LabelHit) -> tuple[FormWord, ...]:
    """The value on the label's own row; empty where the form leaves it to the line below or to the pen."""
    row = form.rows[hit.row_index]
    if hit.is_title:
        return ()
    end = min(
        (other.start for other in form.hits_in(hit.row_index) if other.start >= hit.end),
        default=len(row.words),
    )
    words = _until_gap(row.words[hit.end : end], row.height)
    if not any(map(str.isalnum, "".join(word.text for word in words))):
        return ()  # specks: the value stands below
    return _without_list_mark(words) if end < len(row.words) else words


def column_of(form: Form, hit: LabelHit) -> Column:
    """From the label's first letter to the next column: the label right of it, or the page's margin."""
    row = form.rows[hit.row_index]
    after = [other.start for other in form.hits_in(hit.row_index) if other.start >= hit.end]
    right = row.words[min(after)].box.left if after else form.right_margin(row.page_index) + 1
    if not after and _is_cut_off(row, hit.start):  # inside a sentence: its lines begin at the left,
        return Column(left=0, right=right)  # left even of its own first one, which is indented
    return Column(left=row.words[hit.start].box.left - _INDENT * row.height, right=right)


def words_run_on(
    form: Form, hit: LabelHit, first: Sequence[FormWord], *, always: bool = False
) -> tuple[FormWord, ...]:
    """The lines below that the value runs on to; `always` where the form breaks lines before they are full."""
    column, last = column_of(form, hit), first[-1]
    found: list[FormWord] = []
    if last.before_leader:  # whoever filled the form in left the rest of its dotted line free
        return ()
    start = next(i for i in range(hit.row_index, len(form.rows)) if first[-1] in form.rows[i].words)
    previous = form.rows[start]
    for index in range(start + 1, min(len(form.rows), start + 1 + _MAX_MORE_LINES)):
        row = form.rows[index]
        line = _line_in(form, index, column)
        if not line or not _is_next(previous, row) or starts_item(line[0].text):
            break
        if line[0].box.left > max(first[0].box.left, column.left) + 2 * _INDENT * row.height:
            break
        goes_on = last.text.endswith(",") or line[0].text[0].islower()
        if not (always or goes_on or not _had_room(last, line[0], column, row)):
            break
        found += line
        previous, last = row, line[-1]
    return tuple(found)


def ends_at_margin(form: Form, word: FormWord) -> bool:
    """Whether hardly a word would have fitted behind it on its line."""
    row = next(row for row in form.rows if word in row.words)
    room = form.right_margin(row.page_index) - word.box.right
    return row.words[-1] is word and room < _FULL * row.height


def words_below(form: Form, hit: LabelHit) -> tuple[FormWord, ...]:
    """The first line under the label in its column, where the form puts values under their labels."""
    column = column_of(form, hit)
    for index in range(hit.row_index + 1, min(len(form.rows), hit.row_index + 3)):
        if not _is_next(form.rows[hit.row_index], form.rows[index], gap=_BELOW_GAP):
            break
        line = _line_in(form, index, column)
        if line:
            return () if starts_item(line[0].text) else line
    return ()


def lines_under_title(form: Form, hit: LabelHit) -> list[tuple[FormWord, ...]]:
    """The lines under the title of a signature, centred on it: instruction, (ink,) name."""
    row = form.rows[hit.row_index]
    words = row.words[hit.start : hit.end]
    centre = (words[0].box.left + words[-1].box.right) / 2
    half = max(words[-1].box.right - words[0].box.left, 8 * row.height) * 0.75
    lines = []
    for index in range(hit.row_index + 1, len(form.rows)):
        if not _is_next(row, form.rows[index], gap=_SIGNATURE_GAP):
            break
        inside = [w for w in form.rows[index].words if abs(_centre(w) - centre) < half]
        if inside:
            lines.append(tuple(inside))
    return lines


def _centre(word: FormWord) -> float:
    return (word.box.left + word.box.right) / 2


def _until_gap(words: Sequence[FormWord], height: float) -> tuple[FormWord, ...]:
    for index in range(1, len(words)):
        gap = words[index].box.left - words[index - 1].box.right
        if gap > _COLUMN_GAP * height and not words[index - 1].on_leader:
            return tuple(words[:index])
    return tuple(words)


def _without_list_mark(words: tuple[FormWord, ...]) -> tuple[FormWord, ...]:
    """Without the `b)` or `-` that belongs to the label that follows."""
    return words[:-1] if words and starts_item(words[-1].text) else words


def _line_in(form: Form, row_index: int, column: Column) -> tuple[FormWord, ...]:
    """The words of a row inside the column; nothing where they begin with a label."""
    row = form.rows[row_index]
    labelled = {p for hit in form.hits_in(row_index) for p in range(hit.start, hit.end)}
    inside = [p for p, word in enumerate(row.words) if column.left <= word.box.left < column.right]
    if not inside or inside[0] in labelled or _is_cut_off(row, inside[0]):
        return ()
    free = list(takewhile(lambda position: position not in labelled, inside))
    return _until_gap([row.words[position] for position in free], row.height)


def _is_cut_off(row: Row, position: int) -> bool:
    """Whether the word goes on with one left of it: then the line is not this column's."""
    if position == 0:
        return False
    gap = row.words[position].box.left - row.words[position - 1].box.right
    return gap < _WORD_GAP * row.height


def _is_next(row: Row, other: Row, *, gap: float = _LINE_GAP) -> bool:
    distance = other.middle - row.middle
    return row.page_index == other.page_index and 0 < distance < gap * max(row.height, other.height)


def _had_room(last: FormWord, following: FormWord, column: Column, row: Row) -> bool:
    """Whether the next line's first word would have fitted behind the last one: then the value had ended."""
    return last.box.right + following.box.width + row.height < column.right


def stretches(words: Sequence[FormWord], height: float) -> list[tuple[FormWord, ...]]:
    """Words of a row parted at every gap that no blank between words is as wide as."""
    found: list[tuple[FormWord, ...]] = []
    for word in words:
        if found and word.box.left - found[-1][-1].box.right < _WORD_GAP * height:
            found[-1] = (*found[-1], word)
        else:
            found.append((word,))
    return found


def is_instruction(text: str) -> bool:
    """`(Ký, ghi rõ họ tên)`: what a form prints under the title of a signature."""
    return re.match(r"\s*\(", text) is not None
