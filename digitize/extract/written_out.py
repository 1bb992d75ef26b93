"""Values that a form prints twice, in digits and in words, compared: `01/02/2003` and `Ngày một tháng hai năm …`.

Words are long and digits short, so they are seldom misread alike; where they differ a person looks.
"""

from collections.abc import Mapping, Sequence

from digitize.extract.dates import parse_written_date
from digitize.extract.evidence import doubted, is_sound
from digitize.extract.form import Row
from digitize.extract.money import parse_written_money
from digitize.extract.values import CONTRADICTION
from digitize.model import Field

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
    """The text of the field's row and the rows under it."""
    middle = (field.box.top + field.box.bottom) / 2
    below = [
        row
        for row in rows
        if row.page_index == field.page_index and row.middle > middle - row.height
    ]
    return " ".join(row.text for row in below[:_ROWS_OF_A_VALUE])
