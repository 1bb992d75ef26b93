"""First pages of real scans through everything between the file and the type: a reading gone to rubbish shows here at once.

Drawn pages alone can pass while real scans come out as rubbish: their scanners, fonts and stamps differ.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from config.document_types import load_document_types
from digitize import pipeline
from digitize.classify import classify
from digitize.intake.identify import identify
from digitize.intake.pages import open_scan
from digitize.model import Line, Pixels, Word
from digitize.ocr.vietnamese import comparable
from digitize.ports import OcrEngine

pytestmark = pytest.mark.samples

EVERY = 4
"""Eight pages of thirty scans."""
MOST = 0.8
"""Of the subject's words: a good reading has all but one or two, rubbish has few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPage:
    type_code: str
    text: str


class MirroredEngine:
    """An engine that is given every picture the wrong way round: what a wrong setting does, for certain."""

    def __init__(self, engine: OcrEngine) -> None:
        self.name = engine.name
        self._engine = engine

    def read(self, gray: Pixels, *, dpi: float) -> tuple[Line, ...]:
        return self._engine.read(np.ascontiguousarray(gray[:, ::-1]), dpi=dpi)

    def read_line(self, gray: Pixels, *, dpi: float) -> tuple[Word, ...]:
        return self._engine.read_line(np.ascontiguousarray(gray[:, ::-1]), dpi=dpi)

    def close(self) -> None: ...


def read_first_page(scan: Path, engine: OcrEngine) -> FirstPage:
    """By its picture alone: a text layer of the file's own would be believed without reading."""
    with open_scan(scan, identify(scan)) as pages:
        source = replace(pages.load(0), text=None)
    reading = pipeline.read(source, engine=engine)
    verdict = classify([reading], types=load_document_types())
    return FirstPage(type_code=verdict.type_code, text=reading.text.text)


def share_read(subject: str, text: str) -> float:
    words, read = comparable(subject).split(), set(comparable(text).split())
    return sum(word in read for word in words) / len(words)


def some_scans(samples: Path) -> Sequence[tuple[Path, dict[str, Any]]]:
    """Every so many, with the truth of its first document."""
    rows = (samples / "scans" / "truth.jsonl").read_text().splitlines()[::EVERY]
    truths = map(json.loads, rows)
    return [(samples / "scans" / truth["file"], truth["documents"][0]) for truth in truths]


def test_first_pages_have_their_type_and_their_subject(samples: Path, tesseract: OcrEngine) -> None:
    wrong = []
    for scan, truth in some_scans(samples):
        page = read_first_page(scan, tesseract)
        share = share_read(truth["fields"]["subject"], page.text)
        if page.type_code != truth["type"] or share < MOST:
            wrong.append((scan.name, page.type_code, share))
    assert wrong == []


def test_rubbish_would_be_seen(samples: Path, tesseract: OcrEngine) -> None:
    """The proof that the test above can fail."""
    scan, truth = some_scans(samples)[-1]
    page = read_first_page(scan, MirroredEngine(tesseract))
    assert page.type_code != truth["type"]
    assert share_read(truth["fields"]["subject"], page.text) < MOST / 2
