"""What an unsure word may say instead, and what each costs by the engine's word: known syllables close to what was read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from digitize.intake.syllables import is_syllable
from digitize.ocr.known_words import KnownWords, all_spelt
from digitize.ocr.letter_choices import Letter
from digitize.ocr.mark_slips import printed_as
from digitize.ocr.stretches import Token
from digitize.ocr.vietnamese import plain

_NO_OTHERS: Mapping[str, float] = MappingProxyType({})
_LONGEST_SYLLABLE = 7  # nghiêng
_ROMAN = re.compile("[IVXLC]+|[ivx]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateOptions:
    """Costs in natural logarithms of likelihood."""

    sure_confidence: float = 0.97
    """A word read with this or more keeps all but a mark that the engine is known to misread as surely."""
    letter_weight: float = 0.15
    """Of the engine's cost of another letter."""
    dearest_letter: float = 22.0
    """The cost of a letter that the engine does not offer, which it says of few: its one pass finds hardly a second."""
    slip_weight: float = 0.7
    """Of the cost of a mark that the engine is known to misread so (`mark_slips.py`); 0.5 to 1 come to the same."""
    most: int = 12


def candidates(token: Token, known: KnownWords, options: CandidateOptions) -> dict[str, float]:
    """Forms and what they cost; the form that was read costs nothing."""
    core = token.core
    if not _may_be_mended(token, core):
        return {token.form: 0.0}
    if token.word.confidence >= options.sure_confidence:
        return {token.form: 0.0} | _slip(token.form, known, options)
    letters = token.letters
    others = known.by_letters.get(plain(core), frozenset()) | _offered(token, core, letters, known)
    prices = [_prices(letter) for letter in letters] or [_NO_OTHERS] * len(core)
    read = _Read(core.lower(), prices, options)
    costs = [(read.cost_of(form), form) for form in others - {token.form}]
    return {token.form: 0.0} | {form: cost for cost, form in sorted(costs)[: options.most]}


def _slip(form: str, known: KnownWords, options: CandidateOptions) -> dict[str, float]:
    """What else a word read surely may be: engines are as sure of their slips."""
    printed = printed_as(form)
    if printed is None or printed not in known.syllables:
        return {}
    return {printed: options.letter_weight * options.slip_weight * options.dearest_letter}


def _may_be_mended(token: Token, core: str) -> bool:
    return (
        not token.is_name
        and core.isalpha()
        and 1 < len(core) <= _LONGEST_SYLLABLE
        and (core.islower() or token.is_capitalised or (core.isupper() and is_syllable(core)))
        and not _ROMAN.fullmatch(core)
    )


def _offered(
    token: Token, core: str, letters: Sequence[Letter], known: KnownWords
) -> frozenset[str]:
    """Known syllables with one letter as the engine offers it; with two where no syllable was read."""
    forms = {core}
    for _ in range(1 if token.form in known.syllables else 2):
        forms |= {other for form in forms for other in _one_letter_other(form, letters)}
    return known.syllables.intersection(all_spelt(forms))


def _one_letter_other(form: str, letters: Sequence[Letter]) -> Iterator[str]:
    for at, letter in enumerate(letters):
        for sign, _ in letter[1:]:
            if sign.isalpha():
                yield form[:at] + sign + form[at + 1 :]


class _Read:
    """What was read, in small letters, and what other forms of it cost; asked for seven of them a word."""

    def __init__(
        self, core: str, prices: Sequence[Mapping[str, float]], options: CandidateOptions
    ) -> None:
        self._core = core
        self._letters = list(zip(core, prices, strict=True))
        self._printed = printed_as(core)
        self._weight = options.letter_weight
        self._slip_weight = options.letter_weight * options.slip_weight
        self._dearest = options.dearest_letter

    def cost_of(self, form: str) -> float:
        if len(form) != len(self._core):
            return self._weight * self._dearest
        dearest, cost = self._dearest, 0.0
        for sign, (read, prices) in zip(form, self._letters, strict=True):
            if sign != read:
                cost += min(prices.get(sign, dearest), dearest)
        return (self._slip_weight if form == self._printed else self._weight) * cost


def _prices(letter: Letter) -> Mapping[str, float]:
    """What each sign costs that the engine offers, in lower case."""
    if len(letter) == 1:
        return _NO_OTHERS
    prices: dict[str, float] = {}
    for sign, cost in letter:
        small = sign.lower()
        prices[small] = min(cost, prices.get(small, cost))
    return prices
