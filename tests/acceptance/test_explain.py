"""`digitize read --explain` as an outsider has it: pictures in order and one page, or nothing at all."""

from pathlib import Path

from tests.acceptance.conftest import Digitize


def test_a_file_is_explained_beside_being_read(
    digitize: Digitize, demo_scans: Path, tmp_path: Path
) -> None:
    scan = next(demo_scans.rglob("08-*.pdf"))
    out = tmp_path / "explained"
    answer = digitize("read", "--json", "--explain", scan, "--out", out)
    assert [line["source"] for line in answer.lines] == [str(scan)]
    names = sorted(path.name for path in out.iterdir())
    assert names[0] == "index.html"
    assert {"page-0001-01-file.png", "page-0002-01-file.png"} < set(names)
    assert "Vì sao cần người xem" in (out / "index.html").read_text(encoding="utf-8")
    again = digitize("read", "--explain", scan, "--out", out)
    assert "cannot_write_output" in again.errors
    assert sorted(path.name for path in out.iterdir()) == names


def test_nothing_is_written_of_a_secret_paper(
    digitize: Digitize, demo_scans: Path, tmp_path: Path
) -> None:
    scan = next(demo_scans.rglob("10-*"))
    answer = digitize("read", "--explain", scan, "--out", tmp_path / "explained")
    assert "secret_paper" in answer.errors
    assert not list(tmp_path.iterdir())


def test_explaining_asks_for_a_folder_and_one_file(
    digitize: Digitize, demo_scans: Path, tmp_path: Path
) -> None:
    scan = next(demo_scans.rglob("08-*.pdf"))
    assert digitize("read", "--explain", scan).code == 1
    assert digitize("read", scan, "--out", tmp_path).code == 1
    assert digitize("read", "--explain", scan, scan, "--out", tmp_path).code == 1
