"""Kinds of values that requests bring, as strict as their schema says and not stricter.

JSON knows no whole numbers: `3.0` is 3 (JSON Schema 2020-12, section 4.2.3); `"3"` is none.
"""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from web.wording import clean_text

MOST = 2**53
"""What every JSON reader agrees on."""
NO_CONTROLS = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]*$"


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole), Field(ge=0, le=MOST)]
"""A count or a version."""
PageNumber = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=MOST)]
