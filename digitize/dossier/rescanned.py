"""Which wish for a new scan was fulfilled: by a later file for the same paper, or since the officer says so.

Not every file that comes for a dossier answers what was asked: the birth certificate that was forgotten does not mend the blurred
page of the application. A later file is for the same paper where it is the same item of the checklist, is read as the same type,
or bears the same name and nothing more is known of it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from digitize.dossier.arrived import ArrivedFile
from digitize.dossier.checklist import Checklist
from digitize.dossier.said_types import declared_item, declared_type, said_items


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescanned:
    """What came for a dossier, in all its batches, and what an officer said of it."""

    files: Sequence[ArrivedFile] = ()
    checklist: Checklist | None = None
    said: Collection[str] = ()
    """Ids of papers, or of scans for the whole of them, that somebody said were scanned again."""

    def is_answered(
        self,
        scan_id: str,
        page_numbers: Collection[int] = (),
        *,
        document: str | None = None,
        since: datetime,
    ) -> bool:
        """Whether a paper of a scan, or the papers of these pages (none for all of it), came again after this moment."""
        came = [file for file in self.files if file.scan.id == scan_id]
        concerned = {document} if document else _papers(came, page_numbers)
        if scan_id in self.said or (concerned and concerned <= set(self.said)):
            return True
        later = [file for file in self.files if file.at > since and file.scan.id != scan_id]
        return any(
            self._is_for(file, again, concerned)
            for file in came
            for again in later
            if again.is_accepted
        )

    def _is_for(self, file: ArrivedFile, again: ArrivedFile, concerned: Collection[str]) -> bool:
        wanted = set(_marks(file, concerned, self.checklist)) - {""}
        brought = set(_marks(again, (), self.checklist)) - {""}
        return bool(wanted & brought) if wanted and brought else file.name == again.name


def _papers(files: Iterable[ArrivedFile], page_numbers: Collection[int]) -> set[str]:
    return {
        paper.document
        for file in files
        for paper in file.papers
        if not page_numbers or set(page_numbers) & set(paper.page_numbers)
    }


def _marks(
    file: ArrivedFile, papers: Collection[str], checklist: Checklist | None
) -> Iterator[str]:
    """Items and types of a file, or of some of its papers."""
    if not papers or len(file.papers) == 1:
        yield declared_item(file, checklist)
        yield from _of_type(declared_type(file), checklist)
    for paper, said in said_items(file, checklist):
        if not papers or paper.document in papers:
            yield said
            yield from _of_type(paper.known_type, checklist)


def _of_type(type_code: str, checklist: Checklist | None) -> Iterator[str]:
    """The type and what it may be on the checklist; a code of an item and a type of the same name are the same paper."""
    yield type_code
    items = checklist.of_type(type_code) if checklist is not None and type_code else ()
    yield from (item.code for item in items)
