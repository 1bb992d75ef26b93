"""Marks weighed into a verdict: marks that agree add up, a runner-up takes away, and the unsure stays `khac`.

Marks come from page 1, where Nghị định 30/2020/NĐ-CP puts them; later pages are annexes that may bear any heading
(a `QUY CHẾ` issued with a decision). `Căn cứ Quyết định ...` in a text is no mark: only places and wordings count.
Two marks are not bound to page 1: an identity card's QR code, and the wordings inside a booklet (land certificate,
household book) whose cover says too little.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import prod

from digitize.classify.barcode_marks import barcode_marks
from digitize.classify.headings import Heading, find_headings
from digitize.classify.letters import letter_marks
from digitize.classify.marks import Mark
from digitize.classify.phrases import phrase_marks
from digitize.classify.references import read_symbol, symbol_marks
from digitize.doctype import OTHER, DocumentType, DocumentTypes
from digitize.extract.letterhead import Letterhead, find_letterhead
from digitize.model import PageReading, Verdict
from digitize.trace import SILENT, Trace

_RUNNERS_UP = 2
"""A longer list is slower to read than to search all types by letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifyOptions:
    min_confidence: float = 0.5
    """Below it the paper is `khac`: a wrong type would ask for the wrong fields."""
    clear_heading: float = 0.5
    """A heading at least this strong means the paper is no công văn."""


def classify(
    readings: Sequence[PageReading],
    *,
    types: DocumentTypes,
    options: ClassifyOptions | None = None,
    trace: Trace = SILENT,
) -> Verdict:
    """The type of one document from its pages in order; `khac` with a low confidence where marks fail or disagree."""
    limits = options or ClassifyOptions()
    written = [reading for reading in readings if reading.text.lines]
    found = [mark for mark in barcode_marks(readings) if mark.type_code in types]
    if written:
        found += _marks(written, list(types.values()), limits)
    trace.marks(found)
    return _weigh(found, limits)


def _marks(
    pages: Sequence[PageReading], types: Sequence[DocumentType], options: ClassifyOptions
) -> list[Mark]:
    letterhead = find_letterhead(pages[0])
    headings = find_headings(pages[0], letterhead, types)
    found = [heading.mark for heading in headings]
    found += _phrase_marks(pages, letterhead, headings, types, options)
    return found + _letterhead_marks(pages[0], letterhead, headings, types, options)


def _phrase_marks(
    pages: Sequence[PageReading],
    letterhead: Letterhead | None,
    headings: Sequence[Heading],
    types: Sequence[DocumentType],
    options: ClassifyOptions,
) -> list[Mark]:
    """Wordings stand in for a lost heading: a clear one leaves only those of its own type to speak."""
    found = list(phrase_marks(pages[0], types))
    clear = {
        heading.mark.type_code
        for heading in headings
        if heading.mark.strength >= options.clear_heading
    }
    if clear:
        return [mark for mark in found if mark.type_code in clear]
    has_number = letterhead is not None and letterhead.reference is not None
    inside = (
        () if has_number else (mark for page in pages[1:2] for mark in phrase_marks(page, types))
    )
    return list(dict.fromkeys([*found, *inside]))


def _letterhead_marks(
    page: PageReading,
    letterhead: Letterhead | None,
    headings: Sequence[Heading],
    types: Sequence[DocumentType],
    options: ClassifyOptions,
) -> list[Mark]:
    if letterhead is None:
        return []
    row = letterhead.reference
    reference = read_symbol(row.text) if row else None
    kinds = symbol_marks(reference, types) if reference else ()
    if row is not None:
        kinds = tuple(replace(kind, page_index=page.page_index, box=row.box) for kind in kinds)
    if any(heading.mark.strength >= options.clear_heading for heading in headings):
        return list(kinds)
    return [*kinds, *letter_marks(page, letterhead, reference, kinds=kinds)]


def _weigh(marks: Iterable[Mark], options: ClassifyOptions) -> Verdict:
    by_type: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_type[mark.type_code].append(mark)
    support = {code: _support(found) for code, found in by_type.items()}
    ranked = sorted(support, key=lambda code: (-support[code], code))
    if not ranked:
        return Verdict(type_code=OTHER, confidence=0.0)
    best, second = ranked[0], support[ranked[1]] if len(ranked) > 1 else 0.0
    confidence = round(support[best] * (1 - second**2), 3)
    names = tuple(mark.name for mark in by_type[best])
    if confidence < options.min_confidence:
        likely = tuple(ranked[:_RUNNERS_UP])
        return Verdict(type_code=OTHER, confidence=confidence, marks=names, runners_up=likely)
    others = tuple(ranked[1 : 1 + _RUNNERS_UP])
    return Verdict(type_code=best, confidence=confidence, marks=names, runners_up=others)


def _support(marks: Sequence[Mark]) -> float:
    """Independent marks: the chance that at least one of them is right."""
    return 1 - prod(1 - mark.strength for mark in marks)
