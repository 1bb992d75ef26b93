"""What pages and API of the checking desk do alike: a document opened for somebody, what they say of it, and what comes after."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from digitize import codec
from digitize.access import Viewer
from digitize.checking import corrected_fields, faults_of, values_of
from digitize.desk import DeskClaim, Draft, WaitingDocument
from digitize.errors import IllegalMove, NotInStore
from digitize.filing import title_of
from digitize.judge import JudgeOptions
from digitize.model import Description, DocumentId, PageReading
from digitize.page_faults import PageFault
from digitize.reasons import ReasonCode
from digitize.rows import Document
from digitize.status import DocumentStatus
from storage import keys
from storage.accounts import Accounts
from storage.desk_rows import DeskRows
from web.accounts.gate import Gate
from web.checking.form import Form, form_of
from web.pages.rendering import Pages
from workers.checking import queue
from workers.checking.deciding import Outcome, Said, blind_keys, submit, tell_workers, type_of
from workers.checking.editing import neighbours, pages_aside
from workers.kept_readings import turns_of
from workers.pool import ChildPool
from workers.privacy.purposes import require_purpose
from workers.services import Services

_READ_AT_MOST = 4
"""Pages whose words are looked through for the form: those with fields, and the first; a book is not read for its cover."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A document as one person sees it now."""

    document: Document
    title: str
    form: Form
    is_waiting: bool
    claim: DeskClaim | None
    """Who is at it."""
    draft: Draft | None
    before: DocumentId | None
    behind: DocumentId | None
    """The documents of the same scan that it may be merged with."""
    aside: tuple[int, ...] = ()
    """Pages of the same scan that were set aside, by whomever."""
    faults: Sequence[PageFault] = ()
    """What is wrong with its pages as they were scanned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckingDesk:
    """What the routes of the desk work with."""

    services: Services
    gate: Gate
    pages: Pages
    looking: ChildPool
    options: JudgeOptions
    wake: Callable[[], None]
    """Told that there is work which needs no person, where this machine does its own."""

    @property
    def rows(self) -> DeskRows:
        return DeskRows(self.services.database)

    def opened(
        self, viewer: Viewer, document_id: DocumentId, *, type_code: str | None = None
    ) -> Opened:
        """Raises `NotFound`; `IllegalMove` for a document that is not understood yet, `BadCorrection` for an unknown type."""
        document = queue.document_of(self.services, viewer, document_id)
        if document.description is None:
            raise IllegalMove(f"{document_id} is {document.status}")
        require_purpose(self.services, document, account=viewer.account)
        kind = type_of(self.services, document, type_code)
        blind = blind_keys(self.services, document, viewer.account)
        before, behind = neighbours(self.services, document)
        return Opened(
            document=document,
            title=self._title(document.description, blind),
            form=form_of(
                document.description,
                kind,
                self._readings(document, document.description),
                options=self.options,
                blind=blind,
                entries=self.rows.entries(document_id),
            ),
            is_waiting=document.status is DocumentStatus.NEEDS_CHECK,
            claim=self.rows.holder(document_id, at=self.services.clock()),
            draft=self.rows.draft(document_id, viewer.account),
            before=before,
            behind=behind,
            aside=pages_aside(self.services, document.scan_id),
            faults=self.rows.faults_of(document),
        )

    def decided(self, document_id: DocumentId, said: Said) -> Outcome:
        """As `submit`, by whoever may be at it now; what is approved goes on. Raises what `submit` does, `ClaimedByAnother`."""
        self.require_free(document_id, said.account)
        outcome = submit(self.services, document_id, said)
        if outcome is Outcome.APPROVED:
            self.go_on(document_id)
        else:
            self.rows.drop_drafts(document_id, said.account)
            self.rows.leave(document_id, said.account)
        return outcome

    def corrected(self, document_id: DocumentId, said: Said) -> int:
        """Fields and type without an approval; the version it has then. Raises as `decided`."""
        self.require_free(document_id, said.account)
        document = self.services.catalogue.document(document_id)
        kind = type_of(self.services, document, said.type_code)
        return self.services.catalogue.correct(
            document_id,
            fields=corrected_fields(document, kind, said.values, as_printed=said.as_printed),
            type_code=said.type_code,
            version=said.version,
            actor=said.account,
            at=self.services.clock(),
        )

    def faults(self, document: Document, said: Said) -> Mapping[str, tuple[str, ...]]:
        """What speaks against each value as typed, without those that the paper has so."""
        kind = type_of(self.services, document, said.type_code)
        found = faults_of(kind, said.values)
        return {key: doubts for key, doubts in found.items() if key not in said.as_printed}

    def require_free(self, document_id: DocumentId, account: str) -> None:
        """Raises `ClaimedByAnother`."""
        self.rows.require_free([document_id], account, at=self.services.clock())

    def go_on(self, *document_ids: DocumentId) -> None:
        """What needs no person any more is done by whoever does such work."""
        if not tell_workers(self.services, *document_ids):
            self.wake()

    def take(self, document_id: DocumentId, account: str) -> DeskClaim:
        """It is this person's for some minutes. Raises `ClaimedByAnother`."""
        return self.rows.take(document_id, account, at=self.services.clock())

    def name_of(self, account_id: str) -> str:
        """A person's name; the id of an account that is gone."""
        account = Accounts(self.services.database).find(account_id)
        return account.name if account else account_id

    def listed(self, waiting: WaitingDocument, viewer: Viewer) -> WaitingDocument:
        """A row of the queue without what this person is to enter unseen."""
        if all(reason.code != ReasonCode.SECOND_ENTRY for reason in waiting.reasons):
            return waiting
        document = self.services.catalogue.document(waiting.document_id)
        blind = blind_keys(self.services, document, viewer.account)
        assert document.description is not None, "a document waits only after it was described"
        return replace(waiting, title=self._title(document.description, blind))

    def _title(self, description: Description, blind: Collection[str]) -> str:
        values = {key: value for key, value in values_of(description).items() if key not in blind}
        return title_of(self.services.types.get(description.verdict.type_code), values)

    def _readings(self, document: Document, description: Description) -> Mapping[int, PageReading]:
        """Of the pages that the form is about, by page index."""
        named = [field.page_index for field in description.fields]
        wanted = list(dict.fromkeys((document.page_indexes[0], *named)))[:_READ_AT_MOST]
        turned = turns_of(self.services, document)
        held: dict[int, PageReading] = {}
        for index in sorted(wanted):
            key = keys.reading(document.scan_id, index, turned.get(index))
            with suppress(NotInStore):  # a paper that was disposed of has fields and no words
                held[index] = codec.from_json(PageReading, self.services.store.get(key))
        return held
