"""What the stages show of themselves to whoever wants to see why: pictures, red ink, words, marks; nobody, by default.

A stage tells what it made, as it makes it, and goes on; so an explanation shows the stages themselves and never a copy
of them. `Trace` hears nothing and costs a call; `digitize/explain` draws what it is told.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digitize.classify.marks import Mark
    from digitize.image.red_ink import RedMarks
    from digitize.model import Barcode, Line, PageImage


class Stage(StrEnum):
    """The steps of one page that can be seen, in their order; a second look at a page repeats some."""

    UPRIGHT = "upright"  # turned so that its lines run level and right side up
    RED_INK = "red_ink"  # red ink as light as paper
    BORDERS = "borders"  # dark edges of the scanner's bed gone
    RINGS = "rings"  # rings of black seals gone
    EVEN_PAPER = "even_paper"  # the paper's own shadows gone; only where a page is looked at again
    SCALE = "scale"  # the resolution that the engine reads best
    CONTRAST = "contrast"  # faded ink dark, grey paper white
    SMOOTH = "smooth"  # stairs of 1-bit edges softened
    LEVEL = "level"  # turned back by its skew
    DOTTED_LINES = "dotted_lines"  # dots of a form's lines gone
    ENGINE = "engine"  # words as the engine gave them, without junk
    DROPPED = "dropped"  # with the rows that the engine's layout had dropped
    ORDER = "order"  # in the order a person reads
    MEND = "mend"  # unsure words put right by their neighbours
    PEN = "pen"  # figures that a pen left in the letterhead


class Trace:
    """Hooks that do nothing; whoever wants to see overrides what they need. Stages never read anything back."""

    def begun(self, page: "PageImage", barcodes: Sequence["Barcode"]) -> None:
        """The page as its file has it, and the codes found on it."""

    def shown(self, stage: Stage, page: "PageImage") -> None:
        """The page after a stage; the same object as before where there was nothing to do."""

    def red_ink(self, page: "PageImage", marks: "RedMarks") -> None:
        """Seals and stamps found on the upright page."""

    def words(self, stage: Stage, page: "PageImage", lines: Sequence["Line"]) -> None:
        """What is read so far; boxes are pixels of `page`."""

    def marks(self, found: Sequence["Mark"]) -> None:
        """All that speaks for any type, before it is weighed."""


SILENT = Trace()
