"""A backup of encrypted papers holds nothing that can be read, and comes back where the keys are."""

import shutil
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from encryption_factories import AGENCY, OTHER, a_key
from keeping_factories import kept_at
from storage_factories import NOW, a_scan_id, filed

from config.settings import Settings
from digitize.errors import AgencyKeyMissing
from storage import keys
from storage.audit import audit
from storage.encryption import MAGIC
from workers.backup.making import Backup, make_backup
from workers.backup.restoring import Restored, check_backup, restore_backup
from workers.encrypting.applying import apply_keys
from workers.encrypting.keyring import make_agency_key
from workers.stores import keys_here


@pytest.fixture
def khoa(tmp_path: Path) -> Path:
    a_key(tmp_path / "khoa")
    return tmp_path / "khoa"


@pytest.fixture
def kho(tmp_path: Path, khoa: Path) -> Path:
    """With two papers, encrypted."""
    with kept_at(tmp_path / "kho", agency_keys=khoa) as services:
        store = services.store.of_agencies([AGENCY])  # type: ignore[attr-defined]
        for content in ("một", "hai"):
            filed(services.catalogue, content=content, store=store)
    return tmp_path / "kho"


MINUTES = count()


def saved(kho: Path, khoa: Path | None) -> Backup:
    at = NOW + timedelta(minutes=next(MINUTES))
    with kept_at(kho, at=at, agency_keys=khoa) as services:
        return make_backup(services, kho.parent / "sao")


def restored(kho: Path, khoa: Path | None) -> Restored:
    settings = Settings(warehouse=kho.parent / "mới", agency_keys=khoa)
    return restore_backup(settings, kho.parent / "sao", set_name=None, passphrase=None)


def lying_open(folder: Path) -> int:
    """Papers that anybody can read; anchors have nothing in them."""
    found = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return sum(bool(data) and not data.startswith(MAGIC) for data in found)


def test_what_was_encrypted_is_so_in_the_backup_and_after_it(kho: Path, khoa: Path) -> None:
    made = saved(kho, khoa)
    assert made.manifest.problems == ()
    assert lying_open(kho.parent / "sao" / "objects") == 0
    shutil.rmtree(kho)
    assert restored(kho, khoa).report.problems == ()
    assert lying_open(kho.parent / "mới" / "store") == 0
    with kept_at(kho.parent / "mới", agency_keys=khoa) as services:
        assert services.store.get(keys.original(a_scan_id("một"))) == "một".encode()


def test_a_second_backup_copies_nothing_again(kho: Path, khoa: Path) -> None:
    assert saved(kho, khoa).copied_objects > 0
    assert saved(kho, khoa).copied_objects == 0


def test_the_keys_are_named_and_not_in_it(kho: Path, khoa: Path) -> None:
    made = saved(kho, khoa)
    [line] = [one for one in (khoa / f"{AGENCY}.keys").read_text().splitlines() if "+00:00" in one]
    assert list(made.manifest.agency_keys) == [AGENCY]
    secret = line.split()[-1].encode()
    for path in (kho.parent / "sao").rglob("*"):
        assert not path.is_file() or secret not in path.read_bytes()


def test_without_the_keys_nothing_is_restored_and_nothing_written(kho: Path, khoa: Path) -> None:
    saved(kho, khoa)
    with pytest.raises(AgencyKeyMissing):
        restored(kho, None)
    assert not (kho.parent / "mới" / "store").exists()
    with pytest.raises(AgencyKeyMissing):
        check_backup(kho.parent / "sao", set_name=None)


def test_a_set_is_checked_with_the_keys(kho: Path, khoa: Path) -> None:
    saved(kho, khoa)
    assert check_backup(
        kho.parent / "sao", set_name=None, keys=keys_here(Settings(agency_keys=khoa))
    )


def test_a_machine_without_keys_makes_no_half_backup(kho: Path, khoa: Path) -> None:
    with kept_at(kho, agency_keys=khoa) as services:
        make_agency_key(services, OTHER, is_rotation=False)
    with pytest.raises(AgencyKeyMissing):
        saved(kho, None)


def test_what_lay_open_in_the_set_comes_back_so_and_is_encrypted_then(
    tmp_path: Path, khoa: Path
) -> None:
    kho = tmp_path / "kho"
    with kept_at(kho) as services:
        filed(services.catalogue, content="một", store=services.store)
    saved(kho, None)
    assert restored(kho, khoa).report.ok
    with kept_at(tmp_path / "mới", agency_keys=khoa) as services:
        assert apply_keys(services).encrypted > 3
        assert audit(services.catalogue, services.store).ok
    assert lying_open(tmp_path / "mới" / "store") == 0


def test_papers_of_a_destroyed_key_are_named_and_the_others_come_back(
    kho: Path, khoa: Path
) -> None:
    a_key(khoa, OTHER)
    with kept_at(kho, agency_keys=khoa) as services:
        store = services.store.of_agencies([OTHER])  # type: ignore[attr-defined]
        filed(services.catalogue, content="ba", store=store)
    saved(kho, khoa)
    (khoa / f"{OTHER}.keys").unlink()
    made = saved(kho, khoa)
    assert made.manifest.problems == ()  # what an earlier run copied is known and not read again
    problems = restored(kho, khoa).report.problems
    assert problems
    assert all("_missing:" in one and a_scan_id("ba")[:16] in one for one in problems)


def test_papers_of_a_key_that_was_destroyed_before_are_told_by_the_backup(
    kho: Path, khoa: Path
) -> None:
    (khoa / f"{AGENCY}.keys").unlink()
    a_key(khoa, OTHER)
    problems = saved(kho, khoa).manifest.problems
    assert problems
    assert any(one.startswith("object_without_key:") for one in problems)
