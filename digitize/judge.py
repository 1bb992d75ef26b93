"""Verdict, fields and pages into the reasons why a person must look; no reason means it may be sealed by itself.

A required field missing or not sure enough, a broken rule, a contradiction, a page that was not read: each is one
reason with its code. How sure a reading must be is data (`config/thresholds.toml`), chosen on drawn papers so that of the
papers that pass at least 99.5 % have every required field right; `digitize/reasons.py` says what the person should do.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from digitize.doctype import OTHER, DocumentType, DocumentTypes, FieldSpec, ValueKind
from digitize.extract.administrative_number import left_to_pen
from digitize.limits import DPI_TOLERANCE, MIN_COPY_DPI
from digitize.model import Field, FileTrait, PageOutcome, PageReading, Reason, TextOrigin, Verdict
from digitize.reasons import ReasonCode

_ASKED_TRAITS = {
    FileTrait.ACTIVE_CONTENT: ReasonCode.ACTIVE_CONTENT,
    FileTrait.ATTACHMENTS: ReasonCode.ATTACHMENTS,
    FileTrait.REPAIRED: ReasonCode.REPAIRED,
}
_ASKED_DOUBTS = {
    "bad_format": ReasonCode.BAD_FORMAT,
    "contradiction": ReasonCode.CONTRADICTION,
    "handwriting": ReasonCode.HANDWRITING,
}


_NO_TEXT_NOTE = "no_text"
"""The reading stage's note of a page that has ink but no words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeOptions:
    min_type_confidence: float = 0.8
    min_field_confidence: float = 0.9
    """For fields that have neither their own threshold nor one of their kind."""
    kind_thresholds: Mapping[ValueKind, float] = field(default_factory=dict)
    field_thresholds: Mapping[str, float] = field(default_factory=dict)
    """Key → least confidence, before that of the kind."""
    min_dpi: float = MIN_COPY_DPI * (1 - DPI_TOLERANCE)

    def threshold(self, spec: FieldSpec) -> float:
        of_kind = self.kind_thresholds.get(spec.kind, self.min_field_confidence)
        return self.field_thresholds.get(spec.key, of_kind)


def judge(
    verdict: Verdict,
    fields: Sequence[Field],
    readings: Sequence[PageReading],
    *,
    types: DocumentTypes,
    traits: frozenset[FileTrait] = frozenset(),
    options: JudgeOptions | None = None,
) -> tuple[Reason, ...]:
    """Every reason once: those of the file, of the pages, of the type, then of the fields."""
    limits = options or JudgeOptions()
    found = [
        *(Reason(code=code) for trait, code in _ASKED_TRAITS.items() if trait in traits),
        *_page_reasons(readings, limits, is_signed=FileTrait.SIGNED in traits),
        *_type_reasons(verdict, limits),
    ]
    if verdict.type_code in types and verdict.type_code != OTHER:
        written = left_to_pen(readings[0]) if readings else frozenset()
        found += _field_reasons(types[verdict.type_code], fields, limits, written=written)
    return tuple(dict.fromkeys(found))


def _page_reasons(
    readings: Sequence[PageReading], options: JudgeOptions, *, is_signed: bool
) -> Iterable[Reason]:
    read = [page for page in readings if page.outcome is PageOutcome.READ]
    if not any(page.text.lines for page in read):
        yield Reason(code=ReasonCode.NO_TEXT)
    for page in readings:
        if page.outcome is PageOutcome.UNREADABLE:
            yield Reason(code=ReasonCode.UNREADABLE_PAGE, page_index=page.page_index)
        if _NO_TEXT_NOTE in page.notes:
            yield Reason(code=ReasonCode.NO_TEXT, page_index=page.page_index)
        if page.outcome is PageOutcome.READ and not is_signed and _is_coarse(page, options):
            yield Reason(code=ReasonCode.LOW_RESOLUTION, page_index=page.page_index)


def _is_coarse(page: PageReading, options: JudgeOptions) -> bool:
    """Below what a scan for an electronic copy needs; pages with their own good text were never scanned."""
    return page.origin is not TextOrigin.TEXT_LAYER and page.resolution.dpi < options.min_dpi


def _type_reasons(verdict: Verdict, options: JudgeOptions) -> Iterable[Reason]:
    if verdict.type_code == OTHER:
        yield Reason(code=ReasonCode.UNKNOWN_TYPE)
    elif verdict.confidence < options.min_type_confidence:
        yield Reason(code=ReasonCode.TYPE_UNSURE)


def _field_reasons(
    document_type: DocumentType,
    fields: Sequence[Field],
    options: JudgeOptions,
    *,
    written: Container[str],
) -> Iterable[Reason]:
    """`written`: keys that a pen left unreadable ink for, so that a person is told to look for it."""
    by_key = {item.key: item for item in fields}
    for spec in document_type.fields:
        item = by_key.get(spec.key)
        if item is None:
            if spec.is_required:
                is_written = spec.key in written
                code = ReasonCode.HANDWRITING if is_written else ReasonCode.FIELD_MISSING
                yield Reason(code=code, field_key=spec.key)
            continue
        yield from _doubts(item, spec, options)


def _doubts(item: Field, spec: FieldSpec, options: JudgeOptions) -> Iterable[Reason]:
    """Broken rules ask for a person also in an optional field: a wrong value is worse than none."""
    asked = [code for doubt, code in _ASKED_DOUBTS.items() if doubt in item.doubts]
    if not asked and spec.is_required and item.confidence < options.threshold(spec):
        asked = [ReasonCode.FIELD_UNSURE]
    for code in asked:
        yield Reason(code=code, field_key=item.key, page_index=item.page_index)
