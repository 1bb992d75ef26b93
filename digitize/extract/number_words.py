"""Numbers written out in Vietnamese into integers: what a form repeats "bằng chữ" so that digits can be checked.

Works on folded words, because the reading loses tone marks first; `mươi` and `mười` are told apart by their place.
"""

from digitize.text import fold

_DIGITS = {
    "khong": 0,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "lam": 5,
    "nham": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
}
_SCALES = {"nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "ty": 10**9, "ti": 10**9}
_FILLERS = frozenset({"linh", "le", "chan"})


def parse_number_words(text: str) -> int | None:
    """`hai nghìn không trăm mười` → 2010; None where a word is no number or their order makes none."""
    words = [word for word in fold(text).replace(",", " ").split() if word not in _FILLERS]
    if not words or any(word not in _WORDS for word in words):
        return None
    return _sum_of_groups(words)


_WORDS = frozenset(_DIGITS) | frozenset(_SCALES) | {"tram", "muoi"}


def _sum_of_groups(words: list[str]) -> int | None:
    total, group, last_scale = 0, list[str](), 10**12
    for word in words:
        if word not in _SCALES:
            group.append(word)
            continue
        scale, value = _SCALES[word], _below_thousand(group)
        if value is None or scale >= last_scale:
            return None
        total, group, last_scale = total + value * scale, [], scale
    rest = _below_thousand(group) if group else 0
    return None if rest is None else total + rest


def _below_thousand(words: list[str]) -> int | None:
    """Hundreds, tens and units of one group: `chín trăm tám mươi lăm`."""
    if not words:
        return None
    hundreds, rest = _leading(words, "tram")
    tens, units = _leading(rest, "muoi")
    if hundreds is None or tens is None or len(units) > 1:
        return None
    last = _DIGITS.get(units[0]) if units else 0
    return None if last is None else hundreds * 100 + tens * 10 + last


def _leading(words: list[str], unit: str) -> tuple[int | None, list[str]]:
    """The digit before `unit` and what follows it; `mười` alone is one ten."""
    if unit not in words[:2]:
        return 0, words
    at = words.index(unit)
    if at == 0:
        return (1 if unit == "muoi" else None), words[1:]
    return _DIGITS.get(words[0]), words[2:]
