"""`digitize backup`: one moment of the rows, then every object, so that whatever a row names is there.

Rows come from one transaction that sees one moment, while the server goes on; objects are copied after it, and none that was
there may have been taken away meanwhile: where one was (a secret paper, a disposal), the whole look is taken again.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import text

from digitize import __version__
from digitize.errors import AgencyKeyMissing, BadConfiguration, SecretPaper, WarehouseBusy
from digitize.fault_point import reached
from digitize.rows import LedgerEntry
from storage import ledger
from storage.known_keys import are_agency_keys_known
from storage.ledger import Event
from storage.portable_rows import export_rows, table_names
from workers.backup.copying import CopyOptions, ObjectCopy
from workers.backup.key_box import certificates, close_box, fingerprints, key_files
from workers.backup.manifest import FORMAT, LocalFile, Manifest, WrittenFile
from workers.backup.object_index import object_index
from workers.backup.place import BackupPlace, blob_key, write_lines
from workers.encrypting.keyring import fingerprints_of
from workers.services import Services
from workers.stores import keys_here

_LOOKS = 5
_LOCAL_FOLDERS = ("models",)
"""What of the warehouse folder is in no store and cannot be made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A set that was written."""

    name: str
    manifest: Manifest
    copied_objects: int
    copied_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    schema: str
    ledger_seq: int
    ledger_hash: str
    files: Mapping[str, WrittenFile]


def make_backup(services: Services, folder: Path, *, passphrase: str | None = None) -> Backup:
    """A new set in that folder; with a passphrase the private keys go along in their box.

    What lies encrypted in the store is encrypted in the backup; of agencies' keys it has the fingerprints.

    Raises `AgencyKeyMissing` on a machine without the keys of its house, `BackupBusy`, `BackupFailed`, `WarehouseBusy` and the store's errors; a run that ended so, or was killed, costs only
    what it had not copied yet.
    """
    _require_apart(folder, services.settings.warehouse)
    if services.settings.agency_keys is None and are_agency_keys_known(services.database):
        raise AgencyKeyMissing("DIGITIZE_AGENCY_KEYS is not set on this machine")
    place = BackupPlace(folder, keys=keys_here(services.settings))
    with place.writing():
        for _ in range(_LOOKS):
            made = _look(services, place, passphrase)
            if made is not None:
                _note(services, made)
                return made
    raise WarehouseBusy("objects were removed during every look")


def _require_apart(folder: Path, warehouse: Path) -> None:
    if folder.resolve().is_relative_to(warehouse.resolve()):
        raise BadConfiguration("the backup must not lie in the warehouse that it saves")


def _look(services: Services, place: BackupPlace, passphrase: str | None) -> Backup | None:
    """A complete set; None where objects that its rows name were taken away meanwhile."""
    at = services.clock()
    folder = place.begin(at)
    rows = _write_rows(services, folder)
    reached("backup.rows_written")
    with object_index(place.index) as index:
        copy = ObjectCopy(
            services.store,
            services.catalogue,
            place,
            index,
            options=CopyOptions(until_seq=rows.ledger_seq),
        )
        objects = write_lines(folder / "objects.jsonl", copy.lines())
        problems = (*copy.problems, *copy.unproved_problems())
        local = tuple(_copy_local_files(services, place))
        if _was_withdrawn(services, rows.ledger_seq):
            return None
        index.prove_all()
    key_folder = services.settings.warehouse / "keys"
    manifest = Manifest(
        format=FORMAT,
        program=__version__,
        taken_at=at,
        schema=rows.schema,
        ledger_seq=rows.ledger_seq,
        ledger_hash=rows.ledger_hash,
        rows=rows.files,
        objects=objects,
        object_bytes=copy.listed_bytes,
        local_files=local,
        key_fingerprints=fingerprints(key_folder),
        certificates={name: pem.decode() for name, pem in certificates(key_folder).items()},
        agency_keys=fingerprints_of(services.settings.agency_keys),
        key_box=_write_box(folder, key_folder, passphrase),
        problems=problems,
    )
    reached("backup.objects_copied")
    name = place.publish(folder, manifest).name
    return Backup(
        name=name,
        manifest=manifest,
        copied_objects=copy.copied_objects,
        copied_bytes=copy.copied_bytes,
    )


def _write_rows(services: Services, folder: Path) -> _Rows:
    """All tables as one transaction sees them."""
    with services.database.reading() as connection:
        # The first question of the transaction fixes the moment that all others see.
        seq, head_hash = ledger.head(connection)
        schema = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        files = {
            name: _below(
                "rows",
                write_lines(folder / "rows" / f"{name}.jsonl", export_rows(connection, name)),
            )
            for name in table_names()
        }
    return _Rows(schema=str(schema), ledger_seq=seq, ledger_hash=head_hash, files=files)


def _below(folder: str, written: WrittenFile) -> WrittenFile:
    return replace(written, name=f"{folder}/{written.name}")


def _copy_local_files(services: Services, place: BackupPlace) -> Iterator[LocalFile]:
    warehouse = services.settings.warehouse
    blobs = place.blobs().store
    for name in _LOCAL_FOLDERS:
        for path in sorted(found for found in (warehouse / name).rglob("*") if found.is_file()):
            data = path.read_bytes()
            sha256 = hashlib.sha256(data).hexdigest()
            blobs.put(blob_key(sha256), data, sha256=sha256)
            yield LocalFile(
                name=path.relative_to(warehouse).as_posix(), size_bytes=len(data), sha256=sha256
            )


def _write_box(folder: Path, key_folder: Path, passphrase: str | None) -> WrittenFile | None:
    if passphrase is None:
        return None
    return write_lines(folder / "keys.box", [close_box(key_files(key_folder), passphrase)])


def _was_withdrawn(services: Services, seq: int) -> bool:
    """Whether objects were taken away by right since the ledger had that length."""
    while True:
        with services.database.reading() as connection:
            found = ledger.entries_after(connection, seq)
        if not found:
            return False
        if any(_withdraws(entry) for entry in found):
            return True
        seq = found[-1].seq


def _withdraws(entry: LedgerEntry) -> bool:
    return entry.event == Event.DOCUMENT_DISPOSED or entry.data.get("code") == SecretPaper.code


def _note(services: Services, made: Backup) -> None:
    manifest = made.manifest
    data = {
        "set": made.name,
        "ledger_seq": manifest.ledger_seq,
        "objects": manifest.objects.lines,
        "problems": len(manifest.problems),
    }
    services.catalogue.note(
        Event.BACKUP_MADE,
        "warehouse",
        actor=services.settings.officer,
        data=data,
        at=manifest.taken_at,
    )
