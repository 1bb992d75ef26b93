"""Values that a form prints twice, in digits and in words, compared: `01/02/2003` and `Ngày một tháng hai năm …`.

Words are long and digits short, so they are seldom misread alike; where they differ a person looks.
"""

from collections.abc import Mapping, Sequence

from digitize.extract.dates import parse_written_date
from digitize.extract.evidence import doubted, is_sound
from digitize.extract.form import Row
from digitize.extract.money import parse_written_money
from digitize.extract.values import CONTRADICTION
from digitize.model import Box, Field

_ROWS_OF_A_VALUE = 3  # the label's row and two that the words may run on to
_MONEY = ("charter_capital_vnd", "capital_vnd")


def check_written_out(fields: Mapping[str, Field], rows: Sequence[Row]) -> dict[str, Field]:
    """The same fields; a date of birth or a capital that its own words contradict is doubted."""
    checked = dict(fields)
    for key, field in fields.items():
        text = _text_at(field, rows)
        if key.endswith("date_of_birth"):
            written = parse_written_date(text)
        elif key in _MONEY:
            written = parse_written_money(text)
        else:
            continue
        if written is not None and written != field.value and is_sound(field):
            checked[key] = doubted(field, CONTRADICTION)
    return checked


def _text_at(field: Field, rows: Sequence[Row]) -> str:
    """The text of the field's row and of the rows under it."""
    for index, row in enumerate(rows):
        if row.page_index == field.page_index and any(
            _is_inside(word.box, field.box) for word in row.words
        ):
            return " ".join(near.text for near in rows[index : index + _ROWS_OF_A_VALUE])
    return ""


def _is_inside(box: Box, other: Box) -> bool:
    return (
        other.left <= box.left
        and box.right <= other.right
        and other.top <= box.top
        and box.bottom <= other.bottom
    )
