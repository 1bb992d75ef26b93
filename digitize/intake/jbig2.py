"""A PDF's JBIG2 stream into pixels, through Debian's `jbig2dec`; nothing in Python decodes it.

Called directly: the same decoder through pikepdf takes twice the CPU, because it asks for the version on every image.
"""

import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from digitize.errors import DamagedFile, MissingDependency
from digitize.limits import CHILD_PAGE_SECONDS
from digitize.model import Pixels


def decode_jbig2(page: bytes, symbols: bytes, *, width: int, height: int) -> Pixels:
    """Height × width, 0 or 255, black ink as 0. `symbols`: the shared `/JBIG2Globals`, empty where there are none.

    Raises `DamagedFile` where the stream gives no picture of that size, `MissingDependency` without `jbig2dec`.
    """
    with tempfile.TemporaryDirectory(prefix="jbig2-") as folder:
        parts = []
        for name, data in (("symbols", symbols), ("page", page)):
            if data:
                part = Path(folder, name)
                part.write_bytes(data)
                parts.append(str(part))
        return _pixels(_run(parts), width=width, height=height)


def _run(parts: list[str]) -> bytes:
    command = ["jbig2dec", "--quiet", "--embedded", "--format", "pbm", "--output", "-", *parts]
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=CHILD_PAGE_SECONDS)
    except FileNotFoundError as cause:
        raise MissingDependency("jbig2dec") from cause
    except subprocess.SubprocessError as cause:
        raise DamagedFile("jbig2: cannot be decoded") from cause
    return done.stdout


def _pixels(pbm: bytes, *, width: int, height: int) -> Pixels:
    header = f"P4\n{width} {height}\n".encode()
    rows = pbm[len(header) :]
    if not pbm.startswith(header) or len(rows) < (width + 7) // 8 * height:
        raise DamagedFile("jbig2: not the size that the page says")
    return np.asarray(Image.frombytes("1", (width, height), rows, "raw", "1;I").convert("L"))
