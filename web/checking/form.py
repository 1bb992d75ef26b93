"""A document and what is known of its pages into what a checker's form shows: only what is uncertain asks, the rest is folded.

Pure: the same document, type and readings give the same form. What a second person has to enter unseen is empty here, so that
neither page nor API can tell it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from digitize.doctype import OTHER, DocumentType, FieldSpec
from digitize.extract.alternatives import alternatives
from digitize.judge import JudgeOptions
from digitize.model import Description, Field, FieldSource, PageReading, Reason
from digitize.reasons import ReasonCode, sentence_of
from digitize.second_entry import Entry
from web.checking.as_typed import as_typed
from web.pages.field_titles import title_of_field

_OF_TYPE = frozenset(
    {ReasonCode.UNKNOWN_TYPE, ReasonCode.TYPE_UNSURE, ReasonCode.OTHER_THAN_DECLARED}
)
_OF_SECOND_ENTRY = frozenset({ReasonCode.SECOND_ENTRY, ReasonCode.SECOND_ENTRIES_DIFFER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where on the document's pages something is, as shares of the page, so that a picture of any size can show it."""

    page_index: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReason:
    code: str
    sentence: str
    """In Vietnamese: what the person should do."""
    page_number: int | None
    """Of the scan, from 1."""
    field_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownField:
    key: str
    kind: str
    title: str
    value: str
    """As people write it; empty where it is absent or to be entered unseen."""
    read_as: str
    """The words as read, where they are others than the value."""
    confidence: float | None
    how: FieldSource | None
    spot: Spot | None
    asks: bool
    is_required: bool
    is_blind: bool
    reasons: tuple[ShownReason, ...]
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    kind: DocumentType
    is_type_asked: bool
    fields: tuple[ShownField, ...]
    """In the order of the type."""
    reasons: tuple[ShownReason, ...]
    """Those about no field that is shown."""

    likely_types: tuple[str, ...] = ()
    """Codes of the types that something speaks for, the document's own first."""

    @property
    def asking(self) -> tuple[ShownField, ...]:
        return tuple(field for field in self.fields if field.asks)

    @property
    def folded(self) -> tuple[ShownField, ...]:
        return tuple(field for field in self.fields if not field.asks)

    @property
    def is_blind(self) -> bool:
        return any(field.is_blind for field in self.fields)


def form_of(
    description: Description,
    kind: DocumentType,
    readings: Mapping[int, PageReading],
    *,
    options: JudgeOptions,
    blind: Collection[str] = (),
    entries: Sequence[Entry] = (),
) -> Form:
    """The form of a type, which may be another than the document has; `readings` are those at hand, by page index.

    `blind` keys are shown empty; what several people entered differently (`entries`) is offered for choosing.
    """
    by_key = {field.key: field for field in description.fields}
    differing = _differing(description.reasons)
    fields = tuple(
        _shown(
            spec,
            by_key.get(spec.key),
            [reason for reason in description.reasons if reason.field_key == spec.key],
            readings,
            options=options,
            is_blind=spec.key in blind,
            entered=[entry.value for entry in entries if entry.field_key == spec.key]
            if spec.key in differing
            else [],
        )
        for spec in kind.fields
    )
    keys = {spec.key for spec in kind.fields}
    return Form(
        kind=kind,
        is_type_asked=kind.code == OTHER
        or any(one.code in _OF_TYPE for one in description.reasons),
        likely_types=(description.verdict.type_code, *description.verdict.runners_up),
        fields=_second_entry_only(fields) if blind else fields,
        reasons=tuple(
            shown_reason(reason) for reason in description.reasons if reason.field_key not in keys
        ),
    )


def shown_reason(reason: Reason) -> ShownReason:
    return ShownReason(
        code=reason.code,
        sentence=sentence_of(reason.code),
        page_number=None if reason.page_index is None else reason.page_index + 1,
        field_key=reason.field_key,
    )


def _shown(
    spec: FieldSpec,
    found: Field | None,
    reasons: Sequence[Reason],
    readings: Mapping[int, PageReading],
    *,
    options: JudgeOptions,
    is_blind: bool,
    entered: Sequence[str],
) -> ShownField:
    asked = _open_reasons(reasons, found)
    seen = None if is_blind else found
    others = () if is_blind else alternatives(spec, found, tuple(readings.values()))
    offered = dict.fromkeys((*entered, *others))
    return ShownField(
        key=spec.key,
        kind=spec.kind.value,
        title=title_of_field(spec),
        value=as_typed(spec.kind, seen.value) if seen else "",
        read_as=seen.raw if seen and seen.raw != seen.value else "",
        confidence=seen.confidence if seen else None,
        how=seen.how if seen else None,
        spot=_spot(found, readings),
        asks=is_blind or bool(asked) or _is_unsure(spec, found, options),
        is_required=spec.is_required,
        is_blind=is_blind,
        reasons=tuple(shown_reason(reason) for reason in asked),
        alternatives=tuple(as_typed(spec.kind, value) for value in offered if value),
    )


def _open_reasons(reasons: Iterable[Reason], found: Field | None) -> list[Reason]:
    """Those that a person has not answered yet: what was typed or confirmed asks for nothing but a second entry."""
    is_answered = found is not None and found.how is FieldSource.PERSON
    return [reason for reason in reasons if reason.code in _OF_SECOND_ENTRY or not is_answered]


def _is_unsure(spec: FieldSpec, found: Field | None, options: JudgeOptions) -> bool:
    """A required field that is absent, or less sure than one that passes by itself."""
    if not spec.is_required:
        return False
    return found is None or found.confidence < options.threshold(spec)


def _spot(found: Field | None, readings: Mapping[int, PageReading]) -> Spot | None:
    reading = readings.get(found.page_index) if found else None
    if found is None or reading is None or found.box.width <= 0 or not reading.width:
        return None
    box = found.box
    return Spot(
        page_index=found.page_index,
        left=round(box.left / reading.width, 5),
        top=round(box.top / reading.height, 5),
        width=round(box.width / reading.width, 5),
        height=round(box.height / reading.height, 5),
    )


def _differing(reasons: Iterable[Reason]) -> set[str | None]:
    return {one.field_key for one in reasons if one.code == ReasonCode.SECOND_ENTRIES_DIFFER}


def _second_entry_only(fields: Sequence[ShownField]) -> tuple[ShownField, ...]:
    """Whoever enters a second time is asked for nothing else; the first person has answered the rest."""
    return tuple(field for field in fields if field.is_blind)
