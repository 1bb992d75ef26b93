"""A real server that reads a person's paper, is asked about the person and refuses what it must: no log, metric or trace names them."""

import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from checking_factories import make_account
from filed_papers import OWNER, a_filed_paper
from otlp_receiver import Received, attributes, otlp_receiver
from page_factories import FONT
from PIL import Image, ImageDraw, ImageFont
from running_server import RunningServer, new_station, serving
from web_factories import AGENCY, PIECE, TUS, metadata, open_warehouse

from config.settings import EngineChoice, LogTo, Settings
from digitize.access import Role
from workers.accounts.signing_in import SigningIn
from workers.commands.run import run

NUMBER, NAME, PLAIN = OWNER.number, "Nguyễn Thị Hòa", "Nguyen Thi Hoa"
PLANTED = (NUMBER, NAME, PLAIN, NAME.upper(), "Thị Hòa", "0912345678")
FILE = f"{NUMBER} {NAME}.png"
WAIT_SECONDS = 60.0


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Everything that the server told anybody but the asker, by where."""
    warehouse = tmp_path_factory.mktemp("nobody") / "kho"
    key = new_station(warehouse)
    token = _token(warehouse)
    with otlp_receiver() as traces:
        settings = {"DIGITIZE_LOG_TO": "stderr", "DIGITIZE_OTLP_ENDPOINT": traces.address}
        with serving(warehouse, DIGITIZE_ENGINE="resident", **settings) as server:
            _push(server, key, _a_paper(), name=FILE)
            _push(server, key, b"%PDF-1.7 " + NAME.encode(), name=f"{NAME}.pdf")
            _wait_for_reading(server)
            _ask(server, token)
            metrics = httpx.get(f"{server.address}/metrics").text
        yield {
            "stderr": warehouse.with_name("kho.stderr").read_text(),
            "log": _text(warehouse / "digitize.log"),
            "metrics": metrics,
            "traces": _told(traces),
        }


def test_nothing_that_a_server_tells_names_a_person(said: dict[str, str]) -> None:
    assert "request.refused" in said["stderr"]
    assert "digitize_" in said["metrics"]
    assert "digitize.scan" in said["traces"]
    found = {(where, one) for where, text in said.items() for one in PLANTED if one in text}
    assert not found


def test_a_run_at_the_command_line_names_nobody_in_its_log(tmp_path: Path) -> None:
    paper = tmp_path / FILE
    paper.write_bytes(_a_paper())
    broken = tmp_path / f"{NAME}.pdf"
    broken.write_bytes(b"%PDF-1.7 " + NAME.encode())
    settings = Settings(
        warehouse=tmp_path / "kho", engine=EngineChoice.STUB, jobs=1, log_to=LogTo.WAREHOUSE
    )
    run(settings, [paper, broken, tmp_path / f"{NAME} {NUMBER}.tif"], as_json=True)
    log = (tmp_path / "kho" / "digitize.log").read_text()
    assert log
    assert not [one for one in PLANTED if one in log]


def _token(warehouse: Path) -> str:
    with open_warehouse(warehouse) as services:
        a_filed_paper(services)
        account = make_account(services, "lan", role=Role.AGENCY_MANAGER, agency=AGENCY)
        token, _ = SigningIn(services.database, clock=services.clock).begin(account)
        return token


def _a_paper() -> bytes:
    """One page on which the person stands."""
    page = Image.new("L", (1240, 1754), 255)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT), 34)
    rows = ("TỜ KHAI", f"Họ và tên: {NAME}", f"Số định danh cá nhân: {NUMBER}", "ĐT: 0912345678")
    for number, row in enumerate(rows):
        pen.text((150, 150 + 90 * number), row, font=font, fill=0)
    file = BytesIO()
    page.save(file, "PNG", dpi=(150, 150))
    return file.getvalue()


def _push(server: RunningServer, key: str, data: bytes, *, name: str) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=server.address, headers=headers) as client:
        opening = {"Idempotency-Key": f"lo-{len(data)}"}
        opened = client.post("/api/v1/batches", headers=opening, json={})
        batch = opened.json()["id"]
        head = {**TUS, "Upload-Length": str(len(data))}
        begun = client.post(
            "/api/v1/uploads", headers={**head, "Upload-Metadata": metadata(batch, data, name=name)}
        )
        client.patch(
            begun.headers["location"], headers={**PIECE, "Upload-Offset": "0"}, content=data
        )


def _wait_for_reading(server: RunningServer) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        shown = httpx.get(f"{server.address}/metrics").text
        if 'digitize_document_moves_total{status="needs_check"}' in shown:
            return
        time.sleep(0.2)
    raise AssertionError("nothing was read")


def _ask(server: RunningServer, token: str) -> None:
    """What people look for, also in ways that are refused."""
    with httpx.Client(
        base_url=server.address, headers={"Authorization": f"Bearer {token}"}
    ) as client:
        client.get("/records", params={"words": f"{NAME} {NUMBER}"})
        client.get("/api/v1/records", params={"field": f"full_name={NAME}"})
        client.get("/api/v1/records", params={"issued_from": NAME, NAME: NUMBER})
        client.get(f"/records/{NUMBER}")
        client.get(f"/{NAME}")
        once = {"Idempotency-Key": "k"}
        client.post("/api/v1/persons/held", headers=once, json={"number": NUMBER})
        client.post("/api/v1/persons/held", headers=once, json={"number": NAME, NAME: NUMBER})
        client.post("/api/v1/persons/held", headers=once, content=f"{{{NAME}".encode())
        client.post("/api/v1/sessions", json={"account": NUMBER, "password": NAME})
        client.post("/persons", data={"number": NAME})
        client.get(f"/api/v1/batches/{NUMBER}")


def _told(traces: Received) -> str:
    return "\n".join(
        f"{span.name} {attributes(span)} {span.status.message} {[one.name for one in span.events]}"
        for span in traces.spans
    )


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""
