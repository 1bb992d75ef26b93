"""Result codes: given in the transaction that files a record, each once for ever.

A counter's row is what concurrent filers wait at, so no two get the same number; a code's own row never goes, so that one
which a disposed record had is not given again even by another template.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Table, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from digitize.model import RecordId
from digitize.rows import Owner
from digitize.warehouse.result_codes import CodeKind, CodePlan, dossier_code_of, dossier_stem
from storage.schema import records, result_codes, result_counters


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultCodes:
    """What a record is called by now; empty where it has no such code."""

    digitised: str = ""
    dossier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    kind: CodeKind
    stem: str
    plan: CodePlan
    owner: str
    type_code: str

    def code(self, sequence: int) -> str:
        if self.kind is CodeKind.DOSSIER:
            return dossier_code_of(self.plan.dossier_code, sequence)
        return self.plan.template.code(
            sequence, owner=self.owner, type_code=self.type_code, agency=self.plan.agency
        )


def give(
    connection: Connection,
    record_id: RecordId,
    *,
    version: int,
    owner: Owner | None,
    type_code: str,
    plan: CodePlan,
    at: datetime,
    kinds: Iterable[CodeKind] = tuple(CodeKind),
) -> None:
    """The next codes of their stems, for this version of the record and those behind it: two statements."""
    number = "" if owner is None else owner.number
    stems = {
        CodeKind.DIGITISED: plan.template.stem(
            owner=number, type_code=type_code, agency=plan.agency
        ),
        CodeKind.DOSSIER: dossier_stem(plan.dossier_code) if plan.dossier_code else "",
    }
    wanted = [
        _Wanted(kind=kind, stem=stems[kind], plan=plan, owner=number, type_code=type_code)
        for kind in kinds
        if stems[kind]
    ]
    while wanted:  # again only where another template had made the very same code
        sequences = _next(connection, [one.stem for one in wanted])
        rows = [
            {
                "code": one.code(sequences[one.stem]),
                "kind": one.kind,
                "record_id": record_id,
                "version": version,
                "given_at": at,
            }
            for one in wanted
        ]
        given = set(connection.execute(_add(connection, rows)).scalars())
        wanted = [one for one, row in zip(wanted, rows, strict=True) if row["code"] not in given]


def codes_of(
    connection: Connection, record_ids: Sequence[RecordId]
) -> Mapping[RecordId, ResultCodes]:
    """The codes that these records have now; a record without any is not in it."""
    query = (
        select(result_codes.c.record_id, result_codes.c.kind, result_codes.c.code)
        .where(result_codes.c.record_id.in_(record_ids))
        .order_by(result_codes.c.version)
    )
    newest: dict[RecordId, dict[str, str]] = {}
    for row in connection.execute(query):
        newest.setdefault(row.record_id, {})[row.kind] = row.code
    return {record_id: ResultCodes(**codes) for record_id, codes in newest.items()}


def record_with_code(connection: Connection, code: str) -> RecordId | None:
    """The record that a code was ever given to, though it may be called by another now."""
    query = select(result_codes.c.record_id).where(result_codes.c.code == code)
    return connection.execute(query).scalar()


def records_without_code(
    connection: Connection, *, after: tuple[datetime, str] | None = None, limit: int
) -> Sequence[tuple[RecordId, datetime]]:
    """Current records that were filed before there were codes, and when, the oldest first, behind the place `after`."""
    has_one = (
        select(result_codes.c.code)
        .where(result_codes.c.record_id == records.c.id, result_codes.c.kind == CodeKind.DIGITISED)
        .exists()
    )
    query = select(records.c.id, records.c.filed_at).where(records.c.is_current, ~has_one)
    if after is not None:
        query = query.where(tuple_(records.c.filed_at, records.c.id) > after)
    query = query.order_by(records.c.filed_at, records.c.id).limit(limit)
    return [(RecordId(row.id), row.filed_at) for row in connection.execute(query)]


def _next(connection: Connection, stems: Sequence[str]) -> Mapping[str, int]:
    """The next number of each; whoever asks for the same waits until this transaction ended."""
    rows = [{"stem": stem, "last": 1} for stem in stems]
    new = _insert(connection, result_counters).values(rows)
    raised = new.on_conflict_do_update(
        index_elements=["stem"], set_={"last": result_counters.c.last + 1}
    ).returning(result_counters.c.stem, result_counters.c.last)
    return {row.stem: row.last for row in connection.execute(raised)}


def _add(
    connection: Connection, rows: Sequence[Mapping[str, object]]
) -> ReturningInsert[tuple[str]]:
    new = _insert(connection, result_codes).values(list(rows))
    return new.on_conflict_do_nothing().returning(result_codes.c.code)


def _insert(connection: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    is_postgres = connection.dialect.name == "postgresql"
    return postgresql.insert(table) if is_postgres else sqlite.insert(table)
