"""Paths as given into the files to take: folders are walked, and what is no scan there is named, not swallowed."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from workers.commands.output import say

_SCAN_SUFFIXES = frozenset({".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png"})


def scan_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Files as given, and of folders every file that is a scan by content or claims to be one by name."""
    files: list[Path] = []
    for path in paths:
        files.extend(_in_folder(path) if path.is_dir() else [path])
    return tuple(files)


def _in_folder(folder: Path) -> Iterator[Path]:
    # Loaded here: it brings the PDF and image libraries, and files given by name are looked at by a child.
    from digitize.intake.identify import looks_like_scan

    for path in sorted(folder.rglob("*")):
        if not path.is_file() or any(
            part.startswith(".") for part in path.relative_to(folder).parts
        ):
            continue
        if path.suffix.lower() in _SCAN_SUFFIXES or looks_like_scan(path):
            yield path
        else:
            say(f"Bỏ qua {path}: không phải tệp quét (PDF, TIFF, JPEG, PNG).")
