"""What a PDF holds under a key, as what it must be there, or as nothing: a file may hold a number where a list belongs."""

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Stream

ODD_VALUES = (
    pikepdf.PdfError, AttributeError, LookupError, OverflowError, RecursionError, RuntimeError, TypeError, ValueError,
)  # fmt: skip
"""What reading a file raises where it holds something else than ISO 32000 says."""


def dictionary(holder: object, key: str) -> Dictionary:
    """The dictionary (or a stream's) under the key; an empty one where something else is there."""
    found = holder.get(key) if isinstance(holder, Dictionary | Stream) else None
    return found if isinstance(found, Dictionary) else Dictionary()


def members(holder: object, key: str) -> Iterator[pikepdf.Object]:
    """What the array under the key holds; nothing where something else is there."""
    found = holder.get(key) if isinstance(holder, Dictionary | Stream) else None
    if isinstance(found, Array):
        yield from found


def dictionaries(holder: object, key: str) -> Iterator[Dictionary]:
    """The dictionaries among them."""
    yield from (one for one in members(holder, key) if isinstance(one, Dictionary))


def number(value: object) -> float | None:
    """A number that can be reckoned with; None for anything else, infinite and absurd ones too."""
    try:
        found = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    return found if abs(found) < _ABSURD else None


def whole(value: object, default: int = 0) -> int:
    found = number(value)
    return default if found is None else int(found)


_ABSURD = 1e9  # no size, place or count of a page is near it
