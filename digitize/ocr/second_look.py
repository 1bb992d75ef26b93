"""Was a page hardly read at all: a tinted card on a white sheet, in print smaller than that of papers.

An engine that tells ink from paper by one threshold for the page takes the whole card for ink. Such a page shows
itself: much ink of the size of letters, hardly a letter read. It alone is read a second time, finer and with even paper.
"""

from dataclasses import dataclass, field

from digitize.image.contrast import with_even_paper
from digitize.model import Line, PageImage
from digitize.ocr.dropped import DroppedOptions, letter_count
from digitize.ocr.scale import ScaleOptions

SMALL_PRINT = ScaleOptions(reading_dpi=300.0)
"""Cards are printed in 5 to 8 points; 200 dpi leaves their letters 6 pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLookOptions:
    most_letters: int = 300
    """A page with more sure letters was read: a quarter of a typed page."""
    least_marks: int = 60
    """So much ink of the size of letters is print; less is a signature or a stamp."""
    least_share: float = 0.5
    """Of such ink that must have been read; letters that touch make a typed page exceed 0.8."""
    sure_confidence: float = 0.6
    letters: DroppedOptions = field(default_factory=lambda: DroppedOptions(letter_mm=(0.8, 6.0)))
    """Small letters of 5-point print count too."""


def needs_second_look(
    lines: tuple[Line, ...],
    *,
    page: PageImage,
    options: SecondLookOptions | None = None,
) -> bool:
    """Whether the page, before its contrast was stretched, has far more letters than were read of it."""
    options = options or SecondLookOptions()
    read = sure_letters(lines, options=options)
    if read >= options.most_letters:
        return False
    marks = letter_count(with_even_paper(page), options=options.letters)
    return marks >= options.least_marks and read < options.least_share * marks


def sure_letters(lines: tuple[Line, ...], *, options: SecondLookOptions | None = None) -> int:
    """Letters and digits in words that are no guesses; tells the better of two readings."""
    least = (options or SecondLookOptions()).sure_confidence
    return sum(
        sum(map(str.isalnum, word.text))
        for line in lines
        for word in line.words
        if word.confidence >= least
    )
