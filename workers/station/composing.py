"""Files that came together into one batch: one sub-folder, or loose files that followed each other closely."""

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath

from workers.station.rows import BatchFile, SpooledFile, StationBatch


def dossier_code(group: str, *, pattern: re.Pattern[str]) -> str:
    """The code that a sub-folder's first word is, in capitals as codes are printed; empty where it is none."""
    words = group.split()
    return words[0].upper() if words and pattern.fullmatch(words[0]) else ""


def compose(
    files: Sequence[SpooledFile], *, code: str, procedure_code: str, station: str, at: datetime
) -> StationBatch:
    """A batch of at least one file. Its key follows from the files, so that composing again is the same batch."""
    named = tuple(
        BatchFile(id=file.id, name=name)
        for file, name in zip(files, unique_names([file.name for file in files]), strict=True)
    )
    identity = "\n".join((station, *(file.id for file in files)))
    return StationBatch(
        key=hashlib.sha256(identity.encode()).hexdigest()[:32],
        group=files[0].group,
        dossier_code=code,
        files=named,
        body=_body(files, named, code=code, procedure_code=procedure_code),
        composed_at=at,
    )


def unique_names(names: Sequence[str]) -> list[str]:
    """The names in their order; one that is taken, by whatever case, gets a number before its ending."""
    taken: set[str] = set()
    unique = []
    for name in names:
        path, number, candidate = PurePath(name), 1, name
        while candidate.casefold() in taken:
            number += 1
            candidate = f"{path.stem} ({number}){path.suffix}"
        taken.add(candidate.casefold())
        unique.append(candidate)
    return unique


def _body(
    files: Sequence[SpooledFile],
    named: Sequence[BatchFile],
    *,
    code: str,
    procedure_code: str,
) -> str:
    expected = [
        {
            "name": name.name,
            "size_bytes": file.size_bytes,
            "sha256": file.sha256,
            "page_count": file.page_count,
        }
        for file, name in zip(files, named, strict=True)
    ]
    body = {"dossier_code": code, "procedure_code": procedure_code, "files": expected}
    return json.dumps(body, ensure_ascii=False)
