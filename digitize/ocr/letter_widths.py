"""How wide letters are in the types of official print, in ems: where in a word's box one of its letters stands.

Nghị định 30/2020/NĐ-CP prints in Times New Roman; the classes are those of Times, to a twentieth of an em.
"""

from digitize.text import fold

_WIDTHS = {
    0.28: "ijlI'|:;.,/",
    0.33: "-frstJ()",
    0.44: "acezy",
    0.5: "0123456789bdghknopquvx",
    0.56: "SFPL",
    0.67: "ABCERTYKVXZ",
    0.72: "DGHNOQUw",
    0.78: "m",
    0.89: "MW",
}
_EMS = {letter: ems for ems, letters in _WIDTHS.items() for letter in letters}
_USUAL = 0.5


def width_ems(text: str) -> float:
    """Width of a word without kerning; an unknown sign counts as wide as a figure."""
    return sum(map(_letter_ems, text))


def _letter_ems(letter: str) -> float:
    if letter in _EMS:
        return _EMS[letter]
    bare = fold(letter)
    return _EMS.get(bare.upper() if letter.isupper() else bare, _USUAL)
