"""What goes by itself when its time is over: no officer orders it, nothing of it is a record. `docs/du-lieu-ca-nhan.md` has the table.

Records, their versions and the ledger never go here: those have times of retention and an officer (`workers/disposal.py`). Each
deletion names a moment, so it may run twice, and on several machines at once.
"""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete, update

from storage import ledger
from storage.purpose_rows import PurposeRows
from storage.schema import accounts, api_answers, drafts
from workers.services import Services

ANSWERS_KEPT = timedelta(days=1)
"""A program that asks the same again does so within minutes."""
DRAFTS_KEPT = timedelta(days=30)
"""Nobody comes back to what was typed a month ago."""
SWEPT = "privacy.swept"
"""The ledger's event: counts alone."""


def forget_what_is_old(services: Services) -> Mapping[str, int]:
    """What went, by kind; in the ledger where anything did."""
    settings, now = services.settings, services.clock()
    purposes = PurposeRows(services.database).forget_before(
        now - timedelta(days=settings.purposes_days)
    )
    with services.database.writing() as connection:
        answers = connection.execute(
            delete(api_answers).where(api_answers.c.asked_at < now - ANSWERS_KEPT)
        ).rowcount
        typed = connection.execute(
            delete(drafts).where(drafts.c.saved_at < now - DRAFTS_KEPT)
        ).rowcount
        closed = connection.execute(
            update(accounts)
            .where(
                accounts.c.closed_at < now - timedelta(days=settings.closed_accounts_days),
                accounts.c.name != "",
            )
            # The id stays, for the ledger names it; nothing says any more whose it was.
            .values(
                name="",
                owner_kind=None,
                owner_number=None,
                password_hash=None,
                totp_secret=None,
                issuer=None,
                subject=None,
            )
        ).rowcount
        gone = {"purposes": purposes, "answers": answers, "drafts": typed, "accounts": closed}
        if any(gone.values()):
            ledger.append(connection, SWEPT, "warehouse", data={"rows": gone}, at=now)
    return gone
