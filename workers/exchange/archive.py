"""Filed papers into a bag for the archive, and a bag into another warehouse, without loss.

data/documents/<record>/metadata.xml, fields.json    what an archive reads
data/metadata.csv                                    the same, a line a paper
data/objects/<key>                                   original, readings, searchable, sealed, text: byte for byte
data/rows/<table>.jsonl, data/ledger.jsonl           what another warehouse takes up
ledger-proof                                         in bag-info: this ledger's length and last hash
"""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digitize.archive import bag
from digitize.archive.metadata import PaperFacts, Profile, metadata_of, to_csv, to_xml
from digitize.codec import to_json
from digitize.errors import BagConflicts, BagDamaged, NotFound
from digitize.model import DocumentId, RecordId, ScanId
from digitize.rows import Record
from storage import archive_rows, keys, ledger
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
    """A bag in a folder that must not be there yet; nothing stays of one that failed. Raises `NotFound` where nothing fits."""
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
        day=services.clock().date(),
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
        count += 1
    return count


def take_in(services: Services, folder: Path, *, actor: str) -> Moved:
    """A bag's papers into this warehouse; one that was taken in before changes nothing.

    Raises `BagHostile`, `BagDamaged`, and `BagConflicts` for papers that are here otherwise. Objects are stored first, so
    that no row is there without its bytes.
    """
    payload = bag.verified(folder)
    rows = {name: _lines(payload, f"rows/{name}.jsonl", kind=list) for name in archive_rows.TABLES}
    said = _lines(payload, "ledger.jsonl", kind=dict)
    scan_ids = _column(rows["scans"], "id")
    with services.database.reading() as connection:
        there = archive_rows.which_are_there(connection, scan_ids)
    if there:
        if there != scan_ids:
            raise BagConflicts("some of its scans are here")
        return Moved(records=0, scans=0, objects=0)
    _require_closed(rows, said)
    objects = _store_objects(services, payload, scan_ids, _column(rows["documents"], "id"))
    with services.database.writing() as connection:
        archive_rows.take_up(connection, rows, said, _texts(services, rows))
        data = {"scans": len(scan_ids), "objects": objects, "entries": len(said)}
        ledger.append(
            connection,
            "archive.imported",
            folder.name[:128],
            data=data,
            at=services.clock(),
            actor=actor,
        )
    return Moved(records=len(_column(rows["records"], "id")), scans=len(scan_ids), objects=objects)


def _require_closed(
    rows: Mapping[str, Sequence[list[Any]]], said: Sequence[Mapping[str, Any]]
) -> None:
    """Rows and entries are about what is in the bag and nothing else. Raises `BagDamaged`."""
    scans, documents = _column(rows["scans"], "id"), _column(rows["documents"], "id")
    records, batches = _column(rows["records"], "id"), _column(rows["batches"], "id")
    dossiers = _column(rows["dossiers"], "code")
    known = scans | documents | records | batches | dossiers
    named = _column(rows["batches"], "dossier_code") - {""}
    is_closed = (
        _column(rows["documents"], "scan_id") <= scans
        and _column(rows["pages"], "scan_id") <= scans
        and _column(rows["arrivals"], "scan_id") <= scans
        and _column(rows["records"], "document_id") <= documents
        and _column(rows["lives"], "record_id") <= records
    )
    is_said = all(
        isinstance(one.get("data"), dict) and one.get("subject") in known | named for one in said
    )
    if not is_closed or not is_said:
        raise BagDamaged("rows of other papers")


def _store_objects(
    services: Services,
    payload: Mapping[str, Path],
    scan_ids: frozenset[str],
    document_ids: frozenset[str],
) -> int:
    count = 0
    for path, file in sorted(payload.items()):
        if not path.startswith("objects/"):
            continue
        key = path.removeprefix("objects/")
        _require_own_key(key, scan_ids, document_ids)
        with file.open("rb") as data:
            services.store.put(key, data)
        count += 1
    return count


def _require_own_key(key: str, scan_ids: frozenset[str], document_ids: frozenset[str]) -> None:
    """Raises `BagDamaged` for a place in the store that is not of a paper in the bag."""
    parsed = keys.parse(key)
    if parsed is None:
        raise BagDamaged("a key")
    if parsed.subject not in scan_ids and parsed.subject not in document_ids:
        raise BagDamaged("a key of another paper")


def _texts(
    services: Services, rows: Mapping[str, Sequence[list[Any]]]
) -> Mapping[str, tuple[str, str]]:
    """What each current record is found by: title and fields, and its text as it lies in the store."""
    editions = {row["id"]: row["edition"] for row in _dicts(rows["documents"])}
    found = {}
    for row in _dicts(rows["records"]):
        if row["is_current"]:
            heading = "\n".join([row["title"], *json.loads(row["fields"]).values()])
            key = keys.text(DocumentId(row["document_id"]), editions.get(row["document_id"], ""))
            body = services.store.get(key).decode() if services.store.exists(key) else ""
            found[row["id"]] = (heading, body)
    return found


def _dicts(lines: Sequence[list[Any]]) -> Iterator[dict[str, Any]]:
    for row in lines[1:]:
        yield dict(zip(lines[0], row, strict=True))


def _column(lines: Sequence[list[Any]], name: str) -> frozenset[str]:
    return frozenset(str(row[name]) for row in _dicts(lines))


def _lines(payload: Mapping[str, Path], path: str, *, kind: type) -> list[Any]:
    """Raises `BagDamaged`."""
    if path not in payload:
        raise BagDamaged(path)
    try:
        found = [json.loads(line) for line in payload[path].read_bytes().splitlines()]
    except ValueError as fault:
        raise BagDamaged(path) from fault
    if any(not isinstance(one, kind) for one in found):
        raise BagDamaged(path)
    if kind is list and any(len(one) != len(found[0]) for one in found):
        raise BagDamaged(path)
    return found


def _write_lines(path: Path, values: Sequence[object]) -> None:
    text = "".join(
        json.dumps(one, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
        for one in values
    )
    _write(path, text.encode())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
