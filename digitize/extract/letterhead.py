"""The head of an administrative page by the places of Nghị định 30/2020/NĐ-CP, phụ lục I: ô 1-4 and 5b.

    ô 2  issuing organ           |  ô 1  national heading and motto
    ô 3  Số: 2311/QĐ-UBND        |  ô 4  Quảng Bình, ngày 29 tháng 12 năm 2023
    ô 5b V/v ... (công văn only) |

The national heading is the anchor: its left edge parts the two columns, whichever way the engine read them. Party
papers carry `ĐẢNG CỘNG SẢN VIỆT NAM` in its place. Nothing here is a value yet, only which words stand where.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from rapidfuzz import fuzz

from digitize.extract.about_mark import ABOUT
from digitize.layout import Segment, are_capitals, cut_at_gaps, has_sign, rows
from digitize.model import PageReading, Word
from digitize.text import fold

_HEADINGS = {
    "cong hoa xa hoi chu nghia viet nam": False,
    "dang cong san viet nam": True,
}
_MOTTO = "doc lap - tu do - hanh phuc"
_MIN_LIKENESS = 62.0
"""A seal or stamp may cover a third of the letters."""
_HEAD_SHARE = 0.45
"""The head of an A4 page ends above this; an A5 form's fills more of its page, but not half."""
_FEWEST_WORDS = 4
_FIGURE = 0.6
"""`QUẬN 3`: a figure in a name is believed only when read well."""
_SPECK = 0.3
"""Engines give stains a confidence below this."""
_DASH = 0.2
"""A hyphen of print is a third as wide as capitals are high; a speck that is read as one is narrower than this."""
_DEPTH_HEIGHTS = 14.0
"""Reference and date stand at most this many heading heights below the national heading."""
_ABOUT = re.compile(rf"\W*{ABOUT}")
_NUMBER_LABEL = re.compile(
    r"\W{0,2}(?:(?:(?:Luật|Nghị quyết|Pháp lệnh)\s+s|S)[oóòốồổỗộôơớẻéèöõỏọ06]\s?(?:[:.;,]|\s|(?=[\W\d]))|s[óốồổỗ]\s?:)"
)
"""`Số:` (`số:` as engines read it beside tall figures), `Số` of Party papers, `Luật số:`; a `SỞ` is not one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    heading: Segment
    """The national heading (ô 1), the Party's in its place, or the motto where the heading is lost."""
    is_party: bool
    organ: tuple[Segment, ...] = ()
    """Rows of the issuing organ, its superior above (ô 2)."""
    is_organ_cut: bool = False
    """A row right under the organ's is not in capitals and no number either: its name may go on there, misread."""
    reference: Segment | None = None
    """The row of `Số:` (ô 3)."""
    dateline: Segment | None = None
    """`Hà Nội, ngày 31 tháng 12 năm 2020` (ô 4)."""
    abstract: tuple[Segment, ...] = ()
    """Rows of `V/v ...` under the reference (ô 5b)."""

    @property
    def bottom(self) -> int:
        """Below this stands what follows the letterhead: the heading of the type or `Kính gửi`."""
        parts = (self.heading, *self.organ, self.reference, self.dateline)
        return max(round(part.center_y + part.height / 2) for part in parts if part is not None)


def find_letterhead(page: PageReading) -> Letterhead | None:
    """The letterhead of a first page; None where neither national heading nor motto can be read."""
    head = [line for line in page.text.lines if line.box.top < page.height * _HEAD_SHARE]
    lines = [line.words for line in head]
    anchor = _find_heading(lines)
    if anchor is None:
        return None
    heading, is_party = _with_first_word(anchor[0], lines), anchor[1]
    zone = [line for line in map(_words_between(heading), lines) if line]
    dateline = _find_dateline([word for line in zone for word in line], heading)
    taken = {*heading.words, *(dateline.words if dateline else ())}
    left = rows(_left_column(zone, heading, without=taken))
    return _with_left_column(left, heading=heading, is_party=is_party, dateline=dateline)


def _words_between(heading: Segment) -> Callable[[Sequence[Word]], list[Word]]:
    """The words of a line that stand no higher than the heading and not far below it."""
    top = heading.box.top - 1.2 * heading.height
    bottom = heading.box.bottom + _DEPTH_HEIGHTS * heading.height
    return lambda line: [word for word in line if top < _middle(word) < bottom]


def _left_column(
    zone: Iterable[Sequence[Word]], heading: Segment, *, without: Container[Word]
) -> list[Word]:
    """Words left of the national heading; what runs across its edge is centred text below the letterhead."""
    edge = heading.box.left - 0.2 * heading.height
    found: list[Word] = []
    for line in zone:
        for part in cut_at_gaps(_before_motto([word for word in line if word not in without])):
            inside = [word for word in part.words if (word.box.left + word.box.right) / 2 < edge]
            if len(inside) == len(part.words) or _NUMBER_LABEL.match(part.text):
                found += part.words
    return found


def _before_motto(words: Sequence[Word]) -> Sequence[Word]:
    """Without the motto that the engine ran into the row of the organ's second line."""
    text = [fold(word.text) for word in words]
    starts = (i for i in range(len(text) - 1) if text[i].startswith("doc") and text[i + 1] == "lap")
    return words[: next(starts, len(words))]


def _with_left_column(
    left: Sequence[Segment], *, heading: Segment, is_party: bool, dateline: Segment | None
) -> Letterhead:
    number = next(
        (i for i, row in enumerate(left) if i > 0 and _NUMBER_LABEL.match(row.text)), None
    )
    reference = left[number] if number is not None else None
    below = left[number + 1 :] if number is not None else []
    limit = reference.center_y if reference else _end_of_organ(dateline)
    rows = _organ_rows(left, above=limit)
    organ = _organ(rows)
    return Letterhead(
        heading=heading,
        is_party=is_party,
        organ=organ,
        is_organ_cut=_goes_on(organ, rows),
        reference=reference,
        dateline=dateline,
        abstract=_abstract(below),
    )


def _end_of_organ(dateline: Segment | None) -> float:
    """Where no number parts the columns: an organ of four rows ends a row below the date."""
    return dateline.box.bottom + 2 * dateline.height if dateline else float("inf")


def _organ(found: Sequence[Segment]) -> tuple[Segment, ...]:
    """Rows in capitals, each right under the one before."""
    kept: list[Segment] = []
    for row in takewhile(lambda row: row.is_capitals, found):
        if kept and not _is_right_under(row, kept[-1]):
            break
        kept.append(row)
    return tuple(kept)


def _goes_on(organ: Sequence[Segment], found: Sequence[Segment]) -> bool:
    following = found[len(organ) : len(organ) + 1]
    return bool(organ) and any(_is_right_under(row, organ[-1]) for row in following)


def _is_right_under(row: Segment, above: Segment) -> bool:
    return row.center_y - above.center_y <= 2.5 * row.height


def _find_heading(lines: Iterable[Sequence[Word]]) -> tuple[Segment, bool] | None:
    """The run of words most like a national or Party heading, else like the motto."""
    runs = [tuple(line[start:end]) for line in lines for start, end in _spans(line)]
    capitals = [run for run in runs if are_capitals(run)]
    return _most_like(capitals, _HEADINGS) or _most_like(runs, {_MOTTO: False})


def _most_like(
    runs: Sequence[tuple[Word, ...]], phrases: Mapping[str, bool]
) -> tuple[Segment, bool] | None:
    scored = [
        (_likeness(run, phrase), run, is_party)
        for run in runs
        for phrase, is_party in phrases.items()
    ]
    best = max(scored, key=lambda found: (round(found[0] / 5), len(found[1])), default=None)
    if best is None or best[0] < _MIN_LIKENESS:
        return None
    return Segment(words=best[1]), best[2]


def _likeness(run: Sequence[Word], phrase: str) -> float:
    """To the whole phrase, or to its beginning where a stamp hides the rest."""
    read = fold(" ".join(word.text for word in run))
    beginning = " ".join(phrase.split()[: max(len(run), _FEWEST_WORDS)])
    return max(fuzz.ratio(read, phrase), fuzz.ratio(read, beginning))


def _with_first_word(heading: Segment, lines: Iterable[Sequence[Word]]) -> Segment:
    """A stamp over the end of the heading makes a run without its first word the likeliest; take the word in."""
    first = heading.words[0].box
    for word in (word for line in lines for word in line):
        is_beside = 0 <= first.left - word.box.right < heading.height
        is_level = abs(_middle(word) - heading.center_y) < heading.height / 2
        if is_beside and is_level and re.fullmatch(r"c[o0]ng|dang", fold(word.text)):
            return Segment(words=(word, *heading.words))
    return heading


def _spans(line: Sequence[Word]) -> list[tuple[int, int]]:
    return [
        (start, end)
        for start in range(len(line))
        for end in range(start + 3, min(start + 9, len(line)) + 1)
    ]


def _find_dateline(zone: Sequence[Word], heading: Segment) -> Segment | None:
    """The row that has both `ngày` and `tháng` or `năm`, from its place name to its year."""
    for row in rows(
        word for word in zone if _middle(word) > heading.center_y and not _is_left(word, heading)
    ):
        words = row.words
        day = next((i for i, word in enumerate(words) if _opens_date(words[i : i + 6])), None)
        if day is None:
            continue
        start = day
        while start > 0 and _belongs_to_place(words[start - 1], words[start]):
            start -= 1
        return Segment(words=words[start:])
    return None


def opens_day(word: Word) -> bool:
    """`ngày` and its misreadings; the `Ngãi` of a province has a capital."""
    return word.text.startswith("ng") and bool(re.match(r"nga(?!i)", fold(word.text)))


def _opens_date(words: Sequence[Word]) -> bool:
    text = fold(" ".join(word.text for word in words))
    return opens_day(words[0]) and bool(re.search(r"than|nam", text))


def _belongs_to_place(word: Word, following: Word) -> bool:
    """Place names have no digit and stand one space apart."""
    gap = following.box.left - word.box.right
    return gap < 1.2 * following.box.height and not re.search(r"[\d/:]", word.text)


def _organ_rows(left: Sequence[Segment], *, above: float) -> list[Segment]:
    """Rows above the reference without rules, stars and specks."""
    kept = (
        tuple(word for word in row.words if _is_organ_word(word, row.height))
        for row in left
        if row.center_y < above - 0.4 * row.height
    )
    return [Segment(words=words) for words in kept if sum(map(_letters, words)) > 1]


def _is_organ_word(word: Word, height: float) -> bool:
    if word.text in {"-", "–", "—", "&"}:
        return word.box.width > _DASH * height
    if word.text.isdigit():
        return word.confidence > _FIGURE
    is_name = word.text.strip(",.-_").isalpha() and _letters(word) > 1
    return is_name or (_letters(word) > 0 and word.confidence > _SPECK and word.text.isupper())


def _letters(word: Word) -> int:
    return sum(character.isalpha() for character in word.text)


def _abstract(below: Sequence[Segment]) -> tuple[Segment, ...]:
    """Rows from `V/v` on while they stay one under the other."""
    if not below or not _ABOUT.match(fold(below[0].text)):
        return ()
    found = [below[0]]
    for row in below[1:]:
        if row.center_y - found[-1].center_y > 2.2 * found[0].height or _is_addressee(row):
            break
        if any(has_sign(word) for word in row.words):
            found.append(row)
    return tuple(found)


def _is_addressee(row: Segment) -> bool:
    return "kinh gui" in fold(row.text)


def _is_left(word: Word, heading: Segment) -> bool:
    return (word.box.left + word.box.right) / 2 < heading.box.left - 0.2 * heading.height


def _middle(word: Word) -> float:
    return (word.box.top + word.box.bottom) / 2
