"""What is held about one person, table by table: by every number that is linked to the asked one, and by what follows from those.

A paper may name a person without being theirs (a mother on a birth certificate): such papers are found by looking through the
fields of all, which takes seconds at a million; a person's report is made seldom. Of accounts no secret is told.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, false, or_, select, true

from digitize.access import Viewer
from digitize.model import RecordId
from digitize.rows import Owner
from storage import visible
from storage.number_links import links_seen_by
from storage.owner_rows import belongs_to
from storage.schema import (
    accounts,
    arrivals,
    batches,
    complaints,
    demands,
    disposals,
    documents,
    dossiers,
    drafts,
    grants,
    hand_overs,
    holds,
    import_rows,
    ledger,
    lives,
    looks,
    number_links,
    purposes,
    records,
    result_codes,
    second_entries,
)

AT_ONCE = 500
"""Ids in one statement; SQLite and PostgreSQL both take more."""
_TEXT = "text"
"""The column in which a number is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One table's rows about a person, columns by name as they are kept."""

    name: str
    rows: tuple[Mapping[str, Any], ...]


def is_record_of(connection: Connection, record_id: RecordId, owner: Owner) -> bool:
    """Is the person an owner of this record, under whichever number?"""
    query = select(records.c.id).where(records.c.id == record_id, belongs_to(owner)).limit(1)
    return connection.execute(query).first() is not None


def held_about(
    connection: Connection, numbers: Sequence[Owner], *, viewer: Viewer | None
) -> tuple[Held, ...]:
    """All of it, for the viewer: an agency's own, a citizen's whole; None for whoever runs the house, who has all."""
    asked = _Asked(connection, numbers, viewer)
    record_ids = asked.ids(_records(asked))
    named = list(asked.naming(_papers_naming(asked)))
    document_ids = {row["id"] for row in named} | asked.ids(_records(asked), "document_id")
    account_ids = asked.ids(_accounts(asked))
    grant_ids = asked.ids(_grants(asked))
    found: dict[str, Iterator[Mapping[str, Any]]] = {
        "records": asked.rows(_records(asked)),
        "papers_naming": iter(named),
        "drafts": asked.of(
            drafts.c.document_id,
            document_ids,
            # That there is one, not what else stands in it: the paper may be another's.
            select(drafts.c.document_id, drafts.c.account, drafts.c.saved_at),
        ),
        "second_entries": asked.of(
            second_entries.c.document_id,
            document_ids,
            select(
                second_entries.c.document_id,
                second_entries.c.field_key,
                second_entries.c.account,
                second_entries.c.at,
            ),
        ),
        "register_rows": asked.naming(_register_rows(asked)),
        "batches": asked.rows(_batches(asked)),
        "dossiers": asked.rows(_dossiers(asked)),
        "accounts": asked.rows(_accounts(asked)),
        "linked_numbers": asked.rows(_links(asked)),
        "grants": asked.rows(_grants(asked)),
        "hand_overs": asked.of(hand_overs.c.record_id, record_ids, select(hand_overs)),
        "looks": asked.of(looks.c.record_id, record_ids, select(looks)),
        "purposes": asked.of(purposes.c.record_id, record_ids, select(purposes)),
        "complaints": asked.of(complaints.c.record_id, record_ids, _complaints(asked, account_ids)),
        "demands": asked.rows(_demands(asked)),
        "lives": asked.of(lives.c.record_id, record_ids, select(lives)),
        "result_codes": asked.of(result_codes.c.record_id, record_ids, select(result_codes)),
        "holds": asked.of(holds.c.subject, record_ids | document_ids, select(holds)),
        "disposals": asked.of(disposals.c.document_id, document_ids, select(disposals)),
        "ledger": asked.of(
            ledger.c.subject,
            record_ids | document_ids | account_ids | grant_ids,
            select(ledger.c.seq, ledger.c.at, ledger.c.event, ledger.c.subject, ledger.c.actor),
        ),
    }
    return tuple(Held(name=name, rows=tuple(rows)) for name, rows in found.items())


class _Asked:
    """Who is asked about, and for whom."""

    def __init__(
        self, connection: Connection, numbers: Sequence[Owner], viewer: Viewer | None
    ) -> None:
        self._connection = connection
        self.owner = numbers[0]
        self.kind = numbers[0].kind
        self.numbers = [one.number for one in numbers]
        self.viewer = viewer
        self.is_own = viewer is not None and viewer.owner is not None

    @property
    def sees_all(self) -> bool:
        """The person asks, or whoever runs the house does."""
        return self.viewer is None or self.is_own

    def rows(self, query: Select[Any]) -> Iterator[Mapping[str, Any]]:
        for row in self._connection.execute(query).mappings():
            yield dict(row)

    def of(
        self, column: ColumnElement[Any], ids: Collection[str], query: Select[Any]
    ) -> Iterator[Mapping[str, Any]]:
        """The rows whose column is one of the ids."""
        wanted = sorted(ids)
        for at in range(0, len(wanted), AT_ONCE):
            yield from self.rows(query.where(column.in_(wanted[at : at + AT_ONCE])))

    def naming(self, query: Select[Any]) -> Iterator[Mapping[str, Any]]:
        """Of rows found by `names` those of which the number is a whole one, and not within another's; without the text."""
        whole = "|".join(re.escape(number) for number in self.numbers)
        found = re.compile(rf"(?<![0-9A-Za-z])(?:{whole})(?![0-9A-Za-z])")
        for row in self.rows(query):
            if found.search(row[_TEXT]):
                yield {name: value for name, value in row.items() if name != _TEXT}

    def ids(self, query: Select[Any], column: str = "id") -> set[str]:
        return {row[column] for row in self.rows(query)}

    def agency_is(self, column: ColumnElement[str]) -> ColumnElement[bool]:
        """For rows that name the agency whose they are."""
        if self.viewer is None or self.is_own:
            return true()
        return column == self.viewer.agency if self.viewer.agency else false()

    def names(self, column: ColumnElement[str]) -> ColumnElement[bool]:
        """For text that is JSON: is one of the numbers in it? A number has no sign that JSON or LIKE gives a meaning."""
        return or_(*(column.contains(number, autoescape=True) for number in self.numbers))


def _records(asked: _Asked) -> Select[Any]:
    query = select(
        records.c.id,
        records.c.version,
        records.c.is_current,
        records.c.document_id,
        records.c.title,
        records.c.type_code,
        records.c.fields,
        records.c.owner_name,
        records.c.filed_at,
        records.c.pdf_sha256,
    ).where(belongs_to(asked.owner))
    if asked.viewer is not None and not asked.is_own:
        query = query.where(visible.records_of(asked.viewer))
    return query.order_by(records.c.filed_at, records.c.id, records.c.version)


def _papers_naming(asked: _Asked) -> Select[Any]:
    """Papers whose fields have a number of the person, filed or not; what a paper of another says beside it is not told."""
    query = select(
        documents.c.id,
        documents.c.status,
        documents.c.version,
        documents.c.record_id,
        documents.c.description.label(_TEXT),
    ).where(asked.names(documents.c.description))
    if asked.viewer is not None and not asked.is_own:
        query = query.where(visible.scans_of(asked.viewer, documents.c.scan_id))
    return query.order_by(documents.c.id)


def _register_rows(asked: _Asked) -> Select[Any]:
    query = select(
        import_rows.c.batch_id,
        import_rows.c.row_number,
        import_rows.c.scan_id,
        import_rows.c.said.label(_TEXT),
    )
    query = query.join(batches, batches.c.id == import_rows.c.batch_id)
    return query.where(asked.names(import_rows.c.said), asked.agency_is(batches.c.agency)).order_by(
        import_rows.c.batch_id, import_rows.c.row_number
    )


def _batches(asked: _Asked) -> Select[Any]:
    came = select(arrivals.c.batch_id).where(asked.names(arrivals.c.source))
    return (
        select(batches.c.id, batches.c.agency, batches.c.opened_at, batches.c.dossier_code)
        .where(
            or_(
                (batches.c.owner_kind == asked.kind) & batches.c.owner_number.in_(asked.numbers),
                batches.c.id.in_(came),
            ),
            asked.agency_is(batches.c.agency),
        )
        .order_by(batches.c.opened_at, batches.c.id)
    )


def _dossiers(asked: _Asked) -> Select[Any]:
    return select(
        dossiers.c.agency,
        dossiers.c.code,
        dossiers.c.procedure_title,
        dossiers.c.owner_name,
        dossiers.c.status,
        dossiers.c.received_at,
        dossiers.c.returned_at,
    ).where(
        dossiers.c.owner_kind == asked.kind,
        dossiers.c.owner_number.in_(asked.numbers),
        asked.agency_is(dossiers.c.agency),
    )


def _accounts(asked: _Asked) -> Select[Any]:
    """A citizen's account is of no agency, so no agency is told of it."""
    query = select(
        accounts.c.id,
        accounts.c.name,
        accounts.c.issuer,
        accounts.c.made_at,
        accounts.c.closed_at,
        accounts.c.signed_in_at,
    ).where(accounts.c.owner_kind == asked.kind, accounts.c.owner_number.in_(asked.numbers))
    return query if asked.sees_all else query.where(false())


def _links(asked: _Asked) -> Select[Any]:
    query = select(
        number_links.c.id,
        number_links.c.one_number,
        number_links.c.other_number,
        number_links.c.state,
        number_links.c.agency,
        number_links.c.made_at,
    ).where(
        number_links.c.owner_kind == asked.kind,
        or_(
            number_links.c.one_number.in_(asked.numbers),
            number_links.c.other_number.in_(asked.numbers),
        ),
        # Nobody is told of a number that was only thought to be theirs.
        number_links.c.state == "linked",
    )
    if asked.viewer is None or asked.is_own:
        return query
    return query.where(links_seen_by(asked.viewer))


def _grants(asked: _Asked) -> Select[Any]:
    return select(
        grants.c.id,
        grants.c.record_id,
        grants.c.type_code,
        grants.c.agency,
        grants.c.purpose,
        grants.c.procedure_code,
        grants.c.dossier_code,
        grants.c.basis,
        grants.c.reason,
        grants.c.given_by,
        grants.c.given_at,
        grants.c.valid_until,
        grants.c.withdrawn_at,
    ).where(
        grants.c.owner_kind == asked.kind,
        grants.c.owner_number.in_(asked.numbers),
        asked.agency_is(grants.c.agency),
    )


def _complaints(asked: _Asked, account_ids: Collection[str]) -> Select[Any]:
    """Of a person the own ones: what another owner of the paper, or one of before, said of it is theirs."""
    query = select(complaints)
    return query.where(complaints.c.account.in_(sorted(account_ids))) if asked.is_own else query


def _demands(asked: _Asked) -> Select[Any]:
    return select(demands).where(
        demands.c.owner_kind == asked.kind,
        demands.c.owner_number.in_(asked.numbers),
        asked.agency_is(demands.c.agency),
    )
