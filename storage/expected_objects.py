"""What rows and ledger vouch for, as objects that the store must hold, and what of it does not hold.

Asked of the whole warehouse by an audit, of a scan at a time by fixity checks and backups: there is one answer to "what must be
there" and one way to look. Problems are `code:key`, stable for machines.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digitize.errors import AgencyKeyMissing, NotInStore, SecretPaper, StoreCorrupt
from digitize.model import DocumentId, ScanId
from digitize.ports import Catalogue, ObjectStore
from digitize.rows import LedgerEntry
from storage import keys
from storage.account import Account, account_of_scan
from storage.ids import SCAN_PREFIX
from storage.keys import KeyKind, ParsedKey
from storage.replay import account_from_ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedObject:
    sha256: str
    name: str
    """What it is, for the problem's code."""
    may_be_gone: bool = False
    """Of a secret paper or one that an officer disposed of: its absence is no problem, other bytes still are."""


_FILE_NAMES = {KeyKind.RENDERING: "rendering", KeyKind.TEXT: "text"}


def expected_objects(rows: Account, told: Account) -> dict[str, ExpectedObject]:
    """Every object that must be in the store, by key. The ledger's word goes before the rows'."""
    expected: dict[str, ExpectedObject] = {}
    for account in (rows, told):
        expected.update(_of_scans(account))
        expected.update(_of_documents(account))
        for key, expectation in _of_files(account):
            expected.setdefault(key, expectation)
    return expected


def expected_of_scan(catalogue: Catalogue, scan_id: ScanId) -> dict[str, ExpectedObject]:
    """The same for one scan, its pages, its documents and their records. Raises `NotFound`, `LedgerMismatch`."""
    rows = account_of_scan(catalogue, scan_id)
    return expected_objects(rows, account_from_ledger(_entries_about(catalogue, scan_id, rows)))


def expected_anchors(store: ObjectStore) -> dict[str, ExpectedObject]:
    """Anchors as the store lists them: their keys are all they say, so there is nothing in them."""
    nothing = hashlib.sha256().hexdigest()
    listed = store.keys(f"{KeyKind.ANCHOR}/")
    return {key: ExpectedObject(sha256=nothing, name="anchor") for key in listed}


def unvouched_files(
    catalogue: Catalogue,
    store: ObjectStore,
    scan_id: ScanId,
    expected: Mapping[str, ExpectedObject],
) -> Mapping[str, str]:
    """SHA-256 by key of a scan's renderings and texts that are there and for which nobody vouches: earlier programs kept none."""
    renderings = store.keys(keys.renderings_of(scan_id))
    texts = [
        keys.text(document.id, document.edition)
        for document in catalogue.documents(scan_id=scan_id)
    ]
    found = [key for key in (*renderings, *texts) if key not in expected]
    return {key: store.sha256(key) for key in found if store.exists(key)}


def _entries_about(catalogue: Catalogue, scan_id: ScanId, rows: Account) -> Sequence[LedgerEntry]:
    subjects = [scan_id, *rows.documents]
    subjects += [held.record_id for held in rows.documents.values() if held.record_id is not None]
    found = [entry for subject in subjects for entry in catalogue.ledger(subject=subject)]
    return sorted(found, key=lambda entry: entry.seq)


def object_problems(store: ObjectStore, expected: Mapping[str, ExpectedObject]) -> Iterator[str]:
    """Every object read anew and hashed. Raises the store's errors where it does not answer at all."""
    for key, wanted in sorted(expected.items()):
        try:
            is_same = store.sha256(key) == wanted.sha256
        except NotInStore:
            if not wanted.may_be_gone:
                yield f"{wanted.name}_missing:{key}"
            continue
        except StoreCorrupt:  # the service itself finds its bytes changed
            is_same = False
        except (
            AgencyKeyMissing
        ):  # destroyed, or not brought to this machine: the others are looked at all the same
            yield f"{wanted.name}_without_key:{key}"
            continue
        if not is_same:
            yield f"{wanted.name}_changed:{key}"


def _of_scans(account: Account) -> Iterator[tuple[str, ExpectedObject]]:
    ended = _disposed_scans(account)
    for scan_id in account.scans:
        is_gone = scan_id in ended
        yield (
            keys.original(scan_id),
            ExpectedObject(sha256=scan_id, name="original", may_be_gone=is_gone),
        )
    for (scan_id, index), page in account.pages.items():
        if page.reading_sha256 is not None:
            is_gone = scan_id in ended or _is_gone(account, scan_id, page.document_id)
            yield (
                keys.reading(scan_id, index, page.turned_degrees),
                ExpectedObject(sha256=page.reading_sha256, name="reading", may_be_gone=is_gone),
            )


def _of_documents(account: Account) -> Iterator[tuple[str, ExpectedObject]]:
    for document_id, document in account.documents.items():
        is_gone = _is_gone(account, document.scan_id, document_id)
        for name, file in (("searchable", document.searchable), ("sealed", document.sealed)):
            if file is not None and not keys.is_original(file.key):
                yield (
                    file.key,
                    ExpectedObject(sha256=file.sha256, name=name, may_be_gone=is_gone),
                )


def _of_files(account: Account) -> Iterator[tuple[str, ExpectedObject]]:
    """What the ledger alone vouches for: texts, renderings."""
    ended = _disposed_scans(account)
    for key, sha256 in account.files.items():
        parsed = keys.parse(key)
        name = "file" if parsed is None else _FILE_NAMES.get(parsed.kind, "file")
        is_gone = parsed is not None and _is_gone_file(account, parsed, ended)
        yield key, ExpectedObject(sha256=sha256, name=name, may_be_gone=is_gone)


def _is_gone_file(account: Account, parsed: ParsedKey, ended: set[ScanId]) -> bool:
    if _is_of_earlier_arrangement(account, parsed):
        return parsed.subject[:SCAN_PREFIX] in _begun_to_go(account)
    if parsed.page_index is None:
        document_id = DocumentId(parsed.subject)
        return _is_gone(account, account.documents[document_id].scan_id, document_id)
    scan_id = ScanId(parsed.subject)
    page = account.pages.get((scan_id, parsed.page_index))
    return scan_id in ended or _is_gone(account, scan_id, page.document_id if page else None)


def _is_of_earlier_arrangement(account: Account, parsed: ParsedKey) -> bool:
    """Whether a person arranged pages otherwise since the file was made."""
    if parsed.page_index is None:
        held = account.documents.get(DocumentId(parsed.subject))
        return held is None or held.edition != parsed.edition
    page = account.pages.get((ScanId(parsed.subject), parsed.page_index))
    is_reading = parsed.kind is KeyKind.READING
    return is_reading and page is not None and page.turned_degrees != parsed.turned_degrees


def _begun_to_go(account: Account) -> set[str]:
    """Beginnings of the ids of scans of which a paper was disposed of or is secret: what was arranged before goes with the first."""
    secret = [
        one for one, held in account.documents.items() if _is_secret(account, held.scan_id, one)
    ]
    return {one[:SCAN_PREFIX] for one in (*account.disposed, *secret)}


def _is_gone(account: Account, scan_id: ScanId, document_id: DocumentId | None) -> bool:
    return document_id in account.disposed or _is_secret(account, scan_id, document_id)


def _is_secret(account: Account, scan_id: ScanId, document_id: DocumentId | None) -> bool:
    """Of a secret paper only the bytes that came in are kept."""
    holders = (account.scans.get(scan_id), account.documents.get(document_id or DocumentId("")))
    return any(held is not None and held.error_code == SecretPaper.code for held in holders)


def _disposed_scans(account: Account) -> set[ScanId]:
    """Scans of which no document is left: their originals went with the last."""
    touched = {
        account.documents[document_id].scan_id
        for document_id in account.disposed
        if document_id in account.documents
    }
    kept = {
        document.scan_id
        for document_id, document in account.documents.items()
        if document_id not in account.disposed
    }
    return touched - kept
