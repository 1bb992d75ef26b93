"""An import as its operator has it: killed at any step it ends as one that was not; beside a server it leaves the work to it."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

COMMAND = Path(sys.executable).with_name("digitize")
ENVIRONMENT = {**os.environ, "DIGITIZE_ENGINE": "stub", "DIGITIZE_JOBS": "1"}
FILES = 5


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A register of five old results, their files, one file too many and one too few."""
    (tmp_path / "files").mkdir()
    lines = ["SỔ KẾT QUẢ;;", "Số, ký hiệu;Ngày ban hành;Tên tệp"]
    for number in range(FILES):
        page = Image.new("L", (160, 220), 255)
        ImageDraw.Draw(page).rectangle((20, 40 + 10 * number, 140, 50 + 10 * number), fill=0)
        page.save(tmp_path / "files" / f"QD {number}.png", dpi=(200, 200))
        lines.append(f"{number}/QĐ-UBND;0{number + 1}/03/2019;qd {number}")
    (tmp_path / "files" / "thừa.png").write_bytes((tmp_path / "files" / "QD 0.png").read_bytes())
    lines.append("99/QĐ-UBND;09/03/2019;qd 99")
    (tmp_path / "so.csv").write_text("\r\n".join(lines), encoding="utf-8-sig")
    return tmp_path


def run_import(
    office: Path, *options: object, warehouse: str = "kho", fault_point: str = ""
) -> subprocess.CompletedProcess[str]:
    command = [COMMAND, "import", office / "so.csv", "--files", office / "files", "--json"]
    return subprocess.run(
        [str(part) for part in (*command, "--warehouse", office / warehouse, *options)],
        env={**ENVIRONMENT, "DIGITIZE_FAULT_POINT": fault_point},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


def start_import(office: Path, *, page_ms: int = 0) -> subprocess.Popen[str]:
    """`page_ms`: how long each page takes."""
    command = [COMMAND, "import", office / "so.csv", "--files", office / "files", "--json"]
    return subprocess.Popen(
        [str(part) for part in (*command, "--warehouse", office / "kho")],
        env={**ENVIRONMENT, "DIGITIZE_STUB_PAGE_MS": str(page_ms)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def findings(done: subprocess.CompletedProcess[str]) -> list[dict]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def audit(office: Path, warehouse: str) -> dict:
    command = [COMMAND, "audit", "--warehouse", office / warehouse, "--json"]
    done = subprocess.run(
        [str(part) for part in command], env=ENVIRONMENT, capture_output=True, check=False
    )
    return json.loads(done.stdout)


def events(office: Path, warehouse: str) -> list[tuple[str, int]]:
    with sqlite3.connect(office / warehouse / "catalogue.sqlite") as catalogue:
        query = "SELECT event, count(*) FROM ledger GROUP BY event ORDER BY event"
        return catalogue.execute(query).fetchall()


@pytest.mark.slow
def test_an_import_killed_at_every_step_ends_as_one_that_was_not(office: Path) -> None:
    whole = run_import(office, warehouse="whole")
    for step in ("import.begun", "import.noted:2", "import.received:2", "import.finished"):
        assert run_import(office, fault_point=step).returncode == -signal.SIGKILL
    last = run_import(office)
    assert (last.returncode, findings(last)) == (whole.returncode, findings(whole))
    assert findings(whole)[-1]["findings"]["unfinished"] == 0
    assert (findings(whole)[-1]["rows"], findings(whole)[-1]["in_custody"]) == (FILES + 1, FILES)
    assert events(office, "kho") == events(office, "whole")
    assert (audit(office, "kho")["ok"], audit(office, "kho")["scans"]) == (True, FILES)


@pytest.mark.slow
def test_an_interrupted_import_says_so_and_goes_on(office: Path) -> None:
    started = start_import(office, page_ms=60_000)  # it cannot end before the signal comes
    wait_for_scans(office, 1)
    started.send_signal(signal.SIGINT)
    _, said = started.communicate(timeout=60)
    assert (started.returncode, "Traceback" in said) == (130, False)
    assert findings(run_import(office))[-1]["in_custody"] == FILES


@pytest.mark.slow
def test_the_report_is_printed_again_from_the_catalogue(office: Path) -> None:
    first = run_import(office)
    batch = findings(first)[-1]["batch"]
    command = [COMMAND, "import", "--report", batch, "--warehouse", office / "kho", "--json"]
    again = subprocess.run(
        [str(part) for part in command],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        cwd=office,
        check=False,
    )
    assert findings(again)[:-1] == findings(first)[:-1]
    kinds = [finding["finding"] for finding in findings(again)[:-1]]
    assert kinds == ["no_file", "not_in_register"]
    assert "qd 99" in (office / "so.doi-soat.csv").read_text("utf-8-sig")


@pytest.mark.slow
def test_a_dry_run_stores_nothing_and_suggests_the_columns(office: Path) -> None:
    done = run_import(office, "--dry-run")
    (plan,) = findings(done)
    assert (plan["rows"], plan["found"], plan["not_in_register"]) == (FILES + 1, FILES, 1)
    assert plan["columns"]["file"] == "Tên tệp"
    assert 'file = "Tên tệp"' in (office / "so.csv.mapping.toml").read_text()
    assert not (office / "kho").exists()


@pytest.mark.slow
def test_beside_a_server_an_import_takes_custody_and_the_server_works(office: Path) -> None:
    serve = [COMMAND, "serve", "--warehouse", office / "kho"]
    server = subprocess.Popen(
        [str(part) for part in serve],
        env={**ENVIRONMENT, "DIGITIZE_SERVE_PORT": "0"},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stderr is not None
        assert "http://" in server.stderr.readline()
        done = run_import(office)
    finally:
        server.terminate()
        server.communicate(timeout=60)
    assert findings(done)[-1]["findings"]["unfinished"] == 0
    assert findings(done)[-1]["in_custody"] == FILES
    assert audit(office, "kho")["documents"] == {"needs_check": FILES}


@pytest.mark.slow
def test_an_import_that_lost_its_server_does_the_work_itself(office: Path) -> None:
    (office / "kho").mkdir()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(office / "kho")], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    imported = start_import(office)
    wait_for_scans(office, FILES)
    holder.kill()
    holder.communicate()
    printed, _ = imported.communicate(timeout=200)
    last = json.loads(printed.splitlines()[-1])
    assert (last["in_custody"], last["findings"]["unfinished"]) == (FILES, 0)


HOLD = """
import sys, time
from pathlib import Path
from workers.lock import warehouse_lock
with warehouse_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(200)
"""


def wait_for_scans(office: Path, count: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with suppress(sqlite3.OperationalError):  # not made yet
            place = f"file:{office}/kho/catalogue.sqlite?mode=ro"
            with sqlite3.connect(place, uri=True) as catalogue:
                (found,) = catalogue.execute("SELECT count(*) FROM scans").fetchone()
                if found >= count:
                    return
        time.sleep(0.2)
    raise AssertionError("the import took too long")
