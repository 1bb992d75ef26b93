"""What an owner's warehouse holds of some types, whichever agency filed it: one indexed statement over all numbers of the person.

Given are type, fields (for their days) and life; no id and no file, so that whoever asks cannot be answered with the paper.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, func, select

from digitize.model import RecordId
from digitize.rows import Owner
from digitize.warehouse.life import Life, unsaid
from storage.life_rows import life_in
from storage.owner_rows import belongs_to
from storage.schema import disposals, lives, records

MOST = 200
"""Papers that one question looks at, the newest; of a type that nobody has more often."""
_NOBODY = RecordId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPaper:
    type_code: str
    fields: Mapping[str, str]
    life: Life


def filed_papers(
    connection: Connection, owner: Owner, type_codes: Collection[str]
) -> Sequence[FiledPaper]:
    """The newest first; what was disposed of is not held any more."""
    if not type_codes:
        return ()
    return [_paper(row) for row in connection.execute(question(owner, type_codes))]


def question(owner: Owner, type_codes: Collection[str]) -> Select[Any]:
    """The statement, for whoever asks how the database will answer it."""
    gone = exists(select(1).where(disposals.c.document_id == records.c.document_id))
    steps = lives.c
    return (
        select(
            records.c.type_code,
            records.c.fields,
            *(column for column in steps if column.name not in {"is_current", "link_id"}),
        )
        .select_from(records.outerjoin(lives, (steps.record_id == records.c.id) & steps.is_current))
        .where(
            belongs_to(owner),
            records.c.is_current,
            records.c.type_code.in_(sorted(type_codes)),
            ~gone,
        )
        # An expression, lest a database walk down the index of all filings for the sake of the order.
        .order_by(func.substr(records.c.filed_at, 1).desc())
        .limit(MOST)
    )


def _paper(row: Row[Any]) -> FiledPaper:
    return FiledPaper(
        type_code=row.type_code,
        fields=json.loads(row.fields),
        life=life_in(row) if row.record_id is not None else unsaid(_NOBODY),
    )
