"""Drawn scans that lie on the checking desk of a real warehouse: received, read by a child pool, asked about."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import img2pdf
import numpy as np
from PIL import Image, ImageDraw

from config.settings import EngineChoice, Settings
from digitize.model import BatchId, DocumentId, ScanId
from digitize.rows import Batch, Document
from workers.pool import ChildPool
from workers.progress import PageProgress
from workers.reading_pool import build_pool
from workers.runner import Runner
from workers.services import Services, build_services, utc_now
from workers.steps import DocumentSteps

DPI = 200
WIDTH, HEIGHT = 827, 1169  # A5 at 200 dpi: enough for a few lines


@cache
def scanned_pages(count: int, *, lines: int = 12) -> bytes:
    """A PDF of grey pages, each with its number and some dark rows, none like another."""
    pages = []
    for number in range(count):
        rng = np.random.default_rng(number)
        paper = Image.new("L", (WIDTH, HEIGHT), 250)
        pen = ImageDraw.Draw(paper)
        for row in range(lines):
            right = int(rng.integers(300, WIDTH - 80))
            pen.rectangle((80, 100 + 60 * row, right, 118 + 60 * row), fill=20)
        out = io.BytesIO()
        paper.save(out, "JPEG", quality=85, dpi=(DPI, DPI))
        pages.append(out.getvalue())
    return bytes(img2pdf.convert(pages))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    services: Services
    pool: ChildPool
    scan_id: ScanId

    def documents(self) -> dict[tuple[int, ...], Document]:
        """By their pages, numbered from 1."""
        held = self.services.catalogue.documents(scan_id=self.scan_id)
        return {tuple(index + 1 for index in one.page_indexes): one for one in held}

    def finish(self, *document_ids: DocumentId) -> list[Document]:
        """What the queue or a worker would do of them."""
        steps = DocumentSteps(self.services, self.pool)
        return [steps.finish(document_id) for document_id in document_ids]


@contextmanager
def desk(folder: Path, *, pages: int = 4, agency: str = "H46.1") -> Iterator[Desk]:
    """One scan of so many pages, read without an engine, so that all of it waits for a person; opened again, as it was left."""
    if not (source := folder / "quet.pdf").exists():  # the writer dates and numbers each file
        source.write_bytes(scanned_pages(pages))
    settings = Settings(warehouse=folder / "kho", jobs=1, engine=EngineChoice.STUB)
    batch = Batch(id=BatchId("lo-1"), agency=agency, channel="folder", opened_at=utc_now())
    with build_services(settings) as services, build_pool(settings) as pool:
        (outcome,) = Runner(services, pool, batch=batch, progress=PageProgress()).run([source])
        assert outcome.error is None, outcome.error
        yield Desk(services=services, pool=pool, scan_id=outcome.documents[0].scan_id)
