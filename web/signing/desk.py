"""What pages and API of signers do alike: a stretch of what waits, the chosen ones sealed, one sent back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digitize.access import Viewer
from digitize.checking import values_of
from digitize.filing import title_of
from digitize.model import DocumentId
from digitize.reasons import ReasonCode
from digitize.rows import Document
from storage.cursors import id_in, moment_in
from storage.papers_by_status import PaperPlace
from web.accounts.gate import Gate
from web.pages.rendering import Pages
from workers import signing
from workers.services import Services


class SentBackFor(StrEnum):
    """What a signer may say; each has its sentence for the checker in `digitize/reasons.py`."""

    WRONG_FIELD = ReasonCode.SIGNER_WRONG_FIELD.value
    WRONG_TYPE = ReasonCode.SIGNER_WRONG_TYPE.value
    BAD_COPY = ReasonCode.SIGNER_BAD_COPY.value


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSign:
    document: Document
    title: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSignList:
    items: tuple[ToSign, ...]
    cursor: str | None
    """Asks for what follows; None at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningDesk:
    services: Services
    gate: Gate
    pages: Pages
    wake: Callable[[], None]
    """Told of papers that go on by themselves, where this machine does its own work."""

    def waiting(self, viewer: Viewer, *, cursor: str = "", limit: int) -> ToSignList:
        """Raises `NoSuchCursor`."""
        after = _place(cursor) if cursor else None
        found = signing.to_sign(self.services, viewer, after=after, limit=limit + 1)
        items = tuple(
            ToSign(
                document=one.document,
                title=self._title(one.document),
                received_at=one.received_at,
            )
            for one in found[:limit]
        )
        last = found[limit - 1].place if len(found) > limit else None
        return ToSignList(items=items, cursor=_cursor(last) if last else None)

    def seal(self, viewer: Viewer, wanted: dict[DocumentId, int]) -> Sequence[signing.Signed]:
        done = signing.seal_all(self.services, viewer, wanted)
        self.wake()
        return done

    def send_back(
        self, viewer: Viewer, document_id: DocumentId, reason: SentBackFor, *, version: int
    ) -> None:
        """Raises `NotFound`, `IllegalMove`, `LostRace`."""
        code = ReasonCode(reason.value)
        signing.send_back(self.services, viewer, document_id, code, version=version)

    def _title(self, document: Document) -> str:
        assert document.description is not None, "a document is signed after it was checked"
        kind = self.services.types.get(document.description.verdict.type_code)
        return title_of(kind, values_of(document.description))


def _cursor(place: PaperPlace) -> str:
    return f"{place.received_at.isoformat()}~{place.document_id}"


def _place(cursor: str) -> PaperPlace:
    at, _, document_id = cursor.partition("~")
    return PaperPlace(received_at=moment_in(at), document_id=DocumentId(id_in(document_id)))
