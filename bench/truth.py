"""The samples folder: real scans with the truth beside them, read as its README lays it out."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueDocument:
    pages: tuple[int, ...]
    """Numbers in the file, from 1."""
    type_code: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueScan:
    path: Path
    documents: tuple[TrueDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueText:
    path: Path
    pages: dict[int, str]
    """Page number → typed text, only pages that can be scored."""


def true_scans(samples: Path) -> list[TrueScan]:
    lines = (samples / "scans" / "truth.jsonl").read_text().splitlines()
    return [_scan(samples / "scans", json.loads(line)) for line in lines if line.strip()]


def true_texts(samples: Path) -> list[TrueText]:
    if not (samples / "texts").is_dir():  # a drawn set has scans only
        return []
    folders = sorted(folder for folder in (samples / "texts").iterdir() if folder.is_dir())
    return [_text(folder) for folder in folders]


def _scan(folder: Path, row: dict[str, object]) -> TrueScan:
    documents = tuple(
        TrueDocument(
            pages=tuple(entry["pages"]), type_code=entry["type"], fields=dict(entry["fields"])
        )
        for entry in row["documents"]
    )
    return TrueScan(path=folder / str(row["file"]), documents=documents)


def _text(folder: Path) -> TrueText:
    numbers = [int(word) for word in (folder / "body_pages.txt").read_text().split()]
    pages = {number: (folder / "pages" / f"{number:03d}.txt").read_text() for number in numbers}
    return TrueText(path=folder / "scan.pdf", pages=pages)
