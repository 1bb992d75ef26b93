"""Spool and reports into what a person wants to know: what waits, what is under way, what to scan again, is the line up.

Read from the disk alone, so it shows the same whether the station runs or not.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from workers.station.advice import Advice, advice
from workers.station.reports import (
    FolderReport,
    LineReport,
    read_folder_report,
    read_line_report,
)
from workers.station.rows import SourceState, SpooledFile, StationBatch
from workers.station.spool import Spool


class BatchStage(StrEnum):
    GATHERING = "gathering"  # more files may come
    WAITING = "waiting"  # composed; its turn or the line has not come
    SENDING = "sending"  # a file of it is under way
    RECEIVED = "received"  # the server holds every file; its receipt is here
    REFUSED = "refused"  # the server refuses it or a file of it


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    file: SpooledFile
    name: str
    sent_share: float
    """0..1; 1 once the server has all bytes."""

    @property
    def todo(self) -> tuple[Advice, ...]:
        """What the pages need, a sentence each."""
        return advice(self.file.warnings or ())

    @property
    def needs_rescan(self) -> bool:
        """A page that cannot be used well, or a file that the server could not use."""
        is_unusable = self.file.receipt is not None and self.file.receipt.error is not None
        return is_unusable or any(not one.is_hint for one in self.todo)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    group: str
    dossier_code: str
    stage: BatchStage
    at: datetime
    """When its last file was taken in or it was composed."""
    files: tuple[FileView, ...]
    receipt_advice: tuple[str, ...]
    """What the server's receipt asks a person to do: papers missing, doubled, different."""
    problem: str = ""
    is_read: bool = False
    """The server has read the papers: what is missing is known by what they are."""

    @property
    def note(self) -> str:
        """What the officer wrote behind the code in the sub-folder's name."""
        return self.group[len(self.dossier_code) :].strip() if self.dossier_code else ""

    @property
    def is_all_well(self) -> bool:
        """The server holds and could use every file, and misses nothing."""
        has_error = any(view.file.receipt and view.file.receipt.error for view in self.files)
        return self.stage is BatchStage.RECEIVED and not self.receipt_advice and not has_error


@dataclass(frozen=True, slots=True, kw_only=True)
class StationState:
    folder: FolderReport | None
    """None where no station ever ran on this spool."""
    line: LineReport | None
    batches: tuple[BatchView, ...]
    """Newest first."""

    @property
    def unsent_files(self) -> int:
        return sum(view.file.receipt is None for batch in self.batches for view in batch.files)


def station_state(spool_folder: Path) -> StationState:
    """What the spool holds at this moment; nothing is made or locked."""
    spool, line = Spool(spool_folder).load(), read_line_report(spool_folder)
    views = [_batch_view(batch, spool, line) for batch in spool.batches()]
    views += _gathering(spool)
    views.sort(key=lambda view: view.at, reverse=True)
    return StationState(folder=read_folder_report(spool_folder), line=line, batches=tuple(views))


def _batch_view(batch: StationBatch, spool: Spool, line: LineReport | None) -> BatchView:
    files = {file.id: file for file in spool.files_of(batch)}
    views = tuple(
        FileView(
            file=files[named.id], name=named.name, sent_share=_sent_share(files[named.id], line)
        )
        for named in batch.files
        if named.id in files
    )
    refused = batch.refused or next((v.file.refused for v in views if v.file.refused), None)
    return BatchView(
        group=batch.group,
        dossier_code=batch.dossier_code,
        stage=_stage(batch, views, line),
        at=batch.composed_at,
        files=views,
        receipt_advice=receipt_advice(batch.receipt),
        problem=refused.message if refused else "",
        is_read=is_read(batch.receipt),
    )


def _gathering(spool: Spool) -> list[BatchView]:
    groups: dict[str, list[SpooledFile]] = {}
    for file in spool.loose_files():
        groups.setdefault(file.group, []).append(file)
    return [
        BatchView(
            group=group,
            dossier_code="",
            stage=BatchStage.GATHERING,
            at=max(file.taken_at for file in files),
            files=tuple(FileView(file=file, name=file.name, sent_share=0.0) for file in files),
            receipt_advice=(),
        )
        for group, files in groups.items()
    ]


def _stage(batch: StationBatch, views: tuple[FileView, ...], line: LineReport | None) -> BatchStage:
    if batch.refused or any(view.file.refused for view in views):
        return BatchStage.REFUSED
    if batch.is_closed:
        return BatchStage.RECEIVED
    sending = line.sending if line and line.is_up else ""
    is_sending = any(view.file.id == sending for view in views)
    return BatchStage.SENDING if is_sending else BatchStage.WAITING


def _sent_share(file: SpooledFile, line: LineReport | None) -> float:
    if file.receipt is not None or file.state is not SourceState.KEPT:
        return 1.0
    if line is not None and line.sending == file.id:
        return line.sent_bytes / max(1, file.size_bytes)
    return 0.0


def receipt_advice(receipt: str) -> tuple[str, ...]:
    """The sentences of a batch receipt for the person at the counter; what is not understood is left out."""
    loaded = _loaded(receipt)
    entries = [
        entry
        for part in ("missing", "doubled", "differences")
        for entry in loaded.get(part) or []
        if isinstance(entry, dict)
    ]
    files = [file for file in loaded.get("files") or [] if isinstance(file, dict)]
    entries += [
        {"message": f"{file.get('name')}: {file['error'].get('message')}"}
        for file in files
        if isinstance(file.get("error"), dict)
    ]
    return tuple(str(entry["message"]) for entry in entries if entry.get("message"))


def is_read(receipt: str) -> bool:
    """Whether the server knew the papers by reading them when it wrote this batch receipt, not only as declared."""
    return _loaded(receipt).get("known_by") == "read"


def _loaded(receipt: str) -> dict[str, Any]:
    try:
        loaded = json.loads(receipt or "{}")
    except ValueError:
        return {}
    return loaded if isinstance(loaded, dict) else {}
