"""The hot folder takes what is whole and still, moves it aside only once it is held, and refuses places that would loop."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from pdf_factories import png
from service_factories import FailingChildren

import digitize
from config.settings import AfterCustody, Settings
from digitize.errors import BadConfiguration, EngineFailed, StoreFull
from digitize.model import ScanId
from digitize.rows import ScanState
from workers.hot_folder import HotFolder, HotFolderOptions
from workers.hot_folder_places import HotFolderPlaces, hot_folder_places
from workers.pool import ChildPool, PoolOptions
from workers.services import Services, build_services

Look = Callable[..., list[int]]


@pytest.fixture(scope="module")
def pool() -> Iterator[ChildPool]:
    with ChildPool(object, options=PoolOptions(jobs=1)) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hot").mkdir()
    return tmp_path / "hot"


@pytest.fixture
def services(tmp_path: Path, folder: Path) -> Iterator[Services]:
    (tmp_path / "kho").mkdir()
    settings = Settings(warehouse=tmp_path / "kho", hot_folder=folder)
    with build_services(settings) as opened:
        yield opened


@pytest.fixture
def look(services: Services, pool: ChildPool) -> Look:
    """Looks at these seconds; how many files each took into custody."""

    def looks(*seconds: float, after: AfterCustody = AfterCustody.MOVE) -> list[int]:
        options = HotFolderOptions(after=after)
        hot = HotFolder(services, pool, places=places_of(services), options=options)
        return [hot.look(second) for second in seconds]

    return looks


def places_of(services: Services) -> HotFolderPlaces:
    places = hot_folder_places(services.settings)
    assert places is not None
    return places


def held(services: Services, data: bytes) -> ScanState:
    return services.catalogue.scan(ScanId(hashlib.sha256(data).hexdigest())).state


def test_a_file_that_stands_still_is_held_and_moved(
    look: Look, services: Services, folder: Path
) -> None:
    (folder / "a.png").write_bytes(png())
    assert look(0, 1, 2.5, 3) == [0, 0, 1, 0]
    assert held(services, png()) is ScanState.RECEIVED
    assert (folder / "_da_nhan" / "a.png").read_bytes() == png()
    assert not (folder / "a.png").exists()


def test_a_cut_file_waits_and_is_refused_with_the_reason_beside_it(
    look: Look, services: Services, folder: Path
) -> None:
    cut = png()[:-20]
    (folder / "a.png").write_bytes(cut)
    assert look(0, 3, 6, 300) == [0, 0, 0, 0]
    assert (folder / "a.png").exists()
    look(0, 3, 700, 800)
    assert (folder / "_bi_tu_choi" / "a.png").read_bytes() == cut
    assert "damaged_file" in (folder / "_bi_tu_choi" / "a.png.txt").read_text("utf-8-sig")
    assert held(services, cut) is ScanState.REJECTED


def test_a_file_that_takes_too_much_memory_waits_and_is_refused(
    services: Services, folder: Path
) -> None:
    """A file still written may ask for more than it will; one that stands still for long is like that."""
    pool = FailingChildren(*[EngineFailed("out of memory")] * 6)
    hot = HotFolder(services, cast("ChildPool", pool), places=places_of(services))
    (folder / "a.png").write_bytes(png())
    assert [hot.look(second) for second in (0, 3, 6, 300)] == [0, 0, 0, 0]
    assert (folder / "a.png").exists()
    hot.look(700)
    assert "damaged_file" in (folder / "_bi_tu_choi" / "a.png.txt").read_text("utf-8-sig")
    assert held(services, png()) is ScanState.REJECTED


def test_a_file_that_is_no_scan_is_refused_at_once(look: Look, folder: Path) -> None:
    (folder / "a.docx").write_bytes(b"no scan at all")
    look(0, 3)
    reason = (folder / "_bi_tu_choi" / "a.docx.txt").read_text("utf-8-sig")
    assert reason.startswith("Nội dung tệp không phải PDF")


def test_files_of_one_name_do_not_take_each_others_place(look: Look, folder: Path) -> None:
    for _ in range(2):
        (folder / "a.png").write_bytes(png())
        look(0, 3)
    assert sorted(path.name for path in (folder / "_da_nhan").iterdir()) == ["a (2).png", "a.png"]


def test_files_that_are_left_are_taken_once(look: Look, services: Services, folder: Path) -> None:
    (folder / "a.png").write_bytes(png())
    assert look(0, 3, 6, 9, after=AfterCustody.LEAVE) == [0, 1, 0, 0]
    assert (folder / "a.png").exists()


def test_what_was_taken_before_a_kill_is_moved_without_a_second_scan(
    look: Look, services: Services, folder: Path
) -> None:
    (folder / "a.png").write_bytes(png())
    look(0, 3, after=AfterCustody.LEAVE)  # killed before the move: held, and still there
    assert look(0, 3) == [0, 1]
    assert (folder / "_da_nhan" / "a.png").exists()
    (batch,) = services.catalogue.batches()
    assert len(services.catalogue.arrivals(batch.id)) == 1


def test_a_sub_folder_named_by_a_dossier_is_its_batch(
    look: Look, services: Services, folder: Path
) -> None:
    for name in ("000.00.19.H46-231225-0001 Lê Văn An", "khác"):
        (folder / name).mkdir()
        (folder / name / "a.png").write_bytes(png())
    look(0, 3)
    codes = {batch.dossier_code for batch in services.catalogue.batches()}
    assert codes == {"000.00.19.H46-231225-0001", ""}


def test_a_full_disk_leaves_the_file_for_later(
    look: Look, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreFull

    (folder / "a.png").write_bytes(png())
    with monkeypatch.context() as disk:
        disk.setattr("storage.folder_store.FolderStore.put", full)
        assert look(0, 3) == [0, 0]
    assert look(0, 3) == [0, 1]


@pytest.mark.parametrize(
    "place",
    [
        pytest.param("{kho}", id="the warehouse"),
        pytest.param("{kho}/in", id="in the warehouse"),
        pytest.param("{tmp}", id="around the warehouse"),
        pytest.param("{code}/ocr", id="in the program"),
        pytest.param("/", id="everything"),
        pytest.param("{tmp}/link", id="the warehouse by a link"),
        pytest.param("{tmp}/station/in", id="in the station's folder"),
        pytest.param("{tmp}/absent", id="no folder"),
    ],
)
def test_a_folder_that_would_loop_or_mix_code_and_data_is_refused(
    place: str, tmp_path: Path
) -> None:
    code = Path(digitize.__file__).parent
    for name in ("kho/in", "station/in"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "kho")
    chosen = Path(place.format(kho=tmp_path / "kho", tmp=tmp_path, code=code))
    settings = Settings(
        warehouse=tmp_path / "kho",
        hot_folder=chosen,
        station_folder=tmp_path / "station",
        station_spool=tmp_path / "spool",
    )
    with pytest.raises(BadConfiguration, match="HOT_FOLDER"):
        hot_folder_places(settings)


@pytest.mark.parametrize("name", ["_da_nhan", "_bi_tu_choi"])
def test_a_way_out_of_the_folder_is_refused(name: str, tmp_path: Path, folder: Path) -> None:
    (folder / name).symlink_to(tmp_path)
    with pytest.raises(BadConfiguration):
        hot_folder_places(Settings(warehouse=tmp_path / "kho", hot_folder=folder))
