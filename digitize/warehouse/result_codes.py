"""An owner's number, a paper's type and a rising number into the code of a digitised result (mã kết quả số hóa).

Thông tư 01/2023/TT-VPCP, Điều 10 builds it of the owner's number and the code of the paper's type, and leaves the owner's part
empty where there is none; how the parts are set apart and numbered is not confirmed (domain reference 8), hence a template.
The results of a dossier have its code and `-KQ` behind it (Nghị định 45/2020/NĐ-CP, Điều 14 khoản 3).
"""

import re
import string
from dataclasses import dataclass
from enum import StrEnum

_PARTS = frozenset({"owner", "type", "agency", "sequence"})
_LITERAL = re.compile(r"[A-Za-z0-9._/-]*", re.ASCII)
_WIDTH = re.compile(r"(0?[1-9])?d?", re.ASCII)
_NOT_IN_CODES = re.compile(r"[^A-Za-z0-9._-]", re.ASCII)
MAX_CODE = 240
DEFAULT = "{owner}.{type}.{sequence}"


class CodeKind(StrEnum):
    DIGITISED = "digitised"  # of the digitised paper, by TT 01/2023 Đ10
    DOSSIER = "dossier"  # of the result of a dossier, by NĐ 45/2020 Đ14.3


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePlan:
    """What a record's codes are made of."""

    template: "CodeTemplate"
    agency: str
    """That digitises."""
    dossier_code: str = ""
    """Of the dossier whose result the paper is; empty for every other paper."""


@dataclass(frozen=True, slots=True)
class CodeTemplate:
    """`{owner}.{type}.{sequence}`: literals of letters, digits and `._/-`, parts in braces, `{sequence:06d}` for zeros in front."""

    text: str = DEFAULT

    def __post_init__(self) -> None:
        """Raises `ValueError` for a template that makes no code, or the same for two papers."""
        named = []
        for literal, name, width, conversion in string.Formatter().parse(self.text):
            if not _LITERAL.fullmatch(literal) or conversion:
                raise ValueError("letters, digits and ._/- stand between the parts")
            if name is None:
                continue
            if name not in _PARTS or not _is_width(name, width or ""):
                raise ValueError(f"parts are {', '.join(sorted(_PARTS))}")
            named.append(name)
        if not {"sequence", "type"} <= set(named) or len(set(named)) < len(named):
            raise ValueError("{type} and {sequence} are needed, each part once")

    def stem(self, *, owner: str, type_code: str, agency: str) -> str:
        """What the numbers behind it are counted by: the code with `#` for its number."""
        parts = {"owner": owner, "type": type_code.upper(), "agency": agency}
        made = _written(self.text, {name: _plain(part) for name, part in parts.items()}, "#")
        return made[: MAX_CODE - _ROOM]

    def code(self, sequence: int, *, owner: str, type_code: str, agency: str) -> str:
        """The code with this number, from 1."""
        stem = self.stem(owner=owner, type_code=type_code, agency=agency)
        return stem.replace("#", format(sequence, self._width()), 1)

    def _width(self) -> str:
        found = (
            width or ""
            for _, name, width, _ in string.Formatter().parse(self.text)
            if name == "sequence"
        )
        return next(found)


_ROOM = 20
"""For the number, in the longest code."""


def dossier_stem(dossier_code: str) -> str:
    return f"{dossier_code}-KQ#"


def dossier_code_of(dossier_code: str, sequence: int) -> str:
    """`H46.12-231229-0001-KQ1`."""
    return f"{dossier_code}-KQ{sequence}"


def _is_width(name: str, width: str) -> bool:
    return (name == "sequence" or not width) and _WIDTH.fullmatch(width) is not None


def _written(template: str, parts: dict[str, str], sequence: str) -> str:
    return "".join(
        literal + (sequence if name == "sequence" else parts.get(name or "", ""))
        for literal, name, _, _ in string.Formatter().parse(template)
    )


def _plain(part: str) -> str:
    return _NOT_IN_CODES.sub("", part)
