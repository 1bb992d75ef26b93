"""The heading of a type on page 1: capitals, alone on their rows, centred, under the letterhead.

Letters are compared folded and without blanks, so a lost tone mark, a wrong break and letter-spacing cost nothing; one
wrong letter in seven is allowed. `QUYẾT ĐỊNH:` with its colon opens the articles and is no heading.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from digitize.classify.marks import Mark
from digitize.doctype import DocumentType
from digitize.extract.letterhead import Letterhead
from digitize.layout import Segment, segments
from digitize.model import PageReading, Word, around
from digitize.text import fold

_PLAIN = 0.9
"""A heading where the decree puts it, letter by letter."""
_OFF_CENTRE = 0.7
_SMALL_LETTERS = 0.6
_NOT_FIRST = 0.35
"""A heading under another heading names an annex or a subject."""
_PER_WRONG_LETTER = 0.08
_LETTERS_PER_ERROR = 7
_MAX_ROWS = 5
_LOWEST_SHARE = 0.7
_CENTRE_TOLERANCE = 0.1
_SPECK = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    mark: Mark
    rows: tuple[Segment, ...]
    """The rows it stands on; what follows on the last of them belongs to it (`CHƯƠNG TRÌNH PHỐI HỢP`)."""


def find_headings(
    page: PageReading, letterhead: Letterhead | None, types: Sequence[DocumentType]
) -> tuple[Heading, ...]:
    """Headings from top to bottom, one a row at most."""
    candidates = _candidates(page, letterhead)
    found: list[Heading] = []
    taken: set[Word] = set()
    for start in range(len(candidates)):
        rows = _stack(candidates[start : start + _MAX_ROWS])
        heading = _best(rows, types, page=page)
        if heading is not None and letterhead is None and _goes_on(heading):
            heading = _weaker(heading)
        if heading is None or taken & set(heading.rows[0].words):
            continue
        found.append(_weaker(heading) if found else heading)
        taken |= {word for row in heading.rows for word in row.words}
    return tuple(found)


def _candidates(page: PageReading, letterhead: Letterhead | None) -> list[Segment]:
    """Rows below the national heading that are not the issuing organ's."""
    top = letterhead.heading.box.bottom if letterhead else 0
    organ = {word for row in letterhead.organ for word in row.words} if letterhead else set()
    clean = [_without_specks(segment) for segment in segments(page.text)]
    return [
        segment
        for segment in clean
        if segment is not None
        and top < segment.center_y < page.height * _LOWEST_SHARE
        and not organ & set(segment.words)
    ]


def _without_specks(segment: Segment) -> Segment | None:
    words = tuple(
        word
        for word in segment.words
        if any(map(str.isalpha, word.text)) and (word.confidence > _SPECK or len(word.text) > 2)
    )
    return Segment(words=words) if words else None


def _stack(rows: Sequence[Segment]) -> list[Segment]:
    """The first row and those that follow right under it."""
    stacked = list(rows[:1])
    for above, below in pairwise(rows):
        if below.center_y - above.center_y > 2.5 * max(above.height, below.height):
            break
        stacked.append(below)
    return stacked


def _best(
    rows: Sequence[Segment], types: Sequence[DocumentType], *, page: PageReading
) -> Heading | None:
    matches = [
        (len(heading) - 3 * match[0], -match[0], item, heading, match)
        for item in types
        for heading in item.headings
        if (match := _match(rows, heading)) is not None
    ]
    if not matches:
        return None
    _, _, item, heading, (errors, used) = max(matches, key=lambda found: found[:2])
    if not _is_capitals(used) and not _is_all(used, heading):
        return None
    mark = Mark(
        type_code=item.code,
        name=f"heading {heading}",
        strength=_strength(used, errors, page=page),
        page_index=page.page_index,
        box=around(row.box for row in used),
    )
    return Heading(mark=mark, rows=tuple(used))


def _match(rows: Sequence[Segment], heading: str) -> tuple[int, list[Segment]] | None:
    """Wrong letters and the rows used, where the rows begin with the heading."""
    wanted = _letters(heading)
    allowed = len(wanted) // _LETTERS_PER_ERROR
    read = ""
    best: tuple[int, list[Segment]] | None = None
    for number, row in enumerate(rows, start=1):
        for word in row.words:
            read += _letters(word.text)
            if _differs_early(read, wanted, allowed):
                return best
            errors = Levenshtein.distance(read, wanted, score_cutoff=allowed)
            if (
                errors <= allowed
                and not _opens_articles(word)
                and (best is None or errors < best[0])
            ):
                best = (errors, list(rows[:number]))
        if len(read) > len(wanted) + allowed:
            break
    return best


def _differs_early(read: str, wanted: str, allowed: int) -> bool:
    """So far from the heading's beginning that no further word can mend it: most rows end here."""
    beginning = wanted[: len(read)]
    return Levenshtein.distance(read, beginning, score_cutoff=2 * allowed) > 2 * allowed


def _opens_articles(word: Word) -> bool:
    return word.text.endswith(":")


@lru_cache(maxsize=4096)
def _letters(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalpha())


def _is_capitals(rows: Sequence[Segment]) -> bool:
    return all(row.is_capitals for row in rows)


def _is_all(rows: Sequence[Segment], heading: str) -> bool:
    """In small letters only a row that says nothing else is a heading; sentences begin like one."""
    return _letters("".join(row.text for row in rows)) == _letters(heading)


def _strength(used: Sequence[Segment], errors: int, *, page: PageReading) -> float:
    if not _is_capitals(used):
        base = _SMALL_LETTERS
    elif abs(used[0].center_x - _centre(page)) > _CENTRE_TOLERANCE * page.width:
        base = _OFF_CENTRE
    else:
        base = _PLAIN
    return max(base - errors * _PER_WRONG_LETTER, 0.0)


def _centre(page: PageReading) -> float:
    """Middle of the printed area: margins differ by a centimetre, scans are shifted."""
    lines = [line.box for line in page.text.lines if line.box.width > page.width / 2]
    if not lines:
        return page.width / 2
    return (min(box.left for box in lines) + max(box.right for box in lines)) / 2


def _goes_on(heading: Heading) -> bool:
    """Whether its row says more, as in `HƯỚNG DẪN SỬ DỤNG MÁY …`: without a letterhead that is no paper of an office."""
    wanted = heading.mark.name.removeprefix("heading ")
    return len(_letters("".join(row.text for row in heading.rows))) > len(_letters(wanted)) + 2


def _weaker(heading: Heading) -> Heading:
    mark = replace(heading.mark, strength=min(heading.mark.strength, _NOT_FIRST))
    return replace(heading, mark=mark)
