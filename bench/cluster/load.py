"""Papers in custody of a cluster: a province's mix of lengths, of small pages, so that the plumbing and not the pixels cost.

The same page is drawn once and marked differently each time: other bytes to custody, the same to an eye.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import img2pdf

from bench.capacity.arrivals import DayOptions, counter_day
from bench.intake.papers import BACKFILL_DPI, marked, small_page
from digitize.model import BatchId
from digitize.rows import Batch, Priority
from workers.reading_pool import build_receiving_pool
from workers.receiving import Receiving
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    files: Sequence[Path]
    pages: int


def drawn_load(folder: Path, *, pages: int, seed: int) -> Load:
    """At least so many pages in scans as long as a counter's."""
    folder.mkdir(parents=True)
    page, lengths, files = small_page(), _lengths(pages, seed), list[Path]()
    layout = img2pdf.get_fixed_dpi_layout_fun((BACKFILL_DPI, BACKFILL_DPI))
    for number, length in enumerate(lengths):
        images = [marked(page, f"{folder.name} {number} {index}") for index in range(length)]
        files.append(folder / f"{number:05}.pdf")
        files[-1].write_bytes(img2pdf.convert(images, layout_fun=layout))
    return Load(files=files, pages=sum(lengths))


def take_in(services: Services, load: Load, *, name: str) -> None:
    """All of it into custody; the services' own outbox tells the workers."""
    batch = Batch(
        id=BatchId(f"bench-{name}"),
        agency="bench",
        channel="folder",
        opened_at=services.clock(),
        priority=Priority.COUNTER,
    )
    with build_receiving_pool(services.settings) as pool:
        receiving = Receiving(services, pool)
        for file in load.files:
            receiving.receive(file, batch=batch)


def _lengths(pages: int, seed: int) -> list[int]:
    day = [scan.pages for scan in counter_day(DayOptions(pages=2 * pages + 200), seed=seed)]
    Random(seed).shuffle(day)
    chosen = list[int]()
    while sum(chosen) < pages:
        chosen.append(day[len(chosen)])
    return chosen
