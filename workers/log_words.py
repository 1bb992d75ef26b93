"""An error's words as a log may have them: which code, where in our program, and nothing that a paper, a person or a file's name said.

Python and its libraries put the value at fault into their messages, mostly in quotes: a name, a number, a path that ends in
somebody's name. So of foreign exceptions the log has the class and the frames, of our own the detail without what is quoted,
without paths and files, and with numbers of persons masked. Frames show lines of the program, never what was in them.
"""

import os
import re
from collections.abc import Iterator
from traceback import extract_tb

from digitize.errors import DigitizeError
from digitize.privacy.masking import masked

_MOST_CHARS = 8000
_LEFT_OUT = "…"
_FRAME = re.compile(r'  File "[^"\n]+\.py", line \d+, in [\w<>]+')
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|“[^”\n]*”")
_PATH = re.compile(r"(?<![\w/:.])(?:[A-Za-z]:\\|/)[^\n:;,'\"]+")
_FILE = re.compile(r"[^\n:;,'\"/\\]*\.(?:pdf|tiff?|jpe?g|png|xlsx?|csv|toml|zip)\b", re.IGNORECASE)


def plain(text: str) -> str:
    """A detail without what may be somebody's: quoted values, paths, names of files, numbers. Frames in it stay."""
    lines = text[-_MOST_CHARS:].split("\n")
    return "\n".join(line if _FRAME.fullmatch(line) else _plain_line(line) for line in lines)


def _plain_line(line: str) -> str:
    for pattern in (_QUOTED, _PATH, _FILE):
        line = pattern.sub(_LEFT_OUT, line)
    return masked(line)


def frames_of(error: BaseException) -> str:
    """A traceback for a log: causes first, each with its frames, its class and, where it is ours, its plain detail."""
    return "".join(_lines(error))


def _lines(error: BaseException) -> Iterator[str]:
    context = None if error.__suppress_context__ else error.__context__
    before = error.__cause__ or context
    if before is not None:
        yield from _lines(before)
    yield from extract_tb(error.__traceback__).format()
    name, detail = type(error).__name__, _detail(error)
    yield f"{name}: {detail}\n" if detail else f"{name}\n"


def _detail(error: BaseException) -> str:
    """Of ours what is plain; of the system's its own words for the number ("File too large"), which name no file."""
    if isinstance(error, DigitizeError):
        return plain(error.detail)
    if isinstance(error, OSError) and isinstance(error.errno, int):
        return os.strerror(error.errno)
    return ""
