"""Where the printed labels of a form stand, through reading errors: `Họ và tên / Full name:` in a row of words.

Labels are compared as folded letters without blanks, because scanning loses tone marks and joins words first. Of labels
that overlap the one with more letters wins, so `Họ, chữ đệm, tên người mẹ` is never taken for `Họ, chữ đệm, tên`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from digitize.extract.form import Row
from digitize.extract.stop_labels import STOPS
from digitize.text import fold, trim

_EXACT_BELOW = 5  # letters; a shorter label with an error is another word
_ONE_EDIT_BELOW = 8
_MIN_SIMILARITY = 0.82
_MIN_SIMILARITY_BARE = 0.9  # of a label without its colon: half of what marks it is missing
_BARE, _BARE_IN_FRONT = 0.9, 0.97
"""Quality of a label without its colon; letter by letter at the front of its row it can hardly be anything else."""
_LENGTH_SLACK = 0.22  # share of a label's letters that reading may drop or add
_MAX_EXTENSION_WORDS = 7
_LEAST = 2  # letters of a label that nobody knows; `t:` is a speck beside a colon
_LONG_LABEL = 9  # letters; from here a label is known without its colon inside a row too
_SENTENCE_LABEL = 18  # letters; from here one at the end of a line is known, its value on the next
_WIDE_GAP = 1.5  # letter heights: wider than the blank between two words
_COLUMN_GAP = 2.5  # the same between columns: no label goes across one
_OTHER_PERSON = frozenset(
    {"nguoi", "cha", "me", "bo", "vo", "chong", "con", "chu", "dai", "giam", "ong", "ba", "dong"}
)
"""Words after a label that make it the label of someone else (`Họ và tên` … `chủ hộ:`)."""
_ENUMERATOR = re.compile(r"\(?(?:\d{1,2}(?:\.\d)*|[a-zđø]|[IVX]{1,4})[.)]+|[-–+•*]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelHit:
    label: str
    """The label asked for; empty for a label of the form that nobody asked for."""
    row_index: int
    start: int
    """Index of its first word in the row."""
    end: int
    """Index after its last word, its translation and its colon."""
    quality: float
    """0..1: how much the words look like the label, less where its colon is missing."""
    has_colon: bool = True
    is_title: bool = False
    """Capitals without a colon: the title of a signature or a part, whose value never stands beside it."""


def find_labels(rows: Sequence[Row], labels: Iterable[str]) -> tuple[LabelHit, ...]:
    """Every printed label in reading order, no two over the same words; unknown ones end in a colon."""
    targets = _by_length({label: letters(label) for label in (*STOPS, *labels)})
    asked = frozenset(labels)
    hits: list[LabelHit] = []
    for index, row in enumerate(rows):
        found = _apart(_candidates(row, index, targets))
        named = [hit for hit in found if hit is not None]
        hits += sorted(
            [_known(hit, asked) for hit in named] + _unknown(row, index, named),
            key=lambda hit: hit.start,
        )
    return tuple(hits)


def letters(text: str) -> str:
    """Folded letters and digits alone: `Họ, chữ đệm, tên:` → `hochudemten`."""
    return re.sub(r"[^a-z0-9]", "", fold(text))


def starts_item(text: str) -> bool:
    """Whether a word is the number or dash of a list: `2.`, `b)`, `-`; engines read `g)` as `ø)`."""
    return _ENUMERATOR.fullmatch(text) is not None


def _by_length(targets: dict[str, str]) -> dict[int, list[tuple[str, str]]]:
    grouped = defaultdict(list)
    for label, target in targets.items():
        slack = _slack(len(target))
        for length in range(len(target) - slack, len(target) + slack + 1):
            grouped[length].append((label, target))
    return grouped


def _slack(length: int) -> int:
    if length < _EXACT_BELOW:
        return 0
    return 1 if length < _ONE_EDIT_BELOW else int(length * _LENGTH_SLACK)


def _candidates(
    row: Row, index: int, targets: dict[int, list[tuple[str, str]]]
) -> list[tuple[float, LabelHit]]:
    """Label hits with their weight: more letters and fewer errors weigh more, a translation counts."""
    found = []
    for span, window in _windows(row, longest=max(targets, default=0)):
        for label, target in targets.get(len(window), ()):
            similarity = _similarity(window, target)
            hit = _hit(row, index, span, label, similarity) if similarity else None
            if hit is not None:
                found.append((_covered(row, hit, target, similarity) * similarity**4, hit))
    return found


def _covered(row: Row, hit: LabelHit, target: str, similarity: float) -> int:
    """Letters that the label explains: its own, and its translation's where one stands before the colon."""
    if hit.quality < similarity:
        return len(target)
    printed = letters(" ".join(word.text for word in row.words[hit.start : hit.end]))
    return max(len(target), len(printed))


def _windows(row: Row, *, longest: int) -> Iterator[tuple[tuple[int, int], str]]:
    """Spans of words with their letters; none across a colon. A word may end its label at a slash (`tên/Full`)."""
    keys = [letters(word.text) for word in row.words]
    for start in range(len(keys)):
        window = ""
        for end in range(start + 1, len(keys) + 1):
            parted = end - 1 > start and _gap_before(row, end - 1) > _COLUMN_GAP * row.height
            if not keys[start] or len(window) > longest or parted:
                break
            text = row.words[end - 1].text
            if "/" in text[1:]:
                yield (start, end), window + letters(text.split("/")[0])
            window += keys[end - 1]
            yield (start, end), window
            if text.endswith(":"):
                break


def _similarity(window: str, target: str) -> float:
    """1 for equal letters, 0 where too many differ for the label's length."""
    if window == target:
        return 1.0
    if len(target) < _EXACT_BELOW:
        return 0.0
    if len(target) < _ONE_EDIT_BELOW:
        return 1 - 1 / len(target) if Levenshtein.distance(window, target) == 1 else 0.0
    return Levenshtein.normalized_similarity(window, target, score_cutoff=_MIN_SIMILARITY)


def _hit(
    row: Row, index: int, span: tuple[int, int], label: str, similarity: float
) -> LabelHit | None:
    start, end = span
    colon = _colon_after(row, end)
    is_in_sentence = row.words[end - 1].text[-1] in ",;"
    if is_in_sentence or _is_part_of_heading(row, span, label):
        return None
    if colon is not None:
        quality = similarity if colon[1] else similarity * 0.85
        return LabelHit(label=label, row_index=index, start=start, end=colon[0], quality=quality)
    if similarity < _MIN_SIMILARITY_BARE or not _stands_alone(row, span, label):
        return None
    before = [word for word in row.words[:start] if not starts_item(word.text)]
    return LabelHit(
        label=label,
        row_index=index,
        start=start,
        end=_after_translation(row, end),
        quality=similarity * (_BARE_IN_FRONT if similarity == 1.0 and not before else _BARE),
        has_colon=False,
        is_title=all(word.text.isupper() for word in row.words[start:end]),
    )


def _after_translation(row: Row, end: int) -> int:
    """`Quốc tịch / Nationality` of a card, its value below: the index after the words that the slash opens."""
    if end == len(row.words) or not row.words[end].text.startswith("/"):
        return end
    words = row.words[end : end + _MAX_EXTENSION_WORDS]
    for index, word in enumerate(words[1:], start=end + 1):
        if not word.text.isascii() or _gap_before(row, index) > _COLUMN_GAP * row.height:
            return index
    return end + len(words)


def _is_part_of_heading(row: Row, span: tuple[int, int], label: str) -> bool:
    """`GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN` holds the letters of a label that is printed small."""
    start, end = span
    return (
        start > 0
        and not label.isupper()
        and all(word.text.isupper() for word in row.words[start - 1 : end - 1])
        and len(row.words[start - 1].text) > 1
        and _gap_before(row, start) <= _WIDE_GAP * row.height
    )


def _colon_after(row: Row, end: int) -> tuple[int, bool] | None:
    """Index after the label's colon and whether nothing but a translation stands between; None without a colon."""
    if row.words[end - 1].text.endswith(":"):
        return end, True
    between = ["/"] if "/" in row.words[end - 1].text[1:] else []
    for index in range(end, min(end + _MAX_EXTENSION_WORDS, len(row.words))):
        between.append(row.words[index].text)
        if between[-1].endswith(":"):
            return _extension(between, index + 1)
        if _gap_before(row, index) > _COLUMN_GAP * row.height:
            break
    return None


def _extension(between: Sequence[str], end: int) -> tuple[int, bool] | None:
    text = " ".join(between).rstrip(":").strip()
    if not text or text[0] in "/(|":
        return end, True
    is_plain = not any(character.isdigit() or character.isupper() for character in text)
    is_other = any(word in _OTHER_PERSON for word in fold(text).split())
    return (end, False) if is_plain and not is_other and len(between) <= 4 else None


def _stands_alone(row: Row, span: tuple[int, int], label: str) -> bool:
    """Whether a label without a colon is one: at the front of its row, after a gap, or long and before a number.

    A short one must also have its marks (`Vợ` is a heading, `Võ` a family name).
    """
    start, end = span
    target = letters(label)
    if len(target) >= _LONG_LABEL and _number_follows(row, end):
        return True
    if len(target) >= _SENTENCE_LABEL and end == len(row.words):
        return True
    printed = " ".join(word.text for word in row.words[start:end])
    if len(target) < _EXACT_BELOW and trim(printed).lower() != label.lower():
        return False
    before = [word for word in row.words[:start] if not starts_item(word.text)]
    if not before:
        return True
    return _gap_before(row, start) > _WIDE_GAP * row.height


def _number_follows(row: Row, end: int) -> bool:
    """`tờ bản đồ số 5`, `vào ngày 17/03/2023`; without one a label inside a row may be part of a value."""
    return end < len(row.words) and row.words[end].text[0].isdigit()


def _gap_before(row: Row, position: int) -> int:
    return row.words[position].box.left - row.words[position - 1].box.right if position else 0


def _apart(candidates: Iterable[tuple[float, LabelHit]]) -> list[LabelHit]:
    kept: list[LabelHit] = []
    for _, hit in sorted(candidates, key=lambda pair: (-pair[0], pair[1].start)):
        if all(hit.start >= other.end or hit.end <= other.start for other in kept):
            kept.append(hit)
    return kept


def _known(hit: LabelHit, asked: frozenset[str]) -> LabelHit:
    return hit if hit.label in asked else replace(hit, label="")


def _unknown(row: Row, index: int, known: Sequence[LabelHit]) -> list[LabelHit]:
    """Words that end in a colon and are no known label: from the capital letter before it."""
    taken = {position for hit in known for position in range(hit.start, hit.end)}
    found = []
    for position, word in enumerate(row.words):
        if position in taken or not word.text.endswith(":"):
            continue
        if word.text[-2:-1].isdigit() and _follows_colon(row, position, known):
            continue  # `Địa chỉ: Số 104: đường`: a speck behind the number of a house
        start = position
        while _goes_back(row, start) and start - 1 not in taken:
            start -= 1
        if len(letters(" ".join(word.text for word in row.words[start : position + 1]))) < _LEAST:
            continue
        found.append(
            LabelHit(label="", row_index=index, start=start, end=position + 1, quality=1.0)
        )
        taken.update(range(start, position + 1))
    return found


def _follows_colon(row: Row, position: int, known: Iterable[LabelHit]) -> bool:
    """Whether the word stands in the value of a label of its row."""
    return any(hit.has_colon and hit.end <= position for hit in known) and (
        _gap_before(row, position) <= _WIDE_GAP * row.height
    )


def _goes_back(row: Row, start: int) -> bool:
    """Whether an unknown label begins further left: it does until its capital letter or a gap."""
    is_first = start == 0 or row.words[start].text[:1].isupper()
    return not is_first and _gap_before(row, start) <= _WIDE_GAP * row.height
