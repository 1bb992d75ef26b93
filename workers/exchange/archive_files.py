"""The papers of a bag counted into the archives' files (hồ sơ): one a dossier and agency, as their papers pass by."""

from collections.abc import Mapping, Sequence
from datetime import date

from config.archive import load_archive
from digitize.archive.files import FileSum, file_metadata, fonds_metadata
from digitize.dossier.checklist import checklist_for
from digitize.rows import Batch, Record
from storage.dossier_rows import Dossiers
from workers.services import Services


class ArchiveFiles:
    """Papers without a dossier belong to no file."""

    def __init__(self, services: Services) -> None:
        """Raises `BadConfiguration`."""
        self._services = services
        self._said = load_archive(services.settings.archive)
        self._sums: dict[tuple[str, str], FileSum] = {}
        self.fonds: Mapping[str, str] = fonds_metadata(self._said)

    def count(self, batch: Batch, record: Record, *, pages: int) -> None:
        if not batch.dossier_code:
            return
        place = (batch.agency, batch.dossier_code)
        known = self._sums.get(place) or self._new(batch)
        self._sums[place] = known.with_paper(
            pages=pages, issued=_day(record.fields.get("issued_date", ""))
        )

    def told(self) -> Sequence[tuple[str, Mapping[str, str]]]:
        """Agency and elements of each file, in order."""
        return [
            (place[0], file_metadata(counted, self._said))
            for place, counted in sorted(self._sums.items())
        ]

    def _new(self, batch: Batch) -> FileSum:
        return FileSum(agency=batch.agency, code=batch.dossier_code, title=self._title(batch))

    def _title(self, batch: Batch) -> str:
        """Of the procedure, as its system or the checklist calls it; of the case itself nobody tells one."""
        known = Dossiers(self._services.database).find(batch.agency, batch.dossier_code)
        if known is not None and known.dossier.procedure_title:
            return known.dossier.procedure_title
        checklist = checklist_for(batch.procedure_code or "", self._services.checklists)
        return checklist.title if checklist is not None else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
