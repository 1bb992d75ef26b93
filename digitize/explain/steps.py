"""The parts of an explanation as values: pictures and sentences in order, and the document they are about.

They cross from the child that draws to the parent that writes, so nothing here needs an image library.
"""

from dataclasses import dataclass

from digitize.classify.marks import Mark
from digitize.model import Description, PageReading


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One step of one page, for people."""

    name: str
    """File name without its ending; names sort in the order of the steps."""
    title: str
    sentence: str
    png: bytes
    preview: bytes
    """The same as JPEG, small enough to stand inside a page of HTML."""
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """A step that had nothing to do."""

    title: str
    sentence: str


Step = Picture | Unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedPage:
    reading: PageReading
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A document and all that speaks for its type."""

    page_indexes: tuple[int, ...]
    description: Description
    marks: tuple[Mark, ...] = ()
