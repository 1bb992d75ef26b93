"""What a document's own number says of its type: `2311/QĐ-UBND` a decision, `48-NQ/TU` a Party resolution.

The kind stands in the printed part of the number, so it speaks also where the figures were left to the pen.
"""

import re
from collections.abc import Iterable

from digitize.classify.marks import Mark
from digitize.doctype import DocumentType
from digitize.extract.references import Reference, ReferenceKind, parse_reference
from digitize.text import fold

_PRINTED_KIND = 0.8
_LOST_STROKE = 0.4
"""`HD` may be a hướng dẫn or a hợp đồng whose Đ was lost."""
_ASSEMBLY = 0.3
"""`/2023/QH15` numbers laws, ordinances and resolutions alike."""
_NORMATIVE_ONLY = frozenset({"L", "PL", "NĐ", "TT", "TTLT"})


def read_symbol(text: str) -> Reference | None:
    """The reference in the row of `Số:`; where its figures cannot be read, with the number `0`."""
    whole = parse_reference(text)
    if whole is not None:
        return whole
    printed = re.search(r"(?:/\s*(?:19|20)\d\d\s*)?/.*|-\s*[A-ZĐÐ]\w*\s*/.*", text)
    return parse_reference("0" + printed.group()) if printed else None


def symbol_marks(reference: Reference, types: Iterable[DocumentType]) -> tuple[Mark, ...]:
    """Marks for the types whose abbreviation heads the symbol."""
    head = re.split(r"[-/]", reference.symbol)[0]
    if re.fullmatch(r"(?:QH|UBTVQH)\d{1,2}", head):
        return tuple(
            Mark(type_code=item.code, name=f"symbol {head}", strength=_ASSEMBLY)
            for item in types
            if item.symbol in {"L", "PL", "NQ"}
        )
    known = [item for item in types if item.symbol and _fits(item.symbol, reference)]
    exact = [item for item in known if item.symbol == head]
    alike = [item for item in known if fold(item.symbol) == fold(head)]
    return tuple(
        Mark(
            type_code=item.code,
            name=f"symbol {item.symbol}",
            strength=_PRINTED_KIND if item in exact else _LOST_STROKE,
        )
        for item in (exact or alike)
    )


def _fits(symbol: str, reference: Reference) -> bool:
    """Laws, decrees and circulars always carry the year; their letters without one mean something else."""
    return reference.kind is ReferenceKind.NORMATIVE or symbol not in _NORMATIVE_ONLY
