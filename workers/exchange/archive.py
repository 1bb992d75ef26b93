"""Filed papers into a bag for the archive; `taking_in.py` takes it up in another warehouse, without loss.

data/documents/<record>/metadata.xml, fields.json    what an archive reads
data/metadata.csv                                    the same, a line a paper
data/objects/<key>                                   original, readings, searchable, sealed, text: byte for byte
data/files/<number>.xml, data/files.csv              each dossier as the archives' file, as far as it is known
data/fonds.xml                                       what the archivist says of the fonds, where somebody did
data/links.csv                                       what papers say of each other
data/rows/<table>.jsonl, data/ledger.jsonl           what another warehouse takes up, links and their decisions too
ledger-proof                                         in bag-info: this ledger's length and last hash
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digitize.archive import bag
from digitize.archive.files import FILE_LENGTHS
from digitize.archive.metadata import (
    PaperFacts,
    Profile,
    csv_lines,
    metadata_of,
    to_csv,
    to_xml,
    xml_of,
)
from digitize.codec import to_json
from digitize.errors import NotFound, StoreCorrupt
from digitize.model import RecordId, ScanId
from digitize.warehouse.validity import today_of
from storage import archive_rows, ledger
from storage.archive_rows import Selection, Wanted
from storage.expected_objects import expected_of_scan
from storage.record_rows import get_record
from storage.result_code_rows import codes_of
from workers.exchange.archive_files import ArchiveFiles
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
            rows = archive_rows.rows_of(connection, selection, name)
            _write(data / "rows" / f"{name}.jsonl", map(_line, rows))
        said = map(archive_rows.said_of, archive_rows.entries_of(connection, selection))
        _write(data / "ledger.jsonl", map(_line, said))
        links = archive_rows.link_rows_of(connection, selection)
        _write(data / "links.csv", csv_lines(tuple(_LINK_NAMES), map(_link, links)))
    files = ArchiveFiles(services)
    papers = _papers(services, selection, data, profile=profile, files=files)
    _write(data / "metadata.csv", to_csv(papers, profile=profile))
    _write_files(data, files)
    objects = 0
    for scan_id in selection.ids["scan"]:
        objects += _copy_objects(services, ScanId(scan_id), data / "objects")
    return Moved(
        records=len(selection.ids["record"]), scans=len(selection.ids["scan"]), objects=objects
    )


def _papers(
    services: Services,
    selection: Selection,
    data: Path,
    *,
    profile: Profile,
    files: ArchiveFiles,
) -> Iterator[Mapping[str, str]]:
    """Each paper's line of the table, once its own files are written and it is counted."""
    for ordinal, record_id in enumerate(selection.ids["record"], start=1):
        with services.database.reading() as connection:
            record = get_record(connection, RecordId(record_id))
            codes = codes_of(connection, [record.id])
        code = codes[record.id].digitised if record.id in codes else record.id
        document = services.catalogue.document(record.document_id)
        batch = services.catalogue.batch(services.catalogue.scan(document.scan_id).batch_id)
        files.count(batch, record, pages=len(document.page_indexes))
        kind = services.types.get(record.type_code)
        facts = PaperFacts(
            code=code,
            file_code=batch.dossier_code,
            ordinal=ordinal,
            type_title=kind.title if kind is not None else record.type_code,
            page_count=len(document.page_indexes),
            fields=record.fields,
        )
        values = metadata_of(facts, profile)
        place = data / "documents" / record.id
        _write(place / "metadata.xml", [to_xml(values, profile=profile)])
        if document.description is not None:
            _write(place / "fields.json", [to_json(document.description)])
        yield {"RecordId": record.id, **values}


def _write_files(data: Path, files: ArchiveFiles) -> None:
    """Named by number, since an agency or a dossier may be called what no name in a bag can say."""
    told = files.told()
    for number, (agency, values) in enumerate(told, start=1):
        said = xml_of("File", {"Agency": agency, **values})
        _write(data / "files" / f"{number:06d}.xml", [said])
    if told:
        rows = ({"Agency": agency, **values} for agency, values in told)
        _write(data / "files.csv", csv_lines(("Agency", *FILE_LENGTHS), rows))
    if files.fonds:
        _write(data / "fonds.xml", [xml_of("Fonds", files.fonds)])


_LINK_NAMES = {
    "RecordId": "record_id",
    "Kind": "kind",
    "CodeNumber": "number",
    "IssuedDate": "day",
    "Page": "page_number",
    "State": "state",
    "Other": "target_id",
}


def _link(row: Mapping[str, Any]) -> Mapping[str, str]:
    """What a paper says of another; the other's record where a person said which it is."""
    return {name: str(row[column] or "") for name, column in _LINK_NAMES.items()}


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


def _line(value: object) -> bytes:
    said = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return said.encode() + b"\n"


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        out.writelines(pieces)
