"""What was said of a document before it was read, against what was found: the reasons for a person that follow.

Declared pages, sticky notes, types and cover sheets are the giver's word; it is compared, never believed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from digitize import limits
from digitize.dossier.arrived import ArrivedFile
from digitize.dossier.noted_pages import Pair, declared_pairs, pairs_alike_in_words
from digitize.dossier.page_counts import agrees
from digitize.dossier.said_types import contradicted
from digitize.model import DocumentId, PageReading, Reason, Verdict
from digitize.reasons import ReasonCode
from digitize.rows import Batch, Scan
from storage import keys
from workers import tasks
from workers.arrived_files import checklist_of
from workers.pool import ChildPool
from workers.scan_rows import scan_file
from workers.services import Services


class Expectations:
    """Compares a document with the batch, the file and the sheet it came with."""

    def __init__(self, services: Services, pool: ChildPool) -> None:
        self._services = services
        self._pool = pool

    def page_reasons(
        self, scan: Scan, readings: Sequence[PageReading], *, announced: ArrivedFile | None
    ) -> tuple[Reason, ...]:
        """Known before the document is understood: a wrong number of pages, and pages that show one page twice.

        `announced`: the scan as it came, where anything was said of it.
        """
        is_counted = announced is None or agrees(announced)
        counted = () if is_counted else (Reason(code=ReasonCode.PAGE_COUNT),)
        pairs = pairs_alike_in_words(readings, declared=_declared_pairs(announced))
        return (*counted, *self._seen_twice(scan, pairs))

    def type_reasons(
        self, announced: ArrivedFile, document_id: DocumentId, verdict: Verdict, *, batch: Batch
    ) -> tuple[Reason, ...]:
        """Where it is read as another type than its file or its cover says."""
        papers = tuple(
            replace(paper, type_code=verdict.type_code) if paper.document == document_id else paper
            for paper in announced.papers
        )
        checklist = checklist_of(self._services, batch.procedure_code, [announced])
        wrong = contradicted(replace(announced, papers=papers), checklist, self._services.types)
        is_other = any(paper.document == document_id for paper, _ in wrong)
        return (Reason(code=ReasonCode.OTHER_THAN_DECLARED),) if is_other else ()

    def _seen_twice(
        self, scan: Scan, pairs: Iterator[tuple[PageReading, PageReading]]
    ) -> Iterator[Reason]:
        file = scan_file(scan)
        path = self._services.store.local_path(keys.original(scan.id))
        for first, second in pairs:
            code = self._pool.call(
                tasks.seen_twice, limits.CHILD_PAGE_SECONDS, path, file, first, second
            )
            if code is not None:
                yield Reason(code=code, page_index=second.page_index)


def _declared_pairs(announced: ArrivedFile | None) -> frozenset[Pair]:
    """Of the whole file, since its giver counts the pages of the file and not of papers yet to be found in it."""
    expected = announced.expected if announced is not None else None
    if announced is None or expected is None or not expected.noted_pages:
        return frozenset()
    numbers = sorted(number for paper in announced.papers for number in paper.page_numbers)
    return declared_pairs([number - 1 for number in numbers], expected.noted_pages)
