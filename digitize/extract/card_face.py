"""What a card's face shows where its labels were not read: they are printed in 5 points, the values in 6 and more.

The order on the face is fixed (Thông tư 06/2021/TT-BCA, 17/2024/TT-BCA): title, number, name, day of birth, sex and
nationality. So the name is the row of capitals above the first day, and what follows that day says sex and nationality.
Everything found so is doubted: the order says what it is, no label does.
"""

import re
from collections.abc import Sequence

from digitize.doctype import DocumentType
from digitize.extract.dates import parse_date
from digitize.extract.evidence import doubted, field_from
from digitize.extract.form import FormWord, Row
from digitize.extract.offices import with_surname
from digitize.extract.values import LOW_CONFIDENCE
from digitize.model import Field, FieldSource
from digitize.text import fold

_FULL_DATE = len("1990-12-29")
_TITLE = re.compile(r"can cuoc|identity card")
_ROWS_TO_NAME = 4  # above the day: its label, and what specks were read as
_ROWS_TO_NATIONALITY = 5  # below the day: on new cards two labels and two values
_QUALITY = 0.8


def face_fields(rows: Sequence[Row], doctype: DocumentType) -> dict[str, Field]:
    """`full_name`, `date_of_birth`, `sex` and `nationality`, all doubted; none where title or day were not read."""
    title = next((i for i, row in enumerate(rows) if _TITLE.search(fold(row.text))), None)
    if title is None:
        return {}
    day = next((i for i in range(title, len(rows)) if _has_day(rows[i])), None)
    if day is None:
        return {}
    above = rows[max(title + 1, day - _ROWS_TO_NAME) : day]
    below = rows[day + 1 : day + 1 + _ROWS_TO_NATIONALITY]
    found = {
        "full_name": next((name for row in reversed(above) if (name := _name(row))), ()),
        "date_of_birth": rows[day].words,
        "sex": next((sex for row in below if (sex := _sex(row))), ()),
        "nationality": next((nation for row in below if (nation := _nationality(row))), ()),
    }
    fields = (_field(doctype, key, words, rows[day]) for key, words in found.items() if words)
    return {field.key: field for field in fields if field is not None}


def _field(doctype: DocumentType, key: str, words: Sequence[FormWord], row: Row) -> Field | None:
    spec = doctype.field(key)
    if spec is None:
        return None
    field = field_from(
        spec, words, page_index=row.page_index, quality=_QUALITY, how=FieldSource.LAYOUT
    )
    return field and doubted(field, LOW_CONFIDENCE)


def _has_day(row: Row) -> bool:
    return len(parse_date(row.text) or "") == _FULL_DATE


def _name(row: Row) -> tuple[FormWord, ...]:
    """The capitals of a row that begins with a surname in use, edges of the card's picture left off."""
    words = tuple(word for word in row.words if len(word.text) > 1)
    is_name = len(words) > 1 and all(word.text.isalpha() and word.text.isupper() for word in words)
    return words if is_name and with_surname([word.text for word in words])[1] else ()


def _sex(row: Row) -> tuple[FormWord, ...]:
    """`Nam`, `Nữ`, or either before `Việt Nam`."""
    words = _without_edges(row)
    rest = [fold(word.text).strip(".,") for word in words[1:]]
    is_sex = bool(words) and words[0].text in ("Nam", "Nữ")
    return words[:1] if is_sex and rest in ([], ["viet", "nam"]) else ()


def _nationality(row: Row) -> tuple[FormWord, ...]:
    words = _without_edges(row)[-2:]
    read = [word.text.strip(".,") for word in words]
    return words if read == ["Việt", "Nam"] else ()


def _without_edges(row: Row) -> tuple[FormWord, ...]:
    return tuple(word for word in row.words if any(map(str.isalpha, word.text)))
