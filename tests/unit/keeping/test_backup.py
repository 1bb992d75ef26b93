"""A backup has all that was there, copies nothing twice, and a restore gives it back or names what is damaged."""

import hashlib
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from keeping_factories import kept_at, make_keys, warehouse_with_papers
from pydantic import SecretStr
from sqlalchemy import inspect
from storage_factories import NOW, filed

from config.settings import Settings
from digitize.errors import (
    BackupBusy,
    BackupDamaged,
    BackupFailed,
    BadConfiguration,
    NoBackup,
    RestoreUnfinished,
    TargetNotEmpty,
    WrongPassphrase,
)
from digitize.model import DocumentId
from storage import keys, migrations, sqlite
from storage.audit import attest, audit
from tests.small_disks import mounted
from workers.backup.making import Backup, make_backup
from workers.backup.manifest import WrittenFile
from workers.backup.place import BackupPlace, write_lines
from workers.backup.restoring import Restored, check_backup, restore_backup
from workers.backup.unfinished import begin
from workers.services import Services, build_services


@pytest.fixture(scope="module")
def kho_as_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: new keys cost a second."""
    warehouse = tmp_path_factory.mktemp("kho") / "kho"
    warehouse_with_papers(warehouse, "một", "hai")
    make_keys(warehouse)
    return warehouse


@pytest.fixture
def kho(kho_as_made: Path, tmp_path: Path) -> Path:
    shutil.copytree(kho_as_made, tmp_path / "kho")
    return tmp_path / "kho"


def backed_up(kho: Path, sao: Path, *, passphrase: str | None = None, minutes: int = 0) -> Backup:
    with kept_at(kho, at=NOW + timedelta(minutes=minutes)) as services:
        return make_backup(services, sao, passphrase=passphrase)


def restored(kho: Path, sao: Path, *, passphrase: str | None = None) -> Restored:
    return restore_backup(Settings(warehouse=kho), sao, set_name=None, passphrase=passphrase)


def flip_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def test_a_destroyed_warehouse_comes_back_and_its_audit_holds(kho: Path, tmp_path: Path) -> None:
    made = backed_up(kho, tmp_path / "sao")
    shutil.rmtree(kho)
    done = restored(kho, tmp_path / "sao")
    assert done.report.ok
    assert (done.report.ledger_seq, done.report.ledger_hash) == (
        made.manifest.ledger_seq,
        made.manifest.ledger_hash,
    )
    with kept_at(kho) as services:
        assert len(services.catalogue.find("hòa giải")) == 2
        assert audit(services.catalogue, services.store).ok


def test_a_second_backup_copies_only_what_is_new(kho: Path, tmp_path: Path) -> None:
    first = backed_up(kho, tmp_path / "sao")
    with kept_at(kho) as services:
        filed(services.catalogue, content="ba", store=services.store)
    second = backed_up(kho, tmp_path / "sao", minutes=1)
    assert first.copied_objects > second.copied_objects > 0
    assert second.manifest.objects.lines == first.manifest.objects.lines + second.copied_objects
    assert backed_up(kho, tmp_path / "sao", minutes=2).copied_objects == 0


def test_a_lost_copy_is_made_again(kho: Path, tmp_path: Path) -> None:
    backed_up(kho, tmp_path / "sao")
    next((tmp_path / "sao" / "objects").glob("??/??/*")).unlink()
    assert backed_up(kho, tmp_path / "sao", minutes=1).copied_objects == 1
    assert check_backup(tmp_path / "sao", set_name=None)


@pytest.mark.parametrize(
    "name", ["manifest.json", "objects.jsonl", "rows/ledger.jsonl", "rows/documents.jsonl"]
)
def test_a_damaged_byte_of_a_set_refuses_and_names_the_file(
    kho: Path, tmp_path: Path, name: str
) -> None:
    made = backed_up(kho, tmp_path / "sao")
    flip_a_byte(tmp_path / "sao" / "sets" / made.name / name)
    with pytest.raises(BackupDamaged, match=name):
        restored(tmp_path / "neu", tmp_path / "sao")
    assert not (tmp_path / "neu").exists()


def test_a_damaged_object_refuses_names_the_file_and_leaves_no_rows(
    kho: Path, tmp_path: Path
) -> None:
    backed_up(kho, tmp_path / "sao")
    damaged = next((tmp_path / "sao" / "objects").glob("??/??/*"))
    flip_a_byte(damaged)
    with pytest.raises(BackupDamaged, match=damaged.name):
        restored(tmp_path / "neu", tmp_path / "sao")
    with pytest.raises(RestoreUnfinished):
        build_services(Settings(warehouse=tmp_path / "neu"))
    with pytest.raises(BackupDamaged, match=damaged.name):
        check_backup(tmp_path / "sao", set_name=None)


def test_a_restore_goes_on_once_the_damage_is_mended(kho: Path, tmp_path: Path) -> None:
    backed_up(kho, tmp_path / "sao")
    damaged = next((tmp_path / "sao" / "objects").glob("??/??/*"))
    whole = damaged.read_bytes()
    flip_a_byte(damaged)
    with pytest.raises(BackupDamaged):
        restored(tmp_path / "neu", tmp_path / "sao")
    damaged.write_bytes(whole)
    assert restored(tmp_path / "neu", tmp_path / "sao").report.ok


def test_a_warehouse_with_papers_is_never_restored_over(kho: Path, tmp_path: Path) -> None:
    backed_up(kho, tmp_path / "sao")
    with pytest.raises(TargetNotEmpty):
        restored(kho, tmp_path / "sao")
    with kept_at(kho) as services:
        assert audit(services.catalogue, services.store).ok


def test_another_restore_that_was_begun_is_not_mixed_with(kho: Path, tmp_path: Path) -> None:
    backed_up(kho, tmp_path / "sao")
    (tmp_path / "neu").mkdir()
    begin(tmp_path / "neu", backup="other")
    with pytest.raises(TargetNotEmpty):
        restored(tmp_path / "neu", tmp_path / "sao")


def test_an_unfinished_set_is_no_backup(kho: Path, tmp_path: Path) -> None:
    place = BackupPlace(tmp_path / "sao")
    with place.writing():
        place.begin(NOW)
    with pytest.raises(NoBackup):
        restored(tmp_path / "neu", tmp_path / "sao")


def test_one_backup_at_a_time_in_a_folder(kho: Path, tmp_path: Path) -> None:
    with BackupPlace(tmp_path / "sao").writing(), pytest.raises(BackupBusy):
        backed_up(kho, tmp_path / "sao")


def test_a_backup_inside_its_own_warehouse_is_refused(kho: Path) -> None:
    with pytest.raises(BadConfiguration):
        backed_up(kho, kho / "sao")


def test_old_sets_go_and_the_newest_still_restores(kho: Path, tmp_path: Path) -> None:
    names = [backed_up(kho, tmp_path / "sao", minutes=minutes).name for minutes in range(3)]
    assert list(BackupPlace(tmp_path / "sao").remove_sets_before(1)) == names[:2]
    assert restored(tmp_path / "neu", tmp_path / "sao").set_name == names[2]


def test_a_backup_says_what_the_warehouse_lacks(kho: Path, tmp_path: Path) -> None:
    with kept_at(kho) as services:
        key = next(services.store.keys("sealed/"))
        flip_a_byte(services.store.local_path(key))
        lost = next(services.store.keys("originals/"))
        services.store.local_path(lost).unlink()
    made = backed_up(kho, tmp_path / "sao")
    assert set(made.manifest.problems) == {f"sealed_changed:{key}", f"original_missing:{lost}"}


def test_what_the_store_lost_since_the_last_backup_is_told_and_brought_back(
    kho: Path, tmp_path: Path
) -> None:
    backed_up(kho, tmp_path / "sao")
    with kept_at(kho) as services:
        lost = next(services.store.keys("sealed/"))
        services.store.local_path(lost).unlink()
        assert not audit(services.catalogue, services.store).ok
    made = backed_up(kho, tmp_path / "sao", minutes=1)
    assert made.manifest.problems == (f"sealed_missing:{lost}",)
    assert restored(tmp_path / "neu", tmp_path / "sao").report.ok


def test_what_was_disposed_of_is_not_in_later_sets(kho: Path, tmp_path: Path) -> None:
    first = backed_up(kho, tmp_path / "sao")
    with kept_at(kho) as services:
        document_id = services.catalogue.records()[0].document_id
        services.catalogue.dispose(document_id, officer="Lưu", reason="x", at=NOW)
        services.store.dispose(keys.sealed(document_id))
    second = backed_up(kho, tmp_path / "sao", minutes=1)
    assert second.manifest.problems == ()
    assert second.manifest.objects.lines == first.manifest.objects.lines - 1


def test_an_anchor_that_came_after_the_rows_is_left_for_the_next(kho: Path, tmp_path: Path) -> None:
    """The audit that left it knew more of the ledger than the rows that were copied."""
    with kept_at(kho) as services:
        before = services.catalogue.ledger_head()
        report = audit(services.catalogue, services.store)
        services.store.put(keys.anchor(before[0] + 7, "a" * 64), b"")
        made = make_backup(services, tmp_path / "sao")
        attest(services.catalogue, services.store, report, actor="x", at=NOW)
    listed = (tmp_path / "sao" / "sets" / made.name / "objects.jsonl").read_text()
    assert "anchors/" not in listed
    assert restored(tmp_path / "neu", tmp_path / "sao").report.ok


def test_a_full_backup_disk_is_the_backups_fault_and_the_next_run_goes_on(
    kho: Path, tmp_path: Path
) -> None:
    with kept_at(kho) as services:
        filed(services.catalogue, content="dài" * 200_000, store=services.store)
    with mounted(tmp_path / "sao", "size=512k"):
        with pytest.raises(BackupFailed):
            backed_up(kho, tmp_path / "sao")
        subprocess.run(["mount", "-o", "remount,size=16m", tmp_path / "sao"], check=True)
        backed_up(kho, tmp_path / "sao", minutes=1)
        assert restored(tmp_path / "neu", tmp_path / "sao").report.ok


def test_private_keys_are_not_in_a_backup(kho: Path, tmp_path: Path) -> None:
    made = backed_up(kho, tmp_path / "sao")
    assert set(made.manifest.key_fingerprints) == {"authority/root.crt", "authority/signer.crt"}
    everything = b"".join(p.read_bytes() for p in (tmp_path / "sao").rglob("*") if p.is_file())
    assert b"PRIVATE KEY" not in everything
    done = restored(tmp_path / "neu", tmp_path / "sao")
    assert done.missing_keys == made.manifest.key_fingerprints


def test_without_its_keys_a_restored_warehouse_verifies_but_makes_no_new_authority(
    kho: Path, tmp_path: Path
) -> None:
    with kept_at(kho) as services:
        trusted = services.sealing.trusted_certificates()
    backed_up(kho, tmp_path / "sao")
    restored(tmp_path / "neu", tmp_path / "sao")
    with kept_at(tmp_path / "neu") as services:
        assert services.sealing.trusted_certificates() == trusted
        with pytest.raises(BadConfiguration):
            _ = services.sealing.authority


def test_keys_that_were_brought_back_first_are_kept(kho: Path, tmp_path: Path) -> None:
    backed_up(kho, tmp_path / "sao")
    shutil.copytree(kho / "keys", tmp_path / "neu" / "keys")
    assert restored(tmp_path / "neu", tmp_path / "sao").missing_keys == {}


def test_other_keys_refuse_a_restore(kho: Path, tmp_path: Path) -> None:
    backed_up(kho, tmp_path / "sao")
    make_keys(tmp_path / "khác")
    shutil.copytree(tmp_path / "khác" / "keys", tmp_path / "neu" / "keys")
    with pytest.raises(TargetNotEmpty, match="keys"):
        restored(tmp_path / "neu", tmp_path / "sao")


def test_a_box_brings_the_keys_back_to_whoever_has_its_passphrase(
    kho: Path, tmp_path: Path
) -> None:
    backed_up(kho, tmp_path / "sao", passphrase="mười hai con giáp")
    with pytest.raises(WrongPassphrase):
        restored(tmp_path / "sai", tmp_path / "sao", passphrase="mười ba con giáp")
    done = restored(tmp_path / "neu", tmp_path / "sao", passphrase="mười hai con giáp")
    assert done.missing_keys == {}
    key = tmp_path / "neu" / "keys" / "authority" / "signer.key"
    assert key.read_bytes() == (kho / "keys" / "authority" / "signer.key").read_bytes()
    assert key.stat().st_mode & 0o777 == 0o600


def test_what_training_learned_comes_back(kho: Path, tmp_path: Path) -> None:
    (kho / "models").mkdir()
    (kho / "models" / "types.npz").write_bytes(b"learned")
    backed_up(kho, tmp_path / "sao")
    restored(tmp_path / "neu", tmp_path / "sao")
    assert (tmp_path / "neu" / "models" / "types.npz").read_bytes() == b"learned"


def test_a_backup_of_sqlite_restores_into_postgres_and_back(
    kho: Path, tmp_path: Path, postgres_url: str
) -> None:
    backed_up(kho, tmp_path / "sao")
    cluster = {"database": SecretStr(postgres_url)}
    settings = Settings(warehouse=tmp_path / "cluster", **cluster)
    assert restore_backup(settings, tmp_path / "sao", set_name=None, passphrase=None).report.ok
    with kept_at(tmp_path / "cluster", **cluster) as services:
        third = filed(services.catalogue, content="ba", store=services.store)
        made = make_backup(services, tmp_path / "sao2")
    assert restored(tmp_path / "neu", tmp_path / "sao2").report.ok
    with kept_at(tmp_path / "neu") as services:
        assert third.id in {hit.record.id for hit in services.catalogue.find("hòa giải")}
    assert made.manifest.rows["records"].lines == 1 + 3


def test_a_used_database_is_never_restored_over(
    kho: Path, tmp_path: Path, postgres_url: str
) -> None:
    backed_up(kho, tmp_path / "sao")
    cluster = {"database": SecretStr(postgres_url)}
    warehouse_with_papers(tmp_path / "cluster", "một", **cluster)
    with pytest.raises(TargetNotEmpty):
        restore_backup(
            Settings(warehouse=tmp_path / "neu", **cluster),
            tmp_path / "sao",
            set_name=None,
            passphrase=None,
        )


def test_rows_of_an_earlier_revision_are_migrated_on_their_way(kho: Path, tmp_path: Path) -> None:
    """As a backup of an earlier program would be: fewer tables, fewer columns."""
    made = backed_up(kho, tmp_path / "sao")
    folder = tmp_path / "sao" / "sets" / made.name
    older = as_of_revision_4(folder, made)
    with BackupPlace(tmp_path / "sao").writing():
        shutil.rmtree(folder)
    BackupPlace(tmp_path / "sao").publish(older, rewritten(older, made))
    done = restored(tmp_path / "neu", tmp_path / "sao")
    assert done.report.ok
    assert done.report.scans == 2


def as_of_revision_4(folder: Path, made: Backup) -> Path:
    """Tables and columns that came later are not there."""
    older = folder.with_name("older-" + folder.name)
    shutil.copytree(folder, older)
    columns = columns_of_revision("0004")
    for name, file in made.manifest.rows.items():
        path = older / file.name
        if name in columns:
            write_lines(path, list(only_columns(path, columns[name])))
        else:
            path.unlink()
    return older


def columns_of_revision(revision: str) -> dict[str, set[str]]:
    engine = sqlite.engine_in_memory()
    with engine.connect() as connection, connection.begin():
        migrations.upgrade(connection, to=revision)
        found = inspect(connection)
        return {
            table: {column["name"] for column in found.get_columns(table)}
            for table in found.get_table_names()
        }


def only_columns(path: Path, wanted: set[str]) -> Iterator[bytes]:
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    kept = [index for index, name in enumerate(lines[0]) if name in wanted]
    for line in lines:
        yield json.dumps([line[index] for index in kept]).encode() + b"\n"


def rewritten(folder: Path, made: Backup) -> object:
    rows = {
        name: written(folder, file.name)
        for name, file in made.manifest.rows.items()
        if (folder / file.name).exists()
    }
    return replace(made.manifest, schema="0004", rows=rows)


def written(folder: Path, name: str) -> WrittenFile:
    data = (folder / name).read_bytes()
    return WrittenFile(
        name=name,
        lines=data.count(b"\n"),
        size_bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def test_the_manifest_can_be_checked_with_sha256sum(kho: Path, tmp_path: Path) -> None:
    made = backed_up(kho, tmp_path / "sao")
    folder = tmp_path / "sao" / "sets" / made.name
    subprocess.run(["sha256sum", "--check", "manifest.sha256"], cwd=folder, check=True)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["ledger_seq"] == made.manifest.ledger_seq


@pytest.fixture(params=["sqlite", "postgres"])
def house(request: pytest.FixtureRequest) -> dict[str, object]:
    """Settings of an embedded warehouse and of a cluster's catalogue."""
    if request.param == "sqlite":
        return {}
    return {"database": SecretStr(request.getfixturevalue("postgres_url"))}


def test_a_backup_while_papers_are_filed_is_one_moment(
    tmp_path: Path, house: dict[str, object]
) -> None:
    """Whatever is filed meanwhile: the copy's rows name no object that it has not, and its ledger is whole."""
    warehouse_with_papers(tmp_path / "kho", "đầu tiên", **house)
    stop = threading.Event()

    def keep_filing() -> None:
        number = 0
        with kept_at(tmp_path / "kho", **house) as services:
            while not stop.is_set():
                number += 1
                filed(services.catalogue, content=f"giấy {number}", store=services.store)

    thread = threading.Thread(target=keep_filing)
    thread.start()
    with kept_at(tmp_path / "kho", **house) as services:
        made = [make_backup(moment(services, minutes), tmp_path / "sao") for minutes in range(3)]
    stop.set()
    thread.join()
    lengths = [one.manifest.ledger_seq for one in made]
    assert lengths == sorted(set(lengths))
    assert not any(one.manifest.problems for one in made)
    for one in made:
        done = restore_backup(
            Settings(warehouse=tmp_path / one.name),
            tmp_path / "sao",
            set_name=one.name,
            passphrase=None,
        )
        assert done.report.ok, done.report.problems


def test_what_was_disposed_of_meanwhile_makes_it_look_again(kho: Path, tmp_path: Path) -> None:
    """The first rows that it copied named objects that an officer had removed before they could be copied."""
    with kept_at(kho) as services:
        document_id = services.catalogue.records()[0].document_id
        store = DisposingMeanwhile(services, document_id)
        made = make_backup(replace(services, store=store), tmp_path / "sao")
    assert store.walks == 2
    assert not made.manifest.problems
    assert restored(tmp_path / "neu", tmp_path / "sao").report.ok


class DisposingMeanwhile:
    """The warehouse's store, of which an officer disposes a document as soon as somebody walks over it."""

    def __init__(self, services: Services, document_id: DocumentId) -> None:
        self._services, self._document_id = services, document_id
        self.walks = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._services.store, name)

    def keys(self, prefix: str = "") -> Iterator[str]:
        self.walks += 1
        if self.walks == 1:
            self._services.catalogue.dispose(self._document_id, officer="Lưu", reason="x", at=NOW)
            self._services.store.dispose(keys.sealed(self._document_id))
        return self._services.store.keys(prefix)


def moment(services: Services, minutes: int) -> Services:
    return replace(services, clock=lambda: NOW + timedelta(minutes=minutes))
