"""Unsure words put right by the words beside them: `cỗ phiều` is `cổ phiếu` on a page that says so nine times.

Each unsure word has candidates: what the engine says its letters may be as well, and known syllables that differ in marks
alone. A stretch of words between punctuation takes the candidates that cost the engine least and make most sense: usual
syllables, syllables that form a known word, pairs that the page itself has among its sure words.

Untouched stay figures, abbreviations, names (capitalised syllables side by side) and what was read surely, but for marks that
are misread as surely as they are read (`mark_slips.py`). A mended word
is never surer than `mended_confidence`, below every threshold of `digitize/judge.py`: language makes a text better to find,
but no field goes unseen for it.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from digitize.intake.syllables import is_syllable
from digitize.model import Line, Word
from digitize.ocr.candidates import CandidateOptions, candidates
from digitize.ocr.known_words import KnownWords
from digitize.ocr.letter_choices import UnsureWord
from digitize.ocr.mark_slips import witnessed_by
from digitize.ocr.stretches import Token, stretches

_NONE: frozenset[str] = frozenset()
_LIKELIHOOD = attrgetter("likelihood")


@dataclass(frozen=True, slots=True, kw_only=True)
class MendOptions:
    """Weights in natural logarithms of likelihood, chosen on pages of five of the eight scans with typed truth."""

    candidates: CandidateOptions = field(default_factory=CandidateOptions)
    witness_confidence: float = 0.9
    """A word read with this or more is a witness of what the page says, for every word but itself."""
    mended_confidence: float = 0.7
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


def mended(
    lines: tuple[Line, ...], *, known: KnownWords, options: MendOptions | None = None
) -> tuple[Line, ...]:
    """The same lines with other letters in some unsure words; no word keeps those of its letters."""
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
    """The word with these forms in it; as it was read, it is the first of its alternatives."""
    word = word.as_read() if isinstance(word, UnsureWord) else word
    for token, form in reversed(changes):
        text = word.text[: token.start] + token.in_own_case(form) + word.text[token.end :]
        others = tuple(dict.fromkeys((word.text, *(one for one in word.others if one != text))))
        confidence = min(word.confidence, options.mended_confidence)
        word = replace(word, text=text, confidence=confidence, others=others)
    return word


# ---- sense ----------------------------------------------------------------------------------------


class _Way(NamedTuple):
    """One form of a word, and the likeliest way to it through the words before; made by the thousand a page."""

    form: str
    likelihood: float
    before: "_Way | None"

    def forms(self) -> list[str]:
        """Of all words on the way, the first one first."""
        forms, way = [self.form], self.before
        while way is not None:
            forms.append(way.form)
            way = way.before
        return forms[::-1]


class _Sense:
    """What speaks for a form and for a pair of forms on this page."""

    def __init__(
        self, found: Sequence[Sequence[Token]], known: KnownWords, options: MendOptions
    ) -> None:
        self._known = known
        self._options = options
        self._worth: dict[str, float] = {}
        self._page: Counter[str] = Counter()
        self._page_pairs: defaultdict[str, Counter[str]] = defaultdict(Counter)
        """What follows a form on the page, and how often."""
        for stretch in found:
            for token in filter(self._is_witness, stretch):
                self._page.update(witnessed_by(token.form))
            for first, second in pairwise(stretch):
                if self._is_witness(first) and self._is_witness(second):
                    for form in witnessed_by(first.form):
                        self._page_pairs[form].update(witnessed_by(second.form))

    def best(self, stretch: Sequence[Token]) -> list[str]:
        """One form a word: the likeliest way through the candidates (Viterbi)."""
        choices = [candidates(token, self._known, self._options.candidates) for token in stretch]
        if all(len(forms) == 1 for forms in choices):
            return [token.form for token in stretch]
        own = self._witnessed(stretch[0])
        ways = [
            _Way(form, self._alone(form, own) - cost, None) for form, cost in choices[0].items()
        ]
        for (before, token), forms in zip(pairwise(stretch), choices[1:], strict=True):
            ways = self._onward(ways, before, token, forms)
        return max(ways, key=_LIKELIHOOD).forms()

    def _onward(
        self, ways: Sequence[_Way], before: Token, token: Token, forms: Mapping[str, float]
    ) -> list[_Way]:
        """The likeliest way to each form. Two forms that do not know each other, nearly all, add nothing, so that they come
        from the likeliest way of all; only those that do are weighed one by one."""
        likeliest = max(ways, key=_LIKELIHOOD)
        reached = dict.fromkeys(forms, (likeliest.likelihood, likeliest))
        own_before, own = self._witnessed(before), self._witnessed(token)
        for way in ways:
            own_after = own if way.form in own_before else ()
            for form, worth in self._together(way.form, forms, own_after):
                likelihood = way.likelihood + worth
                if likelihood > reached[form][0]:
                    reached[form] = likelihood, way
        return [
            _Way(form, likelihood + self._alone(form, own) - forms[form], way)
            for form, (likelihood, way) in reached.items()
        ]

    def _alone(self, form: str, own: Sequence[str]) -> float:
        """What speaks for the form of a token that itself was counted as a witness of `own`."""
        if form in own:
            return self._worth_of(form, self._page.get(form, 0) - 1)
        worth = self._worth.get(form)
        if worth is None:
            worth = self._worth[form] = self._worth_of(form, self._page.get(form, 0))
        return worth

    def _worth_of(self, form: str, seen: int) -> float:
        """Of a form that the page surely has so often."""
        options = self._options
        if form not in self._known.syllables and not seen:
            return options.unknown_syllable if is_syllable(form) else options.no_syllable
        usual = self._known.usual.get(form, 0.0)
        return options.usual_weight * usual + options.page_weight * math.log1p(seen)

    def _together(
        self, first: str, forms: Mapping[str, float], own: Sequence[str]
    ) -> Iterator[tuple[str, float]]:
        """Those of the forms that are known to follow `first`, by the list or on this page, and what that is worth.

        `own` are those after `first` that this very pair of tokens was counted as a witness of.
        """
        options = self._options
        listed = self._known.followers.get(first, _NONE)
        on_page = self._page_pairs.get(first)
        if on_page is None:
            for form in forms.keys() & listed:
                yield form, options.known_pair
            return
        for form in (forms.keys() & listed) | (forms.keys() & on_page.keys()):
            seen = on_page.get(form, 0) - (form in own)
            known = options.known_pair if form in listed else 0.0
            yield form, known + options.page_pair_weight * math.log1p(seen)

    def _witnessed(self, token: Token) -> Sequence[str]:
        """The forms that the token itself was counted as a witness of."""
        return witnessed_by(token.form) if self._is_witness(token) else ()

    def _is_witness(self, token: Token) -> bool:
        return token.word.confidence >= self._options.witness_confidence
