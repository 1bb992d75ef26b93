"""Archives are opened for an import alone, and only what is harmless comes out of them."""

import io
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitize.errors import BadArchive, TooManyBytes
from workers.importing.archives import Archive, ArchiveLimits


def an_archive(folder: Path, files: dict[str, bytes]) -> Path:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("../../etc/passwd", id="climbs"),
        pytest.param("a/../../b.pdf", id="climbs later"),
        pytest.param("..\\b.pdf", id="climbs by backslash"),
        pytest.param("/etc/passwd", id="absolute"),
        pytest.param("C:\\b.pdf", id="drive"),
        pytest.param("a\nb.pdf", id="line break"),
        pytest.param("a\u202efdp.exe", id="reads backwards"),
        pytest.param("a" * 401, id="401 letters"),
    ],
)
def test_unsafe_names_stay_inside(name: str, tmp_path: Path) -> None:
    with Archive.open(an_archive(tmp_path, {name: b"x", "b.pdf": b"y"})) as archive:
        assert [member.name for member in archive.members()] == ["b.pdf"]
        assert len(archive.refused) == 1
        assert archive.refused[0].isprintable()


def test_a_link_stays_inside(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("b.pdf")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with Archive.open(tmp_path / "a.zip") as opened:
        assert list(opened.members()) == []


@pytest.mark.parametrize(
    ("limits", "files"),
    [
        pytest.param(ArchiveLimits(files=2), {f"{n}.pdf": b"x" for n in range(3)}, id="files"),
        pytest.param(ArchiveLimits(bytes=99), {"a.pdf": b"x" * 100}, id="bytes"),
        pytest.param(ArchiveLimits(), {"a.pdf": bytes(5_000_000)}, id="ratio"),
        pytest.param(ArchiveLimits(index_bytes=60), {"a" * 60: b"x"}, id="list of names"),
    ],
)
def test_a_bomb_is_not_opened(
    limits: ArchiveLimits, files: dict[str, bytes], tmp_path: Path
) -> None:
    with pytest.raises(BadArchive):
        Archive.open(an_archive(tmp_path, files), limits=limits)


def test_more_bytes_than_announced_are_not_written(tmp_path: Path) -> None:
    path = an_archive(tmp_path, {"a.pdf": b"x" * 10_000})
    data = bytearray(path.read_bytes())
    for header, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.find(header) + place
        data[start : start + 4] = (500).to_bytes(4, "little")
    path.write_bytes(data)
    out = io.BytesIO()
    with Archive.open(path) as archive, pytest.raises(BadArchive):
        archive.extract(next(archive.members()).index, out)
    assert len(out.getvalue()) <= 500


def test_a_file_larger_than_a_scan_may_be_is_not_taken_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.importing.archives.MAX_FILE_BYTES", 99)
    with (
        Archive.open(an_archive(tmp_path, {"a.pdf": b"x" * 100})) as archive,
        pytest.raises(TooManyBytes),
    ):
        archive.extract(0, io.BytesIO())


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=40), st.integers(0, 10_000))
def test_a_damaged_archive_is_bad_and_nothing_worse(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes, place: int
) -> None:
    path = an_archive(tmp_path_factory.mktemp("any"), {"a/b.pdf": b"x" * 300, "c.pdf": b"y"})
    whole = path.read_bytes()
    place %= len(whole)
    path.write_bytes(whole[:place] + junk + whole[place + len(junk) :])
    try:
        with Archive.open(path) as archive:
            for member in archive.members():
                archive.extract(member.index, io.BytesIO())
    except (BadArchive, TooManyBytes):
        return
