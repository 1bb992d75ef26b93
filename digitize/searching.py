"""What somebody looks for among filed records, and a page of what is found."""

from dataclasses import dataclass
from datetime import date

from digitize.rows import Hit, Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilters:
    """Each narrows; without any, all records are looked at.

    No status is here: what is found by words is filed, and papers on their way are asked for by their status.
    """

    type_codes: tuple[str, ...] = ()
    """One of these types; none named means any."""
    agency: str | None = None
    """Only what came in a batch of this agency: what a viewer of an agency sees, and no more."""
    owner: Owner | None = None
    """Only what is in this owner's warehouse; the number decides, not the name."""
    issued_from: date | None = None
    issued_to: date | None = None
    """Day of issue as the paper says it, both ends included; a paper without one is in no such range."""
    filed_from: date | None = None
    filed_to: date | None = None
    """Day of filing in Vietnam, both ends included."""
    fields: tuple[tuple[str, str], ...] = ()
    """Key and whole value; signs, case and blanks do not matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchCursor:
    """The last hit of a page: what is filed meanwhile shifts nothing."""

    rank: int
    """0 for the best kind of hit (storage/search.py)."""
    number: int
    """Of the record in the index; newer ones have higher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    hits: tuple[Hit, ...]
    after: SearchCursor | None
    """Where the next page begins; None where this is the last."""
