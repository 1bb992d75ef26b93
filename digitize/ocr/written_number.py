"""Figures that a pen put into the gaps of a printed letterhead, read where the engine could not.

    Số:  154  /CT-UBND          An Giang, ngày  28  tháng 4 năm 2017

The form prints what stands on both sides, so the gap is known to hold a number, a day or a month and nothing else.
What is read there is never surer than `limit`: it saves a checker typing, it is not accepted by itself.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from digitize.layout import Segment, rows
from digitize.model import Box, Line, PageImage, Word
from digitize.ocr.digit_cells import WrittenFigures, figures_in
from digitize.ocr.letter_widths import width_ems
from digitize.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenOptions:
    head_share: float = 0.45
    """The national heading stands above this share of a page."""
    reach_share: float = 0.13
    """Number and date stand at most this share of a page (39 mm of A4) below the heading; body text comes later."""
    least_likeness: float = 75.0
    """Of a line with the national heading or motto, 0..100, through reading errors."""
    printed_from: float = 0.75
    """Engines are surer of printed figures than this, of written ones rarely."""
    limit: float = 0.49
    """No written figure is surer."""


_HEADINGS = (
    "cong hoa xa hoi chu nghia viet nam",
    "doc lap - tu do - hanh phuc",
    "dang cong san viet nam",
)
"""NĐ 30/2020 PL I, ô số 1; papers of the Party have their own."""
_LEAST_HEADING_CHARS = 15
_LABEL = re.compile(r"\W{0,2}(?:S[oóòốồổỗộôơớ06](?:\s?[:.;,]|$)|s[óốồổỗ]\s?:)")
"""`Số:`; its capital is read as a small letter beside the pen's tall figures."""
_TAIL = re.compile(r"/(?:(?:19|20)\d\d/)?[^\W\d_]")
_Changes = dict[Word, tuple[Word, ...]]
"""A word → what stands in its place."""
_MAX_WORDS = 4
"""An engine breaks what a pen wrote in a gap into this many words at most."""
_SLACK = 1.06
_ABOVE, _BELOW = 0.25, 0.1
"""Shares of the print's height by which written figures rise above and sink below it."""


def written_numbers(
    page: PageImage, lines: Sequence[Line], *, options: WrittenOptions | None = None
) -> tuple[Line, ...]:
    """The same lines, with figures in the gaps of the letterhead where they had none or bad ones.

    Words with surely read figures keep their text and become as high as the figures alone are, without the tail of a
    `Q` behind them or a rule above: by its height extraction tells print from the pen. Boxes are pixels of `page`,
    which is upright.
    """
    options = options or WrittenOptions()
    head = _head(lines, page.height, options)
    words = [word for line in head for word in line.words]
    changed: _Changes = {}
    for gap in _gaps(head):
        found = _read(page, gap)
        if found is None:
            continue
        if gap.is_sure(options.printed_from) or found.digits == gap.figures:
            changed |= _as_tall_as_figures(gap, found)
        else:
            changed |= _without_strays(words, gap) | _written(gap, found, options)
    return tuple(_changed_lines(lines, changed)) if changed else tuple(lines)


def _head(lines: Iterable[Line], height: int, options: WrittenOptions) -> list[Segment]:
    """The lines of the letterhead; none where the page has no national heading, since body text is never touched."""
    lines = tuple(lines)
    headings = [
        line.box.bottom
        for line in lines
        if line.box.top < options.head_share * height and _is_heading(line, options)
    ]
    if not headings:
        return []
    bottom = max(headings) + options.reach_share * height
    kept = (tuple(word for word in line.words if word.box.top < bottom) for line in lines)
    return [Segment(words=words) for words in kept if words]


def _is_heading(line: Line, options: WrittenOptions) -> bool:
    text = fold(line.text)
    likeness = max(fuzz.partial_ratio(heading, text) for heading in _HEADINGS)
    return len(text) >= _LEAST_HEADING_CHARS and likeness >= options.least_likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    words: tuple[Word, ...]
    """From the printed word before to the printed word after, with what the engine read between."""
    before: str
    """What is printed of the first word."""
    after: str
    """What is printed of the last one."""
    fits: Callable[[str], bool]

    @property
    def figures(self) -> str:
        """What the engine read between the two."""
        first, last = self.words[0].text, self.words[-1].text
        inner = (word.text for word in self.words[1:-1])
        return "".join((first[len(self.before) :], *inner, last[: len(last) - len(self.after)]))

    def is_sure(self, confidence: float) -> bool:
        read = [*self.words[1:-1]]
        read += [self.words[-1]] if self.words[-1].text != self.after else []
        is_glued = self.words[0].text != self.before
        sure = all(word.confidence >= confidence for word in read)
        return self.figures.isdigit() and sure and not is_glued and self.fits(self.figures)


def _gaps(lines: Sequence[Segment]) -> Iterator[_Gap]:
    """In the engine's lines, then in the rows of the page, where the engine tore a line in two; each gap once."""
    seen: set[tuple[Word, Callable[[str], bool]]] = set()
    for row in (*lines, *rows(word for line in lines for word in line.words)):
        for gap in (
            *_number_gaps(row),
            *_date_gaps(row, "ngay", r"thang?", _is_day),
            *_date_gaps(row, "thang", r"nam", _is_month),
        ):
            if (gap.words[0], gap.fits) not in seen:
                seen.add((gap.words[0], gap.fits))
                yield gap


def _number_gaps(row: Segment) -> Iterator[_Gap]:
    for index, word in enumerate(row.words):
        label = _LABEL.match(word.text)
        if label is None:
            continue
        near = row.words[index : index + _MAX_WORDS + 2]
        for count, other in enumerate(near[1:], start=1):
            if tail := _TAIL.search(other.text):
                yield _Gap(
                    words=near[: count + 1],
                    before=label.group(),
                    after=other.text[tail.start() :],
                    fits=_is_number,
                )
                return


def _date_gaps(
    row: Segment, before: str, after: str, fits: Callable[[str], bool]
) -> Iterator[_Gap]:
    for index, word in enumerate(row.words):
        if not re.match(before, fold(word.text)):
            continue
        near = row.words[index : index + _MAX_WORDS + 2]
        for count, other in enumerate(near[1:], start=1):
            if tail := re.search(after, fold(other.text)):
                yield _Gap(
                    words=near[: count + 1],
                    before=word.text[: len(before)],
                    after=other.text[tail.start() :],
                    fits=fits,
                )
                return


def _is_number(figures: str) -> bool:
    return int(figures) > 0


def _is_day(figures: str) -> bool:
    return len(figures) <= 2 and 1 <= int(figures) <= 31


def _is_month(figures: str) -> bool:
    return len(figures) <= 2 and 1 <= int(figures) <= 12


# ---- the gap in pixels ----------------------------------------------------------------------------


def _read(page: PageImage, gap: _Gap) -> WrittenFigures | None:
    """Figures with their place on the page; None where the gap is closed, empty or unreadable."""
    height, room = _print_height(gap), _room(gap)
    if room.width < height * 0.3:
        return None
    strip = page.gray[room.top : room.bottom, room.left : room.right]
    found = figures_in(strip, print_height=height, fits=gap.fits)
    if found is None:
        return None
    return replace(
        found,
        left=found.left + room.left,
        right=found.right + room.left,
        top=found.top + room.top,
        bottom=found.bottom + room.top,
    )


def _print_height(gap: _Gap) -> int:
    """Of the printed words beside the gap; ink of the pen makes one of them taller."""
    return min(gap.words[0].box.height, gap.words[-1].box.height)


def _room(gap: _Gap) -> Box:
    """Between the printed words, a little higher and lower than they are."""
    first, last = gap.words[0], gap.words[-1]
    height = _print_height(gap)
    return Box(
        left=_end_of_print(gap),
        top=max(0, min(first.box.top, last.box.top) - round(_ABOVE * height)),
        right=_start_of_print(gap),
        bottom=max(first.box.bottom, last.box.bottom) + round(_BELOW * height),
    )


def _end_of_print(gap: _Gap) -> int:
    """Right of the first word, which the engine may have drawn over the pen's figures: as wide as its letters are."""
    first, last = gap.words[0], gap.words[-1]
    if first.text != gap.before:
        share = width_ems(gap.before) / width_ems(first.text)
        return round(first.box.left + share * first.box.width)
    if not gap.after[0].isalpha() or last.text != gap.after:
        return first.box.right
    wide = last.box.width * width_ems(gap.before) / width_ems(gap.after)
    return min(first.box.right, round(first.box.left + _SLACK * wide))


def _start_of_print(gap: _Gap) -> int:
    last = gap.words[-1]
    share = width_ems(gap.after) / width_ems(last.text)
    return round(last.box.right - share * last.box.width)


# ---- words ----------------------------------------------------------------------------------------


def _as_tall_as_figures(gap: _Gap, found: WrittenFigures) -> _Changes:
    figured = [word for word in gap.words[1:] if re.match(r"\d", word.text)]
    is_number = gap.fits is _is_number
    if not is_number or len(figured) != 1 or len(found.digits) != len(gap.figures):
        return {}
    box = replace(figured[0].box, top=found.top, bottom=found.bottom)
    return {figured[0]: (replace(figured[0], box=box),)}


def _without_strays(words: Iterable[Word], gap: _Gap) -> _Changes:
    """What else the engine made of the pen's ink, in lines of its own."""
    room = _room(gap)
    return {
        word: ()
        for word in words
        if room.left < (word.box.left + word.box.right) / 2 < room.right
        and room.top < (word.box.top + word.box.bottom) / 2 < room.bottom
    }


def _written(gap: _Gap, found: WrittenFigures, options: WrittenOptions) -> _Changes:
    first, last, room = gap.words[0], gap.words[-1], _room(gap)
    box = Box(left=found.left, top=found.top, right=found.right, bottom=found.bottom)
    written = Word(text=found.digits, box=box, confidence=options.limit * found.confidence)
    label = replace(first, text=gap.before, box=replace(first.box, right=room.left))
    tail = replace(last, text=gap.after, box=replace(last.box, left=room.right))
    between: _Changes = dict.fromkeys(gap.words[1:-1], ())
    return {**between, first: (label, written), last: (tail,)}


def _changed_lines(lines: Iterable[Line], changed: _Changes) -> Iterator[Line]:
    for line in lines:
        words = tuple(new for word in line.words for new in changed.get(word, (word,)))
        if words:
            yield replace(line, words=words)
