"""From probabilities of signs to words: as Tesseract spells and doubts them, so that confidences mean what they meant.

A word is as doubtful as its most doubtful sign, and 2.25 times as doubtful where it is in none of Tesseract's lists. One that is in none
gives way to one of the lists that differs in a sign or two and costs less than what not being known costs it.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from digitize.model import Word
from digitize.ocr.letter_choices import Letter, UnsureWord
from digitize.ocr.network.dictionary import Dictionary
from digitize.ocr.network.floats import Floats
from digitize.ocr.network.other_letters import UNKNOWN_DOUBT, letters_of, worth_knowing
from digitize.ocr.network.run_together import parted
from digitize.ocr.network.signs import BLANK, STEP_DOUBT, Sign, likeliest
from digitize.ocr.network.strips import Strip
from digitize.ocr.network.unread_ink import beside_unread
from digitize.ocr.network.word_boxes import StripInk

_CONFIDENCE_A_DOUBT = 0.35
_MOST_WAYS = 60
_LETTERS_MISSING = 0.45
"""The most a word is believed that stands beside unread ink: never enough for a value to pass."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two blanks."""

    signs: Sequence[Sign]
    ends: tuple[int, int]
    """Columns of the strip."""
    doubt_before: float
    """Of the blank before it."""

    @property
    def text(self) -> str:
        return "".join(sign.text for sign in self.signs)

    @property
    def doubt(self) -> float:
        return min(sign.doubt for sign in self.signs)


class Spelling:
    """What the outputs of one model say."""

    def __init__(
        self, signs: Sequence[str], dictionary: Dictionary, *, sure_confidence: float
    ) -> None:
        """`signs` has what each output says; a word read with less than `sure_confidence` comes with what else its letters may be."""
        self._texts = [unicodedata.normalize("NFC", sign) for sign in signs]
        self._nothing = self._texts.index("")
        self._blank = self._texts.index(BLANK)
        self._dictionary = dictionary
        self._sure_confidence = sure_confidence

    def words(self, probabilities: Floats, strip: Strip) -> tuple[Word, ...]:
        """The words of a row, steps × signs; boxes on the page."""
        ink = StripInk(strip)
        signs = likeliest(probabilities, self._texts, self._nothing)
        signs = parted(signs, probabilities, blank=self._blank, dictionary=self._dictionary)
        unread = beside_unread(signs, ink)
        pieces = [(piece, self._is_sure(piece)) for piece in _pieces(signs, ink)]
        doubted = [sign for piece, is_sure in pieces if not is_sure for sign in piece.signs]
        letters = iter(letters_of(doubted, probabilities, self._texts, self._nothing))
        words = [
            self._word(piece, [] if is_sure else list(islice(letters, len(piece.signs))), ink)
            for piece, is_sure in pieces
        ]
        return tuple(
            word if unread.isdisjoint(piece.signs) else _with_letters_missing(word)
            for word, (piece, _) in zip(words, pieces, strict=True)
        )

    def _is_sure(self, piece: _Piece) -> bool:
        is_sure = _confidence(min(piece.doubt, piece.doubt_before)) >= self._sure_confidence
        return is_sure and self._dictionary.has(piece.text)

    def _word(self, piece: _Piece, letters: Sequence[Letter], ink: StripInk) -> Word:
        text, doubt = piece.text, piece.doubt
        is_known = not letters or self._dictionary.has(text)
        if not is_known:
            known = self._known_instead(letters, worth_knowing(piece.signs))
            if known:
                text, letters, cost = known
                doubt, is_known = min(doubt, STEP_DOUBT - cost), True
        doubt = min(doubt if is_known else doubt * UNKNOWN_DOUBT, piece.doubt_before)
        box, confidence = ink.box(*piece.ends), _confidence(doubt)
        if confidence >= self._sure_confidence or len(text) != len(letters):
            return Word(text=text, box=box, confidence=confidence)
        return UnsureWord(text=text, box=box, confidence=confidence, letters=_offered(letters))

    def _known_instead(
        self, letters: Sequence[Letter], most: float
    ) -> tuple[str, Sequence[Letter], float] | None:
        """The cheapest word of the lists that has one or two other signs and costs less than `most`: text, letters and cost."""
        for cost, changes in _changes(letters, most * UNKNOWN_DOUBT):
            chosen = [changes.get(place, letter[0][0]) for place, letter in enumerate(letters)]
            text = "".join(chosen)
            if text and self._dictionary.has(text):
                kept = [
                    _with_first(letter, sign)
                    for letter, sign in zip(letters, chosen, strict=True)
                    if sign
                ]
                return text, kept, cost / UNKNOWN_DOUBT
        return None


def _pieces(signs: Sequence[Sign], ink: StripInk) -> Iterator[_Piece]:
    groups = [
        (is_blank, list(group))
        for is_blank, group in groupby(signs, key=lambda sign: sign.text == BLANK)
    ]
    doubt = 0.0
    start = ink.start(signs[0]) if signs else 0
    for place, (is_blank, group) in enumerate(groups):
        if is_blank:
            doubt = min(sign.doubt for sign in group)
            continue
        following = groups[place + 2 : place + 3]
        end = ink.gap(group[-1], following[0][1][0]) if following else ink.end(group[-1])
        yield _Piece(group, (start, end), doubt)
        start = end


def _with_letters_missing(word: Word) -> Word:
    return replace(word, confidence=min(word.confidence, _LETTERS_MISSING))


def _changes(letters: Sequence[Letter], most: float) -> list[tuple[float, dict[int, str]]]:
    """One or two other signs by their places, and what they cost together; the cheapest first."""
    if any(letter[0][0].isdigit() for letter in letters):
        return []  # no list knows figures
    single = sorted(
        (cost, place, sign)
        for place, letter in enumerate(letters)
        for sign, cost in letter[1:]
        if cost < most and not sign.isdigit()
    )
    ways = [(cost, {place: sign}) for cost, place, sign in single]
    ways += [
        (cost + more, {place: sign, other: another})
        for at, (cost, place, sign) in enumerate(single)
        for more, other, another in single[at + 1 :]
        if other != place and cost + more < most
    ]
    return sorted(ways, key=lambda way: way[0])[:_MOST_WAYS]


def _with_first(letter: Letter, chosen: str) -> Letter:
    """With another sign as the one that was read, at no cost."""
    if chosen == letter[0][0]:
        return letter
    paid = dict(letter)[chosen]
    others = ((sign, abs(cost - paid)) for sign, cost in letter if sign != chosen)
    return ((chosen, 0.0), *others)


def _offered(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """Without the choice to be none."""
    return tuple(tuple(choice for choice in letter if choice[0]) for letter in letters)


def _confidence(doubt: float) -> float:
    return min(max(1 + _CONFIDENCE_A_DOUBT * doubt, 0.0), 1.0)
