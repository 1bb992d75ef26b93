"""The parts of a record that `digitize get` hands out."""

from enum import StrEnum


class RecordPart(StrEnum):
    SEALED = "sealed"  # the signed PDF; for a paper that arrived signed, the original
    ORIGINAL = "original"  # the whole scan as it came in
    TEXT = "text"  # the pages' text, a form feed between pages
    FIELDS = "fields"  # type and fields as JSON
