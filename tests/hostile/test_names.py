"""What a file is called decides nothing: where its bytes lie follows from them, and any name is kept as text."""

import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from config.settings import EngineChoice, Settings
from digitize.model import BatchId
from digitize.rows import Batch
from storage import keys
from storage.audit import audit
from workers.pool import ChildPool
from workers.reading_pool import build_pool
from workers.receiving import Receiving
from workers.services import Services, build_services

NAMES = {
    "out-of-the-folder": "../../../etc/cron.d/owned",
    "absolute": "/etc/passwd",
    "of-windows": "C:\\Windows\\..\\..\\CON.pdf",
    "terminal": "\x1b]0;owned\x07\x1b[2J.pdf",
    "right-to-left": "giay\u202efdp.exe",
    "400-letters": "ă" * 400 + ".pdf",
    "lines": "a\r\nSet-Cookie: b\n.pdf",
    "zero": "a.pdf\0.exe",
    "no-text": os.fsdecode(b"t\xeam \xff\xfe.pdf"),
    "half-letters": "\ud800\udfff.pdf",
    "option": "--output=/etc/passwd",
    "sql": "'); DROP TABLE scans; --",
    "markup": "[/red]<img src=x onerror=alert(1)>.pdf",
    "nothing": " ",
    "dots": "..",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Services, ChildPool, Path]]:
    folder = tmp_path_factory.mktemp("names")
    settings = Settings(warehouse=folder / "kho", jobs=1, engine=EngineChoice.STUB)
    with build_services(settings) as services, build_pool(settings) as pool:
        yield services, pool, folder


@pytest.mark.parametrize("label", NAMES)
def test_any_name_is_taken_and_leads_nowhere(
    label: str, desk: tuple[Services, ChildPool, Path]
) -> None:
    services, pool, folder = desk
    before = {path for path in folder.iterdir() if path.suffix != ".png"}
    source = folder / f"{label}.png"
    source.write_bytes(_page(shade=100 + list(NAMES).index(label)))
    batch = Batch(id=BatchId(label), agency="H1", channel="upload", opened_at=datetime.now(UTC))

    receipt = Receiving(services, pool).receive(source, batch=batch, name=NAMES[label])

    assert services.store.get(keys.original(receipt.scan_id)) == source.read_bytes()
    (arrival,) = services.catalogue.arrivals(batch.id)
    assert arrival.source == receipt.source
    receipt.source.encode()
    assert {path for path in folder.iterdir() if path.suffix != ".png"} == before
    assert audit(services.catalogue, services.store).ok


def _page(*, shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (100, 140), shade).save(out, "PNG")
    return out.getvalue()
