"""The papers that a procedure asks for (thành phần hồ sơ), and which of them a file or a paper is.

Checklists are data (`config/procedures.toml`), read by `config/procedures.py`; this is their shape inside.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from digitize.text import fold

_BETWEEN_WORDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    code: str
    title: str
    """For people: `Tờ khai đăng ký khai sinh`."""
    type_codes: tuple[str, ...] = ()
    """Any paper of these types is one; empty where no known type tells, so that only what was declared counts."""
    is_needed: bool = True
    copies: int = 1
    """How many of it a dossier may hold before one is asked about; one scan is always enough."""
    may_be_split: bool = False
    """True where several files are one such paper, as photographs of its pages are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    procedure_code: str
    title: str
    items: tuple[ChecklistItem, ...]
    is_example: bool = False
    """True for a shipped example, to be replaced by the agency's own list."""

    def item(self, code: str) -> ChecklistItem | None:
        return next((item for item in self.items if item.code == code), None)

    def of_type(self, type_code: str) -> tuple[ChecklistItem, ...]:
        """Every item that a paper of this type can be."""
        return tuple(item for item in self.items if type_code in item.type_codes)


Checklists = Mapping[str, Checklist]
"""By procedure code."""


def procedure_family(code: str) -> str:
    """`1.000656` of `1.000656.000.00.00.H29` and `1.000656.H29`: agencies add their own code to the national one."""
    found = re.match(r"[1-3]\.\d{6}(?!\d)", code.strip())
    return found.group() if found else code.strip()


def checklist_for(procedure_code: str, checklists: Checklists) -> Checklist | None:
    """The agency's own list for the whole code, else that of the national code, else none."""
    return checklists.get(procedure_code) or checklists.get(procedure_family(procedure_code))


def item_in_name(name: str, checklist: Checklist | None) -> ChecklistItem | None:
    """The item whose code a file's name carries as whole words: `01-To-khai.pdf` is `to_khai`; None where two fit."""
    if checklist is None:
        return None
    stem = f"_{_words(PurePath(name.replace(chr(92), '/')).stem)}_"
    found = {_words(item.code): item for item in checklist.items if _has_words(stem, item.code)}
    whole = [item for code, item in found.items() if not _is_part(code, found.keys())]
    return whole[0] if len(whole) == 1 else None


def _has_words(stem: str, code: str) -> bool:
    return f"_{_words(code)}_" in stem


def _is_part(code: str, others: Collection[str]) -> bool:
    """`to_khai` where `to_khai_thue` fits too."""
    return any(code != other and _has_words(f"_{other}_", code) for other in others)


def _words(text: str) -> str:
    return _BETWEEN_WORDS.sub("_", fold(text)).strip("_")
