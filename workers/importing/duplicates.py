"""Papers that came twice, in three kinds: the same bytes, the same paper scanned again, another paper of the same number.

Two scans are one paper where number and date agree and their pages look alike, or where their texts do. A page is decoded
again only for the first, so an import without doubled numbers decodes none.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from digitize.errors import DigitizeError, Interrupted, NotInStore
from digitize.model import BatchId, DocumentId, ScanId
from storage import keys
from storage.imports import Imports
from workers.importing.findings import Finding, FindingKind
from workers.importing.likeness import Signature, is_same_paper, signature
from workers.importing.page_hashing import are_alike, hash_of_page
from workers.importing.paper_index import MAX_ALIKE, Paper, PaperIndex
from workers.pool import ChildPool
from workers.services import Services


class Duplicates:
    def __init__(
        self, services: Services, pool: ChildPool, *, rows: Imports, index: PaperIndex
    ) -> None:
        self._services = services
        self._pool = pool
        self._rows = rows
        self._index = index
        # A group's papers are compared in pairs: each is looked at once, and no more than a group is remembered.
        self._page_hash = lru_cache(maxsize=MAX_ALIKE)(self._hash_of_page)
        self._signature = lru_cache(maxsize=MAX_ALIKE)(self._signature_of)

    def findings(self, batch_id: BatchId) -> Iterator[Finding]:
        """The later row of each pair, naming the earlier."""
        yield from self._same_bytes(batch_id)
        for papers in self._index.with_same_number():
            yield from self._of_one_number(papers)
        for papers in self._index.with_same_figures():
            yield from self._of_same_figures(papers)

    def _same_bytes(self, batch_id: BatchId) -> Iterator[Finding]:
        for twin in self._rows.same_bytes(batch_id):
            yield Finding(
                kind=FindingKind.SAME_BYTES,
                row=twin.number,
                file=twin.path,
                other_row=twin.other_number,
                other=twin.other,
            )

    def _of_one_number(self, papers: Sequence[Paper]) -> Iterator[Finding]:
        for first, second in _pairs(papers):
            if self._looks_alike(first, second) or self._reads_alike(first, second):
                kind = FindingKind.SAME_PAPER
            elif first.agency == second.agency:
                kind = FindingKind.SAME_NUMBER
            else:
                continue
            if self._index.is_new_pair(first, second):
                yield _finding(kind, first, second)

    def _of_same_figures(self, papers: Sequence[Paper]) -> Iterator[Finding]:
        for first, second in _pairs(papers):
            is_other = first.number and second.number and first.number != second.number
            is_same = not is_other and self._reads_alike(first, second)
            if is_same and self._index.is_new_pair(first, second):
                yield _finding(FindingKind.SAME_PAPER, first, second)

    def _looks_alike(self, first: Paper, second: Paper) -> bool:
        one, other = (self._page_hash(paper.scan_id, paper.page_index) for paper in (first, second))
        return one is not None and other is not None and are_alike(one, other)

    def _reads_alike(self, first: Paper, second: Paper) -> bool:
        return is_same_paper(
            self._signature(first.document_id), self._signature(second.document_id)
        )

    def _hash_of_page(self, scan_id: ScanId, page_index: int) -> int | None:
        """None for a page that cannot be decoded: a finding less, not a report less."""
        try:
            scan = self._services.catalogue.scan(scan_id)
            return hash_of_page(self._services.store, self._pool, scan, page_index)
        except Interrupted:
            raise
        except DigitizeError:
            return None

    def _signature_of(self, document_id: DocumentId) -> Signature:
        try:
            edition = self._services.catalogue.document(document_id).edition
            return signature(self._services.store.get(keys.text(document_id, edition)).decode())
        except NotInStore:
            return signature("")


def _pairs(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Paper]]:
    """Papers of two scans: the two papers of one scan are not each other's duplicate."""
    return (
        (first, second)
        for first, second in combinations(papers, 2)
        if first.scan_id != second.scan_id
    )


def _finding(kind: FindingKind, first: Paper, second: Paper) -> Finding:
    return Finding(
        kind=kind, row=second.row, file=second.file, other_row=first.row, other=first.file
    )
