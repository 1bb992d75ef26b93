"""What happened to a paper, for people: who, when and what in a sentence; out of the ledger, the newest first."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from digitize.access import Viewer
from digitize.errors import NoSuchCursor, error_of_code
from digitize.rows import Document, LedgerEntry
from storage.accounts import Accounts
from storage.history import history_of
from storage.ledger import SYSTEM
from workers.records.history_words import sentence_of
from workers.services import Services

SYSTEM_NAME = "Hệ thống"
ELSEWHERE = "Người của cơ quan khác"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    seq: int
    """In the ledger."""
    at: datetime
    event: str
    actor: str
    """Account or station; empty for somebody of another agency, who is named by the agency alone."""
    actor_name: str
    sentence: str
    """In Vietnamese, with `{count}` where there is one."""
    count: int | None
    cause: str
    """Why it was rejected, in a sentence; mostly empty."""
    keys: tuple[str, ...]
    """Fields that were changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    steps: tuple[Step, ...]
    cursor: str | None


def history(
    services: Services,
    viewer: Viewer,
    document: Document,
    *,
    cursor: str | None = None,
    limit: int,
) -> History:
    """The steps behind a cursor. Raises `NoSuchCursor` for a cursor that is none of ours."""
    if cursor is not None and not _SEQ.fullmatch(cursor):
        raise NoSuchCursor
    before = int(cursor) if cursor is not None else None
    with services.database.reading() as connection:
        entries = history_of(connection, document, before=before, limit=limit + 1)
    shown = entries[:limit]
    people = _people(services, viewer, {entry.actor for entry in shown})
    return History(
        steps=tuple(_step(entry, people) for entry in shown),
        cursor=str(shown[-1].seq) if len(entries) > limit else None,
    )


_SEQ = re.compile(r"[0-9]{1,18}", re.ASCII)


def _step(entry: LedgerEntry, people: Mapping[str, tuple[str, str]]) -> Step:
    sentence, count = sentence_of(entry)
    actor, name = people[entry.actor]
    code = entry.data.get("code")
    keys = entry.data.get("keys", ())
    return Step(
        seq=entry.seq,
        at=entry.at,
        event=entry.event,
        actor=actor,
        actor_name=name,
        sentence=sentence,
        count=count,
        cause=error_of_code(code).message if isinstance(code, str) else "",
        keys=tuple(str(key) for key in keys) if isinstance(keys, list) else (),
    )


def _people(
    services: Services, viewer: Viewer, actors: Iterable[str]
) -> Mapping[str, tuple[str, str]]:
    """Actor → id and name as this viewer may know them."""
    accounts = Accounts(services.database)
    named: dict[str, tuple[str, str]] = {}
    for actor in actors:
        account = None if actor == SYSTEM else accounts.find(actor)
        if account is None:
            named[actor] = (actor, SYSTEM_NAME if actor == SYSTEM else actor)
        elif account.agency not in {"", viewer.agency}:
            named[actor] = ("", f"{ELSEWHERE} ({account.agency})")
        else:
            named[actor] = (actor, account.name)
    return named
