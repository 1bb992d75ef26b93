"""Words and lines by a few keywords, for tests of what is done with text."""

from digitize.model import Box, Line, Word

HEIGHT = 30
LETTER = 16


def word_of(
    text: str, *, left: int = 0, top: int = 0, height: int = HEIGHT, confidence: float = 0.95
) -> Word:
    right = left + LETTER * len(text)
    return Word(
        text=text,
        box=Box(left=left, top=top, right=right, bottom=top + height),
        confidence=confidence,
    )


def line_of(*words: Word, block: int = 0) -> Line:
    return Line(words=words, block=block)


def printed(text: str, *, left: int, top: int, block: int = 0) -> Line:
    """The words of `text` side by side; three blanks and more leave a gap as wide as they are."""
    words, at = [], 0
    for part in text.split():
        at = text.index(part, at)
        words.append(word_of(part, left=left + LETTER * at, top=top))
        at += len(part)
    return Line(words=tuple(words), block=block)


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines]
