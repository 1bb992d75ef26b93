"""Names of people and agencies: printed case kept, form and scan noise off (`spec/fields.toml` [names])."""

import re

from digitize.text import fold, trim

_HONORIFIC = re.compile(
    r"^(?:(?:ông|bà|anh|chị)\s*(?:[/,(]\s*(?:ông|bà|anh|chị)\)?)?\s*[:.]?\s+)", re.IGNORECASE
)
_NOISE = re.compile(r"[|_~=<>«»•*\"“”„`^#{}\[\]\\]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_LOST_HOOK = re.compile(r"[ếấố]", re.IGNORECASE)
_ACUTE_NAMES = frozenset(
    {"tuấn", "tấn", "thế", "quốc", "quế", "tiến", "chiến", "hiếu", "viết", "yến", "luyến", "thuyết"}
    | {"quyết", "quyến", "mến", "kết", "biết", "chấn", "phấn", "vấn", "ấn", "bốn", "tố", "thống"}
    | {
        "đốc",
        "đấu",
        "cấn",
        "lối",
        "phối",
        "hiến",
        "điến",
        "khuyến",
        "diến",
        "tuyết",
        "tuyến",
        "nhất",
        "thuấn",
        "huấn",
        "xuyến",
        "kiến",
    }
)
"""Name syllables that do have an acute over a circumflex; the engine gives one to `ể`, `ẩ`, `ổ` of others."""
_MAX_WORDS = 8  # the longest registered Vietnamese names have seven syllables


def person_name(text: str) -> str | None:
    """`Ông: NGUYỄN VĂN AN ......` → `NGUYỄN VĂN AN`; None where what is left cannot be a person's name."""
    name = _HONORIFIC.sub("", trim(_NOISE.sub(" ", text)))
    words = trim(name).split()
    if not 1 < len(words) <= _MAX_WORDS or not all(_WORD.fullmatch(word) for word in words):
        return None
    return " ".join(words) if all(word[0].isupper() for word in words) else None


def is_doubtful_name(name: str) -> bool:
    """Whether a person's name looks misread: cut to two words, mixed case inside one, or a hook lost.

    Measured on drawn forms: dotted lines swallow a name's last word without a trace, and `Uyển` is read `Uyến` with
    full confidence.
    """
    words = name.split()
    is_cut = len(words) == 2
    is_mixed = any(not (word.isupper() or word[1:].islower()) for word in words)
    is_hookless = any(
        _LOST_HOOK.search(word) and word.lower() not in _ACUTE_NAMES for word in words
    )
    return is_cut or is_mixed or is_hookless


def agency_name(text: str) -> str | None:
    """An agency's or company's name on one line; None where no word is left."""
    name = trim(_NOISE.sub(" ", text))
    return name if re.search(r"[a-z]{2}", fold(name)) else None
