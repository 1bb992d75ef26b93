"""The text of a PDF as poppler reads it, in the order of its content: how a text layer is checked after writing."""

import subprocess
from pathlib import Path

from digitize.errors import ChildTimedOut, DamagedFile, MissingDependency

TIMEOUT_SECONDS = 120.0  # 500 dense pages take 3 s


def layer_text(pdf: Path | bytes) -> tuple[str, ...]:
    """The text of every page, lines parted by newlines. Raises `DamagedFile` where poppler reads no PDF."""
    source = str(pdf) if isinstance(pdf, Path) else "-"
    try:
        done = subprocess.run(
            ["pdftotext", "-raw", "-enc", "UTF-8", "-eol", "unix", source, "-"],
            input=None if isinstance(pdf, Path) else pdf,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        raise MissingDependency("pdftotext (poppler-utils)") from error
    except subprocess.TimeoutExpired as error:
        raise ChildTimedOut("pdftotext") from error
    if done.returncode != 0:
        raise DamagedFile(f"pdftotext: {done.stderr.decode(errors='replace').strip()[:200]}")
    *pages, _ = done.stdout.decode("utf-8").split("\f")
    return tuple(page.strip("\n") for page in pages)
