"""`digitize restore`: objects first, then all rows in one transaction, then the audit; into an empty place and no other.

Nothing is believed: rows and lists are hashed before anything is written, every object before it is stored. A run that was
killed goes on when it is given the same command; until it has ended, no other command works with the half-filled warehouse.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from config.settings import Settings
from digitize.errors import (
    AgencyKeyMissing,
    BackupDamaged,
    BadConfiguration,
    LedgerMismatch,
    NotInStore,
    TargetNotEmpty,
)
from digitize.fault_point import reached
from digitize.ports import ObjectStore
from storage import ledger
from storage.audit import AuditReport, attest, audit
from storage.encrypted_store import EncryptedStore, Keys
from storage.ledger import Event
from storage.portable_rows import import_rows, is_empty, renumber
from storage.record_texts import index_all_texts
from storage.schema import HEAD_REVISION
from workers.backup import unfinished
from workers.backup.key_box import fingerprints, key_files, open_box
from workers.backup.manifest import FORMAT, Manifest, read_manifest
from workers.backup.older_rows import rows_of_today
from workers.backup.place import BackupPlace, blob_key, require_unchanged, write_lines
from workers.encrypting.keyring import fingerprints_of
from workers.lock import warehouse_lock
from workers.services import Services, build_services
from workers.stores import NO_AGENCY_KEYS, keys_here, opening

_MAY_BE_THERE = {"lock", "keys", unfinished.MARK}
_NAMED_DAMAGES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    set_name: str
    manifest: Manifest
    report: AuditReport
    missing_keys: Mapping[str, str]
    """Fingerprints by certificate of the private keys that are not here; the operator brings them back."""
    rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    place: BackupPlace
    folder: Path
    manifest: Manifest
    identity: str
    """Which moment of which ledger it is, for the mark of an unfinished restore."""


def restore_backup(
    settings: Settings, folder: Path, *, set_name: str | None, passphrase: str | None
) -> Restored:
    """Fill the empty warehouse of the settings with a set, the newest by default, and audit it.

    What is encrypted there is encrypted here; what lies open there comes back so, until `digitize keys apply`.

    Raises `AgencyKeyMissing` before anything is written, `NoBackup`, `BackupDamaged` naming the file, `TargetNotEmpty`, `WrongPassphrase`, `BadConfiguration` for a set of a
    newer program, and the store's errors.
    """
    chosen = _chosen(folder, set_name, keys_here(settings))
    _require_agency_keys(settings, chosen.manifest)
    with warehouse_lock(settings.warehouse):
        is_resumed = _claim(settings.warehouse, chosen)
        with build_services(settings, is_restoring=True) as services:
            if not is_resumed:
                _require_nothing_there(services)
            _restore_objects(services, chosen)
            reached("restore.objects_stored")
            rows = _restore_rows(services, chosen)
            reached("restore.rows_stored")
            missing = _restore_keys(settings.warehouse / "keys", chosen, passphrase)
            _restore_local_files(settings.warehouse, chosen)
            report = _proved(services, chosen)
        unfinished.end(settings.warehouse)
    return Restored(
        set_name=chosen.folder.name,
        manifest=chosen.manifest,
        report=report,
        missing_keys=missing,
        rows=rows,
    )


def check_backup(
    folder: Path, *, set_name: str | None, keys: Keys = NO_AGENCY_KEYS
) -> tuple[str, Manifest]:
    """Read and hash all of a set and write nothing. Raises `NoBackup`, `BackupDamaged`, `AgencyKeyMissing`."""
    chosen = _chosen(folder, set_name, keys)
    damaged = [
        str(chosen.place.blob_path(sha256))
        for _, sha256, _ in _listed(chosen)
        if not _is_sound(chosen, sha256)
    ]
    _require_none(damaged)
    return chosen.folder.name, chosen.manifest


def _chosen(folder: Path, set_name: str | None, keys: Keys) -> _Set:
    place = BackupPlace(folder, keys=keys)
    found = place.chosen(set_name)
    manifest = read_manifest(found)
    if manifest.format != FORMAT or manifest.schema > HEAD_REVISION:
        raise BadConfiguration(f"{found.name} was written by a newer program")
    written = [*manifest.rows.values(), manifest.objects]
    written += [manifest.key_box] if manifest.key_box is not None else []
    for file in written:
        require_unchanged(found / file.name, file)
    identity = f"{found.name} {manifest.ledger_hash}"
    return _Set(place=place, folder=found, manifest=manifest, identity=identity)


def _claim(warehouse: Path, chosen: _Set) -> bool:
    others = {path.name for path in warehouse.iterdir()} - _MAY_BE_THERE
    is_marked = (warehouse / unfinished.MARK).exists()
    if others and not is_marked:
        raise TargetNotEmpty(f"{warehouse}: {', '.join(sorted(others)[:_NAMED_DAMAGES])}")
    wanted = chosen.manifest.key_fingerprints
    here = fingerprints(warehouse / "keys")
    if any(here.get(name, value) != value for name, value in wanted.items()):
        raise TargetNotEmpty(f"{warehouse / 'keys'}: other keys than those of the backup")
    return unfinished.begin(warehouse, backup=chosen.identity)


def _require_nothing_there(services: Services) -> None:
    """A database and a bucket may have been somebody else's before; a mark that is wrongly there would let the next try in."""
    with services.database.reading() as connection:
        has_rows = not is_empty(connection)
    if has_rows or next(services.store.keys(""), None) is not None:
        unfinished.end(services.settings.warehouse)
        raise TargetNotEmpty("the database or the store")


def _restore_objects(services: Services, chosen: _Set) -> None:
    blobs, beneath = chosen.place.blobs(), _beneath(services.store)
    damaged = []
    for key, sha256, _ in _listed(chosen):
        if services.store.exists(key):
            continue
        try:
            is_sound = _is_sound(chosen, sha256)
        except AgencyKeyMissing:
            continue  # its key was destroyed before the set was made: the audit names it
        if not is_sound:
            damaged.append(str(chosen.place.blob_path(sha256)))
            continue
        header = blobs.header(blob_key(sha256))
        target = opening(beneath, chosen.place.keys, header.holders) if header else beneath
        with blobs.open(blob_key(sha256)) as data:
            target.put(key, data, sha256=sha256)
        reached("restore.object_stored")
    _require_none(damaged)


def _require_agency_keys(settings: Settings, manifest: Manifest) -> None:
    """All that were there when the set was made, so that nothing is found to be unreadable half-way. Raises `AgencyKeyMissing`."""
    wanted = {one for found in manifest.agency_keys.values() for one in found}
    if not wanted:
        return
    here = {one for found in fingerprints_of(settings.agency_keys).values() for one in found}
    if wanted - here:
        missing = ", ".join(sorted(one[:16] for one in wanted - here))
        raise AgencyKeyMissing(f"the set needs the keys {missing}")


def _beneath(store: ObjectStore) -> ObjectStore:
    return store.store if isinstance(store, EncryptedStore) else store


def _is_sound(chosen: _Set, sha256: str) -> bool:
    try:
        return chosen.place.blobs().sha256(blob_key(sha256)) == sha256
    except NotInStore:
        return False


def _require_none(damaged: list[str]) -> None:
    if damaged:
        more = f" (+{len(damaged) - _NAMED_DAMAGES})" if len(damaged) > _NAMED_DAMAGES else ""
        raise BackupDamaged(", ".join(damaged[:_NAMED_DAMAGES]) + more)


def _listed(chosen: _Set) -> Iterator[tuple[str, str, int]]:
    """What objects the set has; local files are read the same way but have no key in the store."""
    with (chosen.folder / chosen.manifest.objects.name).open("rb") as lines:
        for line in lines:
            key, sha256, size = json.loads(line)
            yield key, sha256, size


def _restore_rows(services: Services, chosen: _Set) -> int:
    """All tables or none; how many rows. A second run finds them there."""
    with (
        rows_of_today(chosen.folder, chosen.manifest) as tables,
        services.database.writing() as connection,
    ):
        if not is_empty(connection):
            return sum(file.lines - 1 for file in chosen.manifest.rows.values())
        count = 0
        for name, path in tables.items():
            with path.open("rb") as lines:
                count += import_rows(connection, name, lines)
        renumber(connection)
        index_all_texts(connection)
        head = ledger.head(connection)
        if head != (chosen.manifest.ledger_seq, chosen.manifest.ledger_hash):
            raise LedgerMismatch(f"the backup's ledger ends at {head[0]}")
    return count


def _restore_keys(folder: Path, chosen: _Set, passphrase: str | None) -> Mapping[str, str]:
    """The keys from their box, where there is one and it can be opened; fingerprints of those that are still missing."""
    box = chosen.manifest.key_box
    if box is not None and passphrase:
        files = open_box((chosen.folder / box.name).read_bytes(), passphrase)
        for name, data in files.items():
            _write_key(folder / name, data)
    for name, pem in chosen.manifest.certificates.items():
        _write_key(folder / name, pem.encode())
    have = key_files(folder)
    return {
        name: value
        for name, value in chosen.manifest.key_fingerprints.items()
        if name.removesuffix(".crt") + ".key" not in have
    }


def _write_key(path: Path, data: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_lines(path, [data])
    path.chmod(0o600 if path.suffix == ".key" else 0o644)


def _restore_local_files(warehouse: Path, chosen: _Set) -> None:
    for file in chosen.manifest.local_files:
        if not _is_sound(chosen, file.sha256):
            raise BackupDamaged(str(chosen.place.blob_path(file.sha256)))
        path = warehouse / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_lines(path, [chosen.place.blobs().get(blob_key(file.sha256))])


def _proved(services: Services, chosen: _Set) -> AuditReport:
    report = audit(services.catalogue, services.store)
    services.catalogue.note(
        Event.BACKUP_RESTORED,
        "warehouse",
        actor=services.settings.officer,
        data={"set": chosen.folder.name, "ok": report.ok, "problems": len(report.problems)},
        at=services.clock(),
    )
    attest(
        services.catalogue,
        services.store,
        report,
        actor=services.settings.officer,
        at=services.clock(),
    )
    return report
