"""Rows of an earlier revision into rows of today's: through a database of their own, by the same migrations as any warehouse."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from storage import sqlite
from storage.database import open_database
from storage.migrations import upgrade
from storage.portable_rows import export_rows, import_rows, table_names
from storage.schema import HEAD_REVISION
from workers.backup.manifest import Manifest
from workers.backup.place import write_lines


@contextmanager
def rows_of_today(folder: Path, manifest: Manifest) -> Iterator[Mapping[str, Path]]:
    """A file of rows for every table, those that others point to first; the set's own where it is of today's revision."""
    own = {name: folder / file.name for name, file in manifest.rows.items()}
    if manifest.schema == HEAD_REVISION:
        yield {name: own[name] for name in table_names()}
        return
    with tempfile.TemporaryDirectory(prefix="digitize-rows-") as made:
        yield _migrated(Path(made), own, revision=manifest.schema)


def _migrated(folder: Path, rows: Mapping[str, Path], *, revision: str) -> Mapping[str, Path]:
    old = folder / "old.sqlite"
    engine = sqlite.engine_for_file(old)
    with engine.connect() as connection, connection.begin(), ExitStack() as stack:
        upgrade(connection, to=revision)
        for name, path in rows.items():
            import_rows(connection, name, stack.enter_context(path.open("rb")))
    engine.dispose()
    found = {name: folder / f"{name}.jsonl" for name in table_names()}
    with closing(open_database(old)) as database, database.reading() as connection:
        for name, path in found.items():
            write_lines(path, export_rows(connection, name))
    return found
