"""Writers about the same thing go one after the other, so that what one of them reads stays true until it has written.

On SQLite a writing transaction is the only one there is, and nothing is to be done. On PostgreSQL each change takes its turn
here before it reads. Turns are taken in one order, so that nobody waits in a circle: paper, batch, record, persons, what is said of a
subject, and last of all the ledger's head (ledger.py).

A change that begins with one statement that compares and sets takes its turn in that statement, which saves a trip:

    update(documents).where(..., documents.c.version == ..., IN_TURN)     # said with **turn_at_paper(document_id)
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from digitize.model import BatchId, DocumentId, RecordId, ScanId
from storage import postgres
from storage.ids import SCAN_PREFIX


def take_turns_at_paper(connection: Connection, paper: ScanId | DocumentId) -> None:
    """A scan and all its documents change in turn."""
    _take_turns(connection, _paper(paper))


def turn_at_paper(paper: ScanId | DocumentId) -> Mapping[str, str]:
    """What a statement with `IN_TURN` is said with, to take the same turn."""
    return {_TURN: _paper(paper)}


class _InTurn(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()


_TURN = "turn"
IN_TURN: ColumnElement[bool] = _InTurn(bindparam(_TURN, type_=Text()))
"""A condition that is true once the turn is ours, and looks at rows only then.

Its statement sees the database as it was before it waited. Of the rows that it changes PostgreSQL compares the newest, others it
does not look at again: what it asks of them must never change.
"""


@compiles(_InTurn)
def _there_are_no_others(element: _InTurn, compiler: SQLCompiler, **how: Any) -> str:
    return f"{compiler.process(element.clauses, **how)} IS NOT NULL"


@compiles(_InTurn, "postgresql")
def _waiting(element: _InTurn, compiler: SQLCompiler, **how: Any) -> str:
    # As a question of its own it is asked once, before any row is looked at.
    subject = compiler.process(element.clauses, **how)
    return f"(SELECT pg_advisory_xact_lock(hashtextextended({subject}, 0))) IS NOT NULL"


def take_turns_at_batch(connection: Connection, batch_id: BatchId) -> None:
    """A batch is opened, told of more files and closed in turn."""
    _take_turns(connection, f"batch {batch_id}")


def take_turns_at_record(connection: Connection, record_id: RecordId) -> None:
    """A record gets its versions in turn."""
    _take_turns(connection, f"record {record_id}")


def take_turns_at_persons(connection: Connection) -> None:
    """Numbers are linked and unlinked in turn: which of them are one person's follows from all links together."""
    _take_turns(connection, "persons")


def take_turns_at_retention(connection: Connection) -> None:
    """A hold comes before a disposal or after it, never between its look and its order."""
    _take_turns(connection, "retention")


def take_turns_at_station(connection: Connection, station_id: str) -> None:
    """A station is registered and revoked in turn."""
    _take_turns(connection, f"station {station_id}")


def take_turns_at_account(connection: Connection, account_id: str) -> None:
    """An account is made and changed in turn."""
    _take_turns(connection, f"account {account_id}")


def take_turns_at_dossier(connection: Connection, agency: str, code: str) -> None:
    """A dossier is told of, and of what came for it, in turn."""
    _take_turns(connection, f"dossier {agency} {code}")


def take_turns_at_ledger(connection: Connection, subject: str) -> None:
    """What must not be said twice of a subject is said in turn."""
    _take_turns(connection, f"said of {subject}")


def take_turns_at_schema(connection: Connection) -> None:
    """Of many workers that start with a new program one migrates."""
    _take_turns(connection, "schema")


def _paper(paper: ScanId | DocumentId) -> str:
    return f"paper {paper[:SCAN_PREFIX]}"  # a document's id begins as its scan's


def _take_turns(connection: Connection, subject: str) -> None:
    if connection.dialect.name == "postgresql":
        postgres.take_turns(connection, subject)
