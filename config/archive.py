"""An agency's own TOML file into what an archivist says of its fonds and files, for bags (`digitize archive export`).

[fonds]
FondsCode = "..."          # any element of a fonds
[file]
Maintenance = "..."        # any element of a file that the warehouse does not count itself
"""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from digitize.archive.files import COUNTED, FILE_LENGTHS, FONDS, ArchiveSays
from digitize.errors import BadConfiguration

_SECTIONS = {"fonds": frozenset(FONDS), "file": FILE_LENGTHS.keys() - COUNTED}


def load_archive(path: Path | None) -> ArchiveSays:
    """Nothing is said where there is no file. Raises `BadConfiguration`."""
    if path is None:
        return ArchiveSays()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadConfiguration(f"{path.name}: {error}") from error
    if unknown := table.keys() - _SECTIONS.keys():
        raise BadConfiguration(f"{path.name}: {', '.join(sorted(unknown))}")
    said = {
        name: _section(table.get(name, {}), allowed, where=f"{path.name}: {name}")
        for name, allowed in _SECTIONS.items()
    }
    return ArchiveSays(fonds=said["fonds"], file=said["file"])


def _section(values: Any, allowed: Collection[str], *, where: str) -> Mapping[str, str]:
    if not isinstance(values, dict) or values.keys() - allowed:
        raise BadConfiguration(where)
    if any(not isinstance(value, str) or not value.strip() for value in values.values()):
        raise BadConfiguration(f"{where}: texts")
    return values
