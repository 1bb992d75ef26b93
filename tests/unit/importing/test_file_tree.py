"""A file is found by what the register calls it, and two files of one name are two: said, never chosen between."""

import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitize.errors import FileAmbiguous, FileNotFound
from workers.importing.file_tree import FileTree

Tree = Callable[..., FileTree]


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Tree]:
    opened = []

    def make(*names: str) -> FileTree:
        for name in names:
            path = tmp_path / "files" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)
        opened.append(FileTree.of(tmp_path / "files"))
        return opened[-1]

    yield make
    for made in opened:
        made.close()


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("2019/Quyết định 12.pdf", id="exact"),
        pytest.param("2019\\QUYẾT ĐỊNH 12.PDF", id="backslash and capitals"),
        pytest.param(unicodedata.normalize("NFD", "2019/Quyết định 12.pdf"), id="decomposed"),
        pytest.param("2019/Quyết định 12", id="without suffix"),
        pytest.param("Quyết định 12.tif", id="other suffix, name alone"),
        pytest.param("D:\\Scan\\2019\\Quyết định 12.pdf", id="path of another machine"),
        pytest.param("./2019//Quyết định 12.pdf", id="untidy"),
    ],
)
def test_a_file_is_found_by_what_people_write(name: str, tree: Tree) -> None:
    found = tree("2019/Quyết định 12.pdf", "2020/Quyết định 13.pdf").find(name)
    assert found.shown == "2019/Quyết định 12.pdf"


def test_the_exact_name_wins_over_a_similar_one(tree: Tree) -> None:
    files = tree("a/12.pdf", "a/12.PDF")
    assert files.find("a/12.PDF").shown == "a/12.PDF"


@pytest.mark.parametrize("name", ["12.pdf", "12", "X\\12.PDF"])
def test_two_files_of_one_name_are_said_and_not_guessed(name: str, tree: Tree) -> None:
    with pytest.raises(FileAmbiguous, match=r"a/12\.pdf, b/12\.pdf"):
        tree("a/12.pdf", "b/12.pdf").find(name)


def test_blanks_that_a_register_squeezes_do_not_matter(tree: Tree) -> None:
    assert tree("Quyết  định 12.pdf").find("Quyết định 12.pdf").shown == "Quyết  định 12.pdf"


def test_a_number_with_a_dot_is_no_suffix(tree: Tree) -> None:
    assert tree("12.QD.pdf", "12.KH.pdf").find("12.KH").shown == "12.KH.pdf"


@pytest.mark.parametrize("name", ["13.pdf", "", "/", "..", "../12.pdf/x", "a\0b"])
def test_what_is_not_there_is_not_found(name: str, tree: Tree) -> None:
    with pytest.raises(FileNotFound):
        tree("12.pdf").find(name)


def test_files_that_no_row_claims_are_listed(tree: Tree) -> None:
    files = tree("a.pdf", "b.pdf", ".hidden", "Thumbs.db")
    files.claim("a.pdf")
    assert list(files.unclaimed()) == ["b.pdf"]


def test_links_lead_nowhere(tree: Tree, tmp_path: Path) -> None:
    (tmp_path / "secret.pdf").write_text("elsewhere")
    tree("a.pdf")
    (tmp_path / "files" / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    (tmp_path / "files" / "folder").symlink_to(tmp_path)
    with FileTree.of(tmp_path / "files") as files:
        assert list(files.unclaimed()) == ["a.pdf"]


def test_a_file_in_an_archive_is_found_and_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "2019.zip", "w") as archive:
        archive.writestr("nhóm/12.pdf", b"%PDF-1.7 twelve")
    with FileTree.of(tmp_path) as files:
        found = files.find("nhóm\\12.PDF")
        assert found.shown == "2019.zip/nhóm/12.pdf"
        with files.opened(found) as path:
            assert path.read_bytes() == b"%PDF-1.7 twelve"
        assert not path.exists()
        assert list(files.unclaimed()) == ["2019.zip/nhóm/12.pdf"]


def test_an_archive_that_is_none_is_told_and_passed_over(tmp_path: Path) -> None:
    (tmp_path / "2019.zip").write_bytes(b"no archive")
    with FileTree.of(tmp_path) as files:
        assert [refused.shown for refused in files.refused] == ["2019.zip"]
        assert files.count() == 0


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=60))
def test_any_name_is_found_or_not(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("tree")
    (folder / "12.pdf").write_text("twelve")
    with FileTree.of(folder) as files:
        try:
            assert files.find(name).shown == "12.pdf"
        except FileNotFound:
            assert name != "12.pdf"
