"""The stages in order, each one call; the file to read first.

    receive → page images → (separator? blank? secret?) clean → read → separate → assemble → classify → extract → check → seal → file

`receive`, `seal` and `file` need the warehouse and are called by `workers/steps.py`; everything between is here and pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pikepdf import Pdf

from digitize.classify import classify
from digitize.classify.learned import LearnedTypes, with_second_opinion
from digitize.doctype import DocumentTypes
from digitize.extract.dispatch import extract
from digitize.extract.places import Province
from digitize.intake.barcodes import find_barcodes
from digitize.intake.document_starts import several_documents
from digitize.intake.pages import ScanPages
from digitize.intake.picture import PagePicture
from digitize.judge import JudgeOptions, judge
from digitize.model import Description, FileTrait, PageReading, SourcePage
from digitize.ocr.dash_rows import without_dash_rows
from digitize.pdf.archive_metadata import ArchiveMetadata
from digitize.pdf.assemble import assemble
from digitize.pdf.check_archive import check_archive
from digitize.pdf.compact import compact
from digitize.ports import OcrEngine
from digitize.reading import read_page
from digitize.trace import SILENT, Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What the stages know of the world: data that an agency may extend, never code."""

    types: DocumentTypes
    provinces: tuple[Province, ...]
    learned: LearnedTypes | None = None
    """What this warehouse's checkers have taught; None before the first training."""
    judging: JudgeOptions = field(default_factory=JudgeOptions)
    """How sure a reading must be to pass without a person."""


def read(
    source: SourcePage,
    *,
    engine: OcrEngine,
    turn_degrees: int | None = None,
    trace: Trace = SILENT,
) -> PageReading:
    """One page: its barcodes, then upright (by itself, or as a person said), clean, level and read; `trace` is shown every step."""
    barcodes = find_barcodes(source.image)
    return read_page(
        source, engine=engine, barcodes=barcodes, turn_degrees=turn_degrees, trace=trace
    )


def archive(
    pages: ScanPages,
    readings: Sequence[PageReading],
    *,
    renderings: Mapping[int, Path],
    metadata: ArchiveMetadata,
    out: Path,
    is_compact: bool = False,
) -> None:
    """One document's searchable PDF/A, checked after it was written.

    `renderings` has the pages that the scan's own image streams do not show; `is_compact` puts colour pages in layers.
    Raises `InvalidOutput`.
    """
    with Pdf.new() as layers:

        def shown(reading: PageReading) -> PagePicture:
            rendered = _bytes(renderings.get(reading.page_index))
            picture = pages.picture(reading.page_index, rendered)
            return compact(picture, owner=layers) if is_compact else picture

        assembled = assemble(
            ((shown(reading), reading) for reading in readings), metadata=metadata, out=out
        )
    check_archive(out, readings=readings, assembled=assembled)


def describe(
    readings: Sequence[PageReading],
    *,
    traits: frozenset[FileTrait],
    knowledge: Knowledge,
    trace: Trace = SILENT,
) -> Description:
    """One document understood: its type, its fields, and why a person must look, if one must."""
    said = tuple(without_dash_rows(reading) for reading in readings)
    verdict = classify(said, types=knowledge.types, trace=trace)
    if knowledge.learned is not None:
        verdict = with_second_opinion(verdict, said, knowledge.learned)
    fields = extract(said, verdict, types=knowledge.types, provinces=knowledge.provinces)
    several = several_documents(readings, types=knowledge.types)
    judged = judge(
        verdict, fields, readings, types=knowledge.types, traits=traits, options=knowledge.judging
    )
    reasons = (*several, *judged)
    return Description(verdict=verdict, fields=fields, reasons=reasons)


def _bytes(path: Path | None) -> bytes | None:
    return None if path is None else path.read_bytes()
