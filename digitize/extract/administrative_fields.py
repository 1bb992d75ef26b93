"""Words into a field of an administrative page: how far the reading may be believed, and what speaks against it.

Half the mean over letters, half the worst word: one misread word spoils a value, and the engine's own confidence is
the only witness of the reading here, since the place on the form speaks for which field it is.
"""

from collections.abc import Iterable, Sequence
from functools import reduce

from digitize.extract.evidence import doubted
from digitize.extract.values import LOW_CONFIDENCE
from digitize.layout import Segment, has_sign
from digitize.limits import MAX_FIELD_CHARS
from digitize.model import Field, FieldSource, Word, around
from digitize.text import squeeze

_BAD_WORD = 0.45


def placed_field(
    key: str,
    value: str,
    words: Sequence[Word],
    *,
    page_index: int,
    doubts: Iterable[str] = (),
) -> Field:
    """A field found by its place; `words` (at least one) are what it was read from."""
    field = Field(
        key=key,
        value=value[:MAX_FIELD_CHARS],
        confidence=round(min(reading_confidence(words), 1.0), 4),
        page_index=page_index,
        box=around(word.box for word in words),
        how=FieldSource.LAYOUT,
        raw=squeeze(" ".join(word.text for word in words)),
    )
    return reduce(doubted, (*doubts, *_reading_doubts(words)), field)


def words_of(rows: Iterable[Segment]) -> tuple[Word, ...]:
    return tuple(word for row in rows for word in row.words)


def reading_confidence(words: Sequence[Word]) -> float:
    """Over the words that have a letter or digit, 0..1."""
    read = [word for word in words if has_sign(word)]
    if not read:
        return 0.0
    letters = sum(len(word.text) for word in read)
    mean = sum(word.confidence * len(word.text) for word in read) / letters
    return (mean + min(word.confidence for word in read)) / 2


def _reading_doubts(words: Sequence[Word]) -> tuple[str, ...]:
    worst = min((word.confidence for word in words if has_sign(word)), default=0.0)
    return (LOW_CONFIDENCE,) if worst < _BAD_WORD else ()
