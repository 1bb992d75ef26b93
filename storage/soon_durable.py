"""A condition that is always true and lets its statement be answered before it is on disk, for what costs only time when lost.

    update(work).where(..., SOON_DURABLE)

Claims, leases and counted attempts are of this kind: a server that dies within its next half second forgets them, and the work
is begun once more. Custody, moves and the ledger never are. What is said later and waits for the disk takes it along.
PostgreSQL then waits for no disk in this transaction; SQLite always does, and is not asked.
"""

from typing import Any

from sqlalchemy import Boolean, ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _SoonDurable(FunctionElement[bool]):
    """Part of the statement itself, so that saying so is no round trip of its own."""

    inherit_cache = True
    type = Boolean()


SOON_DURABLE: ColumnElement[bool] = _SoonDurable()


@compiles(_SoonDurable)
def _true(_element: _SoonDurable, _compiler: SQLCompiler, **_: Any) -> str:
    return "1"


@compiles(_SoonDurable, "postgresql")
def _without_waiting(_element: _SoonDurable, _compiler: SQLCompiler, **_: Any) -> str:
    # As a question of its own it is asked once, before any row is looked at; `true`: until the transaction ends.
    return "(SELECT set_config('synchronous_commit', 'off', true)) = 'off'"
