"""Pages that kill, hang or break their process: each costs itself, the rest go on, and everything is accounted for."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from config.settings import Settings
from digitize import limits
from digitize.errors import EngineFailed
from digitize.model import BatchId, Box, Line, PageOutcome, Pixels, Word
from digitize.rows import Batch
from digitize.status import DocumentStatus
from storage import keys
from storage.audit import audit
from workers.pool import ChildPool, PoolOptions
from workers.progress import PageProgress
from workers.runner import Outcome, Runner
from workers.services import Services, build_services
from workers.tools import Tools, build_knowledge

FAULTY_GRAY = 60  # dark enough for ink, so that cleaning leaves it as it is
"""The shade of the bar by which an engine below knows the page that it fails on."""


class FaultyEngine:
    """Reads a word on every page; on the page with the grey bar it does its fault first."""

    name = "faulty"

    def __init__(self, fault: Callable[[], None]) -> None:
        self._fault = fault

    def read(self, gray: Pixels, *, dpi: float) -> tuple[Line, ...]:
        if (abs(gray.astype(int) - FAULTY_GRAY) < 12).mean() > 0.01:
            self._fault()
        word = Word(text="chữ", box=Box(left=40, top=40, right=90, bottom=60), confidence=0.9)
        return (Line(words=(word,)),)

    def read_line(self, gray: Pixels, *, dpi: float) -> tuple[Word, ...]:
        return ()

    def close(self) -> None:
        pass


def die() -> None:
    os.abort()


def hang() -> None:
    time.sleep(120)


def fail() -> None:
    raise EngineFailed("lost its model")


def break_down() -> None:
    raise ZeroDivisionError("a defect")


def faulty_tools(fault: Callable[[], None], settings: Settings) -> Tools:
    return Tools(engine=FaultyEngine(fault), knowledge=build_knowledge(settings))


def three_pages() -> bytes:
    pages = [Image.new("L", (1240, 1754), 255) for _ in range(3)]
    for index, page in enumerate(pages):
        pen = ImageDraw.Draw(page)
        for row in range(200, 1200, 60):
            pen.rectangle((150, row, 1000, row + 18), fill=FAULTY_GRAY if index == 1 else 0)
    out = BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], dpi=(150, 150))
    return out.getvalue()


def run(services: Services, source: Path, fault: Callable[[], None]) -> Outcome:
    batch = Batch(id=BatchId("b1"), agency="H1", channel="folder", opened_at=datetime.now(UTC))
    make_tools = partial(faulty_tools, fault, services.settings)
    with ChildPool(make_tools, options=PoolOptions(jobs=1, preload=("workers.ready",))) as pool:
        runner = Runner(services, pool, batch=batch, progress=PageProgress())
        (outcome,) = runner.run([source])
    return outcome


@pytest.mark.parametrize(
    ("fault", "note"),
    [
        (die, "child_failed"),
        (hang, "child_timed_out"),
        (fail, "engine_failed"),
        (break_down, "unexpected"),
    ],
    ids=["dies", "hangs", "fails", "breaks"],
)
def test_a_page_that_ends_its_process_is_marked_and_the_rest_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Callable[[], None], note: str
) -> None:
    if fault is hang:
        monkeypatch.setattr(limits, "CHILD_PAGE_SECONDS", 4.0)
    source = tmp_path / "scan.tif"
    source.write_bytes(three_pages())
    with build_services(Settings(warehouse=tmp_path / "kho", jobs=1)) as services:
        outcome = run(services, source, fault)
        assert outcome.error is None
        (document,) = outcome.documents
        pages = services.catalogue.pages(document.scan_id)
        report = audit(services.catalogue, services.store)
        reading = services.store.get(keys.reading(document.scan_id, 1)).decode()
    assert [page.outcome for page in pages] == [
        PageOutcome.READ,
        PageOutcome.UNREADABLE,
        PageOutcome.READ,
    ]
    assert document.status is DocumentStatus.NEEDS_CHECK
    assert document.description is not None
    reasons = {(reason.code, reason.page_index) for reason in document.description.reasons}
    assert ("unreadable_page", 1) in reasons
    assert note in reading
    assert (report.ok, report.pages["waiting"]) == (True, 3)
