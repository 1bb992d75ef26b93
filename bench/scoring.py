"""How right a reading is, as the samples' README defines it, so that figures compare.

Text: both sides NFC, lower case, old tone placement made new, runs of three or more dots or underscores dropped,
curly quotes straight, en dash as hyphen, white space folded. Fields: NFC, case and white space folded,
surrounding punctuation stripped, then equal or not.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

SMALL_RUN = 6
"""An edit run of this many characters or more is a passage dropped or moved, not a misread letter."""

_FILLERS = re.compile(r"[._…]{3,}|…")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-"})
_SECOND = {
    "o": {
        "à": "òa",
        "á": "óa",
        "ả": "ỏa",
        "ã": "õa",
        "ạ": "ọa",
        "è": "òe",
        "é": "óe",
        "ẻ": "ỏe",
        "ẽ": "õe",
        "ẹ": "ọe",
    },
    "u": {"ỳ": "ùy", "ý": "úy", "ỷ": "ủy", "ỹ": "ũy", "ỵ": "ụy"},
}
# Only where the syllable ends with them (hoàn keeps its tone) and where u is not part of the consonant qu (quý).
_OLD_TONE = re.compile(r"(?:(o)([àáảãạèéẻẽẹ])|(?<!q)(u)([ỳýỷỹỵ]))(?![^\W\d_])")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextScore:
    """Sums over pages; the rates divide by what is true."""

    edits: int = 0
    small_edits: int = 0
    characters: int = 0
    word_edits: int = 0
    words: int = 0

    def __add__(self, other: "TextScore") -> "TextScore":
        return TextScore(
            edits=self.edits + other.edits,
            small_edits=self.small_edits + other.small_edits,
            characters=self.characters + other.characters,
            word_edits=self.word_edits + other.word_edits,
            words=self.words + other.words,
        )

    @property
    def cer(self) -> float:
        return self.edits / self.characters if self.characters else 0.0

    @property
    def cer_small_edits(self) -> float:
        return self.small_edits / self.characters if self.characters else 0.0

    @property
    def wer(self) -> float:
        return self.word_edits / self.words if self.words else 0.0


def score_text(true: str, read: str) -> TextScore:
    """One page against its truth."""
    wanted, got = comparable_text(true), comparable_text(read)
    return TextScore(
        edits=Levenshtein.distance(wanted, got),
        small_edits=sum(run for run in edit_runs(wanted, got) if run < SMALL_RUN),
        characters=len(wanted),
        word_edits=Levenshtein.distance(wanted.split(), got.split()),
        words=len(wanted.split()),
    )


def total(scores: Iterable[TextScore]) -> TextScore:
    return sum(scores, TextScore())


def comparable_text(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).lower().translate(_STRAIGHT)
    return " ".join(_FILLERS.sub(" ", new_tone_placement(plain)).split())


def new_tone_placement(text: str) -> str:
    """hoà → hòa, uỷ → ủy, in lower case: the reform of 1984 puts the tone on the first of oa, oe, uy in open syllables."""
    return _OLD_TONE.sub(lambda found: _SECOND[found[1] or found[3]][found[2] or found[4]], text)


def edit_runs(wanted: str, got: str) -> list[int]:
    """Lengths of the unbroken stretches of edits; each edit (replace, insert, delete) counts one."""
    runs: list[int] = []
    end_wanted = end_got = -1
    for edit in Levenshtein.opcodes(wanted, got):
        if edit.tag == "equal":
            continue
        length = max(edit.src_end - edit.src_start, edit.dest_end - edit.dest_start)
        if (edit.src_start, edit.dest_start) == (end_wanted, end_got) and runs:
            runs[-1] += length
        else:
            runs.append(length)
        end_wanted, end_got = edit.src_end, edit.dest_end
    return runs


def same_value(true: str, read: str | None) -> bool:
    return read is not None and comparable_value(true) == comparable_value(read)


def comparable_value(value: str) -> str:
    folded = " ".join(unicodedata.normalize("NFC", value).casefold().split())
    start, end = 0, len(folded)
    while start < end and _is_punctuation(folded[start]):
        start += 1
    while end > start and _is_punctuation(folded[end - 1]):
        end -= 1
    return folded[start:end].strip()


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character).startswith("P")
