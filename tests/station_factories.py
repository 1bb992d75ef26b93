"""Stations for tests: options over a temporary folder, small scans as scanners write them, files and batches in a spool."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import cast

import img2pdf
import numpy as np
from PIL import Image

from config.settings import AfterSending, Settings
from tests.station_double import KEY
from workers.station.composing import compose
from workers.station.copying import fingerprint
from workers.station.options import StationOptions, station_options
from workers.station.rows import FileReceipt, Problem, SpooledFile, StationBatch
from workers.station.spool import Spool
from workers.station.taking import take
from workers.station.watch import SeenFile

AT = datetime(2026, 11, 22, 3, 3, 5, tzinfo=UTC)


def options_for(folder: Path, *, server: str, **changes: object) -> StationOptions:
    """Quick: nothing has to stand still or be quiet for long."""
    scans = folder / "scans"
    scans.mkdir(exist_ok=True)
    facts = {
        "station_server": server,
        "station_key": KEY,
        "station_folder": scans,
        "station_spool": folder / "spool",
        "station_quiet_seconds": 0,
        "station_stable_seconds": 0,
        "station_poll_seconds": 0.02,
        "station_free_mb": 1,
        "station_page_port": 0,
        "station_after_sending": AfterSending.MOVE,
    }
    return station_options(Settings(**(facts | changes)))


def jpeg(seed: int = 1, *, dpi: int = 300) -> bytes:
    """A small page of noise: no two seeds alike, and large enough for several chunks."""
    pixels = np.random.default_rng(seed).integers(0, 256, (160, 120), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=90, dpi=(dpi, dpi))
    return out.getvalue()


@cache
def pdf(seed: int = 1) -> bytes:
    """The same bytes at every call, although the writer dates and numbers each file."""
    return img2pdf.convert(jpeg(seed))


def png() -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(jpeg())).save(out, "PNG")
    return out.getvalue()


def tiff(pages: int = 3) -> bytes:
    frames = [Image.open(io.BytesIO(jpeg(seed))).convert("1") for seed in range(pages)]
    out = io.BytesIO()
    frames[0].save(
        out, "TIFF", save_all=True, append_images=frames[1:], compression="group4", dpi=(300, 300)
    )
    return out.getvalue()


def scanned(options: StationOptions, name: str = "a.jpg", data: bytes | None = None) -> SeenFile:
    """A file as the watch sees it in the folder."""
    path = options.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(jpeg() if data is None else data)
    relative = path.relative_to(options.folder)
    group = relative.parts[0] if len(relative.parts) > 1 else ""
    return SeenFile(path=path, group=group, mark=fingerprint(path))


def taken(spool: Spool, options: StationOptions, name: str = "a.jpg", **more: bytes) -> SpooledFile:
    return take(scanned(options, name, more.get("data")), spool=spool, free_bytes=1, at=AT)


def received(spool: Spool, file: SpooledFile, **changes: object) -> SpooledFile:
    """The file once the server has it; `page_count` and `error` are the receipt's, the rest the file's."""
    receipt = FileReceipt(
        scan=file.sha256,
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        page_count=cast("int", changes.pop("page_count", 1)),
        received_at=AT.isoformat(),
        error=cast("Problem | None", changes.pop("error", None)),
    )
    return spool.save(replace(file, receipt=receipt, **changes))


def composed(spool: Spool, *files: SpooledFile, code: str = "") -> StationBatch:
    batch = compose(files, code=code, procedure_code="", station="quay-1", at=AT)
    return spool.save_batch(batch)
