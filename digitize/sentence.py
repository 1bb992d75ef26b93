"""A sentence with values in it, which still knows what it was made of, so that a page can say it in another language.

Sentence("Tệp {name} khai {declared} trang", name="don.pdf", declared=3) == "Tệp don.pdf khai 3 trang"
"""

from collections.abc import Mapping
from typing import Self


class Sentence(str):
    """The Vietnamese text, as everybody who wants a text takes it."""

    __slots__ = ("template", "values")
    template: str
    """In Vietnamese, with the names of the values in braces."""
    values: Mapping[str, object]
    """By name; a value may be a sentence itself."""

    def __new__(cls, template: str, /, **values: object) -> Self:
        said = super().__new__(cls, template.format(**values))
        said.template, said.values = template, values
        return said

    def __getnewargs_ex__(self) -> tuple[tuple[str], Mapping[str, object]]:
        return (self.template,), self.values
