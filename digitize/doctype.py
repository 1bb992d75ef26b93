"""What a document type is: its titles, the marks that speak for it and the fields it must yield.

Types are data (`config/doctypes.toml`), read by `config/document_types.py`; this is their shape inside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

OTHER = "khac"
"""The type of a paper that is none of the known ones; it always goes to a person."""


class ValueKind(StrEnum):
    """How a value is normalised and validated (`spec/fields.toml`)."""

    TEXT = "text"
    DATE = "date"
    REFERENCE = "reference"
    PERSON_NAME = "person_name"
    AGENCY_NAME = "agency_name"
    PLACE = "place"
    PERSONAL_ID = "personal_id"
    ENTERPRISE_CODE = "enterprise_code"
    DOSSIER_CODE = "dossier_code"
    PHONE = "phone"
    SEX = "sex"
    AREA = "area"
    MONEY = "money"
    NUMBER = "number"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    key: str
    kind: ValueKind
    is_required: bool = True
    labels: tuple[str, ...] = ()
    """Printed labels, most specific first; empty where the field is found by its place on the form."""
    pattern: str = ""
    """A regular expression the normalised value must match, where its kind alone is too wide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType:
    code: str
    title: str
    """For people: `Quyết định`."""
    family: str
    """`administrative`, `counter`, `civil_status`, ...: types of one family share a layout."""
    headings: tuple[str, ...] = ()
    """Printed headings in capitals; empty for a công văn."""
    symbol: str = ""
    """The abbreviation in a reference: `QĐ` in `2311/QĐ-UBND`."""
    phrases: tuple[str, ...] = ()
    """Wordings that speak for it when the heading is lost."""
    fields: tuple[FieldSpec, ...] = ()

    def field(self, key: str) -> FieldSpec | None:
        return next((spec for spec in self.fields if spec.key == key), None)

    @property
    def required(self) -> tuple[FieldSpec, ...]:
        return tuple(spec for spec in self.fields if spec.is_required)


DocumentTypes = Mapping[str, DocumentType]
