"""Filed papers into a bag for the archive; `taking_in.py` takes it up in another warehouse, without loss.

data/documents/<record>/metadata.xml, fields.json    what an archive reads
data/metadata.csv                                    the same, a line a paper
data/objects/<key>                                   original, readings, searchable, sealed, text: byte for byte
data/rows/<table>.jsonl, data/ledger.jsonl           what another warehouse takes up
ledger-proof                                         in bag-info: this ledger's length and last hash
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from digitize.archive import bag
from digitize.archive.metadata import PaperFacts, Profile, metadata_of, to_csv, to_xml
from digitize.codec import to_json
from digitize.errors import NotFound, StoreCorrupt
from digitize.model import RecordId, ScanId
from digitize.rows import Record
from digitize.warehouse.validity import today_of
from storage import archive_rows, ledger
from storage.archive_rows import Selection, Wanted
from storage.expected_objects import expected_of_scan
from storage.record_rows import get_record
from storage.result_code_rows import codes_of
from workers.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What went into a bag, or came out of one."""

    records: int
    scans: int
    objects: int


def export(
    services: Services, wanted: Wanted, folder: Path, *, profile: Profile, actor: str
) -> Moved:
    """A bag in a folder that must not be there yet; nothing stays of one that failed.

    Raises `NotFound` where nothing fits, `StoreCorrupt` where the store has other bytes than were filed.
    """
    if folder.exists():
        raise FileExistsError(str(folder))
    with services.database.reading() as connection:
        selection = archive_rows.select_whole(connection, wanted)
        head, head_hash = ledger.head(connection)
    if not selection.ids["scan"]:
        raise NotFound("no filed paper of this dossier, agency or time")
    try:
        moved = _fill(services, selection, folder, profile)
        _finish(services, folder, wanted, proof=f"{head} {head_hash}")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    manifest = folder / "manifest-sha256.txt"
    data = {
        "records": moved.records,
        "scans": moved.scans,
        "objects": moved.objects,
        "manifest": ledger.digest(manifest.read_text()),
    }
    services.catalogue.note(
        "archive.exported", folder.name[:128], actor=actor, data=data, at=services.clock()
    )
    return moved


def _finish(services: Services, folder: Path, wanted: Wanted, *, proof: str) -> None:
    info = bag.BagInfo(
        organisation=services.settings.agency_name,
        identifier=wanted.dossier or wanted.agency or services.settings.agency_code,
        day=today_of(services.clock()),
        more={"Ledger-Head": proof, "Bag-Software-Agent": "digitize"},
    )
    bag.finish(folder, info)


def _fill(services: Services, selection: Selection, folder: Path, profile: Profile) -> Moved:
    data = folder / "data"
    with services.database.reading() as connection:
        for name in archive_rows.TABLES:
            _write_lines(
                data / "rows" / f"{name}.jsonl", archive_rows.rows_of(connection, selection, name)
            )
        said = [archive_rows.said_of(one) for one in archive_rows.entries_of(connection, selection)]
        _write_lines(data / "ledger.jsonl", said)
        found = [get_record(connection, RecordId(one)) for one in selection.ids["record"]]
        codes = codes_of(connection, [one.id for one in found])
    rows = []
    for ordinal, record in enumerate(found, start=1):
        code = codes[record.id].digitised if record.id in codes else record.id
        values = metadata_of(_facts(services, record, ordinal, code), profile)
        rows.append({"RecordId": record.id, **values})
        _write(data / "documents" / record.id / "metadata.xml", to_xml(values, profile=profile))
        document = services.catalogue.document(record.document_id)
        if document.description is not None:
            told = to_json(document.description)
            _write(data / "documents" / record.id / "fields.json", told)
    _write(data / "metadata.csv", to_csv(rows, profile=profile))
    objects = 0
    for scan_id in selection.ids["scan"]:
        objects += _copy_objects(services, ScanId(scan_id), data / "objects")
    return Moved(records=len(found), scans=len(selection.ids["scan"]), objects=objects)


def _facts(services: Services, record: Record, ordinal: int, code: str) -> PaperFacts:
    document = services.catalogue.document(record.document_id)
    batch = services.catalogue.batch(services.catalogue.scan(document.scan_id).batch_id)
    kind = services.types.get(record.type_code)
    return PaperFacts(
        code=code,
        file_code=batch.dossier_code,
        ordinal=ordinal,
        type_title=kind.title if kind is not None else record.type_code,
        page_count=len(document.page_indexes),
        fields=record.fields,
    )


def _copy_objects(services: Services, scan_id: ScanId, folder: Path) -> int:
    count = 0
    for key, wanted in sorted(expected_of_scan(services.catalogue, scan_id).items()):
        if wanted.may_be_gone and not services.store.exists(key):
            continue
        target = folder / key
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(services.store.local_path(key), target)
        with target.open("rb") as copied:
            if hashlib.file_digest(copied, "sha256").hexdigest() != wanted.sha256:
                raise StoreCorrupt(key)  # else the bag's manifest would vouch for it
        count += 1
    return count


def _write_lines(path: Path, values: Sequence[object]) -> None:
    text = "".join(
        json.dumps(one, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
        for one in values
    )
    _write(path, text.encode())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
