"""The parts of a document that are handed out; alone, for the command line names them before it loads anything."""

from enum import StrEnum


class RecordPart(StrEnum):
    SEALED = "sealed"  # the signed PDF; for a paper that arrived signed, the original
    ORIGINAL = "original"  # the whole scan as it came in
    TEXT = "text"  # the pages' text, a form feed between pages
    FIELDS = "fields"  # type and fields as JSON
