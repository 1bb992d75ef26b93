"""Where a document says the same again: a stretch of its words found once more in the rest of its text, piece by piece.

A decision repeats its subject in its first article, a circular in the sentence that issues it. Letters are compared
without marks, so that readings which differ in a mark still meet and can be held against each other.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from digitize.layout import has_sign
from digitize.model import Word
from digitize.text import fold

_LEAST_PAIRS = 2
_LEAST_SHARE = 0.3
"""Of the stretch's pairs of neighbours, which an echo has; fewer are set phrases that any text has."""
_SLACK = 6
"""Words that an echo may have more than the stretch, or before it."""
_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """`words` stand in the echo where the stretch has its words from `start` up to `end`; either may be none."""

    start: int
    end: int
    words: tuple[Word, ...]
    is_same: bool
    """By their letters without marks, one word for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    pieces: tuple[Piece, ...]
    """In order, from the first word of the stretch that the echo has to the last."""
    before: tuple[Word, ...]
    """What the echo says right before."""
    after: tuple[Word, ...] = ()
    """What it says right after."""


def letters_of(word: Word) -> str:
    return "".join(filter(str.isalnum, fold(word.text)))


def find_echoes(stretch: Sequence[Word], elsewhere: Sequence[Word]) -> list[Echo]:
    """The places, likest first, where `elsewhere` repeats most of the stretch; words without a letter count nowhere."""
    wanted = [letters_of(word) for word in stretch]
    text = [word for word in elsewhere if has_sign(word)]
    read = [letters_of(word) for word in text]
    found: list[Echo] = []
    for start in _starts(wanted, read):
        low, high = max(0, start - _SLACK), min(len(read), start + len(wanted) + 2 * _SLACK)
        pieces = _pieces(wanted, read[low:high], text[low:high])
        if sum(piece.is_same for piece in pieces) > _LEAST_PAIRS:
            first, last = text.index(pieces[0].words[0]), text.index(pieces[-1].words[-1])
            before, after = text[max(0, first - _SLACK) : first], text[last + 1 : last + 1 + _SLACK]
            found.append(Echo(pieces=tuple(pieces), before=tuple(before), after=tuple(after)))
    return found


def _starts(wanted: Sequence[str], read: Sequence[str]) -> list[int]:
    """Where an echo of the whole stretch would begin, those with most of its pairs of neighbours first."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, pair in enumerate(pairwise(read)):
        places[pair].append(index)
    shifts = Counter(
        place - index for index, pair in enumerate(pairwise(wanted)) for place in places[pair]
    )
    least = max(_LEAST_PAIRS, _LEAST_SHARE * len(wanted))
    starts: list[int] = []
    while shifts and len(starts) < _MOST:
        start, _ = shifts.most_common(1)[0]
        near = [shift for shift in shifts if abs(shift - start) <= _SLACK]
        if sum(shifts.pop(shift) for shift in near) >= least:
            starts.append(start)
    return starts


def _pieces(wanted: Sequence[str], read: Sequence[str], text: Sequence[Word]) -> list[Piece]:
    """The stretch against a window of text, what the window has before and after left out."""
    pieces: list[Piece] = []
    for edit in Levenshtein.opcodes(wanted, read):
        if edit.tag == "equal":
            pairs = zip(
                range(edit.src_start, edit.src_end),
                range(edit.dest_start, edit.dest_end),
                strict=True,
            )
            pieces += [
                Piece(start=one, end=one + 1, words=(text[other],), is_same=True)
                for one, other in pairs
            ]
            continue
        start, words = edit.src_start, tuple(text[edit.dest_start : edit.dest_end])
        if pieces and not pieces[-1].is_same:  # one difference, however it is told as edits
            start, words = pieces[-1].start, pieces[-1].words + words
            pieces.pop()
        pieces.append(Piece(start=start, end=edit.src_end, words=words, is_same=False))
    while pieces and not pieces[0].is_same:
        pieces.pop(0)
    while pieces and not pieces[-1].is_same:
        pieces.pop()
    return pieces
