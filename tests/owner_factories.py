"""Descriptions of papers for tests of owners: a type and its values."""

from collections.abc import Mapping

from digitize.model import Box, Description, Field, FieldSource, Verdict


def described(
    type_code: str,
    values: Mapping[str, str],
    *,
    confidence: float = 0.95,
    doubts: tuple[str, ...] = (),
) -> Description:
    box = Box(left=1, top=2, right=3, bottom=4)
    fields = tuple(
        Field(
            key=key,
            value=value,
            confidence=confidence,
            page_index=0,
            box=box,
            how=FieldSource.LABEL,
            doubts=doubts,
        )
        for key, value in values.items()
    )
    return Description(verdict=Verdict(type_code=type_code, confidence=0.99), fields=fields)
