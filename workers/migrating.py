"""An embedded warehouse into the cluster: bytes, then rows table by table, then the search, then the proof.

Nothing is taken away from the warehouse, and nobody works with it meanwhile. What was moved is not moved again: an object is
known by its hash, a table by its rows, which come in one transaction, and the ledger's head comes last; so the same command
goes on where an interrupted one ended. The target must hold nothing else.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from config.settings import Settings
from digitize.errors import NotInStore, NoWarehouse, TargetNotEmpty
from digitize.fault_point import reached
from digitize.ports import ObjectStore
from storage import ledger
from storage.audit import AuditReport, audit
from storage.catalogue import SqlCatalogue
from storage.database import Database, open_database
from storage.encrypted_store import EncryptedStore
from storage.folder_store import FolderStore
from storage.portable_rows import export_rows, import_rows, renumber, table_names
from storage.record_texts import index_texts
from storage.schema import metadata
from workers.lock import warehouse_lock
from workers.services import catalogue_path, open_catalogue_database
from workers.stores import behind_keys, keys_here, open_store, opening

_HEAD = "ledger_head"
_TEXTS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    rows: Mapping[str, int]
    """How many each table has in the target."""
    differing: tuple[str, ...]
    """What is not in the target as it is in the source: tables, or `ledger`."""
    copied_objects: int
    """Those that were not there yet."""
    report: AuditReport
    """Of the target: every row against its ledger, every object read anew."""

    @property
    def is_proved(self) -> bool:
        return self.report.ok and not self.differing


def migrate(settings: Settings, *, into: Settings) -> Migrated:
    """Move the embedded warehouse of `settings` to the database and the bucket of `into`; without a bucket the bytes stay.

    Raises `NoWarehouse`, `TargetNotEmpty`, `WarehouseBusy`, and the errors of stores and databases.
    """
    if not catalogue_path(settings).is_file():
        raise NoWarehouse(str(settings.warehouse))
    beneath = open_store(into)
    with (
        warehouse_lock(settings.warehouse),
        _opened(open_database(catalogue_path(settings))) as source,
        _opened(open_catalogue_database(into)) as target,
    ):
        _require_ours(source, target)
        store = behind_keys(beneath, into, source)  # whose papers are, the rows there tell first
        copied = _move_objects(_opened_by_keys(settings), store)
        _move_rows(source, target)
        _make_findable(target)
        return Migrated(
            rows=_counts(target),
            differing=tuple(_differing(source, target)),
            copied_objects=copied,
            report=audit(SqlCatalogue(target), store),
        )


@contextmanager
def _opened(database: Database) -> Iterator[Database]:
    try:
        yield database
    finally:
        database.close()


def _require_ours(source: Database, target: Database) -> None:
    """A table of the target is empty, or has the rows of the source's; of a whole one the ledger says so."""
    here, there = _counts(source), _counts(target)
    with source.reading() as connection:
        head = ledger.head(connection)
    with target.reading() as connection:
        is_begun = ledger.head(connection) == (0, ledger.NO_HASH)
        is_moved = ledger.head(connection) == head
    foreign = [
        name for name, count in there.items() if name != _HEAD and count not in (0, here[name])
    ]
    if foreign or not (is_begun or is_moved):
        raise TargetNotEmpty(", ".join(foreign) or "ledger")


def _move_objects(source: ObjectStore, target: ObjectStore) -> int:
    copied = 0
    if isinstance(target, EncryptedStore) and isinstance(target.store, FolderStore):
        return copied  # the warehouse's own folder: the bytes are there
    for key in source.keys(""):
        sha256 = source.sha256(key)
        if not _has(target, key, sha256):
            with source.open(key) as data:
                _target_of(key, source, target).put(key, data, sha256=sha256)
            copied += 1
        reached("migrate.object_moved")
    return copied


def _opened_by_keys(settings: Settings) -> EncryptedStore:
    return opening(FolderStore(settings.warehouse / "store"), keys_here(settings), ())


def _target_of(key: str, source: ObjectStore, target: ObjectStore) -> ObjectStore:
    """What no row knows and nobody encrypted goes as it lies: its next run claims it."""
    if not isinstance(target, EncryptedStore) or not isinstance(source, EncryptedStore):
        return target
    header = source.header(key)
    agencies = target.holders(key) or (header.holders if header else ())
    return target.of_agencies(agencies) if agencies else target.store


def _has(store: ObjectStore, key: str, sha256: str) -> bool:
    try:
        return store.sha256(key) == sha256
    except NotInStore:
        return False


def _move_rows(source: Database, target: Database) -> None:
    """The head of the ledger last: a target that has it has everything."""
    names = [name for name in table_names() if name != _HEAD]
    with source.reading() as origin:
        for name in (*names, _HEAD):
            with target.writing() as connection:
                if name == _HEAD or _count(connection, name) == 0:
                    import_rows(connection, name, export_rows(origin, name))
                    renumber(connection)
            reached("migrate.table_moved")


def _make_findable(target: Database) -> None:
    """The words of every kept text, from where an interrupted run ended."""
    while True:
        with target.writing() as connection:
            found = index_texts(connection, limit=_TEXTS_AT_ONCE)
        if not found:
            return
        reached("migrate.texts_moved")


def _differing(source: Database, target: Database) -> Iterator[str]:
    here, there = _counts(source), _counts(target)
    yield from (name for name in here if here[name] != there[name])
    with source.reading() as origin, target.reading() as connection:
        if ledger.head(origin) != ledger.head(connection):
            yield "ledger"


def _counts(database: Database) -> dict[str, int]:
    with database.reading() as connection:
        return {name: _count(connection, name) for name in table_names()}


def _count(connection: Connection, name: str) -> int:
    counted = select(func.count()).select_from(metadata.tables[name])
    return int(connection.execute(counted).scalar_one())
