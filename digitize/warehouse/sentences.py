"""The lines of a page into sentences with the lines that each stands on: a line that opens an article or a point begins a new one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPENS = re.compile(
    r"\s*(?:Điều\s+\d|Chương\s+[IVX\d]|\d{1,2}(?:\.\d{1,2})*\s*[.)]\s|[a-zđ]\s*\)|[-–+•*]\s|Căn cứ|V/v|Về việc)"
)
_ENDS = re.compile(r"[.;:!?]['\"”»)/\s]*$")
_NEXT = re.compile(r"(?<=\.)\s+(?=[A-ZĐÀ-Ỹ“\"])")
"""Behind a stop and before a capital; what stands in numbers and abbreviations has no blank behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    text: str
    lines: tuple[int, int]
    """First and last line, from 0."""


def sentences_of(text: str) -> Iterator[Sentence]:
    """In order; `text` has a line a line. A sentence of several on one line has that line."""
    lines, first = text.split("\n"), 0
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if _is_end(line, following):
            yield from _parts(lines[first : index + 1], first)
            first = index + 1


def _is_end(line: str, following: str) -> bool:
    is_heading = line.isupper() and not following.isupper()
    return (
        not following.strip()
        or is_heading
        or _ENDS.search(line) is not None
        or _OPENS.match(following) is not None
    )


def _parts(lines: list[str], first: int) -> Iterator[Sentence]:
    joined = " ".join(line.strip() for line in lines)
    starts = [0]
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line.strip()) + 1)
    at = 0
    for part in _NEXT.split(joined):
        begins = joined.index(part, at)
        at = begins + len(part)
        if part.strip():
            lines_of = [n for n, start in enumerate(starts) if start < at]
            opened = max(n for n in lines_of if starts[n] <= begins)
            yield Sentence(text=part.strip(), lines=(first + opened, first + lines_of[-1]))
