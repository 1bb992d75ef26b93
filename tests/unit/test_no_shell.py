"""No upload is ever executed or handed to a shell, and no name of a file is taken for an option."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from digitize.intake.identify import identify
from digitize.intake.pages import open_scan

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("digitize", "workers", "storage", "config", "web")
SHELLS = {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput", "os.execl", "os.execv", "os.spawnl", "pty.spawn", "eval", "exec", "pickle.load", "pickle.loads"}  # fmt: skip


def calls() -> Iterator[tuple[str, ast.Call]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_nothing_is_given_to_a_shell() -> None:
    found = [
        where
        for where, call in calls()
        if ast.unparse(call.func) in SHELLS or any(word.arg == "shell" for word in call.keywords)
    ]
    assert found == []


def test_programs_are_called_with_lists_of_arguments() -> None:
    programs = ("subprocess.run", "subprocess.Popen", "subprocess.check_output")
    for where, call in calls():
        if ast.unparse(call.func) in programs:
            assert isinstance(call.args[0], ast.List | ast.Name), where


@pytest.mark.parametrize("name", ["-r.pdf", "--help", "$(touch owned).pdf", "; touch owned #.pdf", "a\nb.pdf", "| touch owned"])  # fmt: skip
def test_a_rendered_page_comes_whatever_the_file_is_called(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(100, 140))
        pdf.pages[0].Contents = pikepdf.Stream(pdf, b"0 g 10 10 60 20 re f")
        pdf.save(Path(name).absolute())
    with open_scan(Path(name), identify(Path(name))) as pages:
        assert pages.load(0).image.gray.min() == 0
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_no_file_in_the_store_can_be_executed(tmp_path: Path) -> None:
    from storage.folder_store import FolderStore

    store = FolderStore(tmp_path / "store")
    store.put("originals/ab/cd/x", b"#!/bin/sh\ntouch owned\n")
    with pytest.raises(PermissionError):
        subprocess.run([store.local_path("originals/ab/cd/x")], check=True)
