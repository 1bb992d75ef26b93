"""A sealed paper's short code: drawn by chance, read from print, typed by hand.

Sixteen signs in four groups, `7K3M-9QRT-2VWX-CDFH`: fifteen drawn and one that checks them, 67 bits. The alphabet has 23
signs, none of which looks like another (no 0 O, 1 I L, 2 Z, 5 S, 8 B together) and no vowel, so that no word comes out.
Since 23 is a prime, the check sign tells every single wrong sign and every two that changed places. The code says nothing
of the paper: it is not derived from it, and whoever has one code knows nothing of any other.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NewType

ProofCode = NewType("ProofCode", str)
"""Sixteen signs without hyphens, as rows have them."""

ALPHABET = "2346789CDFGHJKMPQRTVWXY"
CODE_CHARS = 16
PATH = "/v/"
_GROUP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofMark:
    """What a sealed PDF shows of its code."""

    code: ProofCode
    public_url: str = ""
    """Where people open the web desk; empty: the mark says the path alone."""

    @property
    def address(self) -> str:
        """What the QR code says: an address that ends in `/v/` and the code."""
        return f"{self.public_url}{PATH}{grouped(self.code)}"

    @property
    def site(self) -> str:
        """The same as people type it, without the code; empty where nobody said where the desk is."""
        host = self.public_url.partition("://")[2]
        return f"{host}{PATH.rstrip('/')}" if host else ""


def new_code(draw: Callable[[int], int]) -> ProofCode:
    """`draw(n)` gives a number below n that nobody can guess (`secrets.randbelow`)."""
    values = [draw(len(ALPHABET)) for _ in range(CODE_CHARS - 1)]
    return ProofCode("".join(ALPHABET[value] for value in (*values, _check(values))))


def grouped(code: ProofCode) -> str:
    """As it is printed: four groups with hyphens."""
    return "-".join(code[at : at + _GROUP] for at in range(0, CODE_CHARS, _GROUP))


def parse_code(typed: str) -> ProofCode | None:
    """What somebody typed, with or without hyphens, blanks and capitals; None for what is no code."""
    signs = _BETWEEN.sub("", typed).upper()
    if not _CODE.fullmatch(signs):
        return None
    *values, check = (ALPHABET.index(sign) for sign in signs)
    return ProofCode(signs) if check == _check(values) else None


def code_in_address(text: str) -> ProofCode | None:
    """The code in what a QR code says; None for a QR code of somebody else's."""
    found = _ADDRESS.fullmatch(text)
    return parse_code(found["code"]) if found else None


def _check(values: list[int]) -> int:
    """So that the sum of all sixteen, each times its place, is a multiple of the alphabet's size."""
    prime = len(ALPHABET)
    total = sum(place * value for place, value in enumerate(values, start=1))
    return -total * pow(CODE_CHARS, -1, prime) % prime


_BETWEEN = re.compile(r"[\s\-\u2010-\u2015.]+")
_CODE = re.compile(f"[{ALPHABET}]{{{CODE_CHARS}}}")
_ADDRESS = re.compile(r"(https?://[^\s/]{1,253})?/v/(?P<code>[0-9A-Za-z-]{16,19})", re.IGNORECASE)
