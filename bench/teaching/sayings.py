"""What the rows say: running Vietnamese, words of the list as usual as they are, and what only papers have (numbers, days, codes).

Running text is the help of an office suite in Vietnamese (Debian's `libreoffice-help-vi`): long, plain, and about other things than
papers, so that the network learns letters and not documents.
"""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from math import exp
from pathlib import Path
from random import Random

from bench.teaching import pen
from digitize.ocr.known_words import known_words, listed_words

HELP = Path("/usr/share/libreoffice/help/vi")
_PARAGRAPH = re.compile(r"<(p|h\d|td|li)\b[^>]*>(.*?)</\1>", re.S)
_UNSEEN = re.compile(r"<(script|style|head)\b.*?</\1>", re.S)
_TAG = re.compile(r"<[^>]+>")
_MARKED = re.compile(r"[^\x00-\x7f]")
_NEW_PLACE = re.compile(r"(o(?=.[ae]$)|u(?=.y$))([\u0300\u0301\u0303\u0309\u0323])(.)$")
_LEAST_WORDS = 4
_MARKED_SHARE = 0.45
"""Of the words of a paragraph; the others are not in Vietnamese."""
_LONGEST = 88
"""Signs of a row; A4 in 13 points holds some 80."""
POINT = "•"
"""Before items, and by itself where the layout parts it from its row; the network has no sign for it and took it for letters."""
_LONE_POINTS = 0.01
_LEAST_LONG = 7
"""Words of a row of running text."""
_SMALL = "abcdđeghik"
_CAPITALS = "ABCDĐEGHIKLMNOPQRSTUVXY"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def running_text(folder: Path = HELP) -> list[str]:
    """Paragraphs of the help pages that are in Vietnamese. Raises `FileNotFoundError` where the package is not installed."""
    paragraphs: dict[str, None] = {}
    for page in sorted(folder.rglob("*.html")):
        seen = _UNSEEN.sub(" ", page.read_text(encoding="utf-8", errors="ignore"))
        for found in _PARAGRAPH.finditer(seen):
            text = html.unescape(_TAG.sub("", found[2]))
            words = unicodedata.normalize("NFC", text).split()
            marked = sum(bool(_MARKED.search(word)) for word in words)
            if len(words) >= _LEAST_WORDS and marked >= _MARKED_SHARE * len(words):
                paragraphs[" ".join(words)] = None
    if not paragraphs:
        raise FileNotFoundError(f"no help in Vietnamese at {folder}")
    return list(paragraphs)


def said_of(row: str) -> str:
    """What is to be read of a row that is drawn."""
    return pen.read(row).replace(POINT, "").strip()


class Sayings:
    """Rows to be drawn, each of signs of `known` alone."""

    def __init__(self, paragraphs: Sequence[str], known: frozenset[str]) -> None:
        self._paragraphs = [paragraph.split() for paragraph in paragraphs]
        self._known = known
        usual = known_words().usual
        self._words = [word for word in listed_words() if word.replace(" ", "").isalpha()]
        # All words of a syllable together are as usual as it is, and none more than its rarest syllable.
        rarest = [
            min(word.lower().split(), key=lambda part: usual.get(part, 0.0)) for word in self._words
        ]
        words_of = Counter(rarest)
        shares = [exp(usual.get(part, 0.0)) / words_of[part] for part in rarest]
        self._weights = list(accumulate(shares))
        self._alike = sorted(sorted(group) for group in known_words().by_letters.values())
        self._alike_weights = list(
            accumulate(sum(exp(usual.get(one, 0.0) / 2) for one in group) for group in self._alike)
        )

    def row(self, rng: Random) -> str:
        """What is drawn: at least one sign, no blanks at its ends."""
        if rng.random() < _LONE_POINTS:
            return POINT
        while True:
            text = " ".join(self._some(rng).translate(_PLAINER).split())[:_LONGEST].strip()
            if said_of(text) and not set(said_of(text)) - self._known:
                return text

    def _some(self, rng: Random) -> str:
        count = rng.randint(1, 5) if rng.random() < 0.35 else rng.randint(_LEAST_LONG, 15)
        kinds = (self._running, self._listed, self._formal, self._marked)
        (kind,) = rng.choices(kinds, (35, 28, 22, 15))
        words = kind(rng, count)
        dressed = rng.random()
        # Headings, offices and names stand in rows of their own.
        capitals, names = (0.3, 0.6) if count < _LEAST_LONG else (0.08, 0.14)
        if dressed < capitals:
            words = [word.upper() for word in words]
        elif dressed < names:
            words = [word.capitalize() for word in words]
        return _headed(rng, " ".join(words))

    def _running(self, rng: Random, count: int) -> list[str]:
        words = rng.choice(self._paragraphs)
        start = rng.randrange(max(len(words) - count, 0) + 1)
        return words[start : start + count]

    def _listed(self, rng: Random, count: int) -> list[str]:
        words = rng.choices(self._words, cum_weights=self._weights, k=count)
        parts = " ".join(words).split()[:count]
        return [_punctuated(rng, part) for part in parts]

    def _marked(self, rng: Random, count: int) -> list[str]:
        """Syllables, of which those that differ in their marks alone come equally often.

        What mark a letter bears is to be seen, not guessed: other rows say `tình` oftener than `tỉnh`, papers seldom.
        """
        groups = rng.choices(self._alike, cum_weights=self._alike_weights, k=count)
        return [_punctuated(rng, _placed(rng, rng.choice(group))) for group in groups]

    def _formal(self, rng: Random, count: int) -> list[str]:
        """Words with numbers, days and codes among them."""
        parts = self._listed(rng, count)
        for _ in range(rng.randint(1, 3)):
            parts.insert(rng.randint(0, len(parts)), rng.choice(_FORMAL)(rng))
        return parts


_PLAINER = str.maketrans({"–": "-", "…": "...", "\u00a0": " ", "’": "'", "‘": "'"})


def _placed(rng: Random, syllable: str) -> str:
    """`ủy` or `uỷ`: both are printed."""
    if rng.random() < 0.5:
        return syllable
    letters = unicodedata.normalize("NFD", syllable)
    return unicodedata.normalize("NFC", _NEW_PLACE.sub(r"\1\3\2", letters))


def _punctuated(rng: Random, word: str) -> str:
    drawn = rng.random()
    if drawn < 0.12:
        return word + rng.choices(",.;:", (50, 25, 15, 10))[0]
    if drawn < 0.15:
        return rng.choice((f"({word})", f"({word}", f"{word})", f"“{word}”", f'"{word}"'))
    if drawn < 0.18:
        return word.capitalize()
    return word


def _headed(rng: Random, text: str) -> str:
    """Every fourth row begins an item or ends with a colon, as in laws."""
    drawn = rng.random()
    if drawn < 0.06:
        return f"{rng.choice(_SMALL)}) {text}"
    if drawn < 0.12:
        depth = rng.choice((1, 1, 2, 3))
        return f"{'.'.join(str(rng.randint(1, 40 // depth)) for _ in range(depth))}. {text}"
    if drawn < 0.16:
        return f"- {text}"
    if drawn < 0.17:
        return f"+ {text}"
    if drawn < 0.18:
        return f"{POINT} {text}"
    if drawn < 0.21:
        return f"Điều {rng.randint(1, 99)}. {text}"
    if drawn < 0.23:
        return f"{rng.choice(_ROMAN)}. {text}"
    if drawn < 0.25:
        return f"{text}{rng.choice(';:.')}"
    return text


def _number(rng: Random) -> str:
    return str(rng.randrange(10 ** rng.randint(1, 4)))


def _amount(rng: Random) -> str:
    value = f"{rng.randrange(10 ** rng.randint(4, 10)):,}".replace(",", ".")
    return value + rng.choice(("", "", " đồng", "đ", " VNĐ"))


def _share(rng: Random) -> str:
    return f"{rng.randint(0, 100)}{rng.choice(('', ',' + str(rng.randint(1, 99))))}%"


def _day(rng: Random) -> str:
    day, month, year = rng.randint(1, 31), rng.randint(1, 12), rng.randint(1950, 2030)
    written = (
        f"{day:02}/{month:02}/{year}",
        f"{day}/{month}/{year}",
        f"{day:02}.{month:02}.{year}",
        f"ngày {day:02} tháng {month:02} năm {year}",
        f"ngày {day} tháng {month} năm {year}",
    )
    return rng.choice(written)


def _by_hand(rng: Random) -> str:
    """What a pen puts into a form."""
    number, day, month = str(rng.randint(1, 4000)), f"{rng.randint(1, 31)}", f"{rng.randint(1, 12)}"
    if rng.random() < 0.5:
        day, month = f"{day:0>2}", f"{month:0>2}"
    if rng.random() < 0.5:
        return f"Số: {pen.by_hand(number)}/{_letters(rng)}"
    return f"ngày {pen.by_hand(day)} tháng {pen.by_hand(month)} năm {rng.randint(1990, 2030)}"


def _letters(rng: Random) -> str:
    return "".join(rng.choices(_CAPITALS, k=rng.randint(2, 5)))


def _code(rng: Random) -> str:
    number = rng.randint(1, 9999)
    year = rng.choice(("", f"/{rng.randint(1990, 2030)}"))
    tail = "-".join(_letters(rng) for _ in range(rng.randint(1, 2)))
    return f"{rng.choice(('số ', 'Số: ', ''))}{number:0{rng.randint(1, 2)}}{year}/{tail}"


def _long_number(rng: Random) -> str:
    digits = "".join(rng.choices("0123456789", k=rng.choice((7, 8, 9, 10, 12))))
    return rng.choice(
        (digits, f"{digits[:4]}.{digits[4:7]}.{digits[7:]}".rstrip("."), f"({digits})")
    )


def _address(rng: Random) -> str:
    name = "".join(rng.choices("abcdeghiklmnopqrstuvxy", k=rng.randint(4, 10)))
    return rng.choice((f"{name}@{name[:3]}.gov.vn", f"www.{name}.gov.vn", f"http://{name}.vn"))


def _place(rng: Random) -> str:
    return f"{rng.choice(('khoản', 'điểm', 'Điều', 'mục', 'Chương', 'thửa', 'tờ'))} {rng.choice((_number(rng), rng.choice(_ROMAN), rng.choice(_SMALL)))}"


_FORMAL = (
    _number, _amount, _share, _day, _letters, _code, _long_number, _address, _place, _day, _code, _by_hand,
)  # fmt: skip
