"""Everything destroyed and brought back, as an operator does it: a real run, a backup, `rm -rf`, a restore, and all as before."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.acceptance.conftest import COMMAND, Digitize, OnePaper

PASSPHRASE = "bốn mùa hoa nở"


class Warehouse(NamedTuple):
    kho: Path
    record: str


@pytest.fixture
def warehouse(filed_decision: OnePaper, tmp_path: Path) -> Warehouse:
    kho, line = filed_decision.copied(tmp_path)
    return Warehouse(kho, line["record"])


def asked(digitize: Digitize, kho: Path, record: str, out: Path) -> dict[str, object]:
    """What a person would ask of the warehouse."""
    digitize("get", record, "-o", out, "--warehouse", kho)
    audit = digitize("audit", "--warehouse", kho, "--json").lines[0]
    return {
        "found": digitize("find", "quyết định", "--warehouse", kho, "--json").lines,
        "verified": digitize("verify", out, "--warehouse", kho, "--json").lines[0]["signatures"],
        "pdf": out.read_bytes(),
        "audit": {key: audit[key] for key in ("ok", "problems", "pages", "documents", "scans")},
    }


def with_passphrase(*arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "DIGITIZE_BACKUP_PASSPHRASE": PASSPHRASE, **settings},
    )


def test_after_everything_was_destroyed_all_is_as_before(
    digitize: Digitize, warehouse: Warehouse, tmp_path: Path
) -> None:
    kho, sao = warehouse.kho, tmp_path / "sao"
    before = asked(digitize, kho, warehouse.record, tmp_path / "trước.pdf")
    assert with_passphrase("backup", sao, "--with-keys", "--warehouse", kho).returncode == 0
    shutil.rmtree(kho)
    done = with_passphrase("restore", sao, "--warehouse", kho)
    assert done.returncode == 0, done.stderr
    assert asked(digitize, kho, warehouse.record, tmp_path / "sau.pdf") == before
    assert before["audit"]["ok"] is True  # type: ignore[index]


def test_without_keys_all_is_verified_as_before_and_the_missing_ones_are_named(
    digitize: Digitize, warehouse: Warehouse, tmp_path: Path
) -> None:
    kho, sao = warehouse.kho, tmp_path / "sao"
    made = digitize("backup", sao, "--warehouse", kho, "--json").lines[0]
    shutil.rmtree(kho)
    line = digitize("restore", sao, "--warehouse", kho, "--json").lines[0]
    assert line["missing_keys"] == made["keys"] != {}
    sealed = next((kho / "store" / "sealed").rglob("*.pdf"))
    verified = digitize("verify", sealed, "--warehouse", kho, "--json")
    assert (verified.code, verified.lines[0]["intact"]) == (0, True)


def test_one_damaged_byte_is_refused_by_name_with_23(
    digitize: Digitize, warehouse: Warehouse, tmp_path: Path
) -> None:
    kho, sao = warehouse.kho, tmp_path / "sao"
    digitize("backup", sao, "--warehouse", kho)
    damaged = max((sao / "objects").glob("??/??/*"), key=lambda path: path.stat().st_size)
    data = bytearray(damaged.read_bytes())
    data[len(data) // 3] ^= 0x10
    damaged.chmod(0o600)
    damaged.write_bytes(data)
    answer = digitize("restore", sao, "--warehouse", tmp_path / "neu")
    assert answer.code == 23
    assert damaged.name in answer.errors


@pytest.mark.parametrize("point", ["backup.object_copied:3", "backup.objects_copied"])
def test_a_backup_that_was_killed_goes_on_and_is_whole(
    digitize: Digitize, warehouse: Warehouse, tmp_path: Path, point: str
) -> None:
    kho, sao = warehouse.kho, tmp_path / "sao"
    killed = with_passphrase("backup", sao, "--warehouse", kho, DIGITIZE_FAULT_POINT=point)
    assert killed.returncode == -signal.SIGKILL
    assert digitize("restore", sao, "--check").code == 9
    assert digitize("backup", sao, "--warehouse", kho).code == 0
    assert digitize("restore", sao, "--warehouse", tmp_path / "neu").code == 0


@pytest.mark.parametrize("point", ["restore.object_stored:2", "restore.rows_stored"])
def test_a_restore_that_was_killed_goes_on_and_nobody_works_in_between(
    digitize: Digitize, warehouse: Warehouse, tmp_path: Path, point: str
) -> None:
    kho, sao = warehouse.kho, tmp_path / "sao"
    digitize("backup", sao, "--warehouse", kho)
    neu = tmp_path / "neu"
    killed = with_passphrase("restore", sao, "--warehouse", neu, DIGITIZE_FAULT_POINT=point)
    assert killed.returncode == -signal.SIGKILL
    between = digitize("find", "quyết định", "--warehouse", neu)
    assert (between.code, "restore_unfinished" in between.errors) == (9, True)
    assert digitize("restore", sao, "--warehouse", neu).code == 0
    assert len(digitize("find", "quyết định", "--warehouse", neu, "--json").lines) == 1
