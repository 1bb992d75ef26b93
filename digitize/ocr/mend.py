"""Unsure words put right by the words beside them: `cỗ phiều` is `cổ phiếu` on a page that says so nine times.

Each unsure word has candidates: what the engine says its letters may be as well, and known syllables that differ in marks
alone. A stretch of words between punctuation takes the candidates that cost the engine least and make most sense: usual
syllables, syllables that form a known word, pairs that the page itself has among its sure words.

Untouched stay figures, abbreviations, names (capitalised syllables side by side) and what was read surely. A mended word
is never surer than `mended_confidence`, below every threshold of `digitize/judge.py`: language makes a text better to find,
but no field goes unseen for it.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter

from digitize.intake.syllables import is_syllable
from digitize.model import Line, Word
from digitize.ocr.known_words import KnownWords, Pair, spelt
from digitize.ocr.letter_choices import Letter, UnsureWord
from digitize.ocr.stretches import Token, stretches
from digitize.ocr.vietnamese import plain

_LONGEST_SYLLABLE = 7  # nghiêng
_ROMAN = re.compile("[IVXLC]+|[ivx]+")
_Ways = Mapping[str, tuple[float, list[str]]]
"""By their last form: how likely a way through the words so far is, and its forms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MendOptions:
    """Weights in natural logarithms of likelihood, chosen on pages of five of the eight scans with typed truth."""

    sure_confidence: float = 0.97
    """A word read with this or more stays as it is; 0 leaves every word."""
    witness_confidence: float = 0.9
    """A word read with this or more is a witness of what the page says, for every word but itself."""
    mended_confidence: float = 0.7
    letter_weight: float = 0.15
    """Of the engine's cost of another letter."""
    dearest_letter: float = 45.0
    """The cost of a letter that the engine does not offer."""
    usual_weight: float = 0.5
    """Of a syllable that is written e times as often."""
    page_weight: float = 1.0
    """Of a syllable that the page surely has e times as often."""
    page_pair_weight: float = 2.0
    """Of a pair of syllables that the page surely has e times as often."""
    known_pair: float = 3.0
    """Two syllables that form a word of the list."""
    unknown_syllable: float = -6.0
    """Built as a syllable, yet in no word."""
    no_syllable: float = -8.0
    most_candidates: int = 12


def mended(
    lines: tuple[Line, ...], *, known: KnownWords, options: MendOptions | None = None
) -> tuple[Line, ...]:
    """The same lines with other letters in some unsure words; no word keeps its alternatives."""
    options = options or MendOptions()
    words = [word for line in lines for word in line.words]
    found = list(stretches(words))
    sense = _Sense(found, known, options)
    changes: dict[int, list[tuple[Token, str]]] = defaultdict(list)
    for stretch in found:
        for token, form in zip(stretch, sense.best(stretch), strict=True):
            if form != token.form:
                changes[token.index].append((token, form))
    said = iter([_said(word, changes[index], options) for index, word in enumerate(words)])
    return tuple(replace(line, words=tuple(next(said) for _ in line.words)) for line in lines)


def _said(word: Word, changes: Sequence[tuple[Token, str]], options: MendOptions) -> Word:
    """The word with these forms in it, without its alternatives."""
    word = word.as_read() if isinstance(word, UnsureWord) else word
    for token, form in reversed(changes):
        text = word.text[: token.start] + token.in_own_case(form) + word.text[token.end :]
        word = replace(word, text=text, confidence=min(word.confidence, options.mended_confidence))
    return word


# ---- sense ----------------------------------------------------------------------------------------


class _Sense:
    """What speaks for a form and for a pair of forms on this page."""

    def __init__(
        self, found: Sequence[Sequence[Token]], known: KnownWords, options: MendOptions
    ) -> None:
        self._known = known
        self._options = options
        self._pairs, self._known_pair = known.pairs, options.known_pair
        self._page: Counter[str] = Counter()
        self._page_pairs: Counter[Pair] = Counter()
        for stretch in found:
            self._page.update(token.form for token in stretch if self._is_witness(token))
            self._page_pairs.update(
                (first.form, second.form)
                for first, second in pairwise(stretch)
                if self._is_witness(first) and self._is_witness(second)
            )

    def best(self, stretch: Sequence[Token]) -> list[str]:
        """One form a word: the likeliest way through the candidates (Viterbi)."""
        choices = [self._candidates(token) for token in stretch]
        if all(len(forms) == 1 for forms in choices):
            return [token.form for token in stretch]
        ways: _Ways = {"": (0.0, [])}
        before: Token | None = None
        for token, forms in zip(stretch, choices, strict=True):
            ways = {
                form: self._reached(ways, before, token, form, cost) for form, cost in forms.items()
            }
            before = token
        return max(ways.values(), key=itemgetter(0))[1]

    def _reached(
        self, ways: _Ways, before: Token | None, token: Token, form: str, cost: float
    ) -> tuple[float, list[str]]:
        """The likeliest way that ends in this form of the token."""
        likelihood, said = max(
            [
                (so_far + self._together(before, last, token, form), way)
                for last, (so_far, way) in ways.items()
            ],
            key=itemgetter(0),
        )
        return likelihood + self._alone(token, form) - cost, [*said, form]

    def _alone(self, token: Token, form: str) -> float:
        options = self._options
        seen = self._page[form] - self._is_own(token, form)
        if form not in self._known.syllables and not seen:
            return options.unknown_syllable if is_syllable(form) else options.no_syllable
        usual = self._known.usual.get(form, 0.0)
        return options.usual_weight * usual + options.page_weight * math.log1p(seen)

    def _together(self, before: Token | None, first: str, token: Token, second: str) -> float:
        if before is None:
            return 0.0
        pair = first, second
        known = self._known_pair if pair in self._pairs else 0.0
        seen = self._page_pairs.get(pair)
        if seen is None:  # nearly all pairs; a quarter of a million on twenty pages
            return known
        own = self._is_own(before, first) and self._is_own(token, second)
        return known + self._options.page_pair_weight * math.log1p(seen - own)

    def _is_own(self, token: Token, form: str) -> bool:
        """Whether the token itself was counted as a witness of the form."""
        return form == token.form and self._is_witness(token)

    def _is_witness(self, token: Token) -> bool:
        return token.word.confidence >= self._options.witness_confidence

    # -- candidates

    def _candidates(self, token: Token) -> dict[str, float]:
        """Forms and what they cost by the engine's word; the form that was read costs nothing."""
        if not self._may_be_mended(token):
            return {token.form: 0.0}
        others = self._known.by_letters.get(plain(token.form), frozenset()) | self._offered(token)
        core = token.core.lower()
        letters = [_prices(letter) for letter in token.letters] or [{}] * len(core)
        costs = {form: self._cost(core, letters, form) for form in others - {token.form}}
        cheapest = sorted(costs, key=lambda form: (costs[form], form))
        kept = cheapest[: self._options.most_candidates]
        return {token.form: 0.0} | {form: costs[form] for form in kept}

    def _may_be_mended(self, token: Token) -> bool:
        core = token.core
        return (
            token.word.confidence < self._options.sure_confidence
            and not token.is_name
            and core.isalpha()
            and 1 < len(core) <= _LONGEST_SYLLABLE
            and (core.islower() or token.is_capitalised or (core.isupper() and is_syllable(core)))
            and not _ROMAN.fullmatch(core)
        )

    def _offered(self, token: Token) -> frozenset[str]:
        """Known syllables with one letter as the engine offers it; with two where no syllable was read."""
        forms = {token.core}
        for _ in range(1 if token.form in self._known.syllables else 2):
            forms |= {other for form in forms for other in _one_letter_other(form, token.letters)}
        return frozenset(map(spelt, forms)) & self._known.syllables

    def _cost(self, core: str, letters: Sequence[Mapping[str, float]], form: str) -> float:
        dearest = self._options.dearest_letter
        if len(form) != len(core):
            return self._options.letter_weight * dearest
        return self._options.letter_weight * sum(
            [
                prices.get(sign, dearest)
                for sign, read, prices in zip(form, core, letters, strict=True)
                if sign != read
            ]
        )


def _prices(letter: Letter) -> Mapping[str, float]:
    """What each sign costs that the engine offers, in lower case."""
    prices: dict[str, float] = {}
    for sign, cost in letter:
        small = sign.lower()
        prices[small] = min(cost, prices.get(small, cost))
    return prices


def _one_letter_other(form: str, letters: Sequence[Letter]) -> Iterator[str]:
    for at, letter in enumerate(letters):
        for sign, _ in letter[1:]:
            if sign.isalpha():
                yield form[:at] + sign + form[at + 1 :]
