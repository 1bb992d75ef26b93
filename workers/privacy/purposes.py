"""A sensitive record is opened only for a purpose that was said: asked where every look is noted, so nothing goes around it."""

from datetime import datetime, timedelta

from digitize.access import Viewer
from digitize.errors import PurposeNeeded
from digitize.model import RecordId
from digitize.privacy.purposes import OpenPurpose, PurposeSaid, require_clear
from digitize.rows import Document
from storage.accounts import Accounts
from storage.person_rows import is_record_of
from storage.purpose_rows import PurposeRows
from storage.record_rows import get_record
from workers.services import Services


def require_purpose(services: Services, document: Document, *, account: str) -> None:
    """Of a filed paper of a sensitive type somebody who is not its owner said what for. Raises `PurposeNeeded`."""
    if document.record_id is None or not is_guarded(services, document):
        return
    rows = PurposeRows(services.database)
    if rows.open_to(account, document.record_id, at=services.clock()) is not None:
        return
    if not _is_own(services, document.record_id, account):
        raise PurposeNeeded(document.record_id)


def say_purpose(
    services: Services, viewer: Viewer, record_id: str, said: PurposeSaid
) -> OpenPurpose:
    """Open a record that the viewer may see, for a while. Raises `NotFound`, `PurposeUnclear`."""
    with services.database.reading() as connection:
        record = get_record(connection, RecordId(record_id), viewer=viewer)
    return open_for(services, record.id, viewer.account, said)


def open_for(
    services: Services, record_id: RecordId, account: str, said: PurposeSaid
) -> OpenPurpose:
    """The same where who may see it was asked before. Raises `PurposeUnclear`."""
    require_clear(said)
    now: datetime = services.clock()
    purpose = OpenPurpose(
        record_id=record_id,
        account=account,
        said=said,
        said_at=now,
        until=now + timedelta(minutes=services.settings.purpose_minutes),
    )
    PurposeRows(services.database).say(purpose)
    return purpose


def is_guarded(services: Services, document: Document) -> bool:
    """Is it a filed paper of a sensitive type?"""
    if document.record_id is None or document.description is None:
        return False
    return document.description.verdict.type_code in services.sensitive.types


def _is_own(services: Services, record_id: RecordId, account_id: str) -> bool:
    """Somebody looks at a paper of their own: nobody asks a citizen what for."""
    account = Accounts(services.database).find(account_id)
    if account is None or account.owner is None:
        return False
    with services.database.reading() as connection:
        return is_record_of(connection, record_id, account.owner)
