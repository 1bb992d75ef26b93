"""`digitize import`: a register of old results and a tree of files into the warehouse, resumable, and what disagrees.

Without a server it holds the warehouse and does the work; beside one it takes custody and leaves the work to the server.
"""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from config.document_types import load_document_types
from config.settings import Settings
from digitize.errors import BadConfiguration, CannotWriteOutput, WarehouseBusy
from digitize.fault_point import reached
from digitize.model import BatchId
from digitize.rows import Batch, Priority
from storage.imports import ImportRow, Imports
from workers.commands.exit_codes import ExitCode
from workers.commands.import_plan import print_plan
from workers.commands.import_progress import import_progress
from workers.commands.import_report import print_report
from workers.commands.output import say
from workers.commands.stopping import Stop
from workers.importing.file_tree import FileTree
from workers.importing.headings import FILE
from workers.importing.importer import Import, Importer
from workers.importing.mapping import load_mapping, mapping_path, save_mapping
from workers.importing.pace import Pace, ServerGone
from workers.importing.plan import plan
from workers.importing.progress import ImportProgress
from workers.importing.reconcile import Reconciliation
from workers.importing.register import Register, open_register
from workers.lock import warehouse_lock
from workers.reading_pool import build_pool, build_receiving_pool
from workers.services import Services, build_services, open_services, utc_now

_ASK_AGAIN_SECONDS = 2.0
_STANDSTILL_SECONDS = 900.0  # a scan that the server has given up is told as unfinished
_BESIDE_A_SERVER = 10  # niceness: the server's processes serve people
CHANNEL = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPaths:
    """What the command line names."""

    register: Path
    files: Path
    mapping: Path | None = None
    """Without one, beside the register."""
    table: Path | None = None
    """Where the reconciliation goes as CSV; without one, beside the register."""


def dry_run(settings: Settings, paths: ImportPaths, *, as_json: bool) -> ExitCode:
    """Say what an import would do; the suggested mapping is kept beside the register."""
    register = _register(settings, paths)
    with _tree(paths) as tree, import_progress() as progress:
        made = plan(register.rows(), tree, row_done=progress.row_done)
    print_plan(register, made, as_json=as_json)
    return ExitCode.NEEDS_CHECK if made.problems or made.refused else ExitCode.OK


def import_register(settings: Settings, paths: ImportPaths, *, as_json: bool) -> ExitCode:
    """Bring every row's file in, then print what register, files and papers disagree on."""
    _require_apart(settings.warehouse, paths.files)
    register = _register(settings, paths)
    batch = new_batch(settings, register, paths.files)
    with Stop() as stop:
        _bring_in(settings, paths, register, batch, stop)
    return report(settings, batch.id, table=table_path(paths), as_json=as_json)


def report(settings: Settings, batch: str, *, table: Path | None, as_json: bool) -> ExitCode:
    """The reconciliation of an import, from what the catalogue knows of it now."""
    batch_id = BatchId(batch)
    with Stop() as stop, open_services(settings) as services, build_pool(settings) as pool:
        rows = Imports(services.database)
        name = Path(rows.about(batch_id)["register"])
        with stop.ending(pool):
            reconciliation = Reconciliation(services, pool, rows=rows, batch_id=batch_id)
            found = print_report(
                reconciliation, batch_id, table=table or _beside(name), as_json=as_json
            )
    return ExitCode.NEEDS_CHECK if found else ExitCode.OK


def new_batch(settings: Settings, register: Register, files: Path) -> Batch:
    """Its id follows from the register's bytes and the folder, so the same import again is the same batch."""
    name = f"{register.sha256}\n{files.absolute().as_posix()}".encode("utf-8", "surrogateescape")
    return Batch(
        id=BatchId(f"i-{hashlib.sha256(name).hexdigest()[:24]}"),
        agency=settings.agency_code,
        channel=CHANNEL,
        opened_at=utc_now(),
        priority=Priority.BACKFILL,
    )


def _bring_in(
    settings: Settings, paths: ImportPaths, register: Register, batch: Batch, stop: Stop
) -> None:
    with ExitStack() as stack:
        works = stack.enter_context(_held(settings))
        services = stack.enter_context(build_services(settings))
        services.house_keys.require()
        tree = stack.enter_context(_tree(paths))
        progress = stack.enter_context(import_progress())
        job = _begun(services, register, batch, tree)
        progress.rows_found(job.rows.left(batch.id))
        is_brought = _run(services, job, progress, stop, works=works)
        patience = _Patience()
        while not works and not (is_brought and patience.is_over(job.rows.unread(batch.id))):
            stop.sleep(_ASK_AGAIN_SECONDS)
            works = stack.enter_context(_held(settings))
            if works or not is_brought:
                is_brought = _run(services, job, progress, stop, works=works)


class _Patience:
    """With a server that reads what was brought: over when all is read, or nothing was for long."""

    def __init__(self) -> None:
        self._unread = -1
        self._since = 0.0

    def is_over(self, unread: int) -> bool:
        if unread != self._unread:
            self._unread, self._since = unread, time.monotonic()
        return unread == 0 or time.monotonic() - self._since > _STANDSTILL_SECONDS


def _begun(services: Services, register: Register, batch: Batch, tree: FileTree) -> Import:
    """The batch opened and the register written down."""
    services.catalogue.open_batch(batch)
    rows = Imports(services.database)
    rows.begin(
        batch.id,
        (
            ImportRow(number=row.number, said={FILE: row.file, **row.said})
            for row in register.rows()
        ),
        about={
            "register": register.path.name,
            "sha256": register.sha256,
            "columns": repr(sorted(register.mapping.columns.items())),
        },
    )
    reached("import.begun")
    return Import(batch=batch, rows=rows, tree=tree)


def _run(
    services: Services, job: Import, progress: ImportProgress, stop: Stop, *, works: bool
) -> bool:
    """Whether every row was brought; not where a server that should read them went away."""
    pace = Pace(
        services.database,
        clock=services.clock,
        is_served=partial(_is_held_by_another, services.settings),
        sleep=stop.sleep,
    )
    if not works:
        os.nice(_BESIDE_A_SERVER)
    build = build_pool if works else build_receiving_pool
    with build(services.settings) as pool, stop.ending(pool), suppress(ServerGone):
        Importer(services, pool, pace=pace, progress=progress, works=works).run(job)
        return True
    return False


def _is_held_by_another(settings: Settings) -> bool:
    with _held(settings) as is_ours:
        return not is_ours


@contextmanager
def _held(settings: Settings) -> Iterator[bool]:
    """True where the warehouse is ours for the block, False where another process works on it, or a cluster."""
    with ExitStack() as stack:
        is_ours = not settings.broker.get_secret_value()
        try:
            if is_ours:
                stack.enter_context(warehouse_lock(settings.warehouse))
        except WarehouseBusy:
            is_ours = False
        yield is_ours


def _register(settings: Settings, paths: ImportPaths) -> Register:
    """Under the mapping that is remembered; else under what its headings seem to mean, which is remembered now."""
    place = paths.mapping or mapping_path(paths.register)
    if place.exists():
        keys = {
            spec.key
            for kind in load_document_types(settings.types).values()
            for spec in kind.fields
        }
        return open_register(paths.register, load_mapping(place, keys=keys))
    register = open_register(paths.register)
    try:
        save_mapping(place, register.mapping, unused=register.unused_headings)
        say(f"Đã gợi ý cách hiểu các cột trong {place}; hãy xem lại và sửa nếu cần.")
    except CannotWriteOutput:
        say(f"Không ghi được {place}; lần sau các cột lại được gợi ý từ đầu.")
    return register


def _tree(paths: ImportPaths) -> FileTree:
    ours = (paths.register, paths.mapping or mapping_path(paths.register), table_path(paths))
    return FileTree.of(paths.files, leave_out=ours)


def table_path(paths: ImportPaths) -> Path:
    """Where the reconciliation is written."""
    return paths.table or _beside(paths.register)


def _beside(register: Path) -> Path:
    return register.with_name(f"{register.stem}.doi-soat.csv")


def _require_apart(warehouse: Path, files: Path) -> None:
    """A warehouse inside the folder would import itself; a folder inside the warehouse is its own store."""
    inner, outer = warehouse.resolve(), files.resolve()
    if inner.is_relative_to(outer) or outer.is_relative_to(inner):
        raise BadConfiguration(f"{files} and {warehouse} are inside one another")
