"""TCVN3 (TCVN 5712:1993 VN3, "ABC" fonts) into Unicode: what registers typed before 2005 are written in.

Capitals with a tone share the byte of their small letter (their font drew them), so they come out small; folding for
comparison does not mind. Checked against glibc's TCVN5712-1.
"""

_LETTERS = {
    "µ¸¶·¹": "àáảãạ",
    "¨»¾¼½Æ": "ăằắẳẵặ",
    "©ÇÊÈÉË": "âầấẩẫậ",
    "®": "đ",
    "ÌÐÎÏÑ": "èéẻẽẹ",
    "ªÒÕÓÔÖ": "êềếểễệ",
    "×ÝØÜÞ": "ìíỉĩị",
    "ßãáâä": "òóỏõọ",
    "«åèæçé": "ôồốổỗộ",
    "¬êíëìî": "ơờớởỡợ",
    "ïóñòô": "ùúủũụ",
    "\u00adõøö÷ù": "ưừứửữự",
    "úýûüþ": "ỳýỷỹỵ",
    "¡¢£¤¥¦§": "ĂÂÊÔƠƯĐ",
}
"""Bytes as Latin-1 shows them → what they mean."""
_TABLE = str.maketrans(
    {
        byte: letter
        for shown, meant in _LETTERS.items()
        for byte, letter in zip(shown, meant, strict=True)
    }
)


def from_tcvn3(latin: str) -> str:
    """Text that was decoded as Latin-1 into the Vietnamese it means; other bytes stay as they are."""
    return latin.translate(_TABLE)


def is_tcvn3_letter(latin: str) -> bool:
    """Whether this non-ASCII byte, as Latin-1 shows it, is a letter of TCVN3."""
    return ord(latin) in _TABLE
