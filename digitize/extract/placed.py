"""What a form says without a label: the organ of its letterhead, the line of place and date, and who signed it.

Forms share these places with administrative papers, so the letterhead is read by the same functions. The date stands
either in the letterhead or, on certificates and applications, above the signature.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from rapidfuzz import fuzz

from digitize.doctype import DocumentType, FieldSpec
from digitize.extract.administrative_number import read_date
from digitize.extract.administrative_organ import read_organs
from digitize.extract.dates import parse_date
from digitize.extract.evidence import doubted, field_from
from digitize.extract.form import FormWord, Row
from digitize.extract.form_organ import (
    COUNTER_NAMES,
    counter_name,
    likely_counter,
    organ_rows,
    signing_organ_rows,
)
from digitize.extract.letterhead import Letterhead, find_letterhead
from digitize.extract.names import is_doubtful_name
from digitize.extract.places import Province
from digitize.extract.regions import stretches
from digitize.extract.signature_block import read_signature
from digitize.extract.values import LOW_CONFIDENCE
from digitize.model import Field, FieldSource, PageReading
from digitize.text import fold

_DATELINE = re.compile(
    r"(?P<place>(?:[^:;\d]{2,60}?[,.]?\s*)?)nga?y[\s.,]*(?:\d|[.…]).*\d\W*\w?\W*"
)
"""The date ends it: `Ngày 19/07/2025, Bộ phận Một cửa tiếp nhận …` opens a sentence."""
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d[.,]?")
_FULL_DATE = len("2023-12-29")
_LIKE_HEADING = 88.0
_QUALITY = 0.97  # the place says that it is the day of issue, no label does


def placed_fields(
    readings: Sequence[PageReading],
    rows: Sequence[Row],
    doctype: DocumentType,
    *,
    provinces: Sequence[Province],
) -> dict[str, Field]:
    """`organ_name`, `issued_date` and `signer_name`, where the type asks for them and the paper shows them."""
    if not rows:
        return {}
    letterhead = find_letterhead(readings[0])
    found = (
        _organ(rows, letterhead, doctype, provinces),
        _date(letterhead, rows, doctype),
        _signer(readings),
        _subject(rows, doctype),
    )
    return {
        field.key: field
        for field in found
        if field is not None and doctype.field(field.key) is not None
    }


def _signer(readings: Sequence[PageReading]) -> Field | None:
    name = read_signature(readings).name
    if name is None or not is_doubtful_name(name.value):
        return name
    return doubted(name, LOW_CONFIDENCE)


def _organ(
    rows: Sequence[Row],
    letterhead: Letterhead | None,
    doctype: DocumentType,
    provinces: Sequence[Province],
) -> Field | None:
    page_index = rows[0].page_index
    found = organ_rows(rows, letterhead, doctype.headings)
    dated = _date_row(rows)
    if not found and dated is not None:
        found, page_index = signing_organ_rows(rows, dated[0]), rows[dated[0]].page_index
    organ = read_organs(found, symbol="", provinces=provinces, page_index=page_index).issuing
    return organ and _named_by_law(organ)


def _named_by_law(organ: Field) -> Field:
    """A counter under the name that the law gives it; where words of it were not read, doubted."""
    legal = counter_name(organ.value)
    if legal in COUNTER_NAMES:
        return replace(organ, value=legal)
    likely = likely_counter(organ.value)
    return organ if likely is None else doubted(replace(organ, value=likely), LOW_CONFIDENCE)


def _date(
    letterhead: Letterhead | None, rows: Sequence[Row], doctype: DocumentType
) -> Field | None:
    spec = doctype.field("issued_date")
    if spec is None:
        return None
    on_top = read_date(letterhead, page_index=rows[0].page_index) if letterhead else None
    if on_top is not None:
        return on_top
    dated = _date_row(rows)
    return _dated(dated[1], rows[dated[0]], spec) if dated is not None else None


def _subject(rows: Sequence[Row], doctype: DocumentType) -> Field | None:
    """What an application is for: the lines between its heading and `Kính gửi`."""
    spec = doctype.field("subject")
    at = next((i for i, row in enumerate(rows) if _opens(row, doctype.headings)), None)
    if spec is None or at is None:
        return None
    words = [word for row in takewhile(_is_before_addressee, rows[at + 1 :]) for word in row.words]
    return field_from(
        spec,
        words,
        page_index=rows[at].page_index,
        quality=_QUALITY,
        how=FieldSource.LAYOUT,
    )


def _opens(row: Row, headings: Sequence[str]) -> bool:
    """Whether the row begins with a heading in capitals."""
    text = " ".join(word.text for word in row.words)
    return any(
        text.split()[0].isupper()
        and fuzz.ratio(fold(text[: len(heading)]), fold(heading)) >= _LIKE_HEADING
        for heading in headings
    )


def _is_before_addressee(row: Row) -> bool:
    text = fold(row.text)
    return not re.match(r"\W*kinh g", text) and ":" not in text


def _date_row(rows: Sequence[Row]) -> tuple[int, tuple[FormWord, ...]] | None:
    """Index and words of the last line of place and date on the paper."""
    for index in range(len(rows) - 1, -1, -1):
        for part in reversed(stretches(rows[index].words, rows[index].height)):
            for words in (part, (*part, *_year_below(rows, index))):
                text = " ".join(word.text for word in words)
                if _is_dateline(text) and len(parse_date(text) or "") == _FULL_DATE:
                    return index, words
    return None


def _year_below(rows: Sequence[Row], index: int) -> tuple[FormWord, ...]:
    """The year of a narrow line of place and date, alone on the next row."""
    if index + 1 == len(rows) or not _YEAR_ALONE.fullmatch(rows[index + 1].text):
        return ()
    return rows[index + 1].words


def _is_dateline(text: str) -> bool:
    """`Đồng Nai, ngày …`: a place with its comma or in capitals; `có hiệu lực đến ngày …` is another day."""
    found = _DATELINE.fullmatch(fold(text))
    if found is None:
        return False
    place = text[: found.end("place")].strip()
    return place.endswith((",", ".")) or all(word[0].isupper() for word in place.split())


def _dated(words: Sequence[FormWord], row: Row, spec: FieldSpec) -> Field | None:
    return field_from(
        spec, words, page_index=row.page_index, quality=_QUALITY, how=FieldSource.LAYOUT
    )
