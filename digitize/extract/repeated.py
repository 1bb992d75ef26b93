"""A subject held against the places where its document repeats it: confirmed, mended or doubted word by word.

What two places spell alike is surer than either. What they spell differently asks a person, with the likelier spelling
proposed: the one that is Vietnamese, that more places have, or that fills the hole which a stamp left in its row. Figures
are never mended, only doubted.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from digitize.extract.echoes import Echo, Piece, find_echoes, letters_of
from digitize.intake.syllables import is_syllable
from digitize.layout import Segment
from digitize.model import Word
from digitize.ocr.mark_slips import printed_as
from digitize.text import modern_tone

_FLANKS = 2
"""Words alike on both sides of a difference; with fewer the echo says something else there."""
_MISREAD = 50.0
"""Likeness of letters, per cent, from which one word is the other misread and not another word."""
_SHORT_END = 2
_STRAY = frozenset(";:.'“”\"|")
_ROMAN = re.compile(r"[IVX]+")
_SURE, _UNSURE = 0.95, 0.9
"""Engines give printed words they read right more than the one, words that a stamp touches less than the other."""
_TORN = 0.72
"""Words read less surely at the ends of a row may be pieces of stamp and print; mended words have 0.7."""
_BLANK = 0.3
"""Width of a blank in heights of a word."""
_ROOM = 0.6
"""Share of its likely width that a lost word must have had in its row."""


Changes = dict[tuple[int, int], tuple[str, ...]]
"""Span of words → what to put there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Words as the echoes leave them."""

    words: tuple[Word, ...]
    is_confirmed: bool
    """Every word stands elsewhere, spelled alike."""
    is_disputed: bool
    """Some word stands elsewhere, spelled otherwise."""


def held_against(
    rows: Sequence[Segment], elsewhere: Sequence[Word], *, middle: float | None, is_whole: bool
) -> Held:
    """The rows' words, in order. `middle`: where they are centred, in pixels; None where they are not.

    `is_whole`: no stamp took words from the rows or left its own there.
    """
    words = [word for row in rows for word in row.words]
    echoes = find_echoes(words, elsewhere)
    pieces = [piece for echo in echoes for piece in _believed(echo, len(words))]
    if not pieces:
        return Held(words=tuple(words), is_confirmed=False, is_disputed=False)
    changes = _changes(words, pieces, holes=_holes(rows, middle))
    if not is_whole and middle is not None:
        stamped = _foreign(words, pieces) | _opening(words, echoes[0], middle=middle)
        changes |= stamped | _closing(words, echoes[0], stamped, middle=middle)
    spelled = _spelled_alike(pieces)
    alike = [
        not letters_of(word) or _bare(word) in spelled.get(index, ())
        for index, word in enumerate(words)
    ]
    return Held(
        words=tuple(_changed(words, changes)),
        is_confirmed=all(alike) and not changes,
        is_disputed=bool(changes)
        or _has_rival(words, pieces, spelled)
        or _has_lone_comma(words, pieces)
        or any(_goes_on(echo, len(words)) or _has_other_front(echo, words) for echo in echoes),
    )


def _believed(echo: Echo, length: int) -> Iterable[Piece]:
    """Pieces that are alike, and differences with words alike around them, or at an end of the stretch."""
    for index, piece in enumerate(echo.pieces):
        left = echo.pieces[max(0, index - _FLANKS) : index]
        right = echo.pieces[index + 1 : index + 1 + _FLANKS]
        is_held = all(
            len(side) == _FLANKS and all(other.is_same for other in side) for side in (left, right)
        )
        is_last = piece.start > 0 and piece.end >= length - 1 and len(left) == _FLANKS
        if piece.is_same or is_held or (is_last and all(other.is_same for other in left + right)):
            yield piece


def _spelled_alike(pieces: Iterable[Piece]) -> dict[int, Counter[str]]:
    """How the echoes spell each word that they have by its letters; a word they read badly is no witness."""
    found: dict[int, Counter[str]] = {}
    for piece in pieces:
        if piece.is_same and piece.words[0].confidence >= _UNSURE:
            found.setdefault(piece.start, Counter())[_bare(piece.words[0])] += 1
    return found


def _has_rival(
    words: Sequence[Word], pieces: Iterable[Piece], spelled: dict[int, Counter[str]]
) -> bool:
    """Whether a word is nowhere spelled as here, or an echo has other figures or a likely other word in its place."""
    if any(_bare(words[index]) not in seen for index, seen in spelled.items()):
        return True
    return any(
        piece.end > piece.start
        and _is_rival(words[piece.start : piece.end], piece.words)
        and not any(index in spelled for index in range(piece.start, piece.end))
        for piece in pieces
        if not piece.is_same
    )


def _has_lone_comma(words: Sequence[Word], pieces: Iterable[Piece]) -> bool:
    """Whether a comma stands inside that no echo has: a speck, or one that the others lost."""
    found: dict[int, bool] = {}
    for piece in pieces:
        if piece.is_same and piece.words[0].confidence >= _UNSURE:
            has_sign = not piece.words[0].text[-1].isalnum()
            found[piece.start] = found.get(piece.start, False) or has_sign
    return any(
        words[index].text.endswith(",") and not is_repeated
        for index, is_repeated in found.items()
        if index < len(words) - 1
    )


def _goes_on(echo: Echo, length: int) -> bool:
    """Whether the echo's sentence ends a word or two after the stretch: `khóa` … `khóa III.` has lost its end."""
    last = echo.pieces[-1]
    if last.end < length or not last.words[-1].text[-1].isalnum():
        return False
    return any(word.text.endswith(".") for word in echo.after[:_SHORT_END])


def _has_other_front(echo: Echo, words: Sequence[Word]) -> bool:
    """Whether a likely other word stands before the echo in place of the word before its first."""
    start = echo.pieces[0].start
    return start > 0 and bool(echo.before) and _is_rival(words[start - 1 : start], echo.before[-1:])


def _is_rival(own: Sequence[Word], other: Sequence[Word]) -> bool:
    one, two = _joined(own), _joined(other)
    return one != two and fuzz.ratio(one, two) >= _MISREAD


# ---- mending --------------------------------------------------------------------------------------


def _changes(words: Sequence[Word], pieces: Iterable[Piece], *, holes: dict[int, float]) -> Changes:
    """The likeliest where echoes differ."""
    votes: dict[tuple[int, int], Counter[tuple[str, ...]]] = {}
    for piece in pieces:
        own = words[piece.start : piece.end]
        if _is_better(own, piece, hole=holes.get(piece.start, 0.0)):
            texts = tuple(word.text for word in piece.words)
            votes.setdefault((piece.start, piece.end), Counter())[texts] += 1
    return {span: seen.most_common(1)[0][0] for span, seen in votes.items()}


def _is_better(own: Sequence[Word], piece: Piece, *, hole: float) -> bool:
    if piece.is_same:
        return _is_better_spelled(own[0], piece.words[0])
    if any(any(map(str.isdigit, word.text)) for word in (*own, *piece.words)):
        return _joined(own) == _joined(piece.words) and len(piece.words) < len(own)
    if not own:
        return _fits(piece.words, hole)
    if not piece.words:
        return any(map(letters_of, own)) and not any(map(_is_word, own))
    if _joined(own) == _joined(piece.words):
        return False
    if not all(map(_is_word, piece.words)):
        return False
    if not _is_rival(own, piece.words):
        return not any(map(_is_word, own))
    return not all(map(_is_word, own)) or _is_surer(piece.words, own)


def _is_better_spelled(own: Word, other: Word) -> bool:
    if any(map(str.isdigit, own.text)):
        return False
    if _bare(own) == _bare(other):
        return _has_stray_mark(own) and not _has_stray_mark(other)
    return _mends_spelling(own, other) or printed_as(_bare(own)) == _bare(other)


def _has_stray_mark(word: Word) -> bool:
    """A mark that a subject, being one phrase, hardly has: a comma's misreading or a speck."""
    return not _STRAY.isdisjoint(word.text)


def _is_surer(words: Sequence[Word], own: Sequence[Word]) -> bool:
    """Read as print is, where the others were not."""
    return (
        min(word.confidence for word in words) >= _SURE
        and min(word.confidence for word in own) < _UNSURE
    )


def _foreign(words: Sequence[Word], pieces: Iterable[Piece]) -> Changes:
    """Words in capitals among small letters that no place repeats: a stamp's."""
    absent = Counter((piece.start, piece.end) for piece in pieces if not piece.words)
    return {
        (start, end): ()
        for (start, end), times in absent.items()
        if times > 1 and all(word.text.isupper() for word in words[start:end])
    }


def _opening(words: Sequence[Word], echo: Echo, *, middle: float) -> Changes:
    """What the first row lost at its left, where the echo says words before that would have filled the hole."""
    start = echo.pieces[0].start
    if any(_is_word(word) and word.confidence >= _TORN for word in words[:start]):
        return {}
    row = [word for word in words[start:] if _is_level(word, words[start])]
    hole = row[0].box.left - (2 * middle - max(word.box.right for word in row))
    for number in range(1, len(echo.before) + 1):
        before = echo.before[-number:]
        if not before[0].text[-1].isalnum() or not _is_word(before[0]):
            break
        if _fits(before, hole):
            return {(0, start): tuple(word.text for word in before)}
    return {}


def _closing(
    words: Sequence[Word],
    echo: Echo,
    stamped: Changes,
    *,
    middle: float,
) -> Changes:
    """What the last row lost at its right, where the echo says words behind that would have filled the hole."""
    end = echo.pieces[-1].end
    if any(_is_word(word) and word.confidence >= _TORN for word in words[end:]):
        return {}
    last = words[end - 1]
    left = _left_of(last, words[:end], echo, stamped)
    if left is None:
        return {}
    hole = 2 * middle - left - last.box.right
    said = (echo.pieces[-1].words[-1], *echo.after)
    for number in range(1, len(said)):
        if not said[number - 1].text[-1].isalnum():
            break
        if _fits(said[1 : number + 1], hole):
            texts = tuple(word.text.rstrip(".,;:") for word in said[1 : number + 1])
            return {(end, len(words)): texts}
    return {}


def _left_of(last: Word, words: Sequence[Word], echo: Echo, stamped: Changes) -> float | None:
    """Where the row of the last word begins, without a stamp's words and with those that were put before it.

    None where it begins with words that the echo does not have: they may be a stamp's or its own.
    """
    gone = {index for start, end in stamped for index in range(start, end)}
    if any(_is_level(word, last) for word in words[: echo.pieces[0].start]) and 0 not in gone:
        return None
    row = [word for index, word in enumerate(words) if index not in gone and _is_level(word, last)]
    before: Sequence[Word] = ()
    for (_, end), texts in stamped.items():
        if texts and row[0] is words[end]:
            before = echo.before[-len(texts) :]
    return row[0].box.left - sum(word.box.width + _BLANK * word.box.height for word in before)


def _is_level(one: Word, other: Word) -> bool:
    """Whether both stand on one row."""
    return one.box.bottom > other.box.top and one.box.top < other.box.bottom


def _mends_spelling(own: Word, other: Word) -> bool:
    return _is_word(other) and not _is_word(own)


def _is_word(word: Word) -> bool:
    """A syllable, with nothing but marks of a sentence around it, or a Roman number."""
    text = word.text.strip(".,;:()\"'“”")
    return is_syllable(text) or bool(_ROMAN.fullmatch(text))


def _fits(words: Sequence[Word], hole: float) -> bool:
    """Whether lost words would have filled the hole in their row, in pixels."""
    width = sum(word.box.width for word in words)
    return _ROOM * width < hole < width / _ROOM and all(map(_is_word, words))


def _holes(rows: Sequence[Segment], middle: float | None) -> dict[int, float]:
    """Index of a word → pixels of paper before it beyond a blank: inside its row, or lost between two centred rows."""
    holes: dict[int, float] = {}
    index, lost = 0, 0.0
    for row in rows:
        off = 2 * (row.center_x - middle) if middle is not None else 0.0
        holes[index] = lost + max(off, 0.0)
        for one, other in zip(row.words, row.words[1:], strict=False):
            index += 1
            holes[index] = float(other.box.left - one.box.right)
        index, lost = index + 1, max(-off, 0.0)
    return holes


def _changed(words: Sequence[Word], changes: Changes) -> Iterable[Word]:
    """Put in for what was read there; where nothing was read, beside the word after the hole."""
    index = 0
    for (start, end), texts in sorted(changes.items()):
        if start < index:
            continue
        yield from words[index:start]
        near = words[start] if start < len(words) else words[-1]
        yield from (replace(near, text=text) for text in texts)
        index = end
    yield from words[index:]


def _joined(words: Iterable[Word]) -> str:
    return "".join(map(letters_of, words))


def _bare(word: Word) -> str:
    text = word.text.strip("".join(sign for sign in word.text if not sign.isalnum()))
    return modern_tone(text.lower())
