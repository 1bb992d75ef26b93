"""Kinds of values that requests bring, as strict as their schema says and not stricter.

JSON knows no whole numbers: `3.0` is 3 (JSON Schema 2020-12, 6.1.1), `"3"` is none.
"""

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field

MOST = 2**53
"""What every JSON reader agrees on."""
_CONTROLS = r"\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069"
NO_CONTROLS = f"^[^{_CONTROLS}]*$"
"""What `web/wording.py` takes, for the description."""
WORDS = f"^[^{_CONTROLS}]*[^{_CONTROLS}\\s][^{_CONTROLS}]*$"
"""The same, and not only blanks."""


def whole(value: object) -> object:
    """A number without a fraction, however JSON wrote it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, Field(ge=0, le=MOST), BeforeValidator(whole)]
"""A count or a version."""


def _day(value: object) -> object:
    """A day is written as RFC 3339 says; a bare number is a moment to some readers, and none to us."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("not a day")
    return value


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
Day = Annotated[date, BeforeValidator(_day)]
