"""What drawing a paper gives: its pages before any scanner saw them, and what it says."""

from dataclasses import dataclass, replace

from PIL import Image


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A paper of one type: sheets at 300 dpi and the values printed on them."""

    type_code: str
    pages: tuple[Image.Image, ...]
    fields: dict[str, str]
    """Normalised as in the field formats: ISO dates, plain numbers, names as printed."""
    handwritten: frozenset[str] = frozenset()
    """Fields that only a pen wrote; a reader may leave them absent, never get them wrong unasked."""

    def with_pages(self, pages: tuple[Image.Image, ...]) -> "Rendered":
        return replace(self, pages=pages)

    def printed_fields(self) -> dict[str, str]:
        return {key: value for key, value in self.fields.items() if key not in self.handwritten}
