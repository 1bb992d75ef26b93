"""Unsure words put right by the words beside them: `cỗ phiều` is `cổ phiếu` on a page that says so nine times.

Each unsure word has candidates: what the engine says its letters may be as well, and known syllables that differ in marks
alone. A stretch of words between punctuation takes the candidates that cost the engine least and make most sense: usual
syllables, syllables that form a known word, pairs that the page itself has among its sure words.

Untouched stay figures, abbreviations, names (capitalised syllables side by side) and what was read surely. A mended word
is never surer than `mended_confidence`, below every threshold of `digitize/judge.py`: language makes a text better to find,
but no field goes unseen for it.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from digitize.intake.syllables import is_syllable
from digitize.model import Line, Word
from digitize.ocr.known_words import KnownWords, Pair, spelt
from digitize.ocr.letter_choices import Letter, UnsureWord
from digitize.ocr.vietnamese import plain

_LONGEST_SYLLABLE = 7  # nghiêng
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
    """Of a syllable that stands in e times as many words of the list."""
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
    words = [_Token.of(word) for line in lines for word in line.words]
    sense = _Sense(words, known, options)
    chosen = iter(
        [
            token.said(form, options)
            for stretch in _stretches(words)
            for token, form in zip(stretch, sense.best(stretch), strict=True)
        ]
    )
    return tuple(replace(line, words=tuple(next(chosen) for _ in line.words)) for line in lines)


# ---- words ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    word: Word
    start: int
    """Where the core of the text begins, after opening punctuation."""
    end: int
    form: str
    """The core as it is compared."""
    is_name: bool = False

    @classmethod
    def of(cls, word: Word) -> "_Token":
        start, end = _core(word.text)
        return cls(word=word, start=start, end=end, form=spelt(word.text[start:end]))

    @property
    def core(self) -> str:
        return self.word.text[self.start : self.end]

    @property
    def letters(self) -> tuple[Letter, ...]:
        """The engine's alternatives of the core; none where it gave none."""
        return self.word.letters[self.start : self.end] if isinstance(self.word, UnsureWord) else ()

    @property
    def is_capitalised(self) -> bool:
        return self.core[:1].isupper() and not self.core[1:].isupper()

    def said(self, form: str, options: MendOptions) -> Word:
        """The word with this core, in its own case and punctuation."""
        word = self.word.as_read() if isinstance(self.word, UnsureWord) else self.word
        if form == self.form:
            return word
        text = word.text[: self.start] + _in_case_of(self.core, form) + word.text[self.end :]
        return replace(word, text=text, confidence=min(word.confidence, options.mended_confidence))


def _core(text: str) -> tuple[int, int]:
    spoken = [index for index, sign in enumerate(text) if sign.isalnum()]
    return (spoken[0], spoken[-1] + 1) if spoken else (0, 0)


def _in_case_of(read: str, form: str) -> str:
    if read.isupper() and len(read) > 1:
        return form.upper()
    return form[:1].upper() + form[1:] if read[:1].isupper() else form


def _stretches(tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """Words with no punctuation between them; across it no pair makes sense. Names are marked."""
    stretch: list[_Token] = []
    for token in tokens:
        if stretch and (token.start > 0 or stretch[-1].end < len(stretch[-1].word.text)):
            yield _names_marked(stretch)
            stretch = []
        stretch.append(token)
    yield _names_marked(stretch)


def _names_marked(stretch: list[_Token]) -> list[_Token]:
    """Capitalised syllables side by side are a person, a place or an office."""
    capitalised = [False, *(token.is_capitalised for token in stretch), False]
    return [
        replace(token, is_name=capitalised[at] and (capitalised[at - 1] or capitalised[at + 1]))
        for at, token in enumerate(stretch, start=1)
    ]


# ---- sense ----------------------------------------------------------------------------------------


class _Sense:
    """What speaks for a form and for a pair of forms on this page."""

    def __init__(self, tokens: Sequence[_Token], known: KnownWords, options: MendOptions) -> None:
        self._known = known
        self._options = options
        self._page: Counter[str] = Counter()
        self._page_pairs: Counter[Pair] = Counter()
        for stretch in _stretches(tokens):
            self._page.update(token.form for token in stretch if self._is_witness(token))
            self._page_pairs.update(
                (first.form, second.form)
                for first, second in pairwise(stretch)
                if self._is_witness(first) and self._is_witness(second)
            )

    def best(self, stretch: Sequence[_Token]) -> list[str]:
        """One form a word: the likeliest way through the candidates (Viterbi)."""
        choices = [self._candidates(token) for token in stretch]
        if all(len(forms) == 1 for forms in choices):
            return [token.form for token in stretch]
        ways: _Ways = {"": (0.0, [])}
        before: _Token | None = None
        for token, forms in zip(stretch, choices, strict=True):
            ways = {
                form: self._reached(ways, before, token, form, cost) for form, cost in forms.items()
            }
            before = token
        return max(ways.values(), key=lambda way: way[0])[1]

    def _reached(
        self, ways: _Ways, before: _Token | None, token: _Token, form: str, cost: float
    ) -> tuple[float, list[str]]:
        """The likeliest way that ends in this form of the token."""
        likelihood, said = max(
            (
                (so_far + self._together(before, last, token, form), way)
                for last, (so_far, way) in ways.items()
            ),
            key=lambda way: way[0],
        )
        return likelihood + self._alone(token, form) - cost, [*said, form]

    def _alone(self, token: _Token, form: str) -> float:
        options = self._options
        uses = self._known.uses.get(form, 0)
        seen = self._page[form] - self._is_own(token, form)
        if not uses and not seen:
            return options.unknown_syllable if is_syllable(form) else options.no_syllable
        return options.usual_weight * math.log1p(uses) + options.page_weight * math.log1p(seen)

    def _together(self, before: _Token | None, first: str, token: _Token, second: str) -> float:
        if before is None:
            return 0.0
        options, pair = self._options, (first, second)
        known = options.known_pair if pair in self._known.pairs else 0.0
        own = self._is_own(before, first) and self._is_own(token, second)
        return known + options.page_pair_weight * math.log1p(self._page_pairs[pair] - own)

    def _is_own(self, token: _Token, form: str) -> bool:
        """Whether the token itself was counted as a witness of the form."""
        return form == token.form and self._is_witness(token)

    def _is_witness(self, token: _Token) -> bool:
        return token.word.confidence >= self._options.witness_confidence

    # -- candidates

    def _candidates(self, token: _Token) -> dict[str, float]:
        """Forms and what they cost by the engine's word; the form that was read costs nothing."""
        if not self._may_be_mended(token):
            return {token.form: 0.0}
        others = self._known.by_letters.get(plain(token.form), frozenset()) | self._offered(token)
        costs = {form: self._cost(token, form) for form in others - {token.form}}
        cheapest = sorted(costs, key=lambda form: (costs[form], form))
        kept = cheapest[: self._options.most_candidates]
        return {token.form: 0.0} | {form: costs[form] for form in kept}

    def _may_be_mended(self, token: _Token) -> bool:
        core = token.core
        return (
            token.word.confidence < self._options.sure_confidence
            and not token.is_name
            and core.isalpha()
            and 1 < len(core) <= _LONGEST_SYLLABLE
            and (not core.isupper() or is_syllable(core))
        )

    def _offered(self, token: _Token) -> frozenset[str]:
        """Known syllables with one letter as the engine offers it."""
        core = token.core
        forms = (
            spelt(core[:at] + sign + core[at + 1 :])
            for at, letter in enumerate(token.letters)
            for sign, _ in letter
        )
        return frozenset(form for form in forms if form in self._known.uses)

    def _cost(self, token: _Token, form: str) -> float:
        dearest, core = self._options.dearest_letter, token.core.lower()
        letters = token.letters or ((),) * len(core)
        if len(form) != len(core):
            return self._options.letter_weight * dearest
        return self._options.letter_weight * sum(
            min((cost for offered, cost in letter if offered.lower() == sign), default=dearest)
            for sign, read, letter in zip(form, core, letters, strict=True)
            if sign != read
        )
