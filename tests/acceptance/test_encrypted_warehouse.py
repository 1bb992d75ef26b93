"""A paper's whole way with keys on, by the command line: nothing plain lies in the warehouse, and all that a person asks is answered as before."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.acceptance.conftest import Digitize

AGENCY = "000.00.00.H00"
SEEN_IN_PLAIN = (b"%PDF", b"QUY\xe1\xba\xbeT", "Ủy ban".encode(), b"/Type", b'"words"')
"""The beginning of a PDF, what every decision says, and what readings are made of."""


@pytest.fixture
def keyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIGITIZE_AGENCY_KEYS", str(tmp_path / "khoa"))
    return tmp_path / "khoa"


@pytest.fixture
def kho(digitize: Digitize, demo_scans: Path, keyed: Path, tmp_path: Path) -> Path:
    """With one decision, sealed and filed."""
    assert keyed
    kho, scan = tmp_path / "kho", demo_scans / "01-quyet-dinh.pdf"
    assert digitize("keys", "make", AGENCY, "--officer", "an", "--warehouse", kho).code == 0
    done = digitize("run", scan, "--warehouse", kho, "--json")
    assert (done.code, done.lines[0]["status"], done.lines[0]["sealed"]) == (0, "filed", None)
    return kho


def plain_files(folder: Path) -> list[str]:
    """What shows anything of a paper; rows, their log and the keys that seal are no objects."""
    return [
        str(path)
        for path in folder.rglob("*")
        if path.is_file()
        and not path.name.startswith("catalogue.sqlite")
        and "keys" not in path.relative_to(folder).parts
        and any(sign in path.read_bytes() for sign in SEEN_IN_PLAIN)
    ]


def asked(digitize: Digitize, kho: Path, out: Path) -> Mapping[str, object]:
    record = digitize("find", "quyết định", "--warehouse", kho, "--json").lines[0]["record"]
    for option in ((), ("--original",), ("--text",)):
        name = out.with_suffix(f".{'-'.join(option)}pdf")
        assert digitize("get", record, *option, "-o", name, "--warehouse", kho).code == 0
    sealed = out.with_suffix(".pdf")
    verified = digitize("verify", sealed, "--warehouse", kho, "--json")
    audit = digitize("audit", "--warehouse", kho, "--json").lines[0]
    return {
        "pdf": sealed.read_bytes(),
        "verified": (verified.code, verified.lines[0]["ours"], verified.lines[0]["intact"]),
        "audit": (audit["ok"], audit["pages"]),
    }


def test_a_paper_is_filed_and_nothing_plain_is_left(
    digitize: Digitize, kho: Path, tmp_path: Path
) -> None:
    assert plain_files(kho) == []
    seen = asked(digitize, kho, tmp_path / "ra")
    assert seen["pdf"][:4] == b"%PDF"  # type: ignore[index]
    assert seen["verified"] == (0, True, True)
    assert seen["audit"][0] is True  # type: ignore[index]
    assert plain_files(kho) == []


def test_after_a_new_key_and_a_restore_all_is_as_before(
    digitize: Digitize, kho: Path, keyed: Path, tmp_path: Path
) -> None:
    before = asked(digitize, kho, tmp_path / "trước")
    rotated = ("keys", "make", AGENCY, "--rotate", "--officer", "an")
    assert digitize(*rotated, "--warehouse", kho).code == 0
    applied = digitize("keys", "apply", "--officer", "an", "--warehouse", kho, "--json")
    assert (applied.code, applied.lines[0]["complete"]) == (0, True)
    forget_all_but_the_newest(keyed / f"{AGENCY}.keys")
    sao = tmp_path / "sao"
    assert digitize("backup", sao, "--warehouse", kho).code == 0
    assert plain_files(sao / "objects") == []
    shutil.rmtree(kho)
    assert digitize("restore", sao, "--warehouse", kho).code == 0
    assert plain_files(kho) == []
    assert asked(digitize, kho, tmp_path / "sau") == before


def forget_all_but_the_newest(path: Path) -> None:
    first, second, *lines = path.read_text().splitlines(keepends=True)
    path.unlink()
    path.touch(0o600)
    path.write_text("".join([first, second, lines[-1]]))


def test_papers_of_before_are_brought_in(
    digitize: Digitize, demo_scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kho = tmp_path / "kho"
    run = ("run", demo_scans / "01-quyet-dinh.pdf", "--warehouse", kho, "--json")
    assert digitize(*run).code == 0
    before = asked(digitize, kho, tmp_path / "trước")
    assert plain_files(kho) != []
    monkeypatch.setenv("DIGITIZE_AGENCY_KEYS", str(tmp_path / "khoa"))
    assert digitize("keys", "make", AGENCY, "--warehouse", kho).code == 0
    assert digitize("keys", "apply", "--warehouse", kho).code == 0
    assert plain_files(kho) == []
    assert asked(digitize, kho, tmp_path / "sau") == before


def test_without_the_keys_it_says_so_and_gives_nothing(
    digitize: Digitize, kho: Path, demo_scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = digitize("find", "quyết định", "--warehouse", kho, "--json").lines[0]["record"]
    monkeypatch.delenv("DIGITIZE_AGENCY_KEYS")
    out = tmp_path / "ra.pdf"
    refused = digitize("get", record, "-o", out, "--warehouse", kho)
    assert (refused.code, out.exists()) == (9, False)
    assert "khóa mã hóa" in refused.errors
    scan = demo_scans / "01-quyet-dinh.pdf"
    assert digitize("run", scan, "--warehouse", kho, "--json").code == 9
    assert plain_files(kho) == []
    assert os.environ.get("DIGITIZE_AGENCY_KEYS") is None


def test_an_agency_without_a_key_keeps_its_papers(
    digitize: Digitize, keyed: Path, demo_scans: Path, tmp_path: Path
) -> None:
    kho = tmp_path / "kho"
    assert keyed
    assert digitize("keys", "make", "H46.9", "--warehouse", kho).code == 0
    done = digitize("run", demo_scans / "01-quyet-dinh.pdf", "--warehouse", kho, "--json")
    assert done.lines[0]["error"]["code"] == "agency_key_missing"
    assert not list((kho / "store").rglob("originals/*"))
    assert digitize("doctor", "--warehouse", kho, "--json").code != 0
